"""The documents of a handover: each valid by its own format, all with the same ids."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from handing_over import NOW, SHIPPED, case_of, files_of, fit_connect_errors, service_of, shipped
from openapi_spec_validator import OpenAPIV31SpecValidator

from labs.conditions import UNKNOWN
from labs.fim.reading import read_schema
from labs.handover import documents_of, make_samples
from labs.handover.acceptance import scenarios
from labs.handover.bpmn import NAMESPACES
from labs.handover.case import DRAFT_MARK, SAMPLE_DAY
from labs.handover.description import OPEN
from labs.handover.screenshots import answers_of
from labs.journey import Journey

BPMN = {prefix: f"{{{uri}}}" for prefix, uri in NAMESPACES.items()}
NODES = ("startEvent", "endEvent", "userTask", "exclusiveGateway")


@pytest.fixture(scope="module", params=[*SHIPPED, ("alles", ""), ("gruppen", "")], ids="/".join)
def files(request: pytest.FixtureRequest) -> dict[str, str]:
    name, variant = request.param
    return files_of(case_of(service_of(name), variant))


def process_of(files: dict[str, str]) -> tuple[ElementTree.Element, ElementTree.Element]:
    """Return process and diagram plane."""
    root = ElementTree.fromstring(files["ablauf.bpmn"])  # noqa: S314 - our own file
    process, plane = root.find(f"{BPMN['bpmn']}process"), root.find(f".//{BPMN['bpmndi']}BPMNPlane")
    assert process is not None
    assert plane is not None
    return process, plane


def test_openapi_is_valid(files: dict[str, str], tmp_path: Path) -> None:
    """The interface is OpenAPI 3.1, and what it refers to lies beside it."""
    for path in ("openapi.json", "antrag.schema.json"):
        (tmp_path / path).write_text(files[path], encoding="utf-8")
    document = json.loads(files["openapi.json"])
    OpenAPIV31SpecValidator(document, base_uri=(tmp_path / "openapi.json").as_uri()).validate()
    body = document["paths"]["/antraege"]["post"]["requestBody"]["content"]["application/json"]
    assert {"antrag.schema.json"} == {body["schema"]["$ref"]}
    assert body["examples"]["gueltig"]["externalValue"] in files


def test_metadata_fit_the_public_schema(files: dict[str, str]) -> None:
    """FIT-Connect's own schema takes the metadata, and refuses them without their structure."""
    errors, metadata = fit_connect_errors(), json.loads(files["fit-connect/metadata.json"])
    assert [] == errors(metadata)
    assert errors({name: one for name, one in metadata.items() if name != "contentStructure"})


def test_hashes_in_the_metadata_are_those_of_the_files(files: dict[str, str]) -> None:
    """The submission and each attachment can be checked by what stands in the metadata."""
    structure = json.loads(files["fit-connect/metadata.json"])["contentStructure"]
    told = {"gueltig.json": structure["data"]["hash"]["content"]}
    told |= {one["filename"]: one["hash"]["content"] for one in structure["attachments"]}
    for path, text in files.items():
        name = path.rpartition("/")[2]
        if name in told:
            assert hashlib.sha512(text.encode()).hexdigest() == told.pop(name)
    assert {} == told


def test_every_way_of_the_process_leads_somewhere(files: dict[str, str]) -> None:
    """One start; each flow connects nodes that know it; every node is reached, and from each an end is."""
    process, _ = process_of(files)
    nodes = {one.attrib["id"]: one for one in process if one.tag.removeprefix(BPMN["bpmn"]) in NODES}
    flows = {one.attrib["id"]: one.attrib for one in process.iter(f"{BPMN['bpmn']}sequenceFlow")}
    for id_, node in nodes.items():
        for end, tag in (("targetRef", "incoming"), ("sourceRef", "outgoing")):
            named = {one.text for one in node.iter(f"{BPMN['bpmn']}{tag}")}
            assert {name for name, flow in flows.items() if flow[end] == id_} == named
    starts = [id_ for id_, node in nodes.items() if node.tag.endswith("startEvent")]
    ends = {id_ for id_, node in nodes.items() if node.tag.endswith("endEvent")}
    assert 1 == len(starts)
    forward = [(flow["sourceRef"], flow["targetRef"]) for flow in flows.values()]
    assert nodes.keys() == reached(set(starts), forward)
    assert nodes.keys() == reached(ends, [(end, start) for start, end in forward])


def reached(begin: set[str], ways: list[tuple[str, str]]) -> set[str]:
    """Return all nodes that the ways lead to."""
    found = set(begin)
    while more := {end for start, end in ways if start in found} - found:
        found |= more
    return found


