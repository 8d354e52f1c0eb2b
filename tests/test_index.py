"""The balanced share: worked by hand, its laws, and where it is shown."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report_samples import levels, school, view
from tests.support import GARDEN, GARDEN_FILE, PLAN, PLANS, assessment, trata
from trata_cli import i18n
from trata_cli.method.index import Index, Weightings, balanced_share
from trata_cli.model.assessment import Answer, Assessment
from trata_cli.model.plan import Plan
from trata_cli.views.index import index_view
from trata_cli.views.rendering import render


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.activate("en")
    yield
    i18n.activate(before)


def garden(**found: object) -> Assessment:
    return assessment(GARDEN, {id_: Answer.model_validate({"level": level}) for id_, level in found.items()})


# Suelo has S-1, S-2 (directive 1) and R2b (2); agua has agua_uno, agua_dos (3) and V-2026-x (4). Fulfilled from 1.
NOBODY = Index(None, 0.0, 100.0, 0.0, Weightings(None, None, None))


def soil_and_water(soil: tuple[object, ...], water: tuple[object, ...]) -> Assessment:
    ids = (("S-1", "S-2", "R2b"), ("agua_uno", "agua_dos", "V-2026-x"))
    pairs = (pair for own, found in zip(ids, (soil, water), strict=True) for pair in zip(own, found, strict=True))
    return garden(**{id_: level for id_, level in pairs if level is not None})


@pytest.mark.parametrize(
    ("soil", "water", "expected"),
    [
        # Suelo 2 of 3, agua 1 of 2 answered: (2/3 + 1/2) / 2; directives 1/2, 1/1, 1/1, 0/1; all alike 3 of 5.
        ((2, 0, 1), (1, None, 0), (700 / 12, 50.0, 200 / 3, 500 / 6, 62.5, 60.0)),
        # Agua has nothing to be answered: only suelo counts, also in the bounds.
        ((2, 0, 1), ("not-applicable",) * 3, (200 / 3, 200 / 3, 200 / 3, 100.0, 75.0, 200 / 3)),
    ],
)
def test_worked_by_hand(soil: tuple[object, ...], water: tuple[object, ...], expected: tuple[float, ...]) -> None:
    value, low, high, coverage, directive, indicator = expected
    found = balanced_share(soil_and_water(soil, water), GARDEN)
    assert found.value == found.weightings.pillar == pytest.approx(value, abs=1e-12)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-12), pytest.approx(high, abs=1e-12))
    assert found.coverage == pytest.approx(coverage, abs=1e-12)
    assert found.weightings.directive == pytest.approx(directive, abs=1e-12)
    assert found.weightings.indicator == pytest.approx(indicator, abs=1e-12)


def test_where_a_pillar_is_hardly_answered_there_are_bounds_and_no_value() -> None:
    # Agua: 1 of 3 answered, under 66 percent. Bounds: (3/3 + 1/3) / 2 and (3/3 + 3/3) / 2.
    found = balanced_share(soil_and_water((1, 1, 1), (1, None, "no-information")), GARDEN)
    assert found == Index(None, pytest.approx(200 / 3), 100.0, pytest.approx(200 / 3), Weightings(None, None, None))


@pytest.mark.parametrize(("answered", "enough"), [(17, False), (18, True)])
def test_sixty_six_percent_of_a_pillar_are_enough(answered: int, enough: bool) -> None:
    """Of the 27 indicators of the last pillar, 17 are 63.0 % and 18 are 66.7 %."""
    pillars = [[i.id for d in pillar.directives for i in d.indicators] for pillar in PLAN.pillars]
    ids = [*pillars[0], *pillars[1], *pillars[2][:answered]]
    found = balanced_share(assessment(PLAN, {id_: Answer(level=3) for id_ in ids}), PLAN)
    assert (found.value is not None) == enough


def test_of_nothing_there_is_nothing() -> None:
    assert balanced_share(garden(), GARDEN) == NOBODY
    none = balanced_share(garden(**dict.fromkeys(GARDEN.places, "not-applicable")), GARDEN)
    assert none == Index(None, None, None, None, Weightings(None, None, None))


# The laws.

PROFILE = settings(deadline=None)
LEVELS = st.sampled_from([None, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, "not-applicable", "no-information"])


@st.composite
def answered(draw: st.DrawFn) -> tuple[Plan, dict[str, Answer]]:
    plan = PLANS[draw(st.sampled_from(sorted(PLANS)))]
    found = draw(st.fixed_dictionaries(dict.fromkeys(plan.places, LEVELS)))
    return plan, {id_: Answer(level=level) for id_, level in found.items()}


@PROFILE
@given(answered())
def test_a_value_lies_between_its_bounds(given_: tuple[Plan, dict[str, Answer]]) -> None:
    plan, answers = given_
    found = balanced_share(assessment(plan, answers), plan)
    if found.value is not None:
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= found.value <= found.high <= 100


@PROFILE
@given(answered(), st.data())
def test_it_never_falls_when_a_level_rises(given_: tuple[Plan, dict[str, Answer]], data: st.DataObject) -> None:
    plan, answers = given_
    rising = [
        id_ for id_, answer in answers.items() if isinstance(answer.level, int) and answer.level + 1 in plan.levels
    ]
    if not rising:
        return
    before = balanced_share(assessment(plan, answers), plan)
    id_ = data.draw(st.sampled_from(rising))
    level = answers[id_].level
    assert isinstance(level, int)
    after = balanced_share(assessment(plan, {**answers, id_: Answer(level=level + 1)}), plan)
    pairs = [
        (before.low, after.low),
        (before.high, after.high),
        (before.value, after.value),
        (before.weightings.directive, after.weightings.directive),
        (before.weightings.indicator, after.weightings.indicator),
    ]
    assert all(then <= now for then, now in pairs if then is not None and now is not None)
    assert [then is None for then, _ in pairs] == [now is None for _, now in pairs]
    assert before.coverage == after.coverage


@PROFILE
@given(answered(), st.data())
def test_its_bounds_close_as_answers_come(given_: tuple[Plan, dict[str, Answer]], data: st.DataObject) -> None:
    plan, answers = given_
    still = [id_ for id_, answer in answers.items() if answer.level in (None, "no-information")]
    if not still:
        return
    before = balanced_share(assessment(plan, answers), plan)
    level = data.draw(st.sampled_from(sorted(plan.levels)))
    after = balanced_share(assessment(plan, {**answers, data.draw(st.sampled_from(still)): Answer(level=level)}), plan)
    assert before.low is not None
    assert before.high is not None
    assert after.low is not None
    assert after.high is not None
    assert before.low <= after.low <= after.high <= before.high


# Where it is shown: where it is asked for, and nowhere as a headline.


def test_in_words() -> None:
    found = index_view(soil_and_water((2, 0, 1), (1, None, 0)), GARDEN)
    assert found.sentences == (
        "Balanced share: 58.3 %, between 50.0 % and 66.7 %.",
        "It is the mean over pillars of fulfilled ÷ answered: each pillar weighs the same.",
        "Coverage: 83.3 % of what is applicable is answered.",
        "Weighted otherwise: by directives 62.5 %, by indicators 60.0 %.",
    )
    assert found.arithmetic == (
        "Suelo: 2 ÷ 3 = 66.7 %; from 2 ÷ 3 = 66.7 % to 2 ÷ 3 = 66.7 %; answered: 3 of 3.",
        "Agua y riego: 1 ÷ 2 = 50.0 %; from 1 ÷ 3 = 33.3 % to 2 ÷ 3 = 66.7 %; answered: 2 of 3.",
        "Mean of the pillars: (66.7 % + 50.0 %) ÷ 2 = 58.3 %.",
    )


def test_insufficient_information_in_words() -> None:
    found = index_view(soil_and_water((1, 1, 1), (None, None, None)), GARDEN)
    assert found.sentences == (
        "Balanced share: insufficient information, as in a pillar less than 66 per cent of what is applicable is "
        "answered; between 50.0 % and 100.0 %.",
        "It is the mean over pillars of fulfilled ÷ answered: each pillar weighs the same.",
        "Coverage: 50.0 % of what is applicable is answered.",
    )
    assert found.arithmetic == (
        "Suelo: 3 ÷ 3 = 100.0 %; from 3 ÷ 3 = 100.0 % to 3 ÷ 3 = 100.0 %; answered: 3 of 3.",
        "Agua y riego: 0 ÷ 0 = –; from 0 ÷ 3 = 0.0 % to 3 ÷ 3 = 100.0 %; answered: 0 of 3.",
    )
    none = index_view(garden(**dict.fromkeys(GARDEN.places, "not-applicable")), GARDEN)
    assert (none.sentences, none.arithmetic) == (("Balanced share: no indicator is applicable.",), ())


SAMPLE = """\
format: trata/assessment/1
plan: {id: huerto, version: 1}
country: XAB
year: 2026
status: draft
answers:
  S-1: {level: 2}
  S-2: {level: 0}
  R2b: {level: 1}
  agua_uno: {level: 1}
  V-2026-x: {level: 0}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "XAB-2026.yaml").write_text(SAMPLE, "utf-8")
    shutil.copy(GARDEN_FILE, tmp_path / "huerto.yaml")
    return tmp_path


