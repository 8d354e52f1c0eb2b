"""Two files of one country side by side: two years, or two versions of one year's file.

One view, which templates and the terminal show and machines read as JSON. It holds public texts only.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from trata_cli import i18n
from trata_cli.i18n import N_, _
from trata_cli.method import comparison
from trata_cli.method.checks import is_invented
from trata_cli.method.comparability import origins
from trata_cli.method.comparison import Comparison, Move, NotComparable, NotCompared
from trata_cli.method.totals import Totals
from trata_cli.model.assessment import Assessment
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Pointer, Problem
from trata_cli.model.text import visible
from trata_cli.views import words
from trata_cli.views.change import ChangeView, TransitionsView, change_view
from trata_cli.views.headline import Headline, StateView, headline, state_view
from trata_cli.views.problems import NAMES_NOTICE, counted
from trata_cli.views.report import IndicatorView, indicator_views
from trata_cli.views.status import SIGNS, totals_data
from trata_cli.views.terminal import Line, Look, columns, wrap
from trata_cli.views.withheld import without

Kind = Literal["years", "versions"]
_PARTS: Final[dict[str, str]] = {
    "note": N_("note"),
    "reason": N_("reason"),
    "decided": N_("decision"),
    "evidence": N_("evidence"),
    "target": N_("target"),
    "statements": N_("reviewers' statements"),
}
"""What else of an answer may be another than before: fields of `IndicatorView`, as a public report shows them."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two files: what it says, the edition that it answers, its name here, and what is wrong with it."""

    assessment: Assessment
    plan: Plan
    label: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class FactView:
    """Something that both files have: what it is, and what it was and is."""

    label: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer that is another than before; `parts` are the words for what else of it differs than where it stands."""

    indicator: IndicatorView
    before: StateView
    was: str | None
    moved: bool
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SideView:
    """One of the two, as its headline says it."""

    label: str
    status: str
    headline: Headline


@dataclass(frozen=True, slots=True)
class CompareView:
    """All that is said of two files. `summary` is three lines, `answers` are those that differ between two versions.

    `comparison` is what machines read; `printed` are the ways to the texts of the newer file that are shown.
    """

    kind: Kind
    language: str
    plan_language: str
    notes_language: str
    translation_note: str | None
    plan_title: str
    plan_id: str
    plan_version: int
    country: str
    code: str
    invented: bool
    title: str
    part: str | None
    before: SideView
    now: SideView
    facts: tuple[FactView, ...]
    summary: tuple[str, ...]
    change: ChangeView
    answers: tuple[AnswerView, ...]
    threshold: StateView
    comparison: Comparison
    changed: tuple[tuple[str, tuple[str, ...]], ...]
    printed: frozenset[Pointer]


def build(before: Side, now: Side, kind: Kind, withheld: Collection[Pointer] = ()) -> CompareView | NotComparable:
    """Two files side by side, or why they can't be compared.

    `withheld` are the texts of the newer one of which it says no more than that they are.
    """
    shown, plan, old = without(now.assessment, withheld), now.plan, before.plan
    compare = comparison.compare if kind == "years" else comparison.compare_versions
    found = compare(before.assessment, shown, plan, old)
    if isinstance(found, NotComparable):
        return found
    indicators = indicator_views(plan, shown, "public")
    changed = tuple(_changed(before, now)) if kind == "versions" else ()
    country = shown.country_name or plan.countries.get(shown.country, shown.country)
    part = shown.part.institution if shown.part else None
    return CompareView(
        kind=kind,
        language=i18n.language(),
        plan_language=plan.language,
        notes_language=plan.canonical.language,
        translation_note=words.translation_note(plan),
        plan_title=plan.title,
        plan_id=plan.id,
        plan_version=plan.version,
        country=country,
        code=shown.country,
        invented=is_invented(shown.country),
        title=_title(kind, country, before, now),
        part=part,
        before=_side(before, found.totals_before),
        now=_side(now, found.totals_now),
        facts=tuple(_facts(before, now, found)),
        summary=tuple(_summary(before, now, found)),
        change=change_view(found, plan, old, indicators),
        answers=tuple(_answers(changed, found, indicators, plan)),
        threshold=state_view(plan.fulfilled_from, plan),
        comparison=found,
        changed=changed,
        printed=_printed(found),
    )


def _title(kind: Kind, country: str, before: Side, now: Side) -> str:
    whose = country if kind == "years" else f"{country} {now.assessment.year}"
    return f"{whose}: {before.label} → {now.label}"


def _side(side: Side, totals: Totals) -> SideView:
    return SideView(side.label, words.status_name(side.assessment.status), headline(totals, side.plan))


def _printed(found: Comparison) -> frozenset[Pointer]:
    reasons = {("answers", move.id, "reason") for move in found.moves}
    return frozenset({("country_name",), ("part", "institution"), *reasons})


def _facts(before: Side, now: Side, found: Comparison) -> Iterator[FactView]:
    """The totals of both, as wholes, by their own editions."""
    then, today = found.totals_before, found.totals_now
    yield FactView(_("Status"), *(words.status_name(side.assessment.status) for side in (before, now)))
    yield FactView(_("Fulfilled"), str(then.fulfilled), str(today.fulfilled))
    yield FactView(_("Applicable"), str(then.applicable), str(today.applicable))
    yield FactView(_("Range"), _range(then), _range(today))
    levels = sorted({*before.plan.levels, *now.plan.levels}, reverse=True)
    for level in levels:
        name = words.level_name(level, now.plan if level in now.plan.levels else before.plan)
        counts = (dict(each.levels).get(level) for each in (then, today))
        yield FactView(name, *("–" if count is None else str(count) for count in counts))
    yield FactView(_("No information"), str(then.no_information), str(today.no_information))
    yield FactView(_("Undecided"), str(then.undecided), str(today.undecided))
    yield FactView(_("Unanswered"), str(then.unanswered), str(today.unanswered))
    yield FactView(_("Not applicable"), str(then.not_applicable), str(today.not_applicable))


def _summary(before: Side, now: Side, found: Comparison) -> Iterator[str]:
    """What the change does to the totals, in three lines."""
    then, today = found.totals_before, found.totals_now
    text = _("Fulfilled: {x} of {n} → {x_now} of {n_now}")
    yield text.format(x=then.fulfilled, n=then.applicable, x_now=today.fulfilled, n_now=today.applicable)
    yield _("Range: {before} → {now}").format(before=_range(then), now=_range(today))
    yield _("Problems: {before} → {now}").format(before=counted(before.problems), now=counted(now.problems))


def _range(totals: Totals) -> str:
    low, high = totals.fulfilled_range
    return f"{low}–{high}" if totals.open else str(low)


def _changed(before: Side, now: Side) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The answers of which more differs than where they stand, with the fields that do. Nothing internal is looked at.

    The texts themselves are compared, and not what is shown in place of those that are withheld.
    """
    then = indicator_views(before.plan, before.assessment, "public")
    today = indicator_views(now.plan, now.assessment, "public")
    for id_, origin in (origins(now.plan, before.plan) or {}).items():
        old, new = then[origin.old_id], today[id_]
        fields = tuple(name for name in _PARTS if getattr(old, name) != getattr(new, name))
        if fields:
            yield id_, fields


