"""A public report shows nothing internal: proved over every field of the format, on the bytes that are written.

Three proofs lean on one table, `FIELDS`. Every field bears a mark of its own: the reports that may show it do, and no
other, in whatever spelling. Two assessments that differ only in what is hidden have the same public report, byte for
byte, so that nothing at all can be told from it. And both hold for files, through the program.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import count, zip_longest
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin
from urllib.parse import quote, unquote

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.report_samples import fields, filled, full, garden, is_leaf, is_model, sample, view, without_none
from tests.support import GARDEN_FILE, trata
from trata_cli import i18n
from trata_cli.method import totals
from trata_cli.model.assessment import (
    Answer,
    Assessment,
    Audience,
    Evidence,
    Level,
    Part,
    PlanReference,
    SignOff,
    Statement,
    Target,
    Word,
)
from trata_cli.model.values import Date, Integer, PartialDate, RelativePath, Sha256, Text, Url, Year, Years
from trata_cli.views.rendering import Format, render

PUBLIC: Final = "both reports show it"
INTERNAL: Final = "the internal report shows it"
UNSHOWN: Final = "no report shows it, and it is internal"
KEY: Final = "says how the rest is read: which plan, who may see it"
WITHIN: Final = "has fields of its own"

FIELDS: Final[dict[type[BaseModel], dict[str, str]]] = {
    Assessment: {
        "format": KEY,
        "plan": WITHIN,
        "country": PUBLIC,
        "country_name": PUBLIC,
        "year": PUBLIC,
        "institution": PUBLIC,
        "status": PUBLIC,
        "part": WITHIN,
        "assignments": INTERNAL,
        "final": WITHIN,
        "answers": WITHIN,
    },
    PlanReference: {"id": KEY, "version": KEY},
    # A part that did not say whose it is would be taken for the whole; what was asked of it is an assignment.
    Part: {"institution": PUBLIC, "ids": UNSHOWN},
    SignOff: {"date": PUBLIC, "by": PUBLIC, "content": PUBLIC},
    Answer: {
        "level": PUBLIC,
        "reason": PUBLIC,
        "note": PUBLIC,
        "internal_note": INTERNAL,
        "evidence": WITHIN,
        "answered": UNSHOWN,
        "wording": UNSHOWN,
        "decided": PUBLIC,  # the date of the public reason
        "target": WITHIN,
        "statements": WITHIN,
    },
    Evidence: {
        "title": PUBLIC,
        "type": PUBLIC,
        "date": PUBLIC,
        "covers": PUBLIC,
        "issuer": PUBLIC,
        "url": PUBLIC,
        "file": INTERNAL,  # that there is a copy is public, where it lies is not
        "reference": PUBLIC,
        "sha256": UNSHOWN,
        "audience": KEY,
    },
    Statement: {
        "by": PUBLIC,
        "role": KEY,
        "level": PUBLIC,
        "reason": PUBLIC,
        "note": PUBLIC,
        "internal_note": INTERNAL,
        "evidence": WITHIN,
        "date": PUBLIC,
        "wording": UNSHOWN,
        "decided": UNSHOWN,
        "target": WITHIN,
    },
    Target: {"level": PUBLIC, "by": PUBLIC, "lead": PUBLIC, "action": PUBLIC},
}
"""Who may see a field. In internal evidence and in an institution's statement nothing is public: see `is_hidden`."""

SHOWN: Final[dict[Audience, set[str]]] = {"public": {PUBLIC}, "internal": {PUBLIC, INTERNAL}}
FORMATS: Final[tuple[Format, ...]] = ("md", "html")
Pointer = tuple[str | int, ...]


def is_hidden(value: object) -> bool:
    """Whether all that is in this value is internal."""
    return (isinstance(value, Evidence) and value.audience == "internal") or (
        isinstance(value, Statement) and value.role == "institution"
    )


def leaves(value: Any, path: Pointer = (), *, hidden: bool = False) -> Iterator[tuple[Pointer, str, Any]]:
    """Each field that is set, with its path, who may see it, and its value."""
    hidden = hidden or is_hidden(value)
    for name, kind in FIELDS[type(value)].items():
        found = getattr(value, name)
        if kind == WITHIN:
            for step, each in _within(found):
                yield from leaves(each, (*path, name, *step), hidden=hidden)
        elif found is not None:
            yield (*path, name), INTERNAL if hidden and kind == PUBLIC else kind, found


def _within(found: Any) -> list[tuple[Pointer, Any]]:
    if isinstance(found, Mapping):
        return [((key,), each) for key, each in found.items()]
    if isinstance(found, tuple):
        return [((number,), each) for number, each in enumerate(found)]
    return [((), found)] if found is not None else []


