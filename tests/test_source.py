"""The plan carries the source's texts to the letter, slips included.

This file reads data/source.txt with a small parser of its own and data/plan.yaml with plain PyYAML:
it shares no code with the package, so that one mistake can't hide in both.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

DATA = Path(__file__).resolve().parent.parent / "data"
SOURCE = DATA / "source.txt"
PLAN = DATA / "plan.yaml"

COLUMN_HEADINGS = {"DIRECTRIZ", "INDICADOR DE RESULTADO"}

# The table of kinds, restated by hand.
KINDS = {
    "strategy": "D01 D02b D03 D06 D09 D12 D24 D25 D28a D38 D41 D43",
    "study": "D02a D14a D17a D18a D23a D29a D37a",
    "outreach": "D04 D07 D26 D27b D42",
    "training": "D15 D28b",
    "inclusion": "D08 D10",
    "service": "D05 D14b D22 D27a D29b D32a",
    "law": "D13 D21 D31 D35a D35b D36 D40",
    "agreement": "D11 D16 D20 D34",
    "selection": "D17b D18b",
    "measure": "D23b D33",
    "instrument": "D30 D37b",
    "mechanism": "D19",
    "budget": "D39",
}

RENEWALS = {
    "strategy": "continuing",
    "study": "five-years",
    "outreach": "yearly",
    "training": "yearly",
    "inclusion": "standing",
    "service": "continuing",
    "law": "standing",
    "agreement": "standing",
    "selection": "standing",
    "measure": "standing",
    "instrument": "standing",
    "mechanism": "continuing",
    "budget": "yearly",
}

# Which descriptors an indicator replaces.
OVERRIDES = {
    "D05": [2, 4],
    "D09": [2, 3],
    "D14a": [2, 3],
    "D14b": [0, 1, 2, 3, 4],
    "D22": [0, 1, 2, 3, 4],
    "D26": [2, 3],
    "D27a": [2, 3, 4],
    "D28b": [1, 2, 3],
    "D29b": [2, 3, 4],
    "D30": [2, 3],
    "D37a": [2, 4],
    "D40": [2, 3, 4],
}


@dataclass
class SourceDirective:
    number: int
    text: str = ""
    indicators: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class SourcePillar:
    title: str
    directives: list[SourceDirective] = field(default_factory=list)


def read_source(text: str) -> list[SourcePillar]:
    """Read the table: a heading, then `1.` and its directive, then its indicators, a line each."""
    pillars: list[SourcePillar] = []
    for raw in text.split("\n"):
        line = " ".join(raw.split())
        if not line or line in COLUMN_HEADINGS:
            continue
        numbered = re.fullmatch(r"(\d+)\. ?(.*)", line)
        if numbered:
            directive = SourceDirective(int(numbered[1]), numbered[2])
            pillars[-1].directives.append(directive)
        elif line.isupper():
            pillars.append(SourcePillar(line))
        else:
            directive = pillars[-1].directives[-1]
            if not directive.text:
                directive.text = line
                continue
            lettered = re.fullmatch(r"([a-z])\) (.*)", line)
            letter, indicator = (lettered[1], lettered[2]) if lettered else ("", line)
            directive.indicators.append((f"D{directive.number:02d}{letter}", indicator))
    return pillars


@pytest.fixture(scope="module")
def source() -> list[SourcePillar]:
    return read_source(SOURCE.read_bytes().decode("utf-8"))


@pytest.fixture(scope="module")
def plan() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(PLAN.read_bytes().decode("utf-8"))
    return loaded


def directives_of(plan: dict[str, Any]) -> dict[int, dict[str, Any]]:
    return {d["number"]: d for pillar in plan["pillars"] for d in pillar["directives"]}


def indicators_of(plan: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {i["id"]: i for d in directives_of(plan).values() for i in d["indicators"]}


def descriptors_of(plan: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every descriptor, of a kind or of an indicator, with the place where it stands."""
    holders = {**plan["kinds"], **indicators_of(plan)}
    return [
        (f"{name} {level}", descriptor)
        for name, holder in holders.items()
        for level, descriptor in holder.get("levels", {}).items()
    ]


def strings_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in strings_in(item)]
    if isinstance(value, list):
        return [text for item in value for text in strings_in(item)]
    return [value] if isinstance(value, str) else []


def test_the_source_is_the_one_the_plan_names(plan: dict[str, Any]) -> None:
    assert plan["source"]["sha256"] == hashlib.sha256(SOURCE.read_bytes()).hexdigest()


def test_the_source_has_the_known_shape(source: list[SourcePillar]) -> None:
    assert [len(p.directives) for p in source] == [12, 10, 21]
    assert [sum(len(d.indicators) for d in p.directives) for p in source] == [13, 13, 27]


def test_the_plan_has_the_known_shape(plan: dict[str, Any]) -> None:
    pillars = plan["pillars"]
    assert [p["id"] for p in pillars] == ["prevencion", "represion", "atencion"]
    assert [len(p["directives"]) for p in pillars] == [12, 10, 21]
    assert [sum(len(d["indicators"]) for d in p["directives"]) for p in pillars] == [13, 13, 27]
    assert [d["number"] for p in pillars for d in p["directives"]] == list(range(1, 44))
    ids = [i["id"] for p in pillars for d in p["directives"] for i in d["indicators"]]
    assert len(set(ids)) == len(ids) == 53
    assert ids == sorted(ids)


