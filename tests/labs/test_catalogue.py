"""The catalogue: what its files hold, where places lie, and who is competent there."""

import csv
from pathlib import Path

import pytest

from labs.catalogue import KEYS_AS_OF, Offer, generate, offers_of, places, roll_up, service_keys, services
from labs.catalogue.cleaning import LEIKA_KEY, clean
from labs.catalogue.competence import competent
from labs.catalogue.places import find_place
from labs.catalogue.reading import DATA, everyday_words, same_meaning
from labs.check import check
from labs.discovery import Workspace
from labs.scaffold import write
from labs.walk import walk


def test_the_lists_are_whole_and_clean() -> None:
    """557 services, 4,813 keys of 14 digits from 99, 401 districts of 83 million people, and no test rows."""
    assert 557 == len(services())
    assert 4813 == len(service_keys())
    assert all(LEIKA_KEY.fullmatch(key) for key in service_keys())
    districts = [place for place in places().values() if len(place.key) == 5 and not place.invented]
    assert 401 == len(districts)
    assert 83_019_213 == sum(place.population for place in districts)
    assert not [name for name in (one.name for one in services().values()) if name.startswith("Test")]
    assert "digitalisierungslabor" not in (DATA / "ozg_services.csv").read_text(encoding="utf-8")


def test_a_key_leads_to_its_service() -> None:
    """The keys of the services that ship belong to the OZG services that the lists name."""
    assert "10000" == service_keys()["99041006017000"].ozg
    assert "Wohngeld" == services()["10092"].name
    assert {key.ozg for key in service_keys().values()} - services().keys() <= {""}


def test_cleaning_drops_what_is_no_entry(tmp_path: Path) -> None:
    """Test rows, invalid keys and the column of laboratories go; names lose their blanks at the ends."""
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "in" / "ozg_services_2019.csv").write_text(
        "ozg_id,ozg_leistung,lage,themenfeld,prioritaet,digitalisierungslabor\n"
        "10000,Elterngeld ,Geburt,Familie,1,Testlabor\n"
    )
    (tmp_path / "in" / "leika_services_2019.csv").write_text(
        "leika_key,leika_name,typ,ozg_id,ozg_leistung,lage,themenfeld,laws\n3233,Test 4,44,10000,x,x,x,\n"
        "nicht im LeiKa,Elterngeld,2,10000,x,x,x,\n99041006017000,Elterngeld Bewilligung,2,10000,x,x,x,BEEG\n"
    )
    (tmp_path / "in" / "districts_ags5.csv").write_text(
        "AGS;type;name;NUTS3;area_km2;population\n05315;Kreisfreie Stadt;Köln, Stadt;DEA23;405;1085664\n"
    )
    clean(tmp_path / "in", tmp_path / "out")
    written = {path.name: list(csv.reader(path.open(encoding="utf-8"))) for path in (tmp_path / "out").iterdir()}
    assert [["ozg_id", "name", "situation", "field"], ["10000", "Elterngeld", "Geburt", "Familie"]] == written[
        "ozg_services.csv"
    ]
    assert ["99041006017000", "Elterngeld Bewilligung", "10000", "BEEG"] == written["leika_keys.csv"][1]
    assert 2 == len(written["leika_keys.csv"])
    assert ["05315", "Kreisfreie Stadt", "Köln", "1085664"] == written["districts.csv"][1]


def test_everyday_words_belong_to_services() -> None:
    """Every phrase belongs to a service of the catalogue, at least 150 services have some, none stands twice."""
    assert everyday_words().keys() <= services().keys()
    assert len(everyday_words()) >= 150
    for phrases in everyday_words().values():
        assert len(phrases) == len(set(phrases))


def test_no_word_means_two_things() -> None:
    """A word is in one group of the same meaning only."""
    words = [word.lower() for group in same_meaning() for word in group]
    assert sorted(set(words)) == sorted(words)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Köln", "05315"),
        ("Kölln", "05315"),
        ("koeln", "05315"),
        ("Frankfurt", "06412"),
        ("Frankfurt (Oder)", "12053"),
        ("München", "09162"),
        ("Landkreis München", "09184"),
        ("Berlin", "11000"),
        ("Kalsruhe", "08212"),
        ("Bayern", "09"),
        ("Musterstadt", "991010000000"),
        ("Beispielhausn", "991020001001"),
        ("05315", "05315"),
    ],
)
def test_a_place_is_found_by_its_name(text: str, key: str) -> None:
    """Umlauts, typing errors, additions and keys lead to the place; the town comes before the district."""
    found = find_place(text)
    assert found is not None
    assert key == found.place.key


@pytest.mark.parametrize("text", ["", "   ", "Atlantis", "12345678"])
def test_no_place_is_made_up(text: str) -> None:
    """What comes near to no place is none."""
    assert find_place(text) is None


def test_only_an_exact_name_is_exact() -> None:
    """A page can tell a mended name from a right one."""
    assert [True, False] == [match.exact for name in ("Köln", "Kölln") if (match := find_place(name))]


def test_competence_rolls_up() -> None:
    """Municipality, district, state, federation; the nearest one that offers the service serves the place."""
    assert ("991020001001", "99102", "99", "") == roll_up("991020001001")
    offers = [Offer("a", "A", "10160", region) for region in ("", "99", "99102")]
    served = {key: competent(offers, places()[key]) for key in ("991020001001", "991010000000", "05315")}
    assert ["99102", "99", ""] == [offer.region for offer in served.values() if offer]
    assert competent(offers, None) == offers[0]
    assert competent(offers[1:], places()["05315"]) is None


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with a prototype that has parameters for two places, and a broken one."""
    for name, keys in (("hund", 'ozg="10160"'), ("kind", 'leika="99041006017000"')):
        path = write(name, tmp_path)
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("    pages=[", f"    {keys},\n    pages=[", 1), encoding="utf-8")
    (tmp_path / "prototypes" / "hund" / "params").mkdir()
    for key in ("05315", "99"):
        (tmp_path / "prototypes" / "hund" / "params" / f"{key}.toml").write_text("")
    (tmp_path / "prototypes" / "kaputt.py").write_text("service = Service(")
    return Workspace(tmp_path)


def test_a_workspace_offers_its_prototypes(workspace: Workspace) -> None:
    """Prototypes are filed under their OZG id, or that of their LeiKa key; parameters make offers for places."""
    offers = offers_of(workspace)
    assert {"10160", "10000"} == offers.keys()
    assert ["", "05315", "99"] == [offer.region for offer in offers["10160"]]
    office = next(offer.office for offer in offers["10160"] if offer.region == "05315")
    assert office is not None
    assert "Köln" == office.name


@pytest.mark.parametrize("ozg", ["10000", "10160", "10519", "10574"])
def test_a_generated_prototype_can_be_walked(ozg: str) -> None:
    """It has no errors, bots come to its end, and it says how old its name is."""
    service = generate(services()[ozg])
    assert [] == [finding for finding in check(service) if finding.level == "error"]
    assert () == walk(service).failed
    assert KEYS_AS_OF in service.notice
    assert ozg == service.ozg
