"""Personal data in free texts: what is found, what is not, where, and that it is repeated nowhere.

The corpus lies in `tests/personal`: `clean-LANGUAGE.txt` has lines as a focal point writes them, without personal data;
`found-LANGUAGE.txt` has `code: text`, where every match stands in double brackets. Files that begin with `heldout-`
were written after the patterns and from another angle. All numbers are invented. `pytest -s` prints the recall.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from textwrap import indent
from typing import get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.support import ROOT, python, trata
from trata_cli import i18n
from trata_cli.files.assessments import check_document
from trata_cli.files.document import from_bytes
from trata_cli.files.plans import Shelf
from trata_cli.method.personal import LONGEST, PREFIX, findings_in, findings_in_all, masked
from trata_cli.method.personal.documents import is_salvadoran, is_uruguayan
from trata_cli.method.rules import RULES
from trata_cli.model.problem import Problem, dotted
from trata_cli.views import problems as problem_views

CORPUS = ROOT / "tests" / "personal"
LANGUAGES = ("es", "pt", "en", "fr")
SETS = ("", "heldout-")
LEAST_RECALL = 0.95
HEAD = """\
format: trata/assessment/1
plan: {id: oea-trata, version: 1}
country: XPE
year: 2026
status: draft
"""
SHELF = Shelf()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.activate("en")
    yield
    i18n.activate(before)


@dataclass(frozen=True)
class Line:
    """A line of the corpus: its text, and the code and the words of all that is to be found in it."""

    text: str
    code: str = ""
    matches: tuple[str, ...] = ()

    @property
    def expected(self) -> list[tuple[str, str]]:
        return [(self.code, match) for match in self.matches]


def corpus(kind: str, language: str) -> list[Line]:
    lines = (CORPUS / f"{kind}-{language}.txt").read_text("utf-8").splitlines()
    if "clean" in kind:
        return [Line(line) for line in lines]
    return [_marked(*line.split(": ", 1)) for line in lines]


def _marked(code: str, text: str) -> Line:
    return Line(re.sub(r"\[\[|\]\]", "", text), PREFIX + code, tuple(re.findall(r"\[\[(.+?)\]\]", text)))


def found(text: str) -> list[tuple[str, str]]:
    return [(match.code, text[match.start : match.end]) for match in findings_in(text)]


@pytest.mark.parametrize("name", SETS, ids=["written-before", "held-out"])
def test_no_false_alarm(name: str) -> None:
    lines = [line.text for language in LANGUAGES for line in corpus(f"{name}clean", language)]
    alarms = {text: found(text) for text in lines if findings_in(text)}
    print(f"\n{name}clean: {len(alarms)} false alarms in {len(lines)} notes")
    assert alarms == {}


@pytest.mark.parametrize("name", SETS, ids=["written-before", "held-out"])
def test_recall(name: str) -> None:
    there, seen = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for language in LANGUAGES:
        for line in corpus(f"{name}found", language):
            there[language, line.code] += 1
            seen[language, line.code] += found(line.text) == line.expected
    print()
    for language, code in sorted(there):
        print(f"{name}found {language} {code:31} {seen[language, code]:3} of {there[language, code]:3}")
    print(f"{name}found: recall {seen.total() / there.total():.3f}")
    assert seen.total() >= LEAST_RECALL * there.total()


def test_the_corpus_is_large_enough() -> None:
    clean, lines = ([line for language in LANGUAGES for line in corpus(kind, language)] for kind in ("clean", "found"))
    assert len({line.text for line in clean}) >= 300
    assert len({line.text for line in lines}) >= 150
    assert {line.code for line in lines} == {PREFIX + kind for kind in problem_kinds()}
    assert all(line.matches for line in lines)


def problem_kinds() -> set[str]:
    return {code.removeprefix(PREFIX) for code in RULES if code.startswith(PREFIX)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the same digits: what stands before and behind them decides
        ("DNI 30.123.456", [("document-likely", "30.123.456")]),
        ("Ley 30.123.456", []),
        ("$ 30.123.456", []),
        ("30.123.456 habitantes con DNI", []),
        ("DNI emitidos: 30.123.000", []),
        ("CPF 123.456.789-09", [("document", "123.456.789-09")]),
        ("CPF 123.456.789-08", [("document-likely", "123.456.789-08")]),  # a slip of the pen is still a number
        ("Formulario: 123.456.789-08", []),
        ("Expediente 12.345.678-5", []),
        ("111.111.111-11", []),
        # a company's numbers
        ("CUIT 30-71234567-1", []),
        ("CNPJ 12.345.678/0001-95", []),
        ("RUT 76.086.428-5", []),
        ("RUC 80012345-0", []),
        # telephones
        ("Línea 137, *5555 y 911", []),
        ("tel. 441-234", [("phone", "441-234")]),
        ("lote 441-234", []),
        ("Tel. 0981-555-012, DNI 30.123.456", [("phone", "0981-555-012"), ("document-likely", "30.123.456")]),
        ("Tel.: 12/05/2026", []),
        # addresses of pages, and of persons
        ("https://www.example/?tel=+595981555012&de=ana@correo.example", []),
        ("ana@correo", []),
        ("@ana y correo.example", []),
        # counts
        ("10 víctimas", []),
        ("1 víctima", [("small-count", "1 víctima")]),
        ("treinta y dos víctimas", []),
        ("menos de 9 víctimas", []),
        ("una sola víctima", [("small-count", "una sola víctima")]),
        ("una víctima puede declarar", []),
        ("dos personas", []),
        ("dos personas rescatadas", [("small-count", "dos personas")]),
        # places
        ("el refugio de la calle Sol 12", [("address", "calle Sol 12")]),
        ("la oficina de la calle Sol 12", []),
        ("-25.2864, -57.6472", [("coordinates", "-25.2864, -57.6472")]),
        ("0.2864, 0.6472", []),
        ("", []),
    ],
)
def test_what_decides(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == [(PREFIX + kind, match) for kind, match in expected]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("DNI 12.345.678", "DNI 12.•••.•••"),
        ("de juan.perez@correo.example", "de j•••.•••••@••••••.•••••••"),
        ("a@b.example", "a@•.•••••••"),
        ("pasaporte AB123456", "pasaporte AB••••••"),
        ("tel. +595 981 555 012", "tel. +59• ••• ••• •••"),
        ("3 víctimas y tres niñas", "• víctimas y •••• niñas"),
        ("nada que ocultar, Ley 4788", "nada que ocultar, Ley 4788"),
    ],
)
def test_masks_show_enough_to_find_it_and_not_to_use_it(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_check_digits_that_the_library_lacks() -> None:
    # 8·1 + 1·2 + 2·3 + 3·4 + 4·5 + 7·6 + 6·7 = 132; 8·1 + 7·2 + 6·3 + 5·4 + 4·5 + 3·6 + 2·7 = 112, and 8 to 120
    assert [digit for digit in range(10) if is_uruguayan(f"1.234.567-{digit}")] == [2]
    assert [digit for digit in range(10) if is_salvadoran(f"01234567-{digit}")] == [8]
    assert not is_uruguayan("234.567-2")
    assert not is_salvadoran("1234567-8")
    assert not is_salvadoran("00000000-0")


STRANGE = ("\n", "\0", "\ud800", "\u2028", "e\u0301", "İ", "ß", "CPF 123.456.789-09", "-25.28646, -57.64720")
WORDS = (
    "1 12 345. - @ . + ( ) / , ° ' k A $ dni tel. rut dos una niñas víctimas refugio calle lat lon Ley https:// a@b.ec"
)
PIECES = st.sampled_from([*STRANGE, " ", *WORDS.split(), *(f"{word} " for word in WORDS.split())])
TEXTS = st.text(max_size=80) | st.lists(PIECES, max_size=30).map("".join)


@given(TEXTS)
def test_no_text_is_too_strange(text: str) -> None:
    matches = findings_in(text)
    assert all(0 <= match.start < match.end <= len(text) for match in matches)
    assert all(one.end <= other.start for one, other in pairwise(matches))
    assert all(match.end - match.start <= LONGEST for match in matches)


@given(TEXTS)
def test_a_mask_has_the_form_of_the_match_and_shows_two_characters_at_most(text: str) -> None:
    for match in findings_in(text):
        hidden = [one for one, other in zip(text[match.start : match.end], match.masked, strict=True) if one != other]
        kept = [one for one, other in zip(text[match.start : match.end], match.masked, strict=True) if one == other]
        assert hidden
        assert all(one.isalnum() for one in hidden)
        assert match.code.endswith("small-count") or sum(one.isalnum() for one in kept) <= 2
    assert len(masked(text)) == len(text)


@given(st.lists(TEXTS.filter(lambda text: "\0" not in text), max_size=5))
def test_many_texts_at_once_are_as_each_alone(texts: list[str]) -> None:
    alone = [(number, match) for number, text in enumerate(texts) for match in findings_in(text)]
    assert list(findings_in_all(texts)) == alone


@pytest.mark.parametrize(
    "piece", ["1", ".", "@", "a@", "1.", "1 ", "dni 1234567 ", "tel. ", "dos niñas ", "calle A ", "°", "-25.1, "]
)
def test_a_long_text_of_one_piece_ends(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    assert len(masked(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        f"-25.{'1' * 1000}, -57.64720",
        f"refugio, calle {'A' * 1000} 12",
        f"refugio, calle {'a' * 1000} 12",
        f"{'a' * 1000}@{'b' * 1000}.{'c.' * 1000}example",
        "tel. " + "1  " * 1000,
    ],
)
def test_no_match_is_longer_than_what_is_masked_around_a_problem(text: str) -> None:
    assert all(match.end - match.start <= LONGEST for match in findings_in(text))


def problems(text: str, name: str = "XPE-2026.yaml") -> tuple[Problem, ...]:
    return check_document(from_bytes(name, text.encode()), SHELF).problems


NOTE = "La señora dijo 'sí' (consta: acta 7) y dejó ana@correo.example, y después otra dirección, eva@correo.example."


@pytest.mark.parametrize("width", [20, 40, 1000])
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize("style", ["'", '"', "|", ">"])
def test_the_place_is_that_of_the_match_in_every_style(style: str, eol: str, width: int) -> None:
    written = yaml.dump({"note": NOTE}, default_style=style, width=width, allow_unicode=True)
    text = (HEAD + "answers:\n  D01:\n    level: 2\n" + indent(written, "    ")).replace("\n", eol)
    lines = text.split(eol)
    matches = [(problem.line, problem.column) for problem in problems(text) if problem.code == PREFIX + "email"]
    exact = [
        (number, at.start() + 1) for number, line in enumerate(lines, 1) for at in re.finditer("(ana|eva)@correo", line)
    ]
    start = [(number, line.index('"La') + 1) for number, line in enumerate(lines, 1) if '"La' in line]
    assert matches == (start * 2 if style == '"' and "\\" in written else exact)


ALL_SORTS = """\
# de ana@correo.example
plan: {{id: oea-trata, version: {version}}}
institution: "Mesa\\tana@correo.example"
assignments:
  ana@correo.example: [D01, ana@correo.example]