def test_every_choice_has_a_condition_and_a_default(files: dict[str, str]) -> None:
    """Where a gateway leads two ways, one has its condition in words, the other is taken otherwise."""
    process, _ = process_of(files)
    flows = {one.attrib["id"]: one for one in process.iter(f"{BPMN['bpmn']}sequenceFlow")}
    forks = [one for one in process.iter(f"{BPMN['bpmn']}exclusiveGateway") if "split_" in one.attrib["id"]]
    for fork in forks:
        out = [flows[str(one.text)] for one in fork.iter(f"{BPMN['bpmn']}outgoing")]
        said = {one.attrib["id"]: one.findtext(f"{BPMN['bpmn']}conditionExpression") for one in out}
        assert 2 == len(said)
        assert said.pop(fork.attrib["default"]) is None
        assert all(said.values())


def test_every_element_is_drawn_without_overlap(files: dict[str, str]) -> None:
    """Each node has a shape, each flow an edge from border to border, and no two shapes lie on each other."""
    process, plane = process_of(files)
    drawn = {one.attrib["bpmnElement"] for one in plane}
    assert {one.attrib["id"] for one in process if "id" in one.attrib} == drawn
    boxes = {}
    for shape in plane.iter(f"{BPMN['bpmndi']}BPMNShape"):
        box = shape.find(f"{BPMN['dc']}Bounds")
        assert box is not None
        x, y, width, height = (float(box.attrib[name]) for name in ("x", "y", "width", "height"))
        boxes[shape.attrib["bpmnElement"]] = (x, y, x + width, y + height)
    for id_, (left, top, right, bottom) in boxes.items():
        others = [box for other, box in boxes.items() if other != id_]
        assert not any(left < box[2] and box[0] < right and top < box[3] and box[1] < bottom for box in others)
    flows = {one.attrib["id"]: one.attrib for one in process.iter(f"{BPMN['bpmn']}sequenceFlow")}
    for edge in plane.iter(f"{BPMN['bpmndi']}BPMNEdge"):
        points = [(float(one.attrib["x"]), float(one.attrib["y"])) for one in edge.iter(f"{BPMN['di']}waypoint")]
        flow = flows[edge.attrib["bpmnElement"]]
        assert touches(boxes[flow["sourceRef"]], points[0])
        assert touches(boxes[flow["targetRef"]], points[-1])


def touches(box: tuple[float, ...], point: tuple[float, float]) -> bool:
    left, top, right, bottom = box
    return left <= point[0] <= right and top <= point[1] <= bottom and (
        point[0] in (left, right) or point[1] in (top, bottom)
    )  # fmt: skip


def ids_of(files: dict[str, str], tmp_path: Path) -> Iterator[tuple[str, set[tuple[str, str]]]]:
    """Yield the pairs of field and FIM element that each file names."""
    schema = json.loads(files["antrag.schema.json"])
    yield "schema", set(pairs_of(schema["properties"]))
    process, _ = process_of(files)
    tags = process.iter(f"{BPMN['probelauf']}field")
    yield "process", {(one.attrib["name"], one.attrib["fim"]) for one in tags}
    path = tmp_path / "x.xml"
    path.write_text(files["xdatenfelder3.xml"], encoding="utf-8")
    elements = {f"{use.element.id} {use.element.version}" for use, _ in read_schema(path).uses()}
    yield "fim", {("", one) for one in elements}


def pairs_of(properties: dict[str, Any], group: str = "") -> Iterator[tuple[str, str]]:
    for name, one in properties.items():
        yield f"{group}{name}", one["x-fim"]
        yield from pairs_of(one.get("items", {}).get("properties", {}), f"{name}.")


@pytest.mark.parametrize(("name", "variant"), SHIPPED)
def test_ids_are_the_same_in_all_files(name: str, variant: str, tmp_path: Path) -> None:
    """Fields, FIM elements, pages and tasks have one name each, whichever file speaks of them."""
    case = case_of(shipped(name), variant)
    files = files_of(case)
    found = dict(ids_of(files, tmp_path))
    assert set(case.fim.items()) == found["schema"]
    assert {pair for pair in found["schema"] if "." not in pair[0]} == found["process"]
    assert set(case.fim.values()) <= {fim for _, fim in found["fim"]}
    texts = tomllib.loads(files[f"texte/{variant}.toml"])
    tests = json.loads(files["abnahme/abnahme.json"])
    pages = [page.id for page in case.flow.pages]
    told = {
        re.sub(r"\.\d+\.", ".", one) for test in tests["scenarios"] for step in test["steps"] for one in step["answers"]
    }
    groups = {one.id for one in case.flow.questions.values() if one.kind == "group"}
    assert case.fim.keys() - groups == told
    assert case.flow.questions.keys() == texts["fields"].keys()
    assert set(texts["pages"]) <= set(pages)
    assert {task.id for task in case.flow.tasks} == texts["tasks"].keys()
    assert set(pages) == {page for test in tests["scenarios"] for page in test["path"]}
    process, _ = process_of(files)
    assert set(pages) == {one.attrib["id"].removeprefix("page_") for one in process if "page_" in one.get("id", "")[:5]}
    on = {one["x-page"] for one in json.loads(files["antrag.schema.json"])["properties"].values()}
    assert {page.id for page in case.flow.pages if page.question_ids} == on