def _answers(
    changed: tuple[tuple[str, tuple[str, ...]], ...],
    found: Comparison,
    indicators: dict[str, IndicatorView],
    plan: Plan,
) -> Iterator[AnswerView]:
    """Each answer that moved or of which something else differs, in the plan's order."""
    moves, fields = {move.id: move for move in found.moves}, dict(changed)
    for id_, indicator in indicators.items():
        parts = tuple(_(_PARTS[name]) for name in fields.get(id_, ()))
        if move := moves.get(id_):
            yield AnswerView(indicator, state_view(move.before, plan), move.was, moved=True, parts=parts)
        elif parts:
            yield AnswerView(indicator, indicator.state, None, moved=False, parts=parts)


# For a terminal.


def compare_lines(view: CompareView, look: Look) -> list[Line]:
    """Two files side by side on a terminal."""
    lines = [Line(text, "bold") for text in wrap(view.title, look.width)]
    if view.translation_note:
        lines += map(Line, wrap(view.translation_note, look.width))
    if view.part:
        lines += map(Line, wrap(view.part, look.width))
    if view.change.editions:
        lines += map(Line, wrap(view.change.editions, look.width))
    return [*lines, *(_years(view, look) if view.kind == "years" else _versions(view, look))]


def _versions(view: CompareView, look: Look) -> Iterator[Line]:
    for text in view.summary:
        yield from map(Line, wrap(text, look.width, "  ", "    "))
    yield Line()
    if not view.answers:
        yield from map(Line, wrap(_("No answer differs."), look.width))
    else:
        yield Line(_("Changed answers ({count})").format(count=len(view.answers)), "bold")
    for each in view.answers:
        yield from _item(_answer_text(each), each.indicator.reason if each.moved else None, look)
    yield from _missing(view, look)