def replaced(value: Any, path: Pointer, new: Any) -> Any:
    """The value with another one at this path."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(value, Mapping):
        return {**value, step: replaced(value[step], rest, new)}
    if isinstance(value, tuple):
        return tuple(replaced(each, rest, new) if number == step else each for number, each in enumerate(value))
    return value.model_copy(update={step: replaced(getattr(value, str(step)), rest, new)})


def with_hidden_of(shown: Any, other: Any) -> Any:
    """All that is public in the one value, all that is hidden in the other (which may lack anything)."""
    update = {name: _joined(kind, name, shown, other) for name, kind in FIELDS[type(shown)].items()}
    return shown.model_copy(update=update)


def _joined(kind: str, name: str, shown: Any, other: Any) -> Any:
    mine, theirs = getattr(shown, name), getattr(other, name, None)
    if name == "file":
        return mine and (theirs or mine)
    if kind in (INTERNAL, UNSHOWN):
        return theirs or type(shown).model_fields[name].get_default()
    if kind != WITHIN or mine is None:
        return mine
    if isinstance(mine, Mapping):
        return {key: with_hidden_of(each, (theirs or {}).get(key)) for key, each in mine.items()}
    if isinstance(mine, tuple):
        return _shuffled(mine, theirs or ())
    return with_hidden_of(mine, theirs)


def _shuffled(mine: tuple[Any, ...], theirs: tuple[Any, ...]) -> tuple[Any, ...]:
    """The public items of the one and the hidden items of the other, one after another in turn."""
    public = zip_longest((each for each in mine if not is_hidden(each)), (e for e in theirs if not is_hidden(e)))
    joined = [with_hidden_of(one, other) for one, other in public if one]
    hidden = [each for each in theirs if is_hidden(each)]
    return tuple(each for pair in zip_longest(hidden, joined) for each in pair if each)


class Marks:
    """Values that name the field they stand in, or that stand nowhere else; each series has its own."""

    def __init__(self, series: int) -> None:
        self.series = series
        self._numbers = count(1000 * series)
        self._years = count(2300 + 80 * series)

    def __call__(self, hint: Any, path: str) -> Any:
        """A value of this type for the field at this path."""
        number, word = next(self._numbers), f"zq{self.series}{re.sub(r'[^A-Za-z0-9]', '', path)}zq"
        if path in ("plan.id", "plan.version"):
            return sample(hint, path)
        if get_origin(hint) is Literal:
            return get_args(hint)[self.series % len(get_args(hint))]
        if hint == Years:
            return (next(self._years), next(self._years))
        values: list[tuple[Any, Any]] = [
            (Text, word),
            (Url, f"https://{word}.example/"),
            (RelativePath, f"{word}/{word}.pdf"),
            (Date, str(date(2800, 1, 1) + timedelta(number))),
            (PartialDate, str(date(2800, 1, 1) + timedelta(number))),
            (Integer, 7_000_000 + number),
            (Level, 7_000_000 + number),
            (Sha256, f"{number:04d}" * 16),
            (without_none(fields(Answer)["wording"]), f"w-{number:08x}"),
            (fields(SignOff)["content"], f"c-{number:016x}"),
        ]
        return next((found for known, found in values if hint == known), "XPE")


def assessed(series: int, levels: Mapping[str, Level | None], **given: Any) -> Assessment:
    """The garden with every field of the format set and marked; without a level, two institutions differ."""
    marks = Marks(series)
    found = full(marks, levels, **given)
    for id_, level in levels.items():
        if level is None:
            other = filled(Statement, marks, f"answers.{id_}.other", role="institution")
            found = replaced(found, ("answers", id_, "statements"), (*found.answers[id_].statements, other))
    return found


FULL: Final = assessed(1, {"A1": 0, "A2": "not-applicable", "B1": None}, country="XPE", year=2026)
OTHER: Final = assessed(2, {"A1": 2, "A2": "no-information", "B1": None}, country="XQE", year=2031)
BARE: Final = OTHER.model_copy(update={"part": None, "assignments": {}, "answers": {"B1": OTHER.answers["B1"]}})
"""Nothing hidden but in the answer that is undecided."""
WHOLE: Final = FULL.model_copy(update={"part": None})
"""A part is not compared with the year before: this is the same as a whole."""
BEFORE: Final = assessed(3, {"A1": 2, "A2": 1, "B1": None}, country="XPE", year=2025, part=None)
BEFORE_TOO: Final = assessed(4, {"A1": 1, "A2": 0, "B1": None}, country="XPE", year=2025, part=None)


@pytest.fixture(autouse=True)
def _english() -> None:
    i18n.activate("en")


def written(
    assessment: Assessment, format_: Format, audience: Audience = "public", previous: Assessment | None = None
) -> bytes:
    """The report as it would stand in a file."""
    return render(view(assessment, audience=audience, previous=previous), format_).encode()


def marks_of(path: Pointer, value: Any) -> list[str]:
    """What would be seen of this value in a report, if it is a mark."""
    if isinstance(value, Mapping):
        return [mark for key in value for mark in marks_of(path, key)]
    if isinstance(value, tuple):
        return [mark for each in value for mark in marks_of(path, each)]
    if path[-1] in ("country", "year", "status", "type") or (isinstance(value, int) and value < 1000):
        return []
    return re.findall(r"zq\w+?zq", str(value))[:1] or ([] if value in get_args(Word) else [str(value)])


def readings(document: bytes) -> str:
    """All that a document says, also to somebody who decodes it."""
    text = document.decode()
    decoded = unquote(html.unescape(unquote(html.unescape(text))))
    unbroken = re.sub(r"<[^>]*>|[\s\\\u00ad\u200b-\u200d]", "", decoded)
    return "\n".join((text, decoded, unbroken)).casefold()


def spellings(mark: str) -> set[str]:
    """The ways of writing a mark that `readings` does not undo: backwards, in hex, in base64 at any offset.

    Of a year, only its digits: four characters spelt otherwise stand in any page by chance.
    """
    if len(mark) == len("2026"):
        return {mark}
    plain = mark.encode()
    found = {mark, mark[::-1], plain.hex()}
    for offset, start in enumerate((0, 2, 3)):
        code = base64.b64encode(bytes(offset) + plain).decode()
        found.add(code[start : (offset + len(plain)) // 3 * 4])
    return {each.casefold() for each in found}


def shows(document: bytes, marks: list[str]) -> bool:
    """Whether a document shows one of the marks, in whatever spelling."""
    text = readings(document)
    return any(spelling in text for mark in marks for spelling in spellings(mark))


@pytest.mark.parametrize(
    "hide",
    [
        lambda mark: mark.upper(),
        lambda mark: "".join(f"&#{ord(each)};" for each in mark),
        lambda mark: "".join(f"%{ord(each):02X}" for each in mark),
        lambda mark: quote(f"<!-- {mark} -->"),
        lambda mark: "<wbr>".join(mark),
        lambda mark: "\\\n".join((mark[:3], mark[3:])),
        lambda mark: base64.b64encode(f"{mark}!".encode()).decode(),
        lambda mark: base64.b64encode(f"a{mark}!".encode()).decode(),
        lambda mark: base64.b64encode(f"ab{mark}!".encode()).decode(),
        lambda mark: mark.encode().hex(),
        lambda mark: mark[::-1],
    ],
)
def test_a_mark_is_found_in_any_spelling(hide: Callable[[str], str]) -> None:
    assert shows(f"a text … {hide('zq1answersA1notezq')} goes on".encode(), ["zq1answersA1notezq"])
    assert not shows(f"a text … {hide('zq1answersA1reasonzq')} goes on".encode(), ["zq1answersA1notezq"])


def test_every_field_of_the_format_is_classified() -> None:
    assert {model: list(fields(model)) for model in models(Assessment)} == {
        model: list(kinds) for model, kinds in FIELDS.items()
    }


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model and all that stand in it."""
    yield model
    for hint in fields(model).values():
        bare = without_none(hint)
        for each in (bare, *get_args(bare)):
            if is_model(each):
                yield from models(each)


