"""Evidence: its title, its type, its details, and the list of what there is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import Any, Final

from trata_cli.i18n import N_
from trata_cli.method import entries
from trata_cli.method.dialogue import Ask, Effect, Interview, Say, Show
from trata_cli.method.interview.moves import Taken, ask, done, put_fields
from trata_cli.model.assessment import Evidence

DETAILS: Final = (Ask.DATE, Ask.ISSUER, Ask.WHERE, Ask.AUDIENCE)
"""What is asked of a piece of evidence after its title and type, in the order of its one-line form."""
_OF_LIST: Final = re.compile(r"(?P<x>[xX] *)?(?P<number>[0-9]{1,3})")
"""A piece of evidence of the list, to be changed (`2`) or taken out (`x 2`)."""
_NOWHERE: Final = {"url": None, "file": None, "reference": None, "sha256": None}
_NOTHING_OF: Final[Mapping[Ask, Mapping[str, str | None]]] = {
    Ask.DATE: {"date": None},
    Ask.ISSUER: {"issuer": None},
    Ask.WHERE: _NOWHERE,
}
"""What `x` makes of a detail that is changed; the others can't be without."""
ALLOWED: Final = {
    Ask.TYPE: (types := N_("Allowed: a official act, b internal document, c third party, d statement.")),
    Ask.NEW_TYPE: types,
    Ask.NEW_TITLE: N_("A piece of evidence needs a title; - goes back to the level."),
    Ask.DATE: N_("Allowed: 2026-03-01, 2026-03, 2026, 01/03/2026 (day first), Enter."),
    Ask.AUDIENCE: N_("Allowed: p public, i internal, Enter = public."),
}


def to_evidence(state: Interview, effects: list[Effect]) -> Taken:
    """Ask for a title, below the list of what there is; a title that waits goes on to its type."""
    if state.title:
        return ask(state, Ask.TYPE), effects
    return ask(state, Ask.TITLE), [*effects, *([Show("evidence")] if state.answer.evidence else [])]


def take_title(state: Interview, typed: str) -> Taken:
    """A title, or all in one line with `|`: then only what is missing is asked."""
    if not typed:
        return done(state, [])
    if of_list := _OF_LIST.fullmatch(typed):
        return _numbered(state, int(of_list["number"]), takes_out=bool(of_list["x"]))
    if typed in ("x", "X") and state.answer.evidence:
        return state, [Say(N_("x needs the number of the piece of evidence, such as x 1."))]
    title, *given = [entries.one_line(part) for part in typed.split("|")]
    if not title:
        return state, [Say(N_("The title comes first: title | type | date | issuer | where."))]
    if len(given) > 1 + len(DETAILS):
        return state, [Say(N_("Too many “|”: title | type | date | issuer | where | audience."))]
    state = replace(ask(state, Ask.TYPE), title=title, given=tuple(given[1:]))
    return take_type(state, given[0]) if given and given[0] else (state, [])


def _numbered(state: Interview, number: int, *, takes_out: bool) -> Taken:
    """Change a piece of evidence of the list, field by field, or take it out."""
    evidence = state.answer.evidence
    if not 1 <= number <= len(evidence):
        return state, [Say(N_("There is no evidence {number} here."), {"number": number})]
    piece = number - 1
    if not takes_out:
        return _to_missing(replace(state, piece=piece, missing=(Ask.NEW_TITLE, Ask.NEW_TYPE, *DETAILS)), [])
    title = evidence[piece].title
    state, saved = put_fields(state, evidence=(*evidence[:piece], *evidence[piece + 1 :]))
    told = Say(N_("“{title}” was taken out."), {"title": title})
    return to_evidence(state, [*saved, told])


def take_type(state: Interview, typed: str) -> Taken:
    """With its type a piece of evidence can be saved, and with it what was given behind its title."""
    found = entries.evidence_type(typed)
    if found is None:
        return state, [Say(ALLOWED[Ask.TYPE])]
    fields: dict[str, Any] = {}
    told: list[Effect] = []
    missing: list[Ask] = []
    for question, text in zip_longest(DETAILS, state.given):
        detail = None if text is None else _detail(question, text)
        if detail is None:
            missing.append(question)
            told += [] if text is None or len(missing) > 1 else [Say(ALLOWED[question])]
        else:
            fields.update(detail)
            told += echo_date(question, text, detail)
    evidence = (*state.answer.evidence, Evidence(title=state.title, type=found, **fields))
    state, saved = put_fields(replace(state, title="", given=()), evidence=evidence)
    return _to_missing(replace(state, missing=tuple(missing)), [*saved, *told])


def _to_missing(state: Interview, effects: list[Effect]) -> Taken:
    """Ask for the next detail that is missing; after the last, for the next piece of evidence."""
    if not state.missing:
        return to_evidence(state, effects)
    return replace(state, ask=state.missing[0], missing=state.missing[1:]), effects


def take_detail(state: Interview, typed: str) -> Taken:
    """A detail of a piece of evidence: the one that is being changed, else the last."""
    is_new = state.piece is None
    detail = _detail(state.ask, typed) if is_new or typed not in ("x", "X") else _NOTHING_OF.get(state.ask)
    if detail is None:
        return state, [Say(ALLOWED[state.ask])]
    echo = echo_date(state.ask, typed, detail)
    evidence = list(state.answer.evidence)
    piece = len(evidence) - 1 if state.piece is None else state.piece
    changed = evidence[piece].model_copy(update=detail)
    if changed == evidence[piece]:
        return _to_missing(state, echo)
    evidence[piece] = changed
    state, saved = put_fields(state, evidence=tuple(evidence))
    return _to_missing(state, [*saved, *echo])


def _detail(question: Ask, typed: str) -> dict[str, str | None] | None:
    """What a line says of a piece of evidence: nothing where it is empty, `None` where it is not allowed."""
    if not typed:
        return {}
    if question is Ask.NEW_TITLE:
        return {"title": entries.one_line(typed)}
    if question is Ask.NEW_TYPE:
        type_ = entries.evidence_type(typed)
        return {"type": type_} if type_ else None
    if question is Ask.DATE:
        date = entries.partial_date(typed)
        return {"date": date} if date else None
    if question is Ask.AUDIENCE:
        audience = entries.audience(typed)
        return {"audience": audience} if audience else None
    if question is Ask.ISSUER:
        return {"issuer": entries.one_line(typed)}
    return {**_NOWHERE, "url" if entries.is_url(typed) else "reference": entries.one_line(typed)}


def echo_date(question: Ask, typed: str, detail: Mapping[str, str | None]) -> list[Effect]:
    """A date that was typed otherwise is said back."""
    date = detail.get("date")
    is_other = question is Ask.DATE and bool(date) and typed != date
    return [Say(N_("Date: {date}"), detail)] if is_other else []