def _answer_text(found: AnswerView) -> str:
    steps = _step_text(found.before, found.indicator.state) if found.moved else ""
    what = "; ".join(filter(None, [steps, ", ".join(found.parts)]))
    return f"{_id(found.indicator.id, found.was)} · {what} — {found.indicator.text}"


def _years(view: CompareView, look: Look) -> Iterator[Line]:
    change = view.change
    yield from _facts_lines(view, look)
    yield Line()
    for text in filter(None, [change.sentence, _crossed(change)]):
        yield from map(Line, wrap(text, look.width))
    lists = [
        (_("Rises"), change.rises),
        (_("Falls"), change.falls),
        (_("Now with a level"), change.newly_answered),
        (_("No longer with a level"), change.no_longer_answered),
    ]
    for title, moves in lists:
        if moves:
            yield from (Line(), Line(f"{title} ({len(moves)})", "bold"))
        for move in moves:
            steps = _step_text(move.before, move.indicator.state)
            text = f"{_id(move.indicator.id, move.was)} · {steps} — {move.indicator.text}"
            reason = move.indicator.reason or (_("No reason is given.") if move.unexplained else None)
            yield from _item(text, reason, look)
    yield from (Line(), Line(_("From where to where"), "bold"))
    yield from map(Line, _table(change.transitions, look))
    yield from map(Line, wrap(change.transitions.reading, look.width))
    yield from _missing(view, look)


def _facts_lines(view: CompareView, look: Look) -> list[Line]:
    rows = [("", view.before.label, view.now.label), *((fact.label, fact.before, fact.now) for fact in view.facts)]
    drawn = [f"  {visible(text)}" for text in columns(rows)]
    if max(map(len, drawn)) <= look.width:
        return [Line(text) for text in drawn]
    told = (f"{fact.label}: {fact.before} → {fact.now}" for fact in view.facts)
    return [Line(line) for text in told for line in wrap(text, look.width, "  ", "    ")]


def _crossed(change: ChangeView) -> str:
    """Which indicators crossed the threshold, if any did."""
    gained, lost = (", ".join(move.indicator.id for move in each) for each in (change.gained, change.lost))
    said = [(_("now fulfilled"), gained), (_("no longer fulfilled"), lost)]
    text = "; ".join(f"{label}: {ids}" for label, ids in said if ids)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _table(found: TransitionsView, look: Look) -> list[str]:
    """The table where there is room for it, else what is in its cells, one a line."""
    signs = [_sign(state) for state in found.states]
    nothing = "0" if look.plain else "·"
    rows = [("", *signs, "Σ")]
    rows += [
        (_sign(row.state), *(str(cell.count or nothing) for cell in row.cells), str(row.total)) for row in found.rows
    ]
    rows.append(("Σ", *map(str, found.totals), str(found.indicators)))
    drawn = [f"  {text}" for text in columns(rows)]
    legend = ", ".join(f"{_sign(state)} {state.name}" for state in found.states if not state.is_level)
    if max(map(len, drawn)) <= look.width:
        return [*drawn, *wrap(legend, look.width)]
    cells = (
        f"{_place(row.state)} → {_place(state)}: {cell.count}"
        for row in found.rows
        for state, cell in zip(found.states, row.cells, strict=True)
        if cell.count
    )
    return [line for text in cells for line in wrap(text, look.width, "  ", "    ")]


