"""The squad drawn: every way is there, boxes lie clear of each other, and no text of a configuration acts."""

from __future__ import annotations

import os
import re
import time
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from callplan import compiler
from callplan.compiler.graph import Edge, Graph, Node, changed, dot, graph_of, mermaid, svg
from callplan.compiler.graph.layout import lay_out
from callplan.compiler.plan import Plan
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

WORKSPACES = Path(__file__).parents[3] / "fixtures" / "workspaces"
FORMS = {"mermaid": mermaid.render, "dot": dot.render, "svg": svg.render}


def plan(env: str = "uat") -> Plan:
    return compiler.compile(compiler.load(WORKSPACES / "clinic", env), "squads/clinic")


@pytest.fixture(scope="module")
def promotion() -> Graph:
    before, after = plan("uat"), plan("prod")
    return changed(before, after, compiler.diff(before, after))


class Mermaid(SingleFileSnapshotExtension):
    """A file of text for each snapshot."""

    _write_mode = WriteMode.TEXT
    file_extension = "mmd"


class Dot(Mermaid):
    file_extension = "dot"


def test_the_clinic_as_mermaid(promotion: Graph, snapshot: SnapshotAssertion) -> None:
    assert mermaid.render(promotion) == snapshot(extension_class=Mermaid)


def test_the_clinic_as_dot(promotion: Graph, snapshot: SnapshotAssertion) -> None:
    assert dot.render(promotion) == snapshot(extension_class=Dot)


def test_the_picture_in_the_documentation(promotion: Graph) -> None:
    picture = WORKSPACES.parents[1] / "docs" / "clinic.svg"
    drawn = svg.render(promotion)
    if os.environ.get("CALLPLAN_UPDATE") and not os.environ.get("CI"):
        picture.write_text(drawn, "utf-8")
    assert picture.read_text("utf-8") == drawn


def test_every_transition_is_an_edge() -> None:
    squad = plan()
    drawn = graph_of(squad)
    ways = {(edge.source, edge.target, edge.label) for edge in drawn.edges}
    assert {(way.source, way.target, way.tool) for way in squad.transitions} <= ways
    assert [node.key for node in drawn.nodes if node.sort == "member"] == [member.key for member in squad.members]
    assert drawn.nodes[0].entry and not any(node.entry for node in drawn.nodes[1:])


def test_marks() -> None:
    before = plan()
    front, *rest = before.members
    without = replace(
        before, digest="", members=(replace(front, tools=front.tools[1:], hooks=()), *rest[:2]), transitions=()
    )
    there = changed(before, without, compiler.diff(before, without))
    assert {node.title: node.mark for node in there.nodes if node.mark != "same"} == {
        "Receptionist": "changed",
        "After Hours": "removed",
        "+15550100911": "removed",
    }
    assert next(node for node in there.nodes if node.title == "Receptionist").breaking
    gone = {edge.label for edge in there.edges if edge.mark == "removed"}
    assert {front.tools[0].name, "goodbye: endCall", "transferCall"} <= gone
    back = changed(without, before, compiler.diff(without, before))
    assert {edge.label for edge in back.edges if edge.mark == "added"} == gone


def test_a_renamed_member_is_one_node() -> None:
    before = plan()
    front = replace(before.members[0], key="Front", name="Front")
    edges = tuple(replace(way, source="Front") if way.source == "Receptionist" else way for way in before.transitions)
    after = replace(before, digest="", entry="Front", members=(front, *before.members[1:]), transitions=edges)
    drawn = changed(before, after, compiler.diff(before, after))
    assert {node.title for node in drawn.nodes if node.mark != "same"} == {"Front"}
    assert all(edge.mark == "same" for edge in drawn.edges)


EVIL = '"]; click n0 "javascript:x" %%{init: {}}%% <script>alert(1)</script>\n subgraph \\" \x1b[31m --> end & #quot;'


