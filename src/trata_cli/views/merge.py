"""What a merge did, and why one is refused, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from trata_cli.i18n import N_, _
from trata_cli.method import merging, totals
from trata_cli.method.agreement import agreement
from trata_cli.method.merging import Obstacle
from trata_cli.model.assessment import Answer, Assessment
from trata_cli.model.plan import Plan
from trata_cli.model.text import visible
from trata_cli.views.agreement import agreement_lines
from trata_cli.views.terminal import Look, shell, wrap
from trata_cli.views.words import state_name

_OBSTACLES: Final[dict[Obstacle, str]] = {
    "no-part": N_("{path} is no institution's part: it has no “part” that says whose it is."),
    "other-country": N_("{path} is of {found}, and {other} of {expected}: another country."),
    "other-year": N_("{path} is of {found}, and {other} of {expected}: another year."),
    "other-plan": N_("{path} answers {found}, and {other} {expected}: another plan, or another edition of it."),
}


def obstacle_sentence(obstacle: Obstacle, part: Assessment, path: str, against: Assessment, other: str) -> str:
    """Why a file can't be merged with another one, as a sentence."""
    found, expected = (_whose(obstacle, each) for each in (part, against))
    return _(_OBSTACLES[obstacle]).format(path=visible(path), other=visible(other), found=found, expected=expected)


def _whose(obstacle: Obstacle, assessment: Assessment) -> str:
    if obstacle == "other-plan":
        return f"{assessment.plan.id}-{assessment.plan.version}"
    return str(assessment.year) if obstacle == "other-year" else assessment.country


def not_its_own_sentence(path: str, ids: Sequence[str]) -> str:
    """That a part answers what it was not asked, as a sentence."""
    text = _("{path} answers what is not its own: {ids}. Add it to the ids of the part, or take it out.")
    return text.format(path=visible(path), ids=", ".join(ids))


def merge_lines(
    path: str,
    before: Mapping[str, Answer],
    after: Mapping[str, Answer],
    parts: Sequence[Assessment],
    plan: Plan,
    plans: Sequence[str],
    look: Look,
) -> list[str]:
    """What a merge into a file did: how much, what changed its level, what is undecided and how to decide it."""
    answered = {id_ for part in parts for id_ in part.answers}
    changed = [id_ for id_ in plan.places if before.get(id_) != after.get(id_)]
    text = _("{path} · parts: {parts} · indicators answered: {answered} · answers changed: {changed}")
    texts = [text.format(path=visible(path), parts=len(parts), answered=len(answered), changed=len(changed))]
    texts += [*_replaced(changed, before, after), *_moved(changed, before, after), *_stay_decided(changed, after, plan)]
    if targets := [id_ for id_ in changed if merging.targets_differ(after[id_])]:
        text = _("Targets that differ, so that none was taken: {ids}. They stand in the statements.")
        texts.append(text.format(ids=", ".join(targets)))
    lines = [line for text in texts for line in wrap(text, look.width)]
    return [*lines, *_disputes(path, after, plan, plans, look), *_agreement(after, plan, look)]


def _replaced(changed: Sequence[str], before: Mapping[str, Answer], after: Mapping[str, Answer]) -> list[str]:
    """Who says something else than what the file had of it."""
    who = {id_: merging.replaced(before[id_], after[id_]) for id_ in changed if id_ in before}
    told = [f"{id_} ({visible(', '.join(names))})" for id_, names in who.items() if names]
    return [_("Institutions that say something else than before: {ids}").format(ids=", ".join(told))] if told else []


def _moved(changed: Sequence[str], before: Mapping[str, Answer], after: Mapping[str, Answer]) -> list[str]:
    """Levels that were there and follow what parts say now."""
    moves = [(id_, before[id_].level, after[id_].level) for id_ in changed if id_ in before]
    told = [
        f"{id_} ({state_name(old)} → {state_name(new)})"
        for id_, old, new in moves
        if old is not None and new is not None and old != new
    ]
    return [_("Another level than before: {ids}").format(ids=", ".join(told))] if told else []


def _stay_decided(changed: Sequence[str], after: Mapping[str, Answer], plan: Plan) -> list[str]:
    """Levels that a decision holds, whatever institutions say since."""
    found = [
        f"{id_} ({state_name(level)})"
        for id_ in changed
        if (level := after[id_].level) is not None
        and totals.is_disputed(after[id_])
        and not totals.needs_decision(after[id_], plan)
    ]
    text = _("Decided before, and left so, though institutions state another level: {ids}")
    return [text.format(ids=", ".join(found))] if found else []


def _disputes(path: str, after: Mapping[str, Answer], plan: Plan, plans: Sequence[str], look: Look) -> list[str]:
    """Who says what of each indicator that needs a decision, and the command that walks through them."""
    found = merging.disputes(after, plan)
    if not found:
        return []
    lines = [_("To be decided, as the institutions differ ({count}):").format(count=len(found))]
    for id_, said in found.items():
        level = after[id_].level
        stays = "" if level is None else " · " + _("here: {level}").format(level=state_name(level))
        who = " · ".join(f"{visible(by)}: {state_name(each)}" for by, each in said)
        lines += wrap(f"{id_}  {who}{stays}", look.width, "  ", "       ")
    if path == "-":  # it has no name yet
        return lines
    return [*lines, _("To decide: {command}").format(command=shell("assess", path, "--undecided", plans=plans))]


def _agreement(after: Mapping[str, Answer], plan: Plan, look: Look) -> list[str]:
    return [line for text in agreement_lines(agreement(after, plan)) for line in wrap(text, look.width)]


def stayed_lines(
    path: str, left: Sequence[str], comments: Sequence[int], unanswered: Sequence[str], output: str, look: Look
) -> list[str]:
    """What stays in a part alone, and what stays in the whole of what the part no longer says."""
    texts = []
    if left:
        text = _("{path}: not taken over, as {output} says otherwise or other parts do: {fields}")
        texts.append(text.format(path=visible(path), output=visible(output), fields=", ".join(left)))
    if comments:
        text = _("{path}: comments stay there alone, in line {lines}")
        texts.append(text.format(path=visible(path), lines=", ".join(map(str, comments))))
    if unanswered:
        text = _("{path} does not answer {ids}; what {output} has of its institution stays there")
        texts.append(text.format(path=visible(path), output=visible(output), ids=", ".join(unanswered)))
    return [line for text in texts for line in wrap(text, look.width)]
