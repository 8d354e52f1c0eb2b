"""The manual of every rule: its examples, run as files, and what `trata explain` makes of it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from difflib import ndiff
from itertools import chain
from pathlib import Path

import pytest

from tests.support import python, trata
from trata_cli import i18n
from trata_cli.files import tree
from trata_cli.files.assessments import check_file
from trata_cli.files.document import MOST_BYTES, unreadable
from trata_cli.files.ignores import key_of
from trata_cli.files.plans import Shelf
from trata_cli.files.tree import MOST_NODES
from trata_cli.files.years import problems_across
from trata_cli.method.rules import ABOUT_IGNORING, BESIDE_ANOTHER, EXAMPLES_IN_WORDS, IN_FORMS, RULES, SUBJECTS
from trata_cli.method.rules.plans import PLANS
from trata_cli.method.rules.translations import TRANSLATIONS
from trata_cli.method.years import Year
from trata_cli.model.problem import Problem
from trata_cli.views.manual import list_lines, rule_lines
from trata_cli.views.terminal import Look

ASSESSMENT = {
    "format": "trata/assessment/1",
    "plan": "{id: oea-trata, version: 1}",
    "country": "XPE",
    "year": "2026",
    "status": "draft",
    "answers": "{}",
}
_LEVELS = "{0: {short: Nada, text: Nada.}, 1: {short: Hecha, text: Hecha.}}"
PLAN = {
    "format": "trata/plan/1",
    "id": "ejemplo",
    "version": "1",
    "language": "es",
    "title": "Plan de ejemplo",
    "source": "{text: Inventado.}",
    "levels": "{0: Nada, 1: Hecho}",
    "fulfilled_from": "1",
    "kinds": f"{{obra: {{name: Obra, renewal: standing, levels: {_LEVELS}}}}}",
    "pillars": "[]",
}
_NAMES = ["Nada", "Algo", "Parte", "Hecho"]
_SCALE = ", ".join(f"{level}: {name}" for level, name in enumerate(_NAMES))
_DESCRIPTORS = ", ".join(f"{level}: {{short: {name}, text: {name}.}}" for level, name in enumerate(_NAMES))
_ONE = "{number: 1, text: Hacer., indicators: [{id: D13, text: Obra., kind: obra}]}"
OF_ONE_INDICATOR = {
    **PLAN,
    "id": "breve",
    "levels": f"{{{_SCALE}}}",
    "fulfilled_from": "3",
    "kinds": f"{{obra: {{name: Obra, renewal: standing, levels: {{{_DESCRIPTORS}}}}}}}",
    "pillars": f"[{{id: todo, title: Todo, directives: [{_ONE}]}}]",
}
TRANSLATION = {
    "format": "trata/plan-translation/1",
    "plan": "{id: ejemplo, version: 1}",
    "language": "pt",
    "status": "unofficial",
}
ANSWERING_IT = {**ASSESSMENT, "plan": "{id: breve, version: 1}"}
SHORT = {"final-fall-unexplained"}
"""Examples of whole final files: against the plan of one indicator, since no example can answer fifty-three."""
OLD_PILLARS = (
    "[{id: suelo, title: Suelo, directives: [{number: 1, text: Cuidar el suelo., "
    "indicators: [{id: S1, text: Suelo cuidado., kind: obra}]}]}]"
)
OLD_PLAN = PLAN | {"pillars": OLD_PILLARS}
LATER_PLAN = OLD_PLAN | {"version": "2"}
BESIDE = {
    "documentos/informe.pdf": "informe\n",
    "plans/breve-1.yaml": "".join(f"{key}: {value}\n" for key, value in OF_ONE_INDICATOR.items()),
    "plans/ejemplo-1.yaml": "".join(f"{key}: {value}\n" for key, value in OLD_PLAN.items()),
}
"""What lies beside every example."""
ALONG = {
    "ignore-unexplained": ["evidence-missing"],  # the comment does not count, so what it was to silence is there
    "signed-not-final": ["content-changed"],  # the status is part of what was signed
}
"""Codes that come along with a wrong example by necessity."""
IN_LINES = sorted(RULES.keys() - EXAMPLES_IN_WORDS)
LANGUAGES = ["en", "es"]
MOST_COLUMNS = 76
"""Of an example's line: with the indentation it has room on a terminal of 80."""
SHELF = Shelf()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.activate("en")
    yield
    i18n.activate(before)