@pytest.mark.parametrize(("name", "variant"), SHIPPED)
def test_acceptance_tests_can_be_run(name: str, variant: str) -> None:
    """Each step of each scenario leads to the page that it names, and each refusal says what it says."""
    case = case_of(shipped(name), variant)
    tests = json.loads(files_of(case)["abnahme/abnahme.json"])
    assert len(tests["scenarios"]) == len(list(scenarios(case)))
    refused = {one["page"]: one["problems"] for one in tests["refusals"]}
    for test in tests["scenarios"]:
        journey = Journey(case.flow, today=SAMPLE_DAY)
        for step in test["steps"]:
            assert step["page"] == journey.page.id
            if problems := journey.submit({}).problems if step["page"] in refused else ():
                known = {(one["rule"], one["message"]) for one in refused[step["page"]]}
                assert {(one.rule, one.message) for one in problems} <= known
            if step["next"]:
                answers = {key: UNKNOWN if one == "unknown" else one for key, one in step["answers"].items()}
                shown = journey.submit(answers)
                while shown.revealed and not shown.moved:
                    shown = journey.submit(answers)
                assert step["next"] == journey.page.id
        assert journey.at_end


def test_acceptance_tests_read_as_gherkin(files: dict[str, str]) -> None:
    """German keywords only; every scenario has its own tag and ends in what is to be seen."""
    lines = files["abnahme/abnahme.feature"].splitlines()
    assert "# language: de" == lines[0]
    allowed = r"#|Funktionalität: |@|Szenario: |Angenommen |Wenn |Dann |Und |\|"
    assert [] == [line for line in lines if line.strip() and not re.match(allowed, line.strip())]
    tags = [line.strip() for line in lines if line.strip().startswith("@")]
    assert len(tags) == len(set(tags)) == files["abnahme/abnahme.feature"].count("  Szenario: ")
    cells = [len(re.findall(r"(?<!\\)\|", line)) for line in lines if line.strip().startswith("|")]
    assert {4} == set(cells)


def test_the_description_says_what_is_open() -> None:
    """Texts of the start page stand in their modules; how long filling in takes is no Bearbeitungsdauer."""
    case = case_of(shipped("wohngeld"), "A")
    plain = json.loads(files_of(case)["leistung/beschreibung.json"])
    modules = {one["code"]: one["text"] for one in plain["modules"]}
    assert ["24", "06", "09", "08", "98", "97", "95", "11", "07"] == list(modules)
    assert {"97", "95"} == {code for code, text in modules.items() if text == OPEN}
    assert "Der Antrag kostet nichts." == modules["98"]
    assert "Mietvertrag" in modules["08"]
    assert "99107023037000" == plain["keys"]["leika"]


def test_texts_of_all_variants_are_there() -> None:
    """One file a variant, with its own words, which the lab can take back in."""
    service = shipped("hundesteuer")
    files = files_of(case_of(service, "A"))
    assert {f"texte/{one}.toml" for one in service.variant_ids} == {path for path in files if path.startswith("texte/")}
    assert "Register a dog" == tomllib.loads(files["texte/englisch.toml"])["title"]


def test_a_draft_says_so_in_every_file(files: dict[str, str]) -> None:
    """Only samples have no room for the word: they must fit the schema."""
    assert [] == [path for path, text in files.items() if DRAFT_MARK not in text and not path.startswith("muster/")]


def test_the_same_input_gives_the_same_files() -> None:
    """A second later only those files differ that say so."""
    case, later = (case_of(shipped("wohngeld"), "A", made) for made in (NOW, NOW + timedelta(seconds=1)))
    first, again, late = (
        {one.path: one for one in documents_of(one, make_samples(one))} for one in (case, case, later)
    )
    assert first == again
    assert {path for path, one in first.items() if one.timed} == {
        path for path, one in first.items() if one.data != late[path].data
    }


def test_answers_of_a_walk_lead_the_same_way() -> None:
    """What the preview for the screenshots is given as a persona leads along the pages of the walk."""
    flow = shipped("wohngeld").flow("A")
    for one in scenarios(case_of(shipped("wohngeld"), "A")):
        journey = Journey(flow, today=SAMPLE_DAY, answers=answers_of(one.walked))
        assert one.walked.trace.path == journey.path()