answers:
  D01: {{level: 9, note: CPF 529.982.247-25 y DNI 31.223.457, nota: tel. 0981-555-777}}
  D29a:
    level: ana@correo.example
    note: |
      refugio en -27.33056, -55.86667, o sea
      calle Las Acacias 987, con 4 víctimas
    evidence:
      - title: DNI
        type: ana@correo.example
        date: ana@correo.example
        url: mailto:ana@correo.example
        file: ../ana@correo.example
"""
SECRETS = ("ana@", "correo.example", "982.247", "223.457", "555-777", "33056", "86667", "Acacias", "4 víctimas")
"""None of them stands in a manual's example, which SARIF carries along."""


@pytest.mark.parametrize("version", ["1", "99", "tel. 0981-555-777", "'"])
@pytest.mark.parametrize("form", get_args(problem_views.Format))
def test_no_output_repeats_what_it_found(form: str, version: str, tmp_path: Path) -> None:
    text = HEAD.replace("plan: {id: oea-trata, version: 1}\n", "") + ALL_SORTS.format(version=version)
    (tmp_path / "XPE-2026.yaml").write_text(text, "utf-8")
    summary = tmp_path / "summary.md"
    done = trata("validate", ".", "--format", form, cwd=tmp_path, GITHUB_STEP_SUMMARY=str(summary))
    said = done.stdout + done.stderr + (summary.read_text("utf-8") if summary.exists() else "")
    assert done.returncode == 1
    assert "XPE-2026.yaml" in said
    assert [secret for secret in SECRETS if secret in said] == []


