"""The headline of a whole plan or of one pillar: fulfilled x of n, the range still open, and the chart's bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from trata_cli.i18n import _, ngettext
from trata_cli.method.totals import UNANSWERED, UNDECIDED, State, Totals
from trata_cli.model.assessment import NO_INFORMATION, NOT_APPLICABLE
from trata_cli.model.plan import Plan
from trata_cli.views import words

LAST_SHADE: Final = 9
"""The style sheet's ramp has ten shades, from 0 to this one: as many as a plan may have levels."""
_THIN: Final = 0.03
"""The share of the bar below which a piece is too narrow for a number under it on a phone."""
_SIGNS: Final[dict[State, str]] = {UNDECIDED: "≠"}
_ONLY_IF_FOUND: Final = (UNDECIDED, UNANSWERED)


@dataclass(frozen=True, slots=True)
class StateView:
    """Where an indicator stands: `sign` stands in its square, `text` says it in full."""

    sign: str
    """A level's number; of the states without a level only undecided has one."""
    name: str
    text: str
    style: str
    """What the style sheet calls it: `shade-0` to `shade-9` for levels, else the state's own word."""
    is_level: bool
    fulfilled: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """The indicators in one state, and their piece of the bar (in percent of its length)."""

    state: StateView
    count: int
    thin: bool
    start: str
    width: str
    middle: str


@dataclass(frozen=True, slots=True)
class Headline:
    """The totals of the whole or of a pillar, counted out. Segments go from the top level down."""

    indicators: int
    applicable: int
    fulfilled: int
    open: int
    low: int
    high: int
    not_applicable: int
    segments: tuple[Segment, ...]
    threshold: str
    """Where on the bar the fulfilled ones end, in percent."""
    sentence: str
    range: str
    arithmetic: tuple[str, ...]


def state_view(state: State, plan: Plan) -> StateView:
    """How a state is named and drawn."""
    if not isinstance(state, int):
        name = words.state_name(state)
        return StateView(_SIGNS.get(state, ""), name, name, style=state, is_level=False, fulfilled=False)
    return StateView(
        sign=str(state),
        name=plan.levels.get(state, ""),
        text=words.level_name(state, plan),
        style=f"shade-{_shade(state, plan)}",
        is_level=True,
        fulfilled=plan.is_fulfilled(state),
    )


def headline(totals: Totals, plan: Plan) -> Headline:
    """The headline over these totals."""
    low, high = totals.fulfilled_range
    return Headline(
        indicators=totals.indicators,
        applicable=totals.applicable,
        fulfilled=totals.fulfilled,
        open=totals.open,
        low=low,
        high=high,
        not_applicable=totals.not_applicable,
        segments=_segments(totals, plan),
        threshold=_percent(totals.fulfilled, totals.indicators),
        sentence=_sentence(totals),
        range=_range(totals),
        arithmetic=_arithmetic(totals, plan),
    )


def _shade(level: int, plan: Plan) -> int:
    """The levels spread evenly over the ramp, lowest palest; a level that the plan lacks gets the palest."""
    scale = sorted(plan.levels)
    return round(scale.index(level) * LAST_SHADE / (len(scale) - 1)) if level in scale else 0


def _segments(totals: Totals, plan: Plan) -> tuple[Segment, ...]:
    counts: dict[State, int] = dict(reversed(totals.levels))
    counts |= {
        NO_INFORMATION: totals.no_information,
        UNDECIDED: totals.undecided,
        UNANSWERED: totals.unanswered,
        NOT_APPLICABLE: totals.not_applicable,
    }
    shown = {state: count for state, count in counts.items() if count or state not in _ONLY_IF_FOUND}
    segments, before = [], 0
    for state, count in shown.items():
        start, width = _percent(before, totals.indicators), _percent(count, totals.indicators)
        middle = _percent(before + count / 2, totals.indicators)
        thin = count < _THIN * totals.indicators
        segments.append(Segment(state_view(state, plan), count, thin, start, width, middle))
        before += count
    return tuple(segments)


def _percent(part: float, whole: int) -> str:
    return f"{100 * part / whole:.3f}" if whole else "0"


def _sentence(totals: Totals) -> str:
    return ngettext(
        "%(fulfilled)d of %(applicable)d applicable indicator fulfilled",
        "%(fulfilled)d of %(applicable)d applicable indicators fulfilled",
        totals.applicable,
    ) % {"fulfilled": totals.fulfilled, "applicable": totals.applicable}


def _range(totals: Totals) -> str:
    if not totals.open:
        return _("No indicator is open.")
    low, high = totals.fulfilled_range
    return ngettext(
        "%(open)d indicator is open: between %(low)d and %(high)d will be fulfilled.",
        "%(open)d indicators are open: between %(low)d and %(high)d will be fulfilled.",
        totals.open,
    ) % {"open": totals.open, "low": low, "high": high}


def _arithmetic(totals: Totals, plan: Plan) -> tuple[str, ...]:
    """How each number of the headline comes about, so that anyone can count it again from the table."""
    met = " + ".join(
        _("%(count)d at level %(level)d") % {"count": count, "level": level}
        for level, count in reversed(totals.levels)
        if plan.is_fulfilled(level)
    )
    low, high = totals.fulfilled_range
    return (
        _("Applicable: %(indicators)d − %(not_applicable)d not applicable = %(applicable)d.")
        % {
            "indicators": totals.indicators,
            "not_applicable": totals.not_applicable,
            "applicable": totals.applicable,
        },
        _("Fulfilled: %(sum)s = %(fulfilled)d.") % {"sum": met, "fulfilled": totals.fulfilled},
        _("Open: %(none)d no information + %(undecided)d undecided + %(unanswered)d unanswered = %(open)d.")
        % {
            "none": totals.no_information,
            "undecided": totals.undecided,
            "unanswered": totals.unanswered,
            "open": totals.open,
        },
        _("Range: from %(low)d to %(low)d + %(open)d = %(high)d.") % {"low": low, "open": totals.open, "high": high},
    )
