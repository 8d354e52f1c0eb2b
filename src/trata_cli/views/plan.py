"""A plan as a tree and as JSON."""

from __future__ import annotations

import json

from trata_cli.i18n import _, ngettext
from trata_cli.model.plan import Plan
from trata_cli.views import words
from trata_cli.views.terminal import Line, Look, wrap


def plan_lines(plan: Plan, look: Look) -> list[Line]:
    """Pillars, directives and indicators, indented, each indicator with its kind."""
    edition = _("{id}, version {version}").format(id=plan.id, version=plan.version)
    lines = [Line(text, "bold") for text in wrap(f"{plan.title} ({edition})", look.width)]
    if note := words.translation_note(plan):
        lines += map(Line, wrap(note, look.width))
    for pillar in plan.pillars:
        lines += [Line(), Line(pillar.title.upper(), "bold")]
        for directive in pillar.directives:
            number = f"{directive.number:>3}. "
            lines += map(Line, wrap(directive.text, look.width, number, " " * len(number)))
            for indicator in directive.indicators:
                head = f"     {indicator.id}  "
                text = f"{indicator.text} [{indicator.kind}]"
                lines += [Line(each, "cyan") for each in wrap(text, look.width, head, " " * len(head))]
    return lines


def coherent(plan: Plan, digest: str) -> str:
    """The sentence that a plan holds together: what there is in it, and the digest of this edition."""
    directives = sum(len(pillar.directives) for pillar in plan.pillars)
    parts = [
        ngettext("{count} pillar", "{count} pillars", len(plan.pillars)).format(count=len(plan.pillars)),
        ngettext("{count} directive", "{count} directives", directives).format(count=directives),
        ngettext("{count} indicator", "{count} indicators", len(plan.places)).format(count=len(plan.places)),
        ngettext("{count} kind", "{count} kinds", len(plan.kinds)).format(count=len(plan.kinds)),
        _("levels {lowest} to {top}, fulfilled from {threshold}").format(
            lowest=plan.lowest, top=plan.top, threshold=plan.fulfilled_from
        ),
    ]
    text = _("{id}, version {version}, holds together: {parts}. Its hash: {digest}")
    return text.format(id=plan.id, version=plan.version, parts=", ".join(parts), digest=digest)


def how_much(language: str, told: int, count: int) -> str:
    """The sentence of a translation: how many of the plan's texts it renders as they are."""
    text = _("Unofficial translation into {language}: {told} of {count} texts.")
    return text.format(language=words.language_name(language), told=told, count=count)


def plan_json(plan: Plan) -> str:
    """The plan's tree for machines; version 1 of its shape is a contract."""
    data = {
        "version": 1,
        "id": plan.id,
        "plan_version": plan.version,
        "language": plan.language,
        "official": plan.language == plan.canonical.language,
        "pillars": [
            {
                "id": pillar.id,
                "title": pillar.title,
                "directives": [
                    {
                        "number": directive.number,
                        "text": directive.text,
                        "indicators": [{"id": i.id, "text": i.text, "kind": i.kind} for i in directive.indicators],
                    }
                    for directive in pillar.directives
                ],
            }
            for pillar in plan.pillars
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
