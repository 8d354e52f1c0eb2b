"""A public report withholds texts with personal data until somebody decides: nothing of them is in its bytes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.report_samples import view
from tests.support import GARDEN_FILE, NAMES, trata
from tests.test_public import BEFORE, FORMATS, FULL, PUBLIC, WHOLE, leaves, marks_of, readings, shows
from trata_cli import i18n
from trata_cli.commands import report
from trata_cli.method.personal.texts import NOT_FREE, is_public
from trata_cli.model.assessment import Assessment, Audience
from trata_cli.views.rendering import Format, render


@pytest.fixture(autouse=True)
def _english() -> None:
    i18n.activate("en")


# Every field of the format, by the table of who may see it.

TEXTS = [(path, kind) for path, kind, value in leaves(FULL) if isinstance(value, str) and path[-1] not in NOT_FREE]
FREE = [path for path, kind in TEXTS if kind == PUBLIC and path[-2:] != ("target", "by")]


def test_what_is_public_is_what_the_table_says() -> None:
    assert [path for path, _ in TEXTS if is_public(FULL, path)] == [path for path, kind in TEXTS if kind == PUBLIC]
    assert len(FREE) > 40
    assert not is_public(FULL, ("answers", "A1", "note", "more"))
    assert not is_public(FULL, ("answers", "A1", "evidence", 99, "title"))
    assert not is_public(FULL, ("answers", "Z9", "note"))
    assert not is_public(FULL, ("country",))


@pytest.mark.parametrize("given", [FULL, WHOLE], ids=["part", "whole"])
@pytest.mark.parametrize("format_", FORMATS)
def test_of_each_field_nothing_is_shown_and_everything_else_is(format_: Format, given: Assessment) -> None:
    previous = None if given.part else BEFORE
    every = {path: marks_of(path, value) for path, kind, value in leaves(given) if kind == PUBLIC}
    lost = []
    for path in [path for path in FREE if path in every]:
        text = render(view(given, previous=previous, withheld=[path]), format_)
        shown = [each for each, marks in every.items() if marks and all(mark in text for mark in marks)]
        assert not shows(text.encode(), every[path]), path
        lost += [(path, each) for each in every if each not in shown and each != path and every[each]]
    assert lost == []


@pytest.mark.parametrize("format_", FORMATS)
def test_all_of_them_at_once(format_: Format) -> None:
    known = view(FULL, withheld=FREE)
    marks = [mark for path, _, value in leaves(FULL) if path in FREE for mark in marks_of(path, value)]
    assert not shows(render(known, format_).encode(), marks)
    assert not shows(repr(known).encode(), marks)  # so that no template of one's own can show them


def test_the_words_in_place_of_a_text() -> None:
    answer = view(FULL, withheld=FREE).pillars[0].directives[0].indicators[0]
    statement = next(each for each in answer.statements if each.role == "reviewer")
    evidence, target = answer.evidence[0], answer.target
    assert target is not None
    assert (answer.note, answer.reason) == ("note withheld: to be reviewed", "reason withheld: to be reviewed")
    assert (evidence.title, evidence.issuer, evidence.reference) == (
        "title withheld: to be reviewed",
        "issuer withheld: to be reviewed",
        "reference withheld: to be reviewed",
    )
    assert (target.lead, target.action) == (
        "leading institution withheld: to be reviewed",
        "action withheld: to be reviewed",
    )
    assert (statement.by, statement.note) == ("name withheld: to be reviewed", "note withheld: to be reviewed")
    assert evidence.url == FULL.answers["A1"].evidence[0].url


# Files, through the program.

PHONE = "0981 555 777"
MAIL = "zqmarca@mesa.example"
BOTH = f"Contacto tel. {PHONE}, {MAIL}."
LEAKS = ("555777", "zqmarca")
TEXT = """\
format: trata/assessment/1
plan: {id: huerto, version: 1}
country: XPE
country_name: «country_name»
year: 2026
institution: «institution»
status: draft
assignments:
  (assigned): [suelo]