def frame_of(code: str) -> dict[str, str]:
    """The top-level keys that an example leaves out."""
    if code in BESIDE_ANOTHER:
        return LATER_PLAN
    if RULES[code] in TRANSLATIONS:
        return TRANSLATION
    return PLAN if RULES[code] in PLANS else ANSWERING_IT if code in SHORT else ASSESSMENT


def framed(code: str, example: str) -> dict[str, str]:
    """An example as whole files by their names: with the top-level keys that it leaves out.

    A comment names each file, else there is one, whose content says how it is called.
    """
    before, *named = re.split(r"^# (?=\S+\.yaml$)", example, flags=re.MULTILINE)
    files = {}
    for each in named or [before]:
        name, _, body = each.partition("\n") if named else ("", "", each)
        year = {"year": found[1]} if (found := re.search(r"-([0-9]{4})\.", name)) else {}
        given = re.findall(r"^(\w+):", body, re.MULTILINE)
        frame = {**frame_of(code), **year}
        text = "".join(f"{key}: {value}\n" for key, value in frame.items() if key not in given) + body
        says = dict(re.findall(r"^(country|year): (\w+)", text, re.MULTILINE))
        files[name or f"{says.get('country')}-{says.get('year')}.yaml"] = text
    return files


def problems(*paths: Path) -> tuple[Problem, ...]:
    """All problems of files, as `trata validate` finds them in a folder."""
    found: list[Problem] = []
    years: list[Year] = []
    for path in paths:
        try:
            own, year = check_file(str(path), SHELF)
        except OSError as error:
            own, year = unreadable(str(path), error).problems(), None
        found += own
        years += [year] if year else []
    return (*found, *chain.from_iterable(problems_across(years, SHELF).values()))


def problems_in(files: dict[str, str], folder: Path) -> tuple[Problem, ...]:
    for name, content in {**BESIDE, **files}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    return problems(*(folder / name for name in files))


def codes(found: tuple[Problem, ...]) -> list[str]:
    return sorted(problem.code for problem in found)


@pytest.mark.parametrize("code", IN_LINES)
def test_the_wrong_example_has_this_problem_alone(code: str, tmp_path: Path) -> None:
    assert codes(problems_in(framed(code, RULES[code].wrong), tmp_path)) == sorted([code, *ALONG.get(code, [])])


@pytest.mark.parametrize("code", IN_LINES)
def test_the_right_example_has_no_problem(code: str, tmp_path: Path) -> None:
    assert codes(problems_in(framed(code, RULES[code].right), tmp_path)) == []


(GOOD,) = framed("empty-file", "institution: Fiscalía\n").values()