def test_every_field_is_set_and_marked() -> None:
    set_ = {(path[-1], kind) for path, kind, _ in leaves(FULL)}
    wanted = {(name, kind) for kinds in FIELDS.values() for name, kind in kinds.items() if kind != WITHIN}
    marks = [mark for path, kind, value in leaves(FULL) if kind != KEY for mark in marks_of(path, value)]

    assert wanted <= set_
    assert len(marks) == len(set(marks))


@pytest.mark.parametrize("previous", [None, BEFORE], ids=["alone", "previous"])
@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("audience", get_args(Audience))
def test_a_report_shows_the_marks_that_it_may_show_and_no_other(
    audience: Audience, format_: Format, previous: Assessment | None
) -> None:
    given = WHOLE if previous else FULL
    report = written(given, format_, audience, previous)
    found = [(path, kind, marks_of(path, value)) for path, kind, value in leaves(given) if kind != KEY]

    missing = [
        mark for _, kind, marks in found if kind in SHOWN[audience] for mark in marks if mark.encode() not in report
    ]
    leaked = [path for path, kind, marks in found if kind not in SHOWN[audience] and shows(report, marks)]
    assert (missing, leaked) == ([], [])


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("audience", get_args(Audience))
def test_a_field_that_bears_no_mark_changes_the_reports_that_may_show_it(audience: Audience, format_: Format) -> None:
    report = written(FULL, format_, audience)
    other = {path: value for path, _, value in leaves(OTHER)}
    unmarked = [(p, kind) for p, kind, value in leaves(FULL) if kind != KEY and not marks_of(p, value)]
    changing = [p for p, _ in unmarked if written(replaced(FULL, p, other[p]), format_, audience) != report]

    assert changing == [path for path, kind in unmarked if kind in SHOWN[audience]]
    assert len(unmarked) > 20


