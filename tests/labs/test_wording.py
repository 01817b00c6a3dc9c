"""The words of the shell."""

import pytest

from feedback.errors import InternalError
from labs.wording import word


def test_words_come_in_the_language_asked_for() -> None:
    """German unless told otherwise."""
    assert ("Zurück", "Back") == (word("back"), word("back", "en"))


@pytest.mark.parametrize(("key", "language"), [("nothing", "de"), ("back", "fr")])
def test_a_missing_word_is_our_own_mistake(key: str, language: str) -> None:
    """It is found in tests, not printed as a key."""
    with pytest.raises(InternalError):
        word(key, language)