def test_every_text_is_the_sources(source: list[SourcePillar], plan: dict[str, Any]) -> None:
    expected = [(d.number, d.text, d.indicators) for pillar in source for d in pillar.directives]
    found = [
        (d["number"], d["text"], [(i["id"], i["text"]) for i in d["indicators"]])
        for pillar in plan["pillars"]
        for d in pillar["directives"]
    ]
    assert sum(1 + len(indicators) for _, _, indicators in expected) == 96
    assert found == expected


def test_pillar_titles_are_the_sources(source: list[SourcePillar], plan: dict[str, Any]) -> None:
    titles = [p["title"].casefold() for p in plan["pillars"]]
    assert titles == [p.title.casefold() for p in source]


def test_each_indicator_has_its_kind(plan: dict[str, Any]) -> None:
    found: dict[str, list[str]] = {}
    for indicator in indicators_of(plan).values():
        found.setdefault(indicator["kind"], []).append(indicator["id"])
    assert found == {kind: ids.split() for kind, ids in KINDS.items()}


def test_each_kind_has_its_renewal(plan: dict[str, Any]) -> None:
    assert {key: kind["renewal"] for key, kind in plan["kinds"].items()} == RENEWALS
    own = {i["id"]: i["renewal"] for i in indicators_of(plan).values() if "renewal" in i}
    assert own == {"D14a": "standing"}


def test_each_kind_describes_every_level(plan: dict[str, Any]) -> None:
    assert list(plan["levels"]) == [0, 1, 2, 3, 4]
    for key, kind in plan["kinds"].items():
        assert list(kind["levels"]) == list(plan["levels"]), key


def test_indicators_replace_the_levels_they_should(plan: dict[str, Any]) -> None:
    found = {i["id"]: list(i["levels"]) for i in indicators_of(plan).values() if "levels" in i}
    assert found == OVERRIDES


def test_not_applicable_is_plausible_for_three_only(plan: dict[str, Any]) -> None:
    found = [i["id"] for i in indicators_of(plan).values() if "not_applicable" in i]
    assert found == ["D07", "D08", "D14a"]


def test_short_forms_fit_the_screen(plan: dict[str, Any]) -> None:
    for place, descriptor in descriptors_of(plan):
        short = descriptor["short"]
        assert 1 <= len(short) <= 60, place
        assert short == short.strip() and "\n" not in short, place
        assert not short.endswith("."), place


def test_short_forms_tell_the_levels_apart(plan: dict[str, Any]) -> None:
    for indicator in indicators_of(plan).values():
        levels = plan["kinds"][indicator["kind"]]["levels"] | indicator.get("levels", {})
        assert len({d["short"] for d in levels.values()}) == len(levels), indicator["id"]
        assert len({d["text"] for d in levels.values()}) == len(levels), indicator["id"]


def test_descriptors_are_whole_phrases(plan: dict[str, Any]) -> None:
    for place, descriptor in descriptors_of(plan):
        assert set(descriptor) <= {"short", "text", "proof"}, place
        assert descriptor["text"].endswith("."), place
        assert not descriptor.get("proof", "").endswith("."), place


def test_level_names_are_short(plan: dict[str, Any]) -> None:
    assert all(1 <= len(name) <= 24 for name in plan["levels"].values())


@pytest.mark.parametrize(
    ("where", "slip"),
    [
        ("D02a", "Mapeo del grupos poblacionales"),
        (4, "grupos poblaciones específicos"),
        ("D22", "diseñado implementado"),
        ("D37b", "elaborado y diseminado,"),
    ],
)
def test_known_slips_are_kept_and_named(plan: dict[str, Any], where: str | int, slip: str) -> None:
    places: dict[Any, dict[str, Any]] = {**directives_of(plan), **indicators_of(plan)}
    assert slip in places[where]["text"]
    assert places[where]["erratum"]


@pytest.mark.parametrize(("one", "other"), [("D17a", "D18a"), ("D17b", "D18b"), ("D24", "D43")])
def test_texts_that_occur_twice_are_named(plan: dict[str, Any], one: str, other: str) -> None:
    indicators = indicators_of(plan)
    assert indicators[one]["text"] == indicators[other]["text"]
    assert other in indicators[one]["erratum"]
    assert one in indicators[other]["erratum"]


def test_the_lone_letter_is_named(plan: dict[str, Any]) -> None:
    assert [i["id"] for i in directives_of(plan)[32]["indicators"]] == ["D32a"]
    assert indicators_of(plan)["D32a"]["erratum"]


def test_no_text_has_markup_or_stray_space(plan: dict[str, Any]) -> None:
    for text in strings_in(plan):
        assert not re.search(r"[*`#_<>|]|\]\(", text), text
        assert text == " ".join(text.split()), text


def test_the_file_is_plain_block_yaml() -> None:
    content = PLAN.read_bytes()
    assert b"\r" not in content and content.endswith(b"\n")
    text = content.decode("utf-8")
    for token in yaml.scan(text):
        assert not isinstance(
            token,
            yaml.AnchorToken
            | yaml.AliasToken
            | yaml.TagToken
            | yaml.FlowMappingStartToken
            | yaml.FlowSequenceStartToken,
        ), token.start_mark
    pending: list[yaml.Node] = list(yaml.compose_all(text))
    assert len(pending) == 1
    while pending:
        node = pending.pop()
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            assert len(set(keys)) == len(keys), node.start_mark
            pending.extend(value for _, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            pending.extend(node.value)
