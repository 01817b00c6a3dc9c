"""Contacts: apart from everything, sealed, and unlinked for good without the key."""

import threading
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from feedback.contacts import KEY_VARIABLE, Contact, Contacts
from feedback.errors import OperatorError

MARIA = Contact("maria@beispiel.example", "wohngeld/runde-1", 7)


@pytest.fixture
def contacts(tmp_path: Path) -> Contacts:
    return Contacts(tmp_path / "data")


def test_a_contact_is_sealed_and_leads_nowhere(contacts: Contacts) -> None:
    """Neither address nor study stands in the file; the key is its owner's only, in a file of its own."""
    contacts.add("mark-1", MARIA)
    written = contacts.path.read_text(encoding="utf-8")
    assert "maria" not in written
    assert "wohngeld" not in written
    assert {0o600} == {path.stat().st_mode & 0o777 for path in (contacts.path, contacts.key_path)}
    assert [MARIA] == contacts.all()
    assert MARIA == contacts.find("mark-1")


def test_destroying_the_key_unlinks(contacts: Contacts) -> None:
    """No contact can be read any more; a new key does not open the old ones, and they can still be removed."""
    contacts.add("mark-1", MARIA)
    assert contacts.destroy_key()
    assert not contacts.key_path.exists()
    assert [] == contacts.all()
    assert contacts.has("mark-1")
    contacts.add("mark-2", Contact("bo@beispiel.example", "wohngeld/runde-1", 8))
    assert ["bo@beispiel.example"] == [one.email for one in contacts.all()]
    assert None is contacts.find("mark-1")
    assert contacts.remove("mark-1")
    assert not contacts.destroy_key() or contacts.all() == []


def test_a_second_address_takes_the_place_of_the_first(contacts: Contacts) -> None:
    """A person has one contact at most."""
    contacts.add("mark-1", MARIA)
    contacts.add("mark-1", Contact("neu@beispiel.example", "wohngeld/runde-1", 9))
    assert ["neu@beispiel.example"] == [one.email for one in contacts.all()]
    assert contacts.remove("mark-1")
    assert not contacts.remove("mark-1")


def test_nothing_is_made_before_the_first(contacts: Contacts) -> None:
    """Asking for contacts makes no file and no key."""
    assert ([], False, None) == (contacts.all(), contacts.has("m"), contacts.find("m"))
    assert not contacts.folder.exists()


def test_the_key_may_come_from_outside(contacts: Contacts, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the variable there is no key file; what is no key is said so, and only its owner can destroy it."""
    monkeypatch.setenv(KEY_VARIABLE, Fernet.generate_key().decode())
    contacts.add("mark-1", MARIA)
    assert not contacts.key_path.exists()
    assert [MARIA] == contacts.all()
    with pytest.raises(OperatorError, match=KEY_VARIABLE):
        contacts.destroy_key()
    monkeypatch.setenv(KEY_VARIABLE, "no key")
    with pytest.raises(OperatorError, match="no Fernet key"):
        contacts.all()


def test_many_at_once_lose_nothing(contacts: Contacts) -> None:
    """Twenty people who give an address at the same moment are all kept, under one key."""
    threads = [
        threading.Thread(target=contacts.add, args=(f"m{n}", Contact(f"p{n}@beispiel.example", "s/1", n)))
        for n in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 20 == len(contacts.all())
