"""A form in words: what an institution that answers in a spreadsheet is shown, in its language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from trata_cli import i18n
from trata_cli.i18n import N_, _
from trata_cli.method import ids
from trata_cli.method.form import (
    FIELDS,
    ID,
    SHEETS,
    Column,
    ColumnKind,
    Form,
    Paragraph,
    Sheet,
    SheetKey,
    record,
)
from trata_cli.method.totals import State
from trata_cli.model.assessment import EVIDENCE_TYPES, WORDS, Answer, Assessment, Evidence
from trata_cli.model.plan import Descriptor, Place, Plan
from trata_cli.views import words

_TITLES: Final[Mapping[SheetKey, str]] = {
    "answers": N_("Answers"),
    "evidence": N_("Evidence"),
    "targets": N_("Targets"),
}
_ABOUT: Final[Mapping[SheetKey, str]] = {
    "answers": N_("One row for each indicator: choose the level, then write the note. Grey cells are only to be read."),
    "evidence": N_("One row for each document. More rows for the same indicator: below, or inserted; the id in each."),
    "targets": N_("What comes next, where something is planned. All of it may stay empty."),
}
_CONTEXT: Final[Mapping[SheetKey, tuple[tuple[str, str, int, ColumnKind], ...]]] = {
    "answers": (
        (ID, N_("Id"), 7, "id"),
        ("indicator", N_("Indicator"), 30, "context"),
        ("directive", N_("Directive"), 30, "context"),
        ("levels", N_("What each level means"), 52, "context"),
        ("before", N_("Year before"), 24, "context"),
    ),
    "evidence": ((ID, N_("Id"), 7, "chosen-id"), ("indicator", N_("Indicator"), 30, "lookup")),
    "targets": ((ID, N_("Id"), 7, "id"), ("indicator", N_("Indicator"), 30, "context")),
}
"""The columns that say what a row is about: key, heading, width in characters, kind."""
_HEADINGS: Final[Mapping[tuple[SheetKey, str], tuple[str, int, str]]] = {
    ("answers", "level"): (
        N_("Level"),
        20,
        N_("The highest level that is wholly met. It supposes the lower ones."),
    ),
    ("answers", "reason"): (
        N_("Reason"),
        26,
        N_("Needed for “not applicable”, for “no information”, and for a level below last year's."),
    ),
    ("answers", "note"): (N_("Note (public)"), 44, ""),
    ("answers", "internal_note"): (
        N_("Internal note"),
        24,
        N_("Not published. No names, addresses or documents of persons here either."),
    ),
    ("evidence", "title"): (N_("Document"), 40, ""),
    ("evidence", "type"): (N_("Type"), 20, N_("Choose the kind of document.")),
    ("evidence", "date"): (
        N_("Date"),
        13,
        N_("A day, or the year alone. Where only the month is known: '03/2026, with the apostrophe before it."),
    ),
    ("evidence", "covers"): (
        N_("Year it covers"),
        13,
        N_("The year that the document speaks of, or several: 2025, 2026."),
    ),
    ("evidence", "issuer"): (N_("Issued by"), 26, N_("An institution, never a person.")),
    ("evidence", "url"): (N_("Web address"), 34, N_("The whole address, beginning with http.")),
    ("evidence", "reference"): (N_("Where the paper lies"), 26, N_("The archive or file number, if it is on no page.")),
    ("evidence", "audience"): (
        N_("Who may see it"),
        13,
        N_("Empty means public. Internal documents are not published."),
    ),
    ("evidence", "file"): (N_("File in the folder"), 24, ""),
    ("evidence", "sha256"): (N_("SHA-256 of the file"), 24, ""),
    ("targets", "level"): (N_("Level to reach"), 22, N_("The level that is to be reached.")),
    ("targets", "by"): (
        N_("By when"),
        13,
        N_("A day, or the year alone. Where only the month is known: '03/2026, with the apostrophe before it."),
    ),
    ("targets", "lead"): (N_("Led by"), 28, N_("An institution, never a person.")),
    ("targets", "action"): (N_("Action"), 50, ""),
}
"""The columns that are filled in: heading, width in characters, what the cell says when it is entered."""
_FOLDER_KEEPERS: Final = ("file", "sha256")
"""Columns that stay hidden where nothing was given in them: an institution has no such folder."""
_ROOM: Final = 3
"""Rows of evidence that each indicator has at least."""
_BLANK: Final = 40
"""Rows without an id below them."""
_FULFILLED: Final = N_("fulfilled from here on")


@dataclass(frozen=True, slots=True)
class YearBefore:
    """What an indicator had the year before: the state, on this year's scale, and the note."""

    state: State
    note: str | None


