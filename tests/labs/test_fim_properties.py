"""FIM over generated schemas: nothing is dropped silently, and what goes out comes back."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fim_rounds import bring_in, flow_of, loaded, reread, send_out
from fim_schemas import schemas
from hypothesis import HealthCheck, given, settings

from labs.check import check
from labs.fim.model import DataField, Schema

pytestmark = pytest.mark.slow
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for one example."""
    path = Path(tempfile.mkdtemp(prefix="fim-"))
    try:
        yield path
    finally:
        shutil.rmtree(path)


@given(schemas())
@SETTINGS
def test_every_use_is_in_the_prototype_or_skipped(schema: Schema) -> None:
    """Each use of a data field is asked for with its id, is shown as text, or stands on the list with a reason."""
    with folder() as here:
        plan = bring_in(schema, here).plan
        service = loaded(here)
        questions = {**service.flow().questions}
        items = {f"{group.id}.{one.id}": one for group in questions.values() for one in group.item_questions}
        skipped = {entry["path"] for entry in plan.skipped}
        for use in schema.fields():
            assert isinstance(use.element, DataField)
            place = plan.places.get(use.path, "")
            if place.startswith("page:"):
                assert service.flow().page(place[5:]).says({})
            elif place:
                assert f"{use.element.id} {use.element.version}" == {**questions, **items}[place].fim
            else:
                assert use.path in skipped
        asked = {name for name in plan.places.values() if not name.startswith("page:")}
        assert asked == {name for name in {**questions, **items} if name in asked}
        assert [] == [entry for entry in plan.skipped if not entry["reason"]]


@given(schemas())
@SETTINGS
def test_prototypes_pass_check(schema: Schema) -> None:
    """Whatever the schema, the prototype has no mistakes that an author would have to mend."""
    with folder() as here:
        bring_in(schema, here)
        assert [] == [finding for finding in check(loaded(here)) if finding.level == "error"]


@given(schemas())
@SETTINGS
def test_round_trip(schema: Schema) -> None:
    """Import, export, import: ids, versions, labels, multiplicity and limits stay, and so does the prototype."""

    def told(one: Schema) -> list[tuple[object, ...]]:
        return [
            (use.path, use.element.version, use.element.label, use.amount, dict(getattr(use.element, "limits", {})))
            for use, _ in one.uses()
        ]

    with folder() as here:
        bring_in(schema, here / "a")
        exported = send_out(here / "a")
        assert told(schema) == told(exported.schema)
        again = reread(exported, here)
        assert told(schema) == told(again)
        bring_in(again, here / "b")
        assert flow_of(loaded(here / "a")) == flow_of(loaded(here / "b"))


@given(schemas())
@SETTINGS
def test_second_import_of_the_same_changes_nothing(schema: Schema) -> None:
    """The same schema once more leaves every file as it is, and finds nothing new, gone, changed or in conflict."""
    with folder() as here:
        bring_in(schema, here)
        path = here / "antrag" / "__init__.py"
        before = path.read_text(encoding="utf-8")
        changes = bring_in(schema, here).changes
        assert changes is not None
        assert {"new": [], "gone": [], "changed": [], "kept": [], "conflicts": []} == changes.to_json()
        assert before == path.read_text(encoding="utf-8")