def test_a_file_that_is_no_yaml_shows_nothing_either() -> None:
    (problem,) = problems(HEAD + "answers:\n  D01:\n    note: con DNI\n      30.123.456: [\n")
    assert (problem.code, problem.source) == ("not-yaml", "      30.•••.•••: [")


def test_the_own_name_of_a_file_is_looked_at() -> None:
    text = HEAD + "answers: {}\n"
    found_there = [problem for problem in problems(text, "XPE-2026.ana@correo.example.yaml") if "email" in problem.code]
    assert [(p.line, p.column, p.pointer) for p in found_there] == [(3, 10, ("country",))]
    assert problems(text, "-") == ()


ERROR = HEAD + "answers:\n  D30:\n    level: 1\n    note: CPF 123.456.789-09"


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        ("", ["personal-data-document"]),
        ("  # trata: ignore=personal-data-document Ejemplo del manual.", []),
        ("  # trata: ignore=personal-data-document", ["personal-data-document"]),
        ("  # trata: ignore=personal-data-email No es un número.", ["personal-data-document"]),
        ("  # trata: ignore=personal-data-document,personal-data-email Ejemplo.", ["ignore-unused"]),
    ],
)
def test_an_error_too_may_be_acknowledged_with_why(comment: str, codes: list[str]) -> None:
    assert [problem.code for problem in problems(f"{ERROR}{comment}\n")] == codes


COMMENTS = """\
answers:  # uno@correo.example
  # dos@correo.example
  D01:
    note: "a # tres@correo.example"  # cuatro@correo.example
    reason: a#cinco@correo.example
  D02a: {level: 1}
# seis@correo.example
"""


def test_a_comment_belongs_to_the_key_on_its_line_else_to_the_next() -> None:
    assert [(problem.line, dotted(problem.pointer)) for problem in problems(HEAD + COMMENTS)] == [
        (6, "answers"),
        (7, "answers.D01"),
        (9, "answers.D01.note"),
        (9, "answers.D01.note"),
        (10, "answers.D01.reason"),
        (12, "answers.D02a.level"),
    ]


def test_a_clean_file_does_not_load_the_library_of_numbers(tmp_path: Path) -> None:
    code = "import sys; from trata_cli.cli import main; main(['validate', {!r}]); print('stdnum' in sys.modules)"
    example = str(ROOT / "assessments" / "XPE-2025.yaml")
    done = python("-c", code.format(example), cwd=tmp_path)
    assert done.stdout.endswith("0 errors, 0 warnings\nFalse\n")
