"""Laws of forms: out and back nothing is lost, and what was filled in is what is there.

`make test` tries a few dozen, `make slow` a thousand round trips of each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import GARDEN, GARDEN_FILE, assessment
from trata_cli.commands import form as command
from trata_cli.files.assessments import read_assessment
from trata_cli.files.plans import Shelf
from trata_cli.files.sheets.writing import workbook
from trata_cli.method import entries, fingerprints
from trata_cli.method.form import Sheet, handed_out
from trata_cli.method.form_cells import as_read
from trata_cli.method.form_cells import text as as_it_reads
from trata_cli.model.assessment import EVIDENCE_TYPES, WORDS, Answer, Assessment, Evidence, Part, Target
from trata_cli.views import form as forms

PLANS = [str(GARDEN_FILE)]
FEW = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(FEW, max_examples=1000)

LETTERS = st.text(st.sampled_from("aé ñ«»“”–=+-@'\"_#:,.|&<>\t\n\u00a0\u3000…😀"), min_size=1, max_size=12)
WHOLE_WORDS = st.sampled_from(
    [
        "=1+1",
        "-5",
        "@x",
        "+y",
        "_x000D_",
        "x005F_",
        "_x0041_",
        "true",
        "null",
        "2026-03-01",
        "1,5",
        "#N/A",
        " a\n\nb  ",
        "'",
    ]
)
TEXTS = st.one_of(LETTERS, WHOLE_WORDS).filter(lambda text: bool(entries.clean(text)[0]))
DATES = st.sampled_from(
    ["2026", "2026-03", "2026-03-12", "1900", "1907-05-01", "1910-01-01", "1999-12-31", "2999-12-31"]
)
YEARS = st.sampled_from([None, (2026,), (2025, 2026), (2026, 2025, 1900)])


def maybe(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.none() | strategy


def answers(texts: st.SearchStrategy[str], lines: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Answer]]:
    """Answers to some indicators, with any field that a form shows; `lines` are texts of one line."""
    evidence = st.builds(
        Evidence,
        title=lines,
        type=st.sampled_from(EVIDENCE_TYPES),
        date=maybe(DATES),
        covers=YEARS,
        issuer=maybe(lines),
        url=maybe(st.sampled_from(["https://a.example/?b=c,d#e", "http://b.example"])),
        reference=maybe(lines),
        sha256=maybe(st.just("0123456789abcdef" * 4)),
        audience=st.sampled_from(["public", "internal"]),
    )
    target = st.builds(
        Target, level=st.sampled_from([0, 1, 2]), by=maybe(DATES), lead=maybe(lines), action=maybe(texts)
    )
    given_ = {
        "note": maybe(texts),
        "internal_note": maybe(texts),
        "evidence": st.lists(evidence, max_size=4).map(tuple),
        "target": st.none() | target,
    }
    with_level = st.builds(Answer, level=st.sampled_from([None, 0, 1, 2]), reason=maybe(texts), **given_)
    with_word = st.builds(Answer, level=st.sampled_from(WORDS), reason=texts, **given_)
    of_old = st.builds(
        lambda answer, answered, wording: answer.model_copy(update={"answered": answered, "wording": wording}),
        with_level,
        maybe(st.just("2026-01-31")),
        maybe(st.just("w-01234567")),
    )
    some = st.one_of(with_level, with_word, of_old).filter(lambda answer: answer != Answer())
    return st.dictionaries(st.sampled_from(list(GARDEN.places)), some, max_size=4).map(in_order)


def in_order(found: dict[str, Answer]) -> dict[str, Answer]:
    return {id_: found[id_] for id_ in GARDEN.places if id_ in found}


def of(found: dict[str, Answer]) -> Assessment:
    return handed_out(
        assessment(GARDEN, found, part=Part(institution="Escuela", ids=tuple(GARDEN.places))), GARDEN, None
    )


def came_back(content: bytes, folder: Path) -> Assessment:
    """What a form makes that goes into a new file."""
    sheet, file = folder / "x.xlsx", folder / "XPE-2026.escuela.yaml"
    sheet.write_bytes(content)
    assert command.import_(str(sheet), output=str(file), plans=PLANS, quiet=True) == 0
    made = read_assessment(file, Shelf(PLANS)).assessment
    assert made is not None
    return made


def as_they_read(sheet: Sheet) -> list[list[object]]:
    """A sheet's cells: what reads as it went out stays as it was, in spaces that make no difference too."""
    return [[as_read(column.kind, cell) for column, cell in zip(sheet.columns, row, strict=True)] for row in sheet.rows]


def nothing_is_lost(found: dict[str, Answer]) -> None:
    """What went out comes back to the last space."""
    base = of(found)
    with TemporaryDirectory() as folder:
        made = came_back(workbook(forms.build(base, GARDEN, None, {})), Path(folder))
        assert made == base
        assert handed_out(made, GARDEN, None) == base


def what_was_filled_in_is_there(before: dict[str, Answer], filled: dict[str, Answer]) -> None:
    """A form of some answers in which others were filled in makes those, and shows the same when it goes out again."""
    base, wanted = of(before), of(filled)
    form = forms.build(wanted, GARDEN, None, {})
    with TemporaryDirectory() as folder:
        made = came_back(workbook(replace(form, record=forms.build(base, GARDEN, None, {}).record)), Path(folder))
    again = forms.build(made, GARDEN, None, {})
    assert list(map(as_they_read, again.sheets)) == list(map(as_they_read, form.sheets))
    for id_, answer in made.answers.items():
        old = before.get(id_, Answer())
        today, wording = date.today().isoformat(), fingerprints.wording(GARDEN, GARDEN.places[id_])
        is_as_it_was = answer.level == old.level
        expected = (
            (old.answered, old.wording)
            if is_as_it_was
            else (today, wording)
            if answer.level is not None
            else (None, None)
        )
        assert (answer.answered, answer.wording) == expected


ANY = answers(TEXTS, TEXTS)
WITHOUT_ESCAPES_ALONE = answers(
    TEXTS.filter(lambda text: bool(as_it_reads(text))), TEXTS.filter(lambda text: bool(as_it_reads(text)))
)
"""A text that is nothing but an escape reads as an empty cell: nobody can tell it from one that was emptied."""
AS_THEY_READ = answers(
    TEXTS.map(as_it_reads).filter(bool), TEXTS.map(lambda text: entries.one_line(as_it_reads(text))).filter(bool)
)


@FEW
@given(ANY)
def test_nothing_is_lost(found: dict[str, Answer]) -> None:
    nothing_is_lost(found)


@FEW
@given(WITHOUT_ESCAPES_ALONE, AS_THEY_READ)
def test_what_was_filled_in_is_there(before: dict[str, Answer], filled: dict[str, Answer]) -> None:
    what_was_filled_in_is_there(before, filled)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("law", "strategies"),
    [(nothing_is_lost, [ANY]), (what_was_filled_in_is_there, [WITHOUT_ESCAPES_ALONE, AS_THEY_READ])],
)
def test_in_a_thousand_round_trips(law: Callable[..., None], strategies: list[st.SearchStrategy[object]]) -> None:
    MANY(given(*strategies)(law))()
