"""The state of an assessment: a picture of the year for a terminal, and its totals as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final

from trata_cli.i18n import _, ngettext
from trata_cli.method import ids, totals
from trata_cli.method.agreement import agreement
from trata_cli.method.checks import expected_name
from trata_cli.method.totals import State, Totals
from trata_cli.model.assessment import NO_INFORMATION, NOT_APPLICABLE, Assessment
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Problem, has_errors
from trata_cli.views.agreement import agreement_data, agreement_lines
from trata_cli.views.index import index_data, index_view
from trata_cli.views.problems import counted
from trata_cli.views.terminal import Line, Look, shell, wrap
from trata_cli.views.words import state_name, status_name, translation_note

SIGNS: Final[Mapping[str, str]] = {
    NOT_APPLICABLE: "n",
    NO_INFORMATION: "s",
    totals.UNDECIDED: "?",
    totals.UNANSWERED: "·",
}
"""One character for each indicator of a picture: its level, or the letter with which the interview asks for a word."""
_THRESHOLD: Final = "│"


def totals_lines(found: Totals, plan: Plan, look: Look) -> list[str]:
    """Totals in a few lines: the distribution, fulfilled with its range, what has no level.

    The distribution is a picture where there is room for one; on a plain terminal, which may be read aloud, it comes in
    words.
    """
    low, high = found.fulfilled_range
    fulfilled = _("Fulfilled (level {threshold} or more): {x} of {n}").format(
        threshold=plan.fulfilled_from, x=found.fulfilled, n=found.applicable
    )
    if found.open:
        still = ngettext(
            "; {open} open: between {low} and {high}", "; {open} open: between {low} and {high}", found.open
        )
        fulfilled += still.format(open=found.open, low=low, high=high)
    drawn = picture(found, plan)
    words = _("By level, from {low} to {high}: {counts}").format(
        low=plan.lowest, high=plan.top, counts=" · ".join(str(count) for _level, count in found.levels)
    )
    texts = [words if look.plain or len(drawn) > look.width - 2 else drawn, fulfilled, *_without_level(found)]
    return [line for text in texts for line in wrap(text, look.width, "  ", "    ")]


def picture(found: Totals, plan: Plan) -> str:
    """One character for each indicator, by level from the lowest: `00 1 222 │ 3333 4  n ··`."""
    levels = [(level, str(level) * count) for level, count in found.levels if count]
    below = [run for level, run in levels if not plan.is_fulfilled(level)]
    above = [run for level, run in levels if plan.is_fulfilled(level)]
    others = [SIGNS[str(state)] * count for state, count in _counts_without_level(found) if count]
    return "  ".join(filter(None, [" ".join([*below, _THRESHOLD, *above]), " ".join(others)]))


def _counts_without_level(found: Totals) -> list[tuple[State, int]]:
    return [
        (NOT_APPLICABLE, found.not_applicable),
        (NO_INFORMATION, found.no_information),
        (totals.UNDECIDED, found.undecided),
        (totals.UNANSWERED, found.unanswered),
    ]


def _without_level(found: Totals) -> list[str]:
    """What has no level, by why, in one line; nothing where all have one."""
    some = [f"{state_name(state)}: {count}" for state, count in _counts_without_level(found) if count]
    text = " · ".join(some)
    return [text[:1].upper() + text[1:]] if some else []


def status_lines(
    assessment: Assessment,
    plan: Plan,
    problems: Sequence[Problem],
    path: str,
    plans: Sequence[str],
    look: Look,
    *,
    with_index: bool = False,
) -> list[Line]:
    """The state of an assessment: the year as a picture, whose turn it is, what is wrong, and what to do next.

    The balanced share only where somebody asks for it.
    """
    name = assessment.country_name or plan.countries.get(assessment.country, assessment.country)
    title = [f"{name} {assessment.year}", status_name(assessment.status), assessment.institution or ""]
    lines = [Line(text, "bold") for text in wrap(" · ".join(filter(None, title)), look.width)]
    if note := translation_note(plan):
        lines += map(Line, wrap(note, look.width, "  "))
    lines += map(Line, totals_lines(totals.whole(assessment, plan), plan, look))
    by_pillar = totals.by_pillar(assessment, plan)
    lines += [Line(text) for each in _heard(assessment, plan) for text in wrap(each, look.width, "  ", "    ")]
    for pillar in plan.pillars:
        lines += [Line(), *(Line(text, "bold") for text in wrap(pillar.title, look.width))]
        lines += map(Line, totals_lines(by_pillar[pillar.id], plan, look))
    if not look.plain:
        lines += [Line(), *(Line(text, "dim") for text in wrap(_legend(), look.width))]
    if with_index:
        texts = index_view(assessment, plan).sentences
        lines += [Line(), *(Line(line) for text in texts for line in wrap(text, look.width, "", "  "))]
    lines += _open(assessment, plan, look)
    lines += [Line(), *_what_next(assessment, plan, problems, path, plans, look)]
    return lines


def _heard(assessment: Assessment, plan: Plan) -> list[str]:
    """Whose part the file is; of a whole, how far the institutions agree whose statements it has."""
    if assessment.part:
        text = _("Part of {institution}: only its own indicators count here")
        return [text.format(institution=assessment.part.institution)]
    return agreement_lines(agreement(assessment.answers, plan))


def _legend() -> str:
    return _(
        "Each sign is an indicator: its level, {threshold} the threshold, n not applicable, s no information, "
        "? undecided, · unanswered."
    ).format(threshold=_THRESHOLD)


def _open(assessment: Assessment, plan: Plan, look: Look) -> list[Line]:
    """What is open: by institution where the file says who answers what."""
    states = totals.states(assessment, plan)
    still = [id_ for id_, state in states.items() if state in totals.OPEN]
    if not still:
        return []
    if not assessment.assignments:
        groups: Iterable[tuple[str, list[str]]] = [(_("Open"), still)]
    else:
        groups = ids.by_institution(plan, assessment.assignments, still).items()
    lines = [Line(), Line(_("Open, by institution"), "bold")] if assessment.assignments else [Line()]
    for institution, theirs in groups:
        head = _("{who} ({count}): {ids}").format(
            who=institution or _("Not assigned"),
            count=len(theirs),
            ids=", ".join(_with_state(id_, states[id_]) for id_ in theirs),
        )
        lines += map(Line, wrap(head, look.width, "", "  "))
    return lines


def _with_state(id_: str, state: State) -> str:
    """An id, with why it is open where that is not that nobody has answered yet."""
    return id_ if state == totals.UNANSWERED else f"{id_} ({state_name(state)})"


def _what_next(
    assessment: Assessment, plan: Plan, problems: Sequence[Problem], path: str, plans: Sequence[str], look: Look
) -> list[Line]:
    """What is wrong with the file, and the commands that bring it on, the most pressing first."""
    found = totals.whole(assessment, plan)
    is_waiting = bool(found.unanswered or found.undecided)
    is_final, report = assessment.status == "final", f"{PurePath(path).stem}.html"
    is_differing = any(totals.needs_decision(answer, plan) for answer in assessment.answers.values())
    whole = PurePath(path).with_name(expected_name(assessment.model_copy(update={"part": None})))
    steps = [
        (bool(problems), _("see the problems: {command}").format(command=shell("validate", path, plans=plans))),
        (
            is_differing and not is_final,
            _("decide where institutions differ: {command}").format(
                command=shell("assess", path, "--undecided", plans=plans)
            ),
        ),
        (
            is_waiting and not is_final,
            _("answer what is open: {command}").format(command=shell("assess", path, "--pending", plans=plans)),
        ),
        (
            bool(assessment.part) and not is_waiting and not has_errors(problems),
            _("merge it into the whole: {command}").format(command=shell("merge", path, "-o", str(whole), plans=plans)),
        ),
        (
            not is_waiting and not is_final and not has_errors(problems),
            _("take it a step further: {command}").format(command=shell("finalize", path, plans=plans)),
        ),
        (True, _("read the report: {command}").format(command=shell("report", path, "-o", report, plans=plans))),
    ]
    wrong = _("Problems: {found}").format(found=counted(problems))
    next_ = [text for wanted, text in steps if wanted]
    texts = [*wrap(wrong, look.width, "", "  "), _("Next:")]
    texts += [line for text in next_ for line in wrap(text, look.width, "  - ", "    ")]
    return [Line(text) for text in texts]


def status_json(assessment: Assessment, plan: Plan, *, with_index: bool = False) -> str:
    """The state of an assessment for machines; version 1 of its shape is a contract."""
    by_pillar, by_directive = totals.by_pillar(assessment, plan), totals.by_directive(assessment, plan)
    index = {"index": index_data(assessment, plan)} if with_index else {}
    data = {
        "version": 1,
        "country": assessment.country,
        "year": assessment.year,
        "status": assessment.status,
        "totals": totals_data(totals.whole(assessment, plan)) | index,
        **({"agreement": agreement_data(found)} if (found := agreement(assessment.answers, plan)).shared else {}),
        "pillars": [{"id": p.id, "title": p.title, **totals_data(by_pillar[p.id])} for p in plan.pillars],
        "directives": [
            {"number": d.number, **totals_data(by_directive[d.number])} for p in plan.pillars for d in p.directives
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def totals_data(found: Totals) -> dict[str, Any]:
    """Totals for machines, as `status` and `compare` give them."""
    return {
        "indicators": found.indicators,
        "not_applicable": found.not_applicable,
        "no_information": found.no_information,
        "unanswered": found.unanswered,
        "undecided": found.undecided,
        "answered": found.answered,
        "levels": {str(level): count for level, count in found.levels},
        "fulfilled": found.fulfilled,
        "applicable": found.applicable,
        "fulfilled_range": list(found.fulfilled_range),
    }
