"""The plan as data: places, descriptors in force, ids as people type them, fingerprints, `plan show`."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from pathlib import Path

import pytest

from tests.support import GARDEN, GARDEN_FILE, PLAN, PLANS, trata
from trata_cli.method import fingerprints
from trata_cli.method.ids import expand, resolve
from trata_cli.model.plan import Plan


def test_places_count_in_the_order_of_the_document() -> None:
    assert [place.number for place in PLAN.places.values()] == list(range(1, 54))
    assert list(PLAN.places) == sorted(PLAN.places)
    place = PLAN.places["D02b"]
    assert (place.pillar.id, place.directive.number, place.number) == ("prevencion", 2, 3)


def test_overrides_replace_descriptors_and_keep_a_proof_that_they_do_not_name() -> None:
    own = PLAN.places["D29b"].indicator
    kind = PLAN.kinds[own.kind].levels
    found = PLAN.descriptors(own)
    assert found[0] == kind[0]
    assert found[2].short == own.levels[2].short != kind[2].short
    assert own.levels[2].proof is None
    assert found[2].proof == kind[2].proof
    assert found[3].proof == own.levels[3].proof


def test_renewal_is_the_indicators_own_or_its_kinds() -> None:
    assert PLAN.renewal(PLAN.places["D14a"].indicator) == "standing"
    assert PLAN.renewal(PLAN.places["D02a"].indicator) == "five-years"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("D02a", ["D02a"]),
        ("2a", ["D02a"]),
        ("D2a", ["D02a"]),
        ("d02A", ["D02a"]),
        (" 02a ", ["D02a"]),
        ("33", ["D33"]),
        ("d33", ["D33"]),
        ("14", ["D14a", "D14b"]),
        ("D14", ["D14a", "D14b"]),
        ("32", ["D32a"]),
        ("3a", []),
        ("44", []),
        ("0", []),
        ("", []),
        ("a", []),
        ("9" * 5000, []),
    ],
)
def test_ids_as_people_type_them(typed: str, expected: list[str]) -> None:
    assert resolve(PLAN, typed) == expected


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_every_id_means_itself(plan: Plan) -> None:
    for id_ in plan.places:
        assert resolve(plan, id_) == resolve(plan, id_.lower()) == resolve(plan, id_.upper()) == [id_]


def test_pillars_expand_to_their_indicators() -> None:
    assert expand(GARDEN, ["suelo"]) == [id_ for id_, place in GARDEN.places.items() if place.pillar.id == "suelo"]
    assert expand(PLAN, ["D35b", "D35a", "nothing"]) == ["D35a", "D35b"]


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_the_fingerprint_is_that_of_the_contract(plan: Plan) -> None:
    """Computed here by hand, from the contract's sentence."""
    for place in plan.places.values():
        indicator = place.indicator
        words = place.directive.text + "\n" + indicator.text + "\n" + (indicator.guidance or "")
        for level in sorted(plan.levels):
            own = indicator.levels.get(level)
            words += "\n" + (own.text if own else plan.kinds[indicator.kind].levels[level].text)
        digest = hashlib.sha256(unicodedata.normalize("NFC", words).encode("utf-8")).hexdigest()
        assert fingerprints.wording(plan, place) == f"w-{digest[:8]}"


def test_plan_show_as_json(tmp_path: Path) -> None:
    done = trata("plan", "show", "--format", "json", "--plan", GARDEN_FILE, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    shown = json.loads(done.stdout)
    assert {key: shown[key] for key in ("version", "id", "plan_version")} == {
        "version": 1,
        "id": "huerto",
        "plan_version": 1,
    }
    assert shown["pillars"][0]["directives"][0] == {
        "number": 1,
        "text": "Cuidar la tierra del huerto durante todo el año, inclusive en las vacaciones.",
        "indicators": [
            {"id": i.id, "text": i.text, "kind": i.kind} for i in GARDEN.pillars[0].directives[0].indicators
        ],
    }


def test_plan_show_as_a_tree_has_every_text(tmp_path: Path) -> None:
    done = trata("plan", "show", cwd=tmp_path, COLUMNS="80", TRATA_LANG="es")
    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
    shown = " ".join(done.stdout.split())
    for place in PLAN.places.values():
        assert f"{place.id} {place.indicator.text} [{place.indicator.kind}]" in shown
        assert f"{place.directive.number}. {place.directive.text}" in shown


def test_a_bad_plan_is_refused_with_its_places(tmp_path: Path) -> None:
    text = GARDEN_FILE.read_text("utf-8").replace("fulfilled_from: 1", "fulfilled_from: 7")
    (tmp_path / "bad.yaml").write_text(text, "utf-8")
    done = trata("plan", "show", "--plan", "bad.yaml", cwd=tmp_path)
    line = text[: text.index("fulfilled_from")].count("\n") + 1
    assert done.returncode == 1
    assert done.stdout == ""
    assert f"bad.yaml:{line}:17: error bad-threshold: “fulfilled_from” is 7, which is not a level" in done.stderr


def test_a_plan_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    done = trata("plan", "show", "--plan", "none.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "trata: none.yaml can't be opened: it does not exist.\n"
