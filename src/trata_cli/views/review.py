"""The screens and prompts of a review, as lines; what is the same in the interview comes from there."""

from __future__ import annotations

from typing import Final

from trata_cli.i18n import N_, _
from trata_cli.method import reviewing
from trata_cli.method.dialogue import Ask, Interview, Show, statement_of
from trata_cli.model.assessment import Statement
from trata_cli.views import interview as screens
from trata_cli.views.answers import standing, whole
from trata_cli.views.interview import QUESTION
from trata_cli.views.terminal import Line, Look, paragraphs, wrap

_PROMPTS: Final = {
    Ask.LEVEL: N_("{id}  a agree · {scale}, n, s other · Enter goes on · - back · ? help · q quit"),
    Ask.NOTE: N_("{id} · You: {own}, as the country. Comment (Enter = {keep}, e = editor)"),
}
_NEEDED: Final = N_("{id} · You: {own}; the country: {country}. Why? ({keep}e = editor)")


def prompt(state: Interview, look: Look) -> list[Line]:
    """The question that waits for a line; it names the indicator."""
    if state.ask not in _PROMPTS:
        return screens.prompt(state, look)
    is_needed = state.ask is Ask.NOTE and reviewing.needs_comment(state)
    text = _(_NEEDED if is_needed else _PROMPTS[state.ask]).format(
        id=state.id,
        scale=f"{state.plan.lowest}–{state.plan.top}",
        own=standing(state.own),
        country=standing(state.answer.level),
        keep=_keep(state, is_needed=is_needed),
    )
    return [Line(line, QUESTION) for line in paragraphs(text, look.width)]


def _keep(state: Interview, *, is_needed: bool) -> str:
    """What Enter does at the question for a comment."""
    has_one = bool(reviewing.comment_so_far(state))
    if is_needed:
        return _("Enter = as it is, ") if has_one else ""
    return _("as it is") if has_one else _("no comment")


def shown(show: Show, state: Interview, look: Look) -> list[Line]:
    """What is more than a line: a screen, a list, the review so far."""
    lines = {
        "screen": _screen,
        "help": lambda state, look: screens.explained(state, _keys(state), look),
        "unsaved": _unsaved,
    }
    if show.what == "totals":  # those of the whole walk close the review, however it ends
        return counted(state, show.pillar, look) if show.pillar else []
    return lines[show.what](state, look) if show.what in lines else screens.shown(show, state, look)


def counted(state: Interview, pillar: str, look: Look) -> list[Line]:
    """How many answers the reviewer agrees with, of a pillar or, where none is named, of the whole walk."""
    found = reviewing.tally(state, pillar)
    text = _("Agreed: {agreed} · another level: {differ} · not reviewed: {waiting}").format(
        agreed=found.agreed, differ=found.differ, waiting=found.waiting
    )
    titles = {each.id: each.title for each in state.plan.pillars}
    head = titles[pillar].upper() if pillar else _("Review by {reviewer}").format(reviewer=state.reviewer)
    return [Line(), *(Line(line, "bold") for line in wrap(head, look.width)), *_lines(text, look, "  ")]


def _screen(state: Interview, look: Look) -> list[Line]:
    """An indicator with the country's answer to it, and what the reviewer has said of it already."""
    done = reviewing.tally(state)
    progress = _("reviewed {number} of {count}").format(
        number=done.agreed + done.differ, count=done.agreed + done.differ + done.waiting
    )
    where = f"{' · '.join(screens.whereabouts(state))} {state.id} · {progress}"
    lines = [Line(), *(Line(line, "bold") for line in wrap(where, look.width)), Line(), *screens.judged(state, look)]
    lines += [Line(), Line(_("The country's answer:"), "bold"), *whole(state.answers.get(state.id), look)]
    said = statement_of(state.answer, state.reviewer)
    return [*lines, *(_earlier(said, look) if said else [])]


def _earlier(said: Statement, look: Look) -> list[Line]:
    head = _("Your review of {date}:").format(date=said.date) if said.date else _("Your review:")
    return [Line(head, "bold"), *_statement(said, look)]


def _statement(said: Statement | None, look: Look) -> list[Line]:
    """A reviewer's level and why."""
    texts = [standing(said.level), said.reason, said.note] if said else []
    return [line for text in texts if text for line in _lines(text, look, "   ")]


def _unsaved(state: Interview, look: Look) -> list[Line]:
    """A review that is on no disk, whole: somebody can still write it down."""
    if state.pause is None:
        return []
    text = _("{id} could not be saved. This was your review:").format(id=state.pause.save.id)
    said = statement_of(state.pause.save.new, state.reviewer)
    return [*(Line(line, "bold") for line in wrap(text, look.width)), *_statement(said, look)]


def _keys(state: Interview) -> list[str]:
    return [
        _("a agree with the country's level · {scale}, n, s another level · Enter goes on without a review").format(
            scale=f"{state.plan.lowest}–{state.plan.top}"
        ),
        _("- back · g 14b or 14b go to · /word search · d the whole directive · ? this help · q save and leave"),
        _("At every question: q, -, ?"),
    ]


def _lines(text: str, look: Look, indent: str) -> list[Line]:
    return [Line(line) for line in paragraphs(text, look.width, indent)]
