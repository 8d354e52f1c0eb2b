"""The target of an indicator: the level to reach, by when, led by whom, through which action."""

from __future__ import annotations

from typing import Final

from trata_cli.i18n import N_
from trata_cli.method import entries
from trata_cli.method.dialogue import Ask, Effect, Interview, Say
from trata_cli.method.interview.evidence import ALLOWED, echo_date
from trata_cli.method.interview.moves import Taken, ask, put_fields, to_level
from trata_cli.model.assessment import Target

FIELDS: Final = {
    Ask.TARGET_BY: ("by", Ask.TARGET_LEAD),
    Ask.TARGET_LEAD: ("lead", Ask.TARGET_ACTION),
    Ask.TARGET_ACTION: ("action", None),
}


def ask_target(state: Interview) -> Taken:
    """Ask what is to be reached next."""
    return ask(state, Ask.TARGET_LEVEL), []


def take_level(state: Interview, typed: str) -> Taken:
    """The level to reach makes a target; without one there is nothing to go on with."""
    target = state.answer.target
    if typed in ("x", "X") and target:
        state, effects = put_fields(state, target=None)
        return to_level(state, [*effects, Say(N_("The target was taken out."))])
    if not typed:
        return (ask(state, Ask.TARGET_BY), []) if target else to_level(state, [])
    found = entries.level(state.plan, typed)
    if not isinstance(found, int):
        scale = f"{state.plan.lowest}–{state.plan.top}"
        return state, [Say(N_("Allowed: {scale}, x = no target, Enter."), {"scale": scale})]
    new = target.model_copy(update={"level": found}) if target else Target(level=found)
    state, effects = put_fields(state, target=new) if new != target else (state, [])
    return ask(state, Ask.TARGET_BY), effects


def take_field(state: Interview, typed: str) -> Taken:
    """By when, led by whom, through which action: Enter leaves each as it is, `x` takes it out."""
    field, following = FIELDS[state.ask]
    target, text, told = state.answer.target, entries.one_line(typed), list[Effect]()
    if target is None:
        return to_level(state, [])
    value = None if text in ("x", "X") else text
    if value and state.ask is Ask.TARGET_BY:
        value = entries.partial_date(value)
        if value is None:
            return state, [Say(ALLOWED[Ask.DATE])]
        told = echo_date(Ask.DATE, typed, {"date": value})
    new = target.model_copy(update={field: value}) if typed else target
    state, effects = put_fields(state, target=new) if new != target else (state, [])
    if following is None:
        return to_level(state, [*effects, *told, Say(N_("Target of {id} saved."), {"id": state.id})])
    return ask(state, following), [*effects, *told]
