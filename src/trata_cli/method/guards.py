"""Guards: checks that ask whether a level is held up by what stands beside it. All of them are warnings.

Each is a rule of the method (design of the plan's levels: a level from the threshold on rests on dated documents, the
top on a second source, an absence on somebody who looked).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from trata_cli.method import totals
from trata_cli.method.checks import Subject, asked_of
from trata_cli.model.assessment import NOT_APPLICABLE, Answer, Evidence
from trata_cli.model.plan import Place, Plan
from trata_cli.model.problem import Finding, Pointer

MOST_NOT_APPLICABLE: Final = 20
"""Percent of the indicators asked that may be not applicable before it is pointed out."""
LONGEST_RUN: Final = 10
"""The same number so often in a row, in the plan's order, is pointed out."""
FIVE_YEARS: Final = 5


def fulfilled_without_evidence(subject: Subject) -> Iterator[Finding]:
    """A level from the threshold on that rests on nothing, or on statements only."""
    for at, _place, answer in _answers(subject):
        if is_fulfilled_without_evidence(answer, subject.plan):
            yield Finding.of("evidence-missing", (*at, "level"), level=answer.level)


def is_fulfilled_without_evidence(answer: Answer, plan: Plan) -> bool:
    """Whether an answer has a level from the threshold on that rests on nothing, or on statements only."""
    return _is_from(plan.fulfilled_from, answer, plan) and not _documents(answer)


def top_without_second_source(subject: Subject) -> Iterator[Finding]:
    """The top level without documents of two issuers, one of them a third party."""
    for at, _place, answer in _answered_from(subject, subject.plan.top):
        found = _documents(answer)
        issuers = {each.issuer.casefold() for each in found if each.issuer}
        if found and not (len(issuers) > 1 and any(each.type == "third-party" for each in found)):
            yield Finding.of("second-source-missing", (*at, "level"), level=answer.level)


def absence_without_note(subject: Subject) -> Iterator[Finding]:
    """The lowest level, a verified absence, without a note on how it was verified."""
    for at, _place, answer in _answers(subject):
        if answer.level == subject.plan.lowest and not answer.note and not answer.internal_note:
            yield Finding.of("absence-unexplained", (*at, "level"), level=answer.level)


def evidence_not_current(subject: Subject) -> Iterator[Finding]:
    """A level from the threshold on whose proof has to be renewed, and none of whose documents is of the time."""
    year = subject.assessment.year
    for at, place, answer in _answered_from(subject, subject.plan.fulfilled_from):
        renewal, found = subject.plan.renewal(place.indicator), _documents(answer)
        if not found:
            continue
        if renewal == "yearly" and not any(year in _years(each) for each in found):
            yield Finding.of("evidence-of-other-year", (*at, "level"), level=answer.level, year=year)
        elif renewal == "five-years" and not any(_is_young(each, year) for each in found):
            yield Finding.of("evidence-too-old", (*at, "level"), level=answer.level, year=year - FIVE_YEARS)


def evidence_after_answer(subject: Subject) -> Iterator[Finding]:
    """Evidence whose first possible day lies behind the day on which the indicator was answered."""
    for at, _place, answer in _answers(subject):
        for number, each in enumerate(answer.evidence):
            if answer.answered and each.date and _first_day(each.date) > answer.answered:
                pointer = (*at, "evidence", number, "date")
                yield Finding.of("evidence-after-answer", pointer, found=each.date, answered=answer.answered)


def not_applicable_unlikely(subject: Subject) -> Iterator[Finding]:
    """Not applicable where the plan has no hint that it could be."""
    for at, place, answer in _answers(subject):
        if answer.level == NOT_APPLICABLE and not place.indicator.not_applicable:
            yield Finding.of("not-applicable-unlikely", (*at, "level"), id=place.id)


def many_not_applicable(subject: Subject) -> Iterator[Finding]:
    """More not applicable than a country's reality can well explain."""
    asked = asked_of(subject)
    found = [id_ for id_ in asked if _level(subject, id_) == NOT_APPLICABLE]
    if len(found) * 100 > len(asked) * MOST_NOT_APPLICABLE:
        values = {"count": len(found), "indicators": len(asked), "most": MOST_NOT_APPLICABLE}
        yield Finding.of("not-applicable-often", ("answers",), **values)


def same_level_in_a_row(subject: Subject) -> Iterator[Finding]:
    """The same number for many indicators in a row: they may have been filled in, not answered one by one."""
    for level, run in groupby(asked_of(subject), key=lambda id_: _level(subject, id_)):
        found = list(run)
        if isinstance(level, int) and len(found) >= LONGEST_RUN:
            pointer = ("answers", found[0], "level")
            yield Finding.of("same-level-often", pointer, level=level, count=len(found), last=found[-1])


def _answers(subject: Subject) -> Iterator[tuple[Pointer, Place, Answer]]:
    for id_, answer in subject.assessment.answers.items():
        if place := subject.plan.places.get(id_):
            yield ("answers", id_), place, answer


def _answered_from(subject: Subject, lowest: int) -> Iterator[tuple[Pointer, Place, Answer]]:
    """Answers with a level of the plan that is not below `lowest`."""
    for at, place, answer in _answers(subject):
        if _is_from(lowest, answer, subject.plan):
            yield at, place, answer


def _is_from(lowest: int, answer: Answer, plan: Plan) -> bool:
    return isinstance(answer.level, int) and answer.level in plan.levels and answer.level >= lowest


def _level(subject: Subject, id_: str) -> totals.State:
    return totals.state(subject.assessment.answers.get(id_), subject.plan)


def _documents(answer: Answer) -> list[Evidence]:
    return [each for each in answer.evidence if each.type != "statement"]


def _years(evidence: Evidence) -> set[int]:
    """The years of which a document speaks: those that it says it covers, else that of its date."""
    return set(evidence.covers or ([int(evidence.date[:4])] if evidence.date else []))


def _is_young(evidence: Evidence, year: int) -> bool:
    """Whether a document can be of the five years that end with the last day of `year`, or speaks of one of them."""
    since = f"{year - FIVE_YEARS}-12-31"
    return bool(evidence.date and _last_day(evidence.date) >= since) or any(
        each > year - FIVE_YEARS for each in evidence.covers or ()
    )


def _first_day(date: str) -> str:
    return (date + "-01-01")[:10]


def _last_day(date: str) -> str:
    """The last day that a date can mean; for comparing, every month may end with a 31st."""
    return date + "-12-31"[len(date) - 4 :] if len(date) < 10 else date