def _sign(state: StateView) -> str:
    """A level's number; of what has no level the sign by which `trata status` draws it."""
    return state.sign if state.is_level else SIGNS[state.style]


def _missing(view: CompareView, look: Look) -> Iterator[Line]:
    """What is not compared, and why."""
    missing = view.change.not_compared
    if missing:
        yield from (Line(), Line(_("Not compared ({count})").format(count=len(missing)), "bold"))
    for each in missing:
        yield from _item(f"{each.ids} — {each.text}", " ".join(filter(None, [each.why, each.reason])), look)


def _item(text: str, more: str | None, look: Look) -> Iterator[Line]:
    yield from map(Line, wrap(text, look.width, "  ", "    "))
    if more:
        yield from map(Line, wrap(more, look.width, "    "))


def _step_text(before: StateView, now: StateView) -> str:
    return f"{_place(before)} → {_place(now)}"


def _place(state: StateView) -> str:
    return state.sign if state.is_level else state.name


def _id(id_: str, was: str | None) -> str:
    return f"{was} → {id_}" if was else id_


# For machines.


def compare_json(view: CompareView, before: Side, now: Side) -> str:
    """Two files side by side for machines; version 1 of its shape is a contract.

    `{"version", "kind": "years|versions", "country", "before": S, "now": S, "compared": {"indicators", "shared",
    "fulfilled_before", "fulfilled_now"}, "rises": [M], "falls": [M], "newly_answered": [M], "no_longer_answered": [M],
    "other_moves": [M], "transitions": {"states", "counts"}, "not_compared": [{"id", "was", "cause", "level",
    "reason"}], "texts": [{"id", "changed"}], "notices"}`, where S = `{"year", "status", "plan": {"id", "version"},
    "totals", "problems": {"errors", "warnings"}}` with the totals of `status`, and M = `{"id", "was", "before", "now",
    "reason", "unexplained"}`. `other_moves` have no level on either side. In `counts` rows are before and columns now,
    in the order of `states`. `texts` are the answers of which public texts differ between two versions; of two years
    it is empty.
    """
    found = view.comparison
    data = {
        "version": 1,
        "kind": view.kind,
        "country": view.code,
        "before": _side_data(before, found.totals_before),
        "now": _side_data(now, found.totals_now),
        "compared": {
            "indicators": found.indicators,
            "shared": found.shared,
            "fulfilled_before": found.fulfilled_before,
            "fulfilled_now": found.fulfilled_now,
        },
        "rises": _moves_data(found.rises, view.kind),
        "falls": _moves_data(found.falls, view.kind),
        "newly_answered": _moves_data(found.newly_answered, view.kind),
        "no_longer_answered": _moves_data(found.no_longer_answered, view.kind),
        "other_moves": _moves_data(found.other_moves, view.kind),
        "transitions": {
            "states": [str(each) for each in found.transitions.states],
            "counts": found.transitions.counts,
        },
        "not_compared": [_not_compared_data(each) for each in found.not_compared],
        "texts": [{"id": id_, "changed": fields} for id_, fields in view.changed],
        "notices": [_(NAMES_NOTICE)],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _side_data(side: Side, totals: Totals) -> dict[str, Any]:
    asked = side.assessment.plan
    return {
        "year": side.assessment.year,
        "status": side.assessment.status,
        "plan": {"id": asked.id, "version": asked.version},
        "totals": totals_data(totals),
        "problems": {
            "errors": sum(problem.severity == "error" for problem in side.problems),
            "warnings": sum(problem.severity == "warning" for problem in side.problems),
        },
    }


def _moves_data(moves: tuple[Move, ...], kind: Kind) -> list[dict[str, Any]]:
    return [
        {
            "id": move.id,
            "was": move.was or move.id,
            "before": move.before,
            "now": move.now,
            "reason": move.reason,
            "unexplained": kind == "years" and move.is_unexplained,
        }
        for move in moves
    ]


def _not_compared_data(found: NotCompared) -> dict[str, Any]:
    return {
        "id": found.id,
        "was": found.was,
        "cause": found.cause,
        "level": found.level,
        "reason": found.reason,
    }