@pytest.mark.parametrize("previous", [None, BEFORE], ids=["alone", "previous"])
@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("other", [OTHER, BARE], ids=["other", "bare"])
def test_nothing_hidden_changes_a_byte_of_the_public_report(
    other: Assessment, format_: Format, previous: Assessment | None
) -> None:
    given = WHOLE if previous else FULL
    changed = with_hidden_of(given, other)

    assert written(changed, format_, "internal", previous) != written(given, format_, "internal", previous)
    assert written(changed, format_, "public", previous) == written(given, format_, "public", previous)


def test_no_template_of_ones_own_can_show_what_is_hidden() -> None:
    known = repr(view(FULL)).encode()

    hidden = [
        path
        for path, kind, value in leaves(FULL)
        if kind in (INTERNAL, UNSHOWN) and shows(known, marks_of(path, value))
    ]
    assert hidden == []


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("audience", get_args(Audience))
def test_of_last_year_a_report_tells_only_where_each_indicator_stood(audience: Audience, format_: Format) -> None:
    report = written(WHOLE, format_, audience, BEFORE)
    marks = [(path, marks_of(path, value)) for path, kind, value in leaves(BEFORE) if kind != KEY]
    same_levels = BEFORE_TOO
    for id_ in ("A1", "A2"):
        same_levels = replaced(same_levels, ("answers", id_, "level"), BEFORE.answers[id_].level)

    assert [path for path, found in marks if shows(report, found)] == []
    assert written(WHOLE, format_, audience, same_levels) == report
    assert written(WHOLE, format_, audience, BEFORE_TOO) != report


def anything(model: type[BaseModel]) -> st.SearchStrategy[Any]:
    """Any value of a model: each optional field there or not, lists of up to two."""
    return st.builds(model, **{name: _any(hint, name) for name, hint in fields(model).items()})


def _any(hint: Any, name: str) -> st.SearchStrategy[Any]:
    bare = without_none(hint)
    if bare != hint:
        return st.none() | _any(bare, name)
    if name == "answers":
        return st.dictionaries(st.sampled_from(["A1", "A2", "B1", "B2"]), anything(Answer))
    if name == "assignments":
        return st.dictionaries(st.sampled_from(["Uno", "Dos"]), st.just(("A1", "water")))
    if is_leaf(hint, name):
        return _any_leaf(hint, name)
    if get_origin(hint) is tuple:
        return st.lists(_any(get_args(hint)[0], name), max_size=2).map(tuple)
    return anything(hint)


def _any_leaf(hint: Any, name: str) -> st.SearchStrategy[Any]:
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if hint == Level:
        return st.sampled_from([0, 1, 2, 3, "not-applicable", "no-information"])
    if hint == Text:
        return st.sampled_from(["Uno", "a | b\n\n*c*", "<b>"])
    if hint == Year or name in ("id", "version"):
        return st.just(sample(hint, name))
    return st.sampled_from([Marks(1)(hint, name), Marks(2)(hint, name)])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(anything(Assessment), anything(Assessment), st.none() | st.just(BEFORE))
def test_public_reports_of_any_two_that_differ_only_in_what_is_hidden_are_the_same(
    one: Assessment, other: Assessment, previous: Assessment | None
) -> None:
    """Whether an indicator is undecided is public, as every total says it: who differs, and how, is not."""
    changed = with_hidden_of(one, other)
    assume(totals.states(changed, garden()) == totals.states(one, garden()))

    for format_ in FORMATS:
        assert written(changed, format_, "public", previous) == written(one, format_, "public", previous)


