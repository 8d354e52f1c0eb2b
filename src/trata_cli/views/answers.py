"""An answer, and what others state of the same indicator, as lines of a walk through indicators."""

from __future__ import annotations

from trata_cli.i18n import _, ngettext
from trata_cli.method import totals
from trata_cli.model.assessment import WORDS, Answer, Evidence, Level, Statement, Target
from trata_cli.model.text import visible
from trata_cli.views.terminal import Line, Look, cut, paragraphs, wrap
from trata_cli.views.words import audience_name, evidence_type_name, state_name, years

_SHORTEST = 12
"""The least of a text that says anything."""


def whole(answer: Answer | Statement | None, look: Look) -> list[Line]:
    """All that people entered of an answer, or an institution of its statement."""
    if answer is None:
        return [Line("   " + _("no answer"))]
    named = [
        (_("Note"), answer.note),
        (_("Internal note"), answer.internal_note),
        (_("Reason"), answer.reason),
        *((_("Evidence"), evidence_text(each)) for each in answer.evidence),
        (_("Target"), _target(answer.target) if answer.target else None),
    ]
    texts = [standing(answer.level), *(f"{name}: {text}" for name, text in named if text)]
    if isinstance(answer, Answer) and (count := len(answer.statements)):
        texts.append(ngettext("{count} statement", "{count} statements", count).format(count=count))
    return [Line(line) for text in texts for line in paragraphs(text, look.width, "   ")]


def standing(level: Level | None) -> str:
    """The level of an answer or a statement in words."""
    if level is None:
        return _("no level yet")
    return state_name(level) if level in WORDS else _("level {level}").format(level=level)


def evidence_text(each: Evidence) -> str:
    """A piece of evidence with its details."""
    details = [evidence_type_name(each.type), each.date, each.issuer, each.where, years(each.covers or ())]
    details += [audience_name(each.audience)] if each.audience == "internal" else []
    return f"{each.title} ({', '.join(filter(None, details))})"


def _target(target: Target) -> str:
    parts = [_("level {level}").format(level=target.level), target.by, target.lead, target.action]
    return ", ".join(filter(None, parts))


def said_in_short(answer: Answer, look: Look) -> list[Line]:
    """Who says what, on a line each, where institutions differ; else nothing."""
    return [Line(_in_short(each, look)) for each in _heard(answer)]


def levels_of(answer: Answer) -> str:
    """The same in a few words."""
    return " · ".join(f"{each.by}: {state_name(each.level)}" for each in _heard(answer) if each.level is not None)


def said_in_full(answer: Answer, look: Look) -> list[Line]:
    """All that others state of an indicator, whole."""
    lines: list[Line] = []
    for each in answer.statements:
        head = f"{each.by} ({each.date})" if each.date else each.by
        lines += [*(Line(text, "bold") for text in wrap(head, look.width)), *whole(each, look)]
    return [*lines, Line()] if lines else []


def _heard(answer: Answer) -> list[Statement]:
    """The institutions' statements with a level, where these differ, among themselves or from the answer."""
    differs = len(totals.stated(answer)) > 1 or totals.is_disputed(answer)
    return [each for each in answer.statements if each.role == "institution" and each.level is not None and differs]


def _in_short(said: Statement, look: Look) -> str:
    lead = cut(f"{said.by}: {standing(said.level)}", look.width)
    text = said.reason if said.level in WORDS else said.note or said.reason
    room = look.width - len(lead) - len(" — «»")
    return visible(f"{lead} — «{cut(text, room)}»") if text and room > _SHORTEST else visible(lead)
