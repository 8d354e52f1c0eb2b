"""Indicator ids as people type them: `2a`, `D2a` and `d02A` all mean `D02a`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from trata_cli.model.assessment import Assessment
from trata_cli.model.plan import Directive, Pillar, Plan


def resolve(plan: Plan, typed: str) -> list[str]:
    """The ids that a typed one can mean, in the plan's order.

    Capitals, leading zeros and the letters before the first digit don't matter. What names no indicator may name a
    directive by its number: then all its indicators are meant.
    """
    wanted = _key(typed.strip())
    exact = [id_ for id_ in plan.places if id_ == typed.strip()]
    whole = exact or [id_ for id_ in plan.places if _key(id_) == wanted]
    bare = whole or [id_ for id_ in plan.places if _without_prefix(_key(id_)) == wanted]
    return bare or [
        id_ for id_, place in plan.places.items() if _of_directive(wanted, place.directive.number, _key(id_))
    ]


def expand(plan: Plan, names: Iterable[str]) -> list[str]:
    """The indicators that a list of ids and pillar ids means, in the plan's order; unknown names mean none."""
    wanted = set(names)
    return [id_ for id_, place in plan.places.items() if id_ in wanted or place.pillar.id in wanted]


def plan_of(assessment: Assessment, plan: Plan) -> Plan:
    """The plan as far as a file is to answer it: of an institution's part its own indicators alone, of a whole all."""
    own = {*expand(plan, assessment.part.ids)} if assessment.part else set()
    if not own or len(own) == len(plan.places):
        return plan
    pillars = [
        pillar.model_copy(update={"directives": directives})
        for pillar in plan.pillars
        if (directives := tuple(_directives(pillar, own)))
    ]
    return plan.shown_with(pillars=tuple(pillars))


def _directives(pillar: Pillar, own: Collection[str]) -> Iterator[Directive]:
    for directive in pillar.directives:
        if kept := tuple(each for each in directive.indicators if each.id in own):
            yield directive.model_copy(update={"indicators": kept})


def by_institution(plan: Plan, assignments: Mapping[str, Iterable[str]], wanted: Iterable[str]) -> dict[str, list[str]]:
    """Which of the wanted indicators each institution is to answer, in the order of the assignments.

    An indicator that several are to answer stands with each; what nobody is to answer comes last, under "".
    Institutions without any are left out.
    """
    left = list(wanted)
    groups = {who: [id_ for id_ in expand(plan, names) if id_ in left] for who, names in assignments.items()}
    taken = {id_ for theirs in groups.values() for id_ in theirs}
    groups[""] = [id_ for id_ in left if id_ not in taken]
    return {who: theirs for who, theirs in groups.items() if theirs}


def _of_directive(wanted: str, number: int, key: str) -> bool:
    """Whether `wanted` is a directive's number, bare or with the letters with which its ids begin."""
    prefix = key[: len(key) - len(_without_prefix(key))]
    return bool(wanted) and wanted in (str(number), f"{prefix}{number}")


@lru_cache(maxsize=512)
def _key(id_: str) -> str:
    return re.sub(r"[0-9]+", lambda digits: digits[0].lstrip("0") or "0", id_.casefold())


def _without_prefix(key: str) -> str:
    """An id without the letters before its first digit; without digits, as it is."""
    return re.sub(r"^[^0-9]+(?=[0-9])", "", key)