def written(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


# What the sentences say in words, made of them: a system without named pipes has at least folders.
WRONG_IN_WORDS: dict[str, list[Callable[[Path], object]]] = {
    "empty-file": [written(b""), written(b"# Por empezar\n")],
    "file-too-big": [written(GOOD.encode() + b"#" * MOST_BYTES)],
    "not-a-regular-file": [getattr(os, "mkfifo", os.mkdir)],
    "unreadable": [lambda path: path.symlink_to("moved.yaml")],
    "not-utf8": [written(GOOD.encode("cp1252"))],
    "too-many-values": [written(GOOD.encode() + b"cases:\n" + b"- {case: 1}\n" * MOST_NODES)],
}


@pytest.mark.parametrize("code", sorted(EXAMPLES_IN_WORDS - IN_FORMS))
def test_what_an_example_in_words_says(code: str, tmp_path: Path) -> None:
    path = tmp_path / "XPE-2026.yaml"
    for make in WRONG_IN_WORDS[code]:
        make(path)
        assert codes(problems(path)) == [code]
        path.rmdir() if path.is_dir() else path.unlink()
    path.write_text(GOOD, "utf-8")
    assert codes(problems(path)) == []


@pytest.mark.parametrize("code", RULES)
def test_a_manual_is_whole(code: str) -> None:
    rule = RULES[code]
    for language in LANGUAGES:
        i18n.activate(language)
        what, why = i18n._(rule.what), i18n._(rule.why)
        assert re.fullmatch(r"[“«A-ZÁÉÍÓÚ][^.]*(?:\.\S[^.]*)*\.", what), "one sentence"
        assert re.fullmatch(r"[“«A-ZÁÉÍÓÚ0-9].*\.", why)
        assert len(re.findall(r"[.?](?= |$)", why)) <= 2, "one or two sentences"
    assert rule.wrong != rule.right


@pytest.mark.parametrize("code", IN_LINES)
def test_the_examples_differ_in_little(code: str) -> None:
    wrong, right = (example.splitlines() for example in (RULES[code].wrong, RULES[code].right))
    assert wrong[0].split(":")[0] == right[0].split(":")[0]
    assert all(line == line.rstrip() and len(line) <= MOST_COLUMNS for line in wrong + right)
    changed = [line for line in ndiff(wrong, right) if line[0] in "+-"]
    assert 1 <= len(changed) <= 5


@pytest.mark.parametrize("code", [code for code in RULES if RULES[code].severity == "warning"])
def test_every_warning_can_be_let_stand_but_those_about_it(code: str, tmp_path: Path) -> None:
    files = framed(code, RULES[code].wrong)
    problem = next(problem for problem in problems_in(files, tmp_path) if problem.code == code)
    name = Path(problem.file).relative_to(tmp_path).as_posix()
    key, _, _ = tree.find(tree.parse(files[name]).root, key_of(problem.pointer))
    assert (key is None) == (code in ABOUT_IGNORING), "a comment stands on the line of a key"
    if key:
        lines = files[name].splitlines()
        lines[key.start.line] += f"  # trata: ignore={code} Se revisó."
        assert codes(problems_in({**files, name: "\n".join(lines) + "\n"}, tmp_path)) == ALONG.get(code, [])


def lines_of(code: str, width: int) -> list[str]:
    return [line.text for line in rule_lines(RULES[code], Look(width))]


def test_explain_says_what_why_and_how(tmp_path: Path) -> None:
    done = trata("explain", "evidence-missing", cwd=tmp_path, COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        done.stdout
        == """\
evidence-missing · warning

A level that counts as fulfilled rests on no document, or on statements alone.

The plan's rules say that a mere statement does not hold up such a level:
whoever reads it has to be able to open the proof.

Wrong:
    answers:
      D01:
        level: 3

Right:
    answers:
      D01:
        level: 3
        evidence:
          - title: Informe de ejecución de la Estrategia Nacional
            type: internal-document
            date: 2026-10-15

→ add the document that proves it: evidence, with title and type

If it may stand as it is, say why, on the line of the key that the warning
names:
    # trata: ignore=evidence-missing why it may stand
"""
    )


def test_explain_of_an_error_without_words_of_its_file() -> None:
    assert lines_of("bad-threshold", 80) == [
        "bad-threshold · error",
        "",
        "The level from which an indicator counts as fulfilled is none of the plan's",
        "levels.",
        "",
        "“Fulfilled x of n”, the first figure of every report, is counted from this level",
        "on.",
        "",
        "Wrong:",
        "    levels: {0: Nada, 1: Hecho}",
        "    fulfilled_from: 3",
        "",
        "Right:",
        "    levels: {0: Nada, 1: Hecho}",
        "    fulfilled_from: 1",
        "",
        "→ use one of: …",
    ]


def test_explain_on_a_narrow_screen() -> None:
    assert lines_of("file-too-big", 40) == [
        "file-too-big · error",
        "",
        "The file is larger than 5 MiB and was",
        "not read.",
        "",
        "An assessment with all its answers takes",
        "a few hundred kilobytes: a larger file",
        "is something else, or has a whole",
        "document pasted into it.",
        "",
        "Wrong:",
        "    An assessment with a scanned decree",
        "    pasted into a note.",
        "",
        "Right:",
        "    The decree in a file of its own,",
        "    which the evidence names (file).",
        "",
        "→ is it an assessment?",
    ]


def test_only_what_a_comment_can_let_stand_says_so() -> None:
    telling = {code for code in RULES if any(f"ignore={code} " in line for line in lines_of(code, 80))}
    warnings = {code for code in RULES if RULES[code].severity == "warning"} - ABOUT_IGNORING
    assert telling == {*warnings, "personal-data-document"}


@pytest.mark.parametrize("code", RULES)
def test_no_hint_shows_a_bare_placeholder(code: str) -> None:
    first = lines_of(code, 1000)[0]
    assert first == f"{code} · {RULES[code].severity}"
    assert not [line for line in lines_of(code, 1000) if re.match("→.*[{}]", line)]


@pytest.mark.parametrize("width", [40, 80, 100])
def test_the_list_has_every_code_under_its_subject(width: int) -> None:
    lines = [line.text for line in list_lines(SUBJECTS, Look(width))]
    assert max(map(len, lines)) <= width
    expected = []
    for title, rules in SUBJECTS.items():
        expected += [title, *(f"{rule.code} {rule.severity} {rule.what}" for rule in rules)]
    expected.append("Each with its reasons and examples: trata explain CODE")
    assert squeezed(" ".join(lines).replace(" · ", " ")) == squeezed(" ".join(expected))


def squeezed(text: str) -> str:
    """A text without spaces: where its lines were broken does not count."""
    return "".join(text.split())


def test_the_list_in_columns_and_on_a_narrow_screen() -> None:
    subjects = {"The plan": (RULES["too-long"], RULES["bad-threshold"])}
    assert [line.text for line in list_lines(subjects, Look(80))] == [
        "The plan",
        "  too-long       error  The short form of a level is longer than 60 characters,",
        "                        or has more than one line.",
        "  bad-threshold  error  The level from which an indicator counts as fulfilled is",
        "                        none of the plan's levels.",
        "",
        "Each with its reasons and examples: trata explain CODE",
    ]
    assert [line.text for line in list_lines(subjects, Look(40))] == [
        "The plan",
        "  too-long · error",
        "    The short form of a level is longer",
        "    than 60 characters, or has more than",
        "    one line.",
        "  bad-threshold · error",
        "    The level from which an indicator",
        "    counts as fulfilled is none of the",
        "    plan's levels.",
        "",
        "Each with its reasons and examples:",
        "trata explain CODE",
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("reason-mising", "trata: there is no check “reason-mising”. Did you mean “reason-missing”?\n"),
        ("xyz\x1b", "trata: there is no check “xyz\\x1b”. See all: trata explain\n"),
        ("", "trata: there is no check “”. See all: trata explain\n"),
    ],
)
def test_an_unknown_code_is_wrong_use(typed: str, said: str, tmp_path: Path) -> None:
    done = trata("explain", typed, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_help(language: str, tmp_path: Path) -> None:
    done = trata("explain", "--help", cwd=tmp_path, TRATA_LANG=language, COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    assert "..." not in done.stdout, "a help text was cut"


def test_it_loads_nothing_that_reads_files_or_draws(tmp_path: Path) -> None:
    code = (
        "import sys, typer; before = set(sys.modules); from trata_cli.cli import main; main(['explain']);"
        "print(*sorted({m.split('.')[0] for m in set(sys.modules) - before}), file=sys.stderr)"
    )
    done = python("-c", code, cwd=tmp_path)
    assert done.returncode == 0
    assert not {"yaml", "jinja2", "rich", "markupsafe"} & set(done.stderr.split())