def build(base: Assessment, plan: Plan, year: int | None, before: Mapping[str, YearBefore]) -> Form:
    """A form of an assessment as it goes out, with the answers of the year before, by id, where there is one."""
    asked = ids.expand(plan, base.part.ids) if base.part and base.part.ids else list(plan.places)
    rows = {
        "answers": [_answer(plan.places[id_], plan, base.answers.get(id_), before.get(id_)) for id_ in asked],
        "evidence": [row for id_ in asked for row in _evidence(plan.places[id_], base.answers.get(id_))],
        "targets": [_target(plan.places[id_], plan, base.answers.get(id_)) for id_ in asked],
    }
    sheets = [
        Sheet(
            key,
            _(_TITLES[key]),
            _(_ABOUT[key]),
            _columns(key, rows[key], year),
            tuple(rows[key]),
            _BLANK if key == "evidence" else 0,
        )
        for key in SHEETS
    ]
    return Form(
        language=i18n.language(),
        title=_title(base, plan),
        instructions_title=_("Instructions"),
        instructions=tuple(_instructions(base, plan, len(asked))),
        sheets=tuple(sheets),
        choices={"chosen-id": tuple(asked), **choices(plan)},
        words=tuple(map(words.state_name, WORDS)),
        threshold=plan.fulfilled_from,
        wrong_entry=_("Choose one of the list: Alt and the arrow down open it."),
        record=record(base, i18n.language(), sheets),
    )


def choices(plan: Plan) -> dict[ColumnKind, tuple[str, ...]]:
    """What may be chosen in the cells of a kind, in the language in force."""
    levels = tuple(words.level_name(level, plan) for level in sorted(plan.levels))
    return {
        "level": (*levels, *map(words.state_name, WORDS)),
        "target-level": levels,
        "type": tuple(map(words.evidence_type_name, EVIDENCE_TYPES)),
        "audience": (words.audience_name("public"), words.audience_name("internal")),
    }


def heading(key: SheetKey, field: str) -> str:
    """How a field's column is called, in the language in force."""
    return _(_HEADINGS[key, field][0])


def _title(base: Assessment, plan: Plan) -> str:
    whose = base.part.institution if base.part else base.institution
    return " · ".join(filter(None, [words.country_name(base, plan), str(base.year), whose]))


def _columns(key: SheetKey, rows: list[tuple[str, ...]], year: int | None) -> tuple[Column, ...]:
    context = [
        Column(name, _("Year before ({year})").format(year=year) if name == "before" and year else _(text), width, kind)
        for name, text, width, kind in _CONTEXT[key]
    ]
    filled = []
    for number, (field, kind) in enumerate(FIELDS[key].items(), start=len(context)):
        text, width, hint = _HEADINGS[key, field]
        is_hidden = field in _FOLDER_KEEPERS and not any(row[number] for row in rows)
        filled.append(Column(field, _(text), width, kind, _(hint) if hint else "", is_hidden))
    counts = [Column("count", _("Documents"), 11, "count")] if key == "answers" else []
    return (*context, *filled, *counts)


def _answer(place: Place, plan: Plan, answer: Answer | None, before: YearBefore | None) -> tuple[str, ...]:
    indicator, answer = place.indicator, answer or Answer()
    told = [indicator.text, *filter(None, [indicator.guidance, indicator.not_applicable])]
    directive = f"{place.pillar.title} · {place.directive.number}\n{place.directive.text}"
    return (
        place.id,
        "\n\n".join(told),
        directive,
        _levels(place, plan),
        "\n".join(filter(None, [words.state_text(before.state, plan), before.note])) if before else "",
        "" if answer.level is None else words.state_text(answer.level, plan),
        answer.reason or "",
        answer.note or "",
        answer.internal_note or "",
        str(len(answer.evidence)),
    )


