"""What became of each indicator and of its answer, from one edition of a plan to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from trata_cli.i18n import N_, _
from trata_cli.method.migration import Fate, Migration, Row
from trata_cli.model.plan import Plan
from trata_cli.views.terminal import Line, Look, wrap
from trata_cli.views.words import change_name, state_name

_FATES: Final[dict[Fate, str]] = {
    "carried": N_("carried over"),
    "re-read": N_("to be read again"),
    "to-answer": N_("to be answered"),
    "left": N_("in comments"),
    "unanswered": "",
}
_GAP: Final = "  "


def edition_name(plan: Plan) -> str:
    """An edition by the name of its file: `oea-trata-1`."""
    return f"{plan.id}-{plan.version}"


def migration_lines(old: Plan, new: Plan, found: Migration, look: Look) -> list[Line]:
    """A title, a row for each indicator, and how many of the old answers went which way."""
    cells = [(_("Indicator"), _("Change"), _("Answer"), _("Level")), *(_cells(row) for row in found.rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    rows = [_GAP.join(map(str.ljust, row, widths)).rstrip() for row in cells]
    lines = [Line(f"{edition_name(old)} → {edition_name(new)}", "bold")]
    for number, row in enumerate(rows):
        lines += (Line(text, "" if number else "dim") for text in wrap(row, look.width, "  ", "      "))
    return [*lines, *map(Line, wrap(_summary(found), look.width))]


def _cells(row: Row) -> tuple[str, str, str, str]:
    fate = _FATES[row.fate]
    return _ids(row), change_name(row.change), _(fate) if fate else "", _levels(row)


def _ids(row: Row) -> str:
    """`L1`, or `L5, L6 → L9` where it is not called what it was."""
    was = ", ".join(row.was)
    return was if row.id is None else row.id if row.was in ((), (row.id,)) else f"{was} → {row.id}"


def _levels(row: Row) -> str:
    """`2`, or `3 → 2` where it stands elsewhere now."""
    before = ", ".join(map(state_name, row.before))
    if row.now is None:
        return before
    now = state_name(row.now)
    return now if {*row.before} <= {row.now} else f"{before} → {now}"


def _summary(found: Migration) -> str:
    text = _(
        "Answers in the old file: {total} · carried over: {carried}, to be read again: {again} · to be answered anew: "
        "{anew} · in comments: {left}"
    )
    carried, again, anew, left = (
        len(found.answers(*fates)) for fates in (("carried", "re-read"), ("re-read",), ("to-answer",), ("left",))
    )
    return text.format(total=carried + anew + left, carried=carried, again=again, anew=anew, left=left)


def undefined_lines(levels: Sequence[tuple[str, int]], new: Plan) -> list[str]:
    """Each level without a counterpart, with its place in the file."""
    text = _("{place}: level {level} has no counterpart in {edition}.")
    return [text.format(place=place, level=level, edition=edition_name(new)) for place, level in levels]