TEXT: Final = """\
# secreto: {s}
format: trata/assessment/1
plan: {{id: huerto, version: 1}}   # secreto: {s}
country: XPE
country_name: abierto-país
year: {year}
institution: abierto-mesa
status: draft
assignments:
  secreto-{s}-uno: [suelo]
  secreto-{s}-dos: [agua_uno, R2b]
answers:
  # secreto: {s}
  S-1:
    level: 0
    note: |
      abierto-nota
      # abierto-almohadilla
    reason: abierto-motivo
    internal_note: secreto-{s}-interno
    evidence:
      - title: secreto-{s}-título
        type: internal-document
        date: {hidden_date}
        issuer: secreto-{s}-emisor
        url: https://secreto-{s}.example/
        reference: secreto-{s}-lugar
        audience: internal
      # secreto: {s}
      - title: abierto-título
        type: third-party
        date: 2026-03-01
        covers: [2025, 2026]
        issuer: abierto-emisor
        reference: abierto-lugar
        file: secreto-{s}/secreto.txt
        sha256: {digest}
      - {{title: abierto-web, type: official-act, url: "https://abierto-url.example/", audience: public}}
    answered: {hidden_date}
    wording: w-{hidden_wording}
    target: {{level: 1, by: 2027-12, lead: abierto-responsable, action: abierto-acción}}
  S-2:
    level: not-applicable
    reason: abierto-no-aplica   # secreto: {s}
    internal_note: secreto-{s}-otro
  R2b:
    statements:
      - by: secreto-{s}-dirección
        role: institution
        level: {one}
        note: secreto-{s}-dicho
        target: {{level: 2, lead: secreto-{s}-meta}}
      - {{by: secreto-{s}-escuela, role: institution, level: {other}, reason: secreto-{s}-razón}}
      - by: abierto-revisor
        role: reviewer
        level: 2
        note: abierto-revisión
        internal_note: secreto-{s}-revisión
        date: 2026-05
        evidence:
          - {{title: secreto-{s}-acta, type: statement, audience: internal}}
# secreto: {s}
"""
OPEN: Final = sorted(set(re.findall(r"abierto-[a-záéíóúñ-]+", TEXT)))
SECRET: Final = sorted(set(re.findall(r"secreto-{s}-([a-záéíóúñ-]+)", TEXT)))


def folder(place: Path, secret: str, **values: str) -> Path:
    """A folder with two years of the garden, in which all that is hidden speaks of a secret."""
    (place / f"secreto-{secret}").mkdir(parents=True)
    (place / f"secreto-{secret}" / "secreto.txt").write_bytes(secret.encode())
    digest = hashlib.sha256(secret.encode()).hexdigest()
    for year in (2025, 2026):
        text = TEXT.format(s=secret, year=year, digest=digest, **values)
        if year == 2025:
            text = text.replace("abierto-", "secreto-año-pasado-")
        (place / f"XPE-{year}.yaml").write_text(text, "utf-8", newline="\n")
    return place


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two that differ in all that is hidden, also in who said what, and in nothing else."""
    return (
        folder(tmp_path / "secreto-a", "a", hidden_date="2026-10-01", hidden_wording="00000001", one="0", other="2"),
        folder(tmp_path / "secreto-b", "b", hidden_date="2026-11-01", hidden_wording="00000002", one="1", other="0"),
    )


@pytest.mark.parametrize("alone", [False, True], ids=["previous", "alone"])
@pytest.mark.parametrize("form", FORMATS)
def test_the_program_publishes_nothing_internal(folders: tuple[Path, Path], form: Format, *, alone: bool) -> None:
    reports = []
    for place in folders:
        if alone:
            (place / "XPE-2025.yaml").unlink()
        command = ["report", place / "XPE-2026.yaml", "--plan", GARDEN_FILE, "--format", form]
        public, internal = trata(*command, cwd=place), trata(*command, "--audience", "internal", cwd=place)
        assert (public.returncode, internal.returncode) == (0, 0)
        assert [word for word in OPEN if word not in public.stdout.replace("\\", "")] == []
        assert [word for word in SECRET if word not in internal.stdout] == []
        assert "secreto" not in readings(public.stdout.encode())
        text, manifest = public.stdout.split("<!-- trata-manifest ")
        digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(place.glob("*.yaml"), reverse=True)]
        assert (text.count(digests[0]), [manifest.count(digest) for digest in digests]) == (1, [1] * len(digests))
        reports.append(text.replace(digests[0], "…") + re.sub("|".join(digests), "…", manifest))

    assert reports[0] == reports[1]