def _levels(place: Place, plan: Plan) -> str:
    lines = []
    for level, descriptor in plan.descriptors(place.indicator).items():
        lines += [f"— {_(_FULFILLED)} —"] if level == plan.fulfilled_from else []
        lines.append(_level(level, descriptor))
    return "\n".join(lines)


def _level(level: int, descriptor: Descriptor) -> str:
    proof = _("Proof: {proof}").format(proof=descriptor.proof) if descriptor.proof else ""
    return " ".join(filter(None, [f"{level} · {descriptor.text}", proof and f"({proof})"]))


def _evidence(place: Place, answer: Answer | None) -> Iterator[tuple[str, ...]]:
    given = answer.evidence if answer else ()
    for evidence in given:
        yield place.id, place.indicator.text, *(show(evidence) for show in _SHOWN.values())
    for _room in range(max(1, _ROOM - len(given))):
        yield place.id, place.indicator.text, *("" for _field in _SHOWN)


def _target(place: Place, plan: Plan, answer: Answer | None) -> tuple[str, ...]:
    target = answer.target if answer else None
    if target is None:
        return place.id, place.indicator.text, "", "", "", ""
    level = words.level_name(target.level, plan)
    return place.id, place.indicator.text, level, target.by or "", target.lead or "", target.action or ""


_SHOWN: Final[Mapping[str, Callable[[Evidence], str]]] = {
    "title": lambda evidence: evidence.title,
    "type": lambda evidence: words.evidence_type_name(evidence.type),
    "date": lambda evidence: evidence.date or "",
    "covers": lambda evidence: words.years(evidence.covers or ()),
    "issuer": lambda evidence: evidence.issuer or "",
    "url": lambda evidence: evidence.url or "",
    "reference": lambda evidence: evidence.reference or "",
    "audience": lambda evidence: words.audience_name(evidence.audience) if evidence.audience != "public" else "",
    "file": lambda evidence: evidence.file or "",
    "sha256": lambda evidence: evidence.sha256 or "",
}
"""How each field of a document is shown, in the order of `FIELDS`."""


def _instructions(base: Assessment, plan: Plan, asked: int) -> Iterator[Paragraph]:
    """What whoever fills it in has to know; no longer than a page."""
    titles = {key: _(title) for key, title in _TITLES.items()}
    yield Paragraph("title", _title(base, plan))
    yield Paragraph("text", plan.title)
    if note := words.translation_note(plan):
        yield Paragraph("text", note)
    yield Paragraph("heading", _("How it is filled in"))
    counted = i18n.ngettext("There is {count} indicator.", "There are {count} indicators.", asked).format(count=asked)
    told = {
        "answers": _("Choose a level in each row, and say in the note on what it rests."),
        "evidence": _("The documents on which the level rests, one a row. Levels that count as fulfilled need one."),
        "targets": _("What comes next, by when, and who leads it."),
    }
    yield Paragraph("text", counted)
    for number, key in enumerate(SHEETS, start=1):
        yield Paragraph("text", f"{number}. {titles[key]}", titles[key])
        yield Paragraph("text", told[key])
    yield Paragraph(
        "text", _("White cells are yours; grey ones are only to be read. A yellow cell still asks for something.")
    )
    yield Paragraph(
        "text",
        _(
            "Rows may be sorted, filtered and hidden, and columns moved. Write values, not formulas; don't merge cells "
            "or rename headings. Lock nothing with a password, and send it back as an Excel workbook (.xlsx)."
        ),
    )
    yield Paragraph("text", _("The sheets are protected against slips only, without a password."))
    yield Paragraph("heading", _("Do no harm"))
    yield Paragraph(
        "text",
        _(
            "Write nothing by which a victim, a witness or a shelter could be found: no names, addresses, telephone "
            "numbers, document numbers or counts below ten. Not in internal notes either: this form travels by e-mail."
        ),
    )
    yield Paragraph("heading", _("How the levels are read"))
    for level in sorted(plan.levels):
        yield Paragraph("text", words.level_name(level, plan))
    for rule in plan.reading_rules:
        yield Paragraph("text", rule)
