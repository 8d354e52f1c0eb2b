"""What arrives when nobody means well, and the laws that hold whatever arrives."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.support import GARDEN_FILE, ROOT
from tests.test_cases import CASES, PLAN_CASES
from trata_cli import i18n
from trata_cli.commands import validate
from trata_cli.files.assessments import check_document, problems_of
from trata_cli.files.document import Document, from_bytes
from trata_cli.files.plans import Shelf
from trata_cli.model.problem import Problem, has_errors
from trata_cli.model.text import visible
from trata_cli.views.problems import as_json, as_text

GOOD = [
    *(case.read_bytes().decode() for case in CASES if case.stem.startswith("good-")),
    "\n".join((ROOT / "assessments" / "XPE-2026.yaml").read_text(encoding="utf-8").splitlines()[:60]) + "\n",
]
GOOD_PLANS = [
    next(case for case in PLAN_CASES if case.stem == name).read_text(encoding="utf-8")
    for name in ("good-plan", "good-comparability")
]
SHELF = Shelf([str(GARDEN_FILE)])
SHIPPED = Shelf()

SYNTAX = (
    *("&a ", "*a", "<<: ", "!!int ", "!x ", "---\n", "...\n", "? ", "- ", ": ", "{", "}", "[", "]", ",", "#", "|\n"),
    *(">-\n", "'", '"', "%YAML 1.2\n", "@", "`", "\t", "\n", "\r", "\r\n", "\n\t", "  ", "\\", "~", "null", "no"),
    *("\x00", "\x1b[31m", "\x85", "\u2028", "\ufeff", "\ufffe", "\u202e", "😀", "e\u0301"),
    *('"\\ud800"', '"\\U00110000"', '"\\e"', "answers: {", "level: 99", "level: -0", "D2a: ", "status: final\n"),
    *("9" * 5000, "[" * 60, "a: " * 60, "__class__: 1\n", " # trata: ignore=file-name x\n", "# trata: ignore="),
)
SCALARS = (
    *(
        "no",
        "~",
        "010",
        "1_0",
        "12:30",
        "1e999",
        ".inf",
        "-0",
        "2.0",
        "9" * 5000,
        "2025-02-30",
        "0000-00-00",
        "2026-13",
    ),
    *("99", "-1", "'3'", "tres", "not-applicable", "no-information", "final", "reviewed", "XAA", "xpe", "D02a", "D2a"),
    *("javascript:alert(1)", "file:///x", "https://[", "http://\u202ex", "../../x", "C:\\x", "a/../../x", "x" * 300),
    *("[del enlace]", "[/b]", "{{ 7 * 7 }}", "%s {0} {x}", "$(x)", "'=1+1'", "'a\tb'", '"a\\nb"', '"\\e[31m"', '"\\0"'),
    *("{}", "[]", "[[[]]]", "{a: {b: {c: d}}}", "[~]", "{~: ~}", "&a x", "*a", "!!str x", "|", ">-", "''", '" "'),
    *("\u202e\u2066x", "\u200b", "\ufdd0", "e\u0301\u0301\u0301", "😀" * 100, "c-0123456789abcdef", "w-01234567"),
)
"""Values that somewhere are something else than they seem."""


def spliced(text: str) -> st.SearchStrategy[str]:
    """A text with a span put out, replaced, doubled, or its lines in another order."""
    place = st.integers(0, len(text))
    piece = st.sampled_from(SYNTAX) | st.text(max_size=6)

    def replaced(at: int, to: int, new: str) -> str:
        return text[: min(at, to)] + new + text[max(at, to) :]

    near = st.tuples(place, st.integers(0, 12)).map(lambda at: (at[0], at[0] + at[1]))
    return st.one_of(
        st.builds(lambda at, new: replaced(at[0], at[1], new), near, piece),
        st.builds(replaced, place, place, st.just("")),
        st.builds(lambda at, new: text[:at] + new + text[at:], place, piece),
        st.permutations(text.splitlines(keepends=True)).map("".join),
        st.builds(lambda at, to: text[: max(at, to)] + text[min(at, to) :], place, place),
    )


def relined(text: str) -> st.SearchStrategy[str]:
    """A text of whose lines some are dropped, doubled, swapped, or say another value."""
    lines = text.splitlines(keepends=True)
    at = st.integers(0, len(lines) - 1)

    def valued(number: int, value: str) -> str:
        key, colon, _ = lines[number].partition(": ")
        return "".join([*lines[:number], f"{key}{colon or ': '}{value}\n", *lines[number + 1 :]])

    def swapped(one: int, other: int) -> str:
        moved = list(lines)
        moved[one], moved[other] = moved[other], moved[one]
        return "".join(moved)

    return st.one_of(
        st.builds(valued, at, st.sampled_from(SCALARS)),
        st.builds(swapped, at, at),
        at.map(lambda number: "".join(lines[:number] + lines[number + 1 :])),
        at.map(lambda number: "".join(lines[: number + 1] + lines[number:])),
    )


def flipped(text: str) -> st.SearchStrategy[bytes]:
    """A text with some of its bytes changed."""
    content = text.encode()

    def changed(bytes_: dict[int, int]) -> bytes:
        return bytes(bytes_.get(at, byte) for at, byte in enumerate(content))

    return st.dictionaries(st.integers(0, len(content) - 1), st.integers(0, 255), min_size=1, max_size=4).map(changed)


MUTATIONS = st.sampled_from(GOOD).flatmap(lambda text: spliced(text) | relined(text))
PLAN_MUTATIONS = st.sampled_from(GOOD_PLANS).flatmap(lambda text: spliced(text) | relined(text))
FLIPPED = st.sampled_from([*GOOD, *GOOD_PLANS]).flatmap(flipped)
ANYTHING = st.one_of(
    st.binary(max_size=400),
    FLIPPED,
    MUTATIONS.map(lambda text: text.encode("utf-8", "surrogatepass")),
    PLAN_MUTATIONS.map(lambda text: text.encode("utf-8", "surrogatepass")),
)
"""Random bytes, and good files to which something happened."""


def judged(content: bytes, check: Callable[[Document], Any] | None = None) -> tuple[Document, tuple[Problem, ...]]:
    """The problems of some bytes, after all laws held for them."""
    document = from_bytes("XPE-2026.yaml", content)
    run = check or (lambda each: check_document(each, SHELF))
    problems: tuple[Problem, ...] = run(document).problems
    assert list(problems) == sorted(problems)
    assert problems == run(from_bytes("XPE-2026.yaml", content)).problems
    for problem in problems:
        hold_place(document, problem)
    hold_output(problems)
    return document, problems


def hold_place(document: Document, problem: Problem) -> None:
    """A problem stands inside its file, and its caret under the character that it names."""
    lines = document.shown.replace("\r\n", "\n").split("\n")
    assert 1 <= problem.line <= len(lines)
    line = lines[problem.line - 1]
    assert 1 <= problem.column <= len(line) + 1
    assert problem.source.isprintable()
    there = visible(line[problem.column - 1 : problem.column], as_it_is=True)
    assert problem.source.startswith((there, "•"), problem.caret)  # of personal data, the beginning at most


def hold_output(problems: tuple[Problem, ...]) -> None:
    """What is printed is safe to print, and what is JSON has every problem: in Spanish, and with French spaces."""
    before = i18n.language()
    for language in ("es", "fr"):
        i18n.activate(language)
        assert all(is_safe(line) for line in as_text(problems, 1).split("\n"))
        read = json.loads(as_json(problems, 1))
        assert read["summary"]["files"] == 1
        assert [each["code"] for each in read["problems"]] == [problem.code for problem in problems]
        assert all(is_safe(each["message"]) and is_safe(each["hint"]) for each in read["problems"])
    i18n.activate(before)


def is_safe(text: str) -> bool:
    """Whether a terminal prints a text as it is; spaces at which no line is broken are spaces."""
    return text.replace("\u00a0", " ").isprintable()


def hold_command(content: bytes, folder: Path, strict: bool = False) -> None:
    """`trata validate` on these bytes: the problems of the reader, and the exit code that they ask for."""
    path, output = folder / "XPE-2026.yaml", folder / "output"
    path.write_bytes(content)
    problems = problems_of(str(path), SHIPPED)
    document = from_bytes(str(path), content)
    for problem in problems:
        hold_place(document, problem)
    hold_output(problems)
    code = validate.run([str(path)], plans=(), format="json", strict=strict, jobs=None, output=str(output), quiet=True)
    assert code == int(has_errors(problems) or (strict and bool(problems)))
    assert output.read_text("utf-8") == as_json(problems, 1)
