"""Totals as lines and as JSON."""

from __future__ import annotations

import json
from typing import Any

from trata_cli.i18n import _, ngettext
from trata_cli.method import totals
from trata_cli.method.totals import Totals
from trata_cli.model.assessment import Assessment
from trata_cli.model.plan import Plan
from trata_cli.views.terminal import Line, Look, wrap
from trata_cli.views.words import status_name


def totals_lines(found: Totals, plan: Plan, look: Look) -> list[str]:
    """Totals in a few lines: fulfilled with its range, the distribution, what is open."""
    low, high = found.fulfilled_range
    fulfilled = _("Fulfilled (level {threshold} or more): {x} of {n}").format(
        threshold=plan.fulfilled_from, x=found.fulfilled, n=found.applicable
    )
    if found.open:
        still = ngettext(
            "; {open} open: between {low} and {high}", "; {open} open: between {low} and {high}", found.open
        )
        fulfilled += still.format(open=found.open, low=low, high=high)
    distribution = _("By level, from {low} to {high}: {counts}").format(
        low=found.levels[0][0],
        high=found.levels[-1][0],
        counts=" · ".join(str(count) for _level, count in found.levels),
    )
    others = _(
        "Not applicable: {not_applicable} · No information: {no_information} · "
        "Undecided: {undecided} · Unanswered: {unanswered}"
    ).format(
        not_applicable=found.not_applicable,
        no_information=found.no_information,
        undecided=found.undecided,
        unanswered=found.unanswered,
    )
    texts = (fulfilled, distribution, others)
    return [line for text in texts for line in wrap(text, look.width, "  ", "    ")]


def status_lines(assessment: Assessment, plan: Plan, look: Look) -> list[Line]:
    """The state of an assessment: totals of the whole and of each pillar, and which indicators are open."""
    name = assessment.country_name or plan.countries.get(assessment.country, assessment.country)
    title = f"{name} {assessment.year} · {status_name(assessment.status)}"
    lines = [Line(title, "bold"), *map(Line, totals_lines(totals.whole(assessment, plan), plan, look))]
    by_pillar = totals.by_pillar(assessment, plan)
    for pillar in plan.pillars:
        lines += [
            Line(),
            Line(pillar.title, "bold"),
            *map(Line, totals_lines(by_pillar[pillar.id], plan, look)),
        ]
    return [*lines, *_open(assessment, plan, look)]


def _open(assessment: Assessment, plan: Plan, look: Look) -> list[Line]:
    """The ids of what is open, by why."""
    states = totals.states(assessment, plan)
    why = {
        totals.UNANSWERED: _("Unanswered: {ids}"),
        totals.UNDECIDED: _("Undecided: {ids}"),
        "no-information": _("No information: {ids}"),
    }
    lines: list[Line] = []
    for state, text in why.items():
        if found := [id_ for id_, each in states.items() if each == state]:
            lines += map(Line, wrap(text.format(ids=", ".join(found)), look.width, "", "  "))
    return [Line(), *lines] if lines else []


def status_json(assessment: Assessment, plan: Plan) -> str:
    """The state of an assessment for machines; version 1 of its shape is a contract."""
    by_pillar, by_directive = totals.by_pillar(assessment, plan), totals.by_directive(assessment, plan)
    data = {
        "version": 1,
        "country": assessment.country,
        "year": assessment.year,
        "status": assessment.status,
        "totals": _counts(totals.whole(assessment, plan)),
        "pillars": [{"id": p.id, "title": p.title, **_counts(by_pillar[p.id])} for p in plan.pillars],
        "directives": [
            {"number": d.number, **_counts(by_directive[d.number])} for p in plan.pillars for d in p.directives
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _counts(found: Totals) -> dict[str, Any]:
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