def test_status_for_machines(folder: Path) -> None:
    command = ["status", "XAB-2026.yaml", "--plan", "huerto.yaml", "--format", "json"]
    shown = json.loads(trata(*command, "--index", cwd=folder).stdout)
    assert shown["totals"].pop("index") == {
        "value": 700 / 12,
        "low": 50.0,
        "high": 200 / 3,
        "coverage": 500 / 6,
        "weightings": {"pillar": 700 / 12, "directive": 62.5, "indicator": 60.0},
    }
    assert shown == json.loads(trata(*command, cwd=folder).stdout)


def test_status_for_people(folder: Path) -> None:
    command = ["status", "XAB-2026.yaml", "--plan", "huerto.yaml"]
    without = trata(*command, cwd=folder, COLUMNS="80")
    done = trata(*command, "--index", cwd=folder, COLUMNS="80")
    added = (
        "Balanced share: 58.3 %, between 50.0 % and 66.7 %.\n"
        "It is the mean over pillars of fulfilled ÷ answered: each pillar weighs the\n"
        "  same.\n"
        "Coverage: 83.3 % of what is applicable is answered.\n"
        "Weighted otherwise: by directives 62.5 %, by indicators 60.0 %.\n"
        "\n"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count(added) == 1
    assert done.stdout.replace(added, "") == without.stdout


@pytest.mark.parametrize("format_", ["md", "html"])
def test_a_report_has_it_in_its_annex_where_it_is_asked_for(format_: str) -> None:
    answers = levels(A1=1, A2=0, B1=1, B2=1)
    asked = render(view(school(answers=answers), with_index=True), format_)  # type: ignore[arg-type]
    plain = render(view(school(answers=answers)), format_)  # type: ignore[arg-type]
    assert asked.count("Balanced share: 75.0 %, between 75.0 % and 75.0 %.") == 1
    assert asked.rindex("Annex: the method") < asked.index("Balanced share: 75.0")
    assert "Mean of the pillars: (50.0 % + 100.0 %) ÷ 2 = 75.0 %." in asked.replace("\\", "")
    assert "Balanced share" not in plain


def test_through_the_command(folder: Path) -> None:
    command = ["report", "XAB-2026.yaml", "--plan", "huerto.yaml", "--quiet"]
    assert "Balanced share: 58.3 %" in trata(*command, "--index", cwd=folder).stdout
    assert "Balanced share" not in trata(*command, cwd=folder).stdout
