"""Laws of the reader under fuzzing: whatever bytes arrive, it answers with problems at places that exist.

`make test` asks each law a hundred times, `make slow` the whole command ten thousand times, and with every nasty file
of the bench.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from bench.hostile import CORPUS, Nasty, Noise
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzzing import (
    ANYTHING,
    FLIPPED,
    GOOD_PLANS,
    MUTATIONS,
    PLAN_MUTATIONS,
    SHELF,
    SYNTAX,
    hold_command,
    judged,
)
from tests.test_cases import HEAD
from trata_cli.files.assessments import check_document
from trata_cli.files.document import MOST_BYTES, excerpt, from_bytes
from trata_cli.files.plans import check_plan
from trata_cli.method import totals
from trata_cli.model.assessment import Assessment
from trata_cli.model.plan import Plan
from trata_cli.model.problem import has_errors
from trata_cli.model.text import visible

PROFILE = settings(deadline=None, max_examples=100)


@PROFILE
@given(st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    judged(content)
    judged(HEAD + content)


@PROFILE
@given(FLIPPED)
def test_flipped_bytes_of_good_files(content: bytes) -> None:
    judged(content)


@PROFILE
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    judged(text.encode("utf-8", "surrogatepass"))
    judged(HEAD + b"answers:\n  D01:\n    note: " + text.encode("utf-8", "surrogatepass"))


@PROFILE
@given(st.lists(st.sampled_from(SYNTAX) | st.sampled_from(("a", "D01", "level", "evidence")), max_size=25).map("".join))
def test_any_syntax(text: str) -> None:
    judged(text.encode())
    judged(HEAD + b"answers:\n  D01:\n    " + text.encode())


@settings(PROFILE, max_examples=200)
@given(MUTATIONS)
def test_mutations_of_good_files(text: str) -> None:
    judged(text.encode())


@PROFILE
@given(PLAN_MUTATIONS)
def test_mutations_of_a_good_plan(text: str) -> None:
    _, problems = judged(text.encode(), check_plan)
    assert has_errors(problems) == (check_plan(from_bytes("mini.yaml", text.encode())).plan is None)


VALUES = st.recursive(
    st.sampled_from(
        ("~", "3", "no", "'3'", "x", "2026", "not-applicable", "statement", "draft", '""', "*a", "1e3", "D01")
    ),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]")
        | st.dictionaries(st.sampled_from(("a", "level", "title", "[key]", "0", "answers")), inner, max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"
        )
    ),
    max_leaves=6,
)


@settings(PROFILE, max_examples=150)
@given(st.sampled_from([name for name in Assessment.model_fields if name != "answers"]), VALUES, VALUES)
def test_any_value_in_any_field(name: str, value: str, answer: str) -> None:
    lines = [line for line in HEAD.decode().splitlines() if not line.startswith(f"{name}:")]
    judged(
        "\n".join([*lines, f"{name}: {value}", f"answers: {{D01: {answer}, D02a: {{level: {value}}}}}", ""]).encode()
    )


@settings(PROFILE, max_examples=150)
@given(st.sampled_from(list(Plan.model_fields)), VALUES)
def test_any_value_in_any_field_of_a_plan(name: str, value: str) -> None:
    root = yaml.compose(GOOD_PLANS[0], Loader=yaml.BaseLoader)
    assert isinstance(root, yaml.MappingNode)
    ends = {key.value: (key.start_mark.index, value.end_mark.index) for key, value in root.value}
    start, end = ends.get(name, (len(GOOD_PLANS[0]), len(GOOD_PLANS[0])))
    text = f"{GOOD_PLANS[0][:start]}{name}: {value}\n{GOOD_PLANS[0][end:]}"
    judged(text.encode(), check_plan)


@settings(PROFILE, max_examples=100)
@given(MUTATIONS)
def test_what_reads_is_never_more_than_what_is_right(text: str) -> None:
    reading = check_document(from_bytes("XPE-2026.yaml", text.encode()), SHELF)
    if reading.assessment is None or reading.plan is None:
        return
    wrong = {problem.pointer for problem in reading.problems if problem.code in ("bad-level", "level-outside-plan")}
    for id_, state in totals.states(reading.assessment, reading.plan).items():
        assert isinstance(state, str) or state in reading.plan.levels
        assert ("answers", id_, "level") not in wrong or state in (totals.UNANSWERED, totals.UNDECIDED)
    counted = totals.whole(reading.assessment, reading.plan)
    assert counted.indicators == len(reading.plan.places)
    assert reading.ok != has_errors(reading.problems)


@given(st.text(max_size=400), st.integers(0, 400))
@PROFILE
def test_excerpts(line: str, column: int) -> None:
    line, column = line.replace("\n", " "), min(column, len(line))
    shown, caret = excerpt(line, column)
    assert shown.isprintable()
    assert shown.startswith(visible(line[column : column + 1]), caret)


EXAMPLES, PARTS = 10_000, 20
"""How often the command is asked, and in how many tests, which run side by side."""


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_the_command_on_anything(part: int) -> None:
    with TemporaryDirectory(prefix=f"trata-{part}-") as folder:

        @settings(deadline=None, max_examples=EXAMPLES // PARTS, suppress_health_check=[HealthCheck.too_slow])
        @given(ANYTHING, st.booleans())
        def ask(content: bytes, strict: bool) -> None:
            hold_command(content, Path(folder), strict)

        ask()


@pytest.mark.slow
@pytest.mark.parametrize("name", CORPUS)
def test_the_command_on_a_nasty_file(name: str, tmp_path: Path) -> None:
    hold_command(CORPUS[name].content, tmp_path)


@pytest.mark.parametrize("nasty", CORPUS.values(), ids=CORPUS)
def test_a_nasty_file_is_as_large_as_may_be(nasty: Nasty | Noise) -> None:
    size = len(nasty.content)
    assert size <= MOST_BYTES
    assert size > MOST_BYTES - 10_000 or (isinstance(nasty, Nasty) and nasty.nodes)