answers:
  S-1:
    level: 0
    note: |
      Primera línea.
      «answer-note»
    reason: "«fall-reason»"
    internal_note: (internal-note)
    evidence:
      - title: (internal-title)
        type: internal-document
        issuer: (internal-issuer)
        reference: (internal-reference)
        audience: internal
      - title: >-
          «title»
        type: third-party
        issuer: '«issuer»'
        reference: «reference»
    target: {level: 1, by: 2027-12, lead: "«lead»", action: "«action»"}
  S-2:
    level: not-applicable
    reason: «word-reason»
  R2b:
    statements:
      - by: (institution-by)
        role: institution
        level: 0
        note: (institution-note)
        target: {level: 2, lead: "(institution-lead)"}
      - by: «reviewer-by»
        role: reviewer
        level: 2
        note: «reviewer-note»
        reason: «reviewer-reason»
        internal_note: (reviewer-internal)
        evidence:
          - {title: "«reviewer-title»", type: statement}
        target: {level: 2, lead: "«reviewer-lead»"}
"""
OPEN = re.findall("«(.+?)»", TEXT)
HIDDEN = re.findall(r"\((.+?)\)", TEXT)


def file(folder: Path, texts: dict[str, str], year: int = 2026, text: str = TEXT) -> Path:
    """A file of the garden whose texts are harmless, but for these."""
    path = folder / f"XPE-{year}.yaml"
    filled = re.sub(r"[«(]([a-z_-]+)[»)]", lambda slot: texts.get(slot[1], f"texto {slot[1]}"), text)
    path.write_text(filled.replace("year: 2026", f"year: {year}"), "utf-8")
    return path


def written(path: Path, format_: Format, audience: Audience = "public") -> tuple[int, str]:
    """The exit code of a report, and what was written."""
    output = path.parent / f"report.{format_}"
    output.unlink(missing_ok=True)
    code = report.run(
        str(path),
        format=format_,
        previous=None,
        audience=audience,
        template=None,
        date=None,
        output=str(output),
        plans=[str(GARDEN_FILE)],
        quiet=False,
    )
    return code, output.read_text("utf-8")


def leaks(text: str) -> list[str]:
    return [leak for leak in LEAKS if leak in re.sub(r"[\s.\-]", "", readings(text.encode()))]


@pytest.mark.parametrize("slot", OPEN)
@pytest.mark.parametrize("format_", FORMATS)
def test_a_text_with_personal_data_is_withheld_whole(
    tmp_path: Path, slot: str, format_: Format, capsys: pytest.CaptureFixture[str]
) -> None:
    file(tmp_path, {}, 2025, TEXT.replace("level: 0\n    note", "level: 1\n    note"))
    path = file(tmp_path, {slot: BOTH})
    code, text = written(path, format_)
    said = capsys.readouterr().err
    line = 1 + next(n for n, each in enumerate(path.read_text("utf-8").splitlines()) if PHONE in each)
    assert (code, leaks(text), leaks(said)) == (1, [], [])
    assert "withheld: to be reviewed" in text
    assert [each for each in OPEN if f"texto {each}" in text.replace("\\", "")] == [s for s in OPEN if s != slot]
    assert said.startswith("trata: 1 text is withheld from the public report until somebody decides about it:\n\n")
    assert re.findall(r"XPE-2026\.yaml:(\d+):\d+: warning (\S+): ", said) == [
        (str(line), "personal-data-phone"),
        (str(line), "personal-data-email"),
    ]
    assert said.endswith(NAMES)
    assert said.count(NAMES) == 1

    code, text = written(path, format_, "internal")
    assert (code, leaks(text), capsys.readouterr().err) == (0, list(LEAKS), NAMES)


@pytest.mark.parametrize("slot", HIDDEN)
def test_what_is_internal_does_not_count(tmp_path: Path, slot: str, capsys: pytest.CaptureFixture[str]) -> None:
    harmless = {format_: written(file(tmp_path, {}), format_)[1] for format_ in FORMATS}
    capsys.readouterr()
    path = file(tmp_path, {slot: '"' * (slot == "assigned") + BOTH + '"' * (slot == "assigned")})
    for format_ in FORMATS:
        code, text = written(path, format_)
        assert (code, capsys.readouterr().err, leaks(text)) == (0, NAMES, [])
        assert re.sub("[0-9a-f]{64}", "…", text) == re.sub("[0-9a-f]{64}", "…", harmless[format_])


def test_every_text_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = file(tmp_path, dict.fromkeys(OPEN, BOTH))
    for format_ in FORMATS:
        code, text = written(path, format_)
        said = capsys.readouterr().err
        assert (code, leaks(text), leaks(said)) == (1, [], [])
        assert said.startswith(f"trata: {len(OPEN)} texts are withheld from the public report")


def test_of_last_year_s_file_nothing_is_shown_either(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = TEXT.replace("level: 0\n    note", "level: 1\n    note")
    file(tmp_path, dict.fromkeys((*OPEN, *HIDDEN[1:]), BOTH), 2025, before)
    path = file(tmp_path, {})
    for format_ in FORMATS:
        code, text = written(path, format_)
        assert (code, leaks(text), capsys.readouterr().err) == (0, [], NAMES)
        assert "Rises" in text


COMMENT = "  # trata: ignore=personal-data-phone,personal-data-email Línea y buzón nacionales."


def test_what_somebody_said_to_be_public_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = TEXT.replace("institution: «institution»", f"institution: «institution»{COMMENT}")
    text = text.replace("note: |", f"note: |{COMMENT}")
    path = file(tmp_path, {"institution": BOTH, "answer-note": BOTH}, text=text)
    for format_ in FORMATS:
        code, shown = written(path, format_)
        assert (code, leaks(shown), capsys.readouterr().err) == (0, list(LEAKS), NAMES)


def test_half_acknowledged_is_not_acknowledged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = TEXT.replace("«institution»", f"«institution»{COMMENT.replace('personal-data-email', 'evidence-missing')}")
    code, shown = written(file(tmp_path, {"institution": BOTH}, text=text), "md")
    assert (code, leaks(shown)) == (1, [])
    assert re.findall(r"warning (personal\S+):", capsys.readouterr().err) == ["personal-data-email"]


@pytest.mark.parametrize(
    "written_as",
    [
        f"note: 'Llamar al tel. {PHONE}'",
        'note: "Llamar al tel. 0981\\x20555 777"',
        "note: Llamar al\n      tel. 0981 555\n      777",
        f"note:\n      Llamar al tel. {PHONE}",
        f"note: >  # un comentario\n      Llamar al tel. {PHONE}\n",
        f"note: tel. {PHONE}  # tel. {PHONE}",
        f'note: "{MAIL}"',
    ],
)
def test_however_it_is_written(tmp_path: Path, written_as: str) -> None:
    text = TEXT[: TEXT.index("  S-1:")] + f"  S-1:\n    level: 0\n    {written_as}\n"
    for format_ in FORMATS:
        code, shown = written(file(tmp_path, {}, text=text), format_)
        assert (code, leaks(shown)) == (1, [])


def test_a_comment_beside_a_text_is_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    comment = f"  # tel. {PHONE}"
    text = TEXT.replace("  S-1:\n", f"  S-1:\n  {comment}\n").replace("note: |", f"note: |{comment}")
    text = text.replace("«institution»", f"«institution»{comment}").replace(
        "«word-reason»", f"'«word-reason»'{comment}"
    )
    for format_ in FORMATS:
        code, shown = written(file(tmp_path, {}, text=text), format_)
        assert (code, leaks(shown), capsys.readouterr().err) == (0, [], NAMES)
        assert [each for each in OPEN if f"texto {each}" not in shown.replace("\\", "")] == []


CPF = "La beneficiaria, CPF 123.456.789-09"


def test_a_sure_document_number_refuses_the_report_unless_it_is_acknowledged(tmp_path: Path) -> None:
    path = file(tmp_path, {"word-reason": CPF})
    command = ["report", path.name, "--plan", GARDEN_FILE, "-o", "report.md"]
    for audience in ("public", "internal"):
        done = trata(*command, "--audience", audience, cwd=tmp_path)
        assert (done.returncode, (tmp_path / "report.md").exists()) == (1, False)
        assert "error personal-data-document: “12•.•••.•••-••”" in done.stderr
    comment = "  # trata: ignore=personal-data-document Ejemplo del manual."
    file(tmp_path, {"word-reason": CPF + comment})
    done = trata(*command, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, NAMES)
    assert "CPF 123" in (tmp_path / "report.md").read_text("utf-8").replace("\\", "")


def test_on_standard_output_and_quietly_it_is_the_same(tmp_path: Path) -> None:
    path = file(tmp_path, {"answer-note": BOTH})
    done = trata("report", path.name, "--plan", GARDEN_FILE, cwd=tmp_path)
    quiet = trata("report", path.name, "--plan", GARDEN_FILE, "--quiet", cwd=tmp_path)
    assert (quiet.returncode, quiet.stdout) == (done.returncode, done.stdout) == (1, written(path, "md")[1])
    assert quiet.stderr + NAMES == done.stderr


def test_nothing_is_written_into_the_file(tmp_path: Path) -> None:
    path = file(tmp_path, dict.fromkeys(OPEN, BOTH))
    before = path.read_bytes()
    written(path, "html")
    assert path.read_bytes() == before