@pytest.mark.parametrize("form", FORMS)
def test_nothing_acts(form: str) -> None:
    bad = Graph(
        EVIL,
        (Node("a", EVIL, "member", (EVIL,), True), Node("b", EVIL, "number")),
        (Edge("a", "b", EVIL, "handoff", EVIL),),
    )
    text = FORMS[form](bad)
    assert "\x1b" not in text and (form == "dot" or "<script" not in text)
    assert "\nsubgraph" not in text.replace("\n ", "\n")
    if form == "svg":
        root = ElementTree.fromstring(text)
        assert not [one for one in root.iter() if one.tag.endswith(("script", "a", "image", "foreignObject"))]
    if form == "dot":
        assert re.search(r'(?<!\\)(\\\\)*"\];', text.split("\n", 1)[0]) is None
        strings = re.sub(r'"(?:[^"\\]|\\.)*"', "S", text)
        assert re.fullmatch(r"[\w\s={}\[\],;<>-]*", strings)
    if form == "mermaid":
        assert not set(re.sub(r"#\d+;", "", text)) & set("%;\\'`")


def test_no_network_and_a_description(promotion: Graph) -> None:
    text = svg.render(promotion)
    root = ElementTree.fromstring(text)
    assert root.attrib["role"] == "img"
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text) and "@import" not in text and "url(" not in text
    desc = next(one.text or "" for one in root.iter() if one.tag.endswith("desc"))
    assert "Receptionist to Scheduler by handoff_to_scheduler." in desc and "Receptionist: 4 changes." in desc


KEYS = st.integers(1, 9)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    count = draw(KEYS)
    keys = [f"m{number}" for number in range(count)]
    ways = draw(st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys)), max_size=14))
    nodes = tuple(
        Node(key, key * draw(st.integers(1, 4)), "member", ("note",) * draw(st.integers(0, 3))) for key in keys
    )
    return Graph("any", nodes, tuple(Edge(one, other, "way", "handoff") for one, other in ways))


@settings(max_examples=60)
@given(graphs())
def test_boxes_lie_clear_of_each_other_and_on_the_sheet(graph: Graph) -> None:
    sizes = {node.key: (80.0 + 20 * len(node.notes), 40.0 + 16 * len(node.notes)) for node in graph.nodes}
    sheet = lay_out(graph, sizes)
    assert {box.node.key for box in sheet.boxes} == {node.key for node in graph.nodes}
    for number, one in enumerate(sheet.boxes):
        assert one.x >= 0 and one.y >= 0
        assert one.x + one.width <= sheet.width and one.y + one.height <= sheet.height
        for other in sheet.boxes[number + 1 :]:
            apart = (
                one.x + one.width <= other.x
                or other.x + other.width <= one.x
                or one.y + one.height <= other.y
                or other.y + other.height <= one.y
            )
            assert apart, (one, other)
    pairs = {(edge.source, edge.target) for edge in graph.edges}
    assert {(line.edges[0].source, line.edges[0].target) for line in sheet.lines} == pairs


def test_lines_begin_and_end_at_their_boxes() -> None:
    drawn = graph_of(plan())
    sheet = lay_out(drawn, {node.key: (120.0, 60.0) for node in drawn.nodes})
    boxes = {box.node.key: box for box in sheet.boxes}
    for line in sheet.lines:
        start, end = boxes[line.edges[0].source], boxes[line.edges[0].target]
        for box, point in ((start, line.points[0]), (end, line.points[-1])):
            assert point.x in (box.x, box.x + box.width) and box.y <= point.y <= box.y + box.height


def test_a_squad_of_a_hundred_is_drawn_in_time() -> None:
    nodes = tuple(Node(f"m{number}", f"Member {number}", "member") for number in range(100))
    ways = tuple(
        Edge(f"m{number}", f"m{(number * step + 1) % 100}", "way", "handoff")
        for number in range(100)
        for step in (1, 7)
    )
    began = time.process_time()
    assert svg.render(Graph("large", nodes, ways)).count("cg-node") == 100
    assert time.process_time() - began < 5
