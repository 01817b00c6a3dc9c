"""The journey as BPMN 2.0 with diagram: a row of pages, and conditional pages below the row between two gateways."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from xml.etree.ElementTree import Comment, Element, SubElement, indent, register_namespace, tostring

from labs.conditions import Condition, Either
from labs.handover.case import DRAFT_NOTICE, Case, Document
from labs.handover.json_schema import say_words
from labs.pages import ResolvedPage

PATH = "ablauf.bpmn"
NAMESPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "probelauf": "urn:probelauf:bpmn",
}
_SIZES = {"task": (150, 80), "event": (36, 36), "gateway": (50, 50)}
_ROW, _BELOW, _STEP, _LEFT = 200, 380, 60, 160
for _prefix, _uri in NAMESPACES.items():
    register_namespace(_prefix, _uri)


@dataclass
class _Node:
    """An element of the process: its tag, and where it stands; x and y are its middle in pixels."""

    id: str
    tag: str
    name: str
    x: float
    y: float
    page: ResolvedPage | None = None

    @property
    def size(self) -> tuple[int, int]:
        return _SIZES["task" if self.tag.endswith("Task") else "event" if self.tag.endswith("Event") else "gateway"]


@dataclass
class _Way:
    """A sequence flow; `when` is its condition in words."""

    id: str
    start: _Node
    end: _Node
    when: str = ""

    @property
    def default(self) -> bool:
        """Whether this is the way that is taken where no condition holds."""
        return not self.when and self.start.id.startswith("split_")


@dataclass
class _Plan:
    nodes: list[_Node] = field(default_factory=list)
    ways: list[_Way] = field(default_factory=list)
    right: float = _LEFT

    def node(self, id_: str, tag: str, name: str, y: float = _ROW, page: ResolvedPage | None = None) -> _Node:
        one = _Node(id_, tag, name, 0, y, page)
        one.x = self.right + one.size[0] / 2
        self.right += one.size[0] + _STEP
        self.nodes.append(one)
        return one

    def way(self, start: _Node, end: _Node, when: str = "") -> None:
        self.ways.append(_Way(f"way_{start.id}_{end.id}", start, end, when))


def bpmn_document(case: Case) -> Document:
    """Return the journey as a file."""
    what = "Weg durch den Antrag als BPMN 2.0. Er lässt sich in üblichen Editoren öffnen."
    return Document(PATH, _write(case, _plan(case)), what, "Fachseite, Entwicklung")


def _condition(case: Case, page: ResolvedPage) -> Condition | None:
    """Return when a page is shown: its own condition, or that any of its questions is asked."""
    if page.when is not None or page.kind != "form":
        return page.when
    asked = [case.flow.questions[name].when for name in page.question_ids]
    conditions = [one for one in asked if one is not None]
    if not asked or len(conditions) < len(asked):
        return None
    return conditions[0] if len(conditions) == 1 else Either(tuple(conditions))


def _shown(case: Case) -> Iterator[ResolvedPage]:
    """Yield the pages up to the one that ends every journey."""
    for page in case.flow.pages:
        yield page
        if page.kind == "confirmation" and page.when is None:
            return


def _plan(case: Case) -> _Plan:
    plan = _Plan()
    last = plan.node("start_event", "startEvent", "Die Person öffnet den Dienst")
    runs = groupby(_shown(case), key=lambda page: (_condition(case, page), page.kind == "confirmation"))
    for (when, ends), run in runs:
        pages = list(run)[: 1 if ends else None]  # nothing comes after an end
        if when is None:
            for page in pages:
                last = _page(plan, page, last)
        else:
            last = _branch(plan, pages, last, say_words(case, when), ends=ends)
    if last.tag != "endEvent":  # the author declared no end for everybody
        plan.way(last, plan.node("end_event", "endEvent", "Ende"))
    return plan


def _page(plan: _Plan, page: ResolvedPage, last: _Node, y: float = _ROW, when: str = "") -> _Node:
    tag = "endEvent" if page.kind == "confirmation" else "userTask"
    one = plan.node(f"page_{page.id}", tag, page.title, y, page)
    plan.way(last, one, when)
    return one


def _branch(plan: _Plan, pages: list[ResolvedPage], last: _Node, when: str, *, ends: bool) -> _Node:
    split = plan.node(f"split_{pages[0].id}", "exclusiveGateway", f"{when}?")
    plan.way(last, split)
    inner = split
    for page in pages:
        inner = _page(plan, page, inner, _BELOW, when if inner is split else "")
    if ends:
        return split
    join = plan.node(f"join_{pages[0].id}", "exclusiveGateway", "")
    plan.way(inner, join)
    plan.way(split, join)
    return join


def _add(parent: Element, kind: str, /, **attributes: Any) -> Element:
    prefix, _, tag = kind.partition(":")
    return SubElement(parent, f"{{{NAMESPACES[prefix]}}}{tag}", {key: str(one) for key, one in attributes.items()})


def _write(case: Case, plan: _Plan) -> str:
    root = Element(f"{{{NAMESPACES['bpmn']}}}definitions", {"id": "definitions", "targetNamespace": case.urn})
    if case.draft:
        root.append(Comment(f" {DRAFT_NOTICE} "))
    process_id = f"process_{case.service.id}_{case.flow.variant}"
    process = _add(root, "bpmn:process", id=process_id, name=case.title, isExecutable="false")
    _add(process, "bpmn:documentation").text = ", ".join(f"{name}: {one}" for name, one in case.origin.items())
    for node in plan.nodes:
        _element(case, plan, process, node)
    for way in plan.ways:
        one = _add(process, "bpmn:sequenceFlow", id=way.id, sourceRef=way.start.id, targetRef=way.end.id)
        if way.when:
            one.set("name", "ja")
            text = _add(one, "bpmn:conditionExpression")
            text.set(f"{{{NAMESPACES['xsi']}}}type", "bpmn:tFormalExpression")
            text.text = way.when
    diagram = _add(root, "bpmndi:BPMNDiagram", id="diagram")
    plane = _add(diagram, "bpmndi:BPMNPlane", id="plane", bpmnElement=process_id)
    for node in plan.nodes:
        _shape(plane, node)
    for way in plan.ways:
        _edge(plane, way)
    indent(root)
    body: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _element(case: Case, plan: _Plan, process: Element, node: _Node) -> None:
    one = _add(process, f"bpmn:{node.tag}", id=node.id, **({"name": node.name} if node.name else {}))
    default = next((way.id for way in plan.ways if way.start is node and way.default), "")
    if default:
        one.set("default", default)
    if node.page is not None and node.page.question_ids:
        inner = _add(one, "bpmn:extensionElements")
        for name in node.page.question_ids:
            _add(inner, "probelauf:field", name=name, fim=case.fim.get(name, ""))
    for way in plan.ways:
        if way.end is node:
            _add(one, "bpmn:incoming").text = way.id
    for way in plan.ways:
        if way.start is node:
            _add(one, "bpmn:outgoing").text = way.id


def _shape(plane: Element, node: _Node) -> None:
    width, height = node.size
    one = _add(plane, "bpmndi:BPMNShape", id=f"shape_{node.id}", bpmnElement=node.id)
    if node.tag == "exclusiveGateway":
        one.set("isMarkerVisible", "true")
    _bounds(one, node.x - width / 2, node.y - height / 2, width, height)
    if node.name and not node.tag.endswith("Task"):  # events and gateways carry their name outside
        above = node.y - height / 2 - 60 if node.tag == "exclusiveGateway" else node.y + height / 2 + 6
        _bounds(_add(one, "bpmndi:BPMNLabel"), node.x - 60, above, 120, 54)


def _bounds(parent: Element, x: float, y: float, width: int, height: int) -> None:
    _add(parent, "dc:Bounds", x=f"{x:g}", y=f"{y:g}", width=width, height=height)


def _edge(plane: Element, way: _Way) -> None:
    one = _add(plane, "bpmndi:BPMNEdge", id=f"edge_{way.id}", bpmnElement=way.id)
    start, end = way.start, way.end
    if start.y == end.y:
        points = [(start.x + start.size[0] / 2, start.y), (end.x - end.size[0] / 2, end.y)]
    elif end.y > start.y:  # down from the gateway, then right
        points = [(start.x, start.y + start.size[1] / 2), (start.x, end.y), (end.x - end.size[0] / 2, end.y)]
    else:  # right, then up into the gateway
        points = [(start.x + start.size[0] / 2, start.y), (end.x, start.y), (end.x, end.y + end.size[1] / 2)]
    for x, y in points:
        _add(one, "di:waypoint", x=f"{x:g}", y=f"{y:g}")
