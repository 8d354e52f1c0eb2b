"""The blank questionnaire of a plan as a typed view: what a committee takes into its meeting and fills in by hand."""

from __future__ import annotations

from dataclasses import dataclass

from trata_cli import i18n
from trata_cli.model.assessment import EVIDENCE_TYPES
from trata_cli.model.plan import Descriptor, Directive, Kind, Place, Plan
from trata_cli.views import words


@dataclass(frozen=True, slots=True)
class LevelView:
    """A level of the plan and its name."""

    level: int
    name: str


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A level of one indicator; `text` is the whole descriptor where that says more than its short form."""

    level: int
    short: str
    text: str | None
    proof: str | None


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator and its choices, lowest first: those below the threshold, and those that fulfil it."""

    id: str
    number: int
    text: str
    guidance: str | None
    erratum: str | None
    not_applicable: str | None
    below: tuple[ChoiceView, ...]
    fulfilling: tuple[ChoiceView, ...]


@dataclass(frozen=True, slots=True)
class DirectiveView:
    """A directive with its indicators."""

    number: int
    text: str
    erratum: str | None
    indicators: tuple[IndicatorView, ...]


@dataclass(frozen=True, slots=True)
class PillarView:
    """A pillar with its directives; `indicators` counts all of theirs."""

    id: str
    title: str
    directives: tuple[DirectiveView, ...]
    indicators: int


@dataclass(frozen=True, slots=True)
class CaseView:
    """An invented case, the level that it has, and why."""

    text: str
    level: int
    why: str


@dataclass(frozen=True, slots=True)
class ExamplesView:
    """The cases of a kind of indicator, and the indicators of that kind."""

    name: str
    indicators: tuple[str, ...]
    cases: tuple[CaseView, ...]


@dataclass(frozen=True, slots=True)
class QuestionnaireView:
    """A whole questionnaire: how the levels are read, then every indicator with room for its answer."""

    language: str
    plan_language: str
    translation_note: str | None
    title: str
    id: str
    version: int
    rules: tuple[str, ...]
    below: tuple[LevelView, ...]
    fulfilling: tuple[LevelView, ...]
    threshold: int
    evidence_types: tuple[str, ...]
    pillars: tuple[PillarView, ...]
    indicators: int
    examples: tuple[ExamplesView, ...]


def build(plan: Plan) -> QuestionnaireView:
    """The questionnaire of a plan, in the interface's language around the plan's own texts."""
    levels = [LevelView(level, plan.levels[level]) for level in sorted(plan.levels)]
    return QuestionnaireView(
        language=i18n.language(),
        plan_language=plan.language,
        translation_note=words.translation_note(plan),
        title=plan.title,
        id=plan.id,
        version=plan.version,
        rules=plan.reading_rules,
        below=tuple(each for each in levels if not plan.is_fulfilled(each.level)),
        fulfilling=tuple(each for each in levels if plan.is_fulfilled(each.level)),
        threshold=plan.fulfilled_from,
        evidence_types=tuple(map(words.evidence_type_name, EVIDENCE_TYPES)),
        pillars=tuple(
            PillarView(
                pillar.id,
                pillar.title,
                tuple(_directive(directive, plan) for directive in pillar.directives),
                sum(len(directive.indicators) for directive in pillar.directives),
            )
            for pillar in plan.pillars
        ),
        indicators=len(plan.places),
        examples=tuple(_examples(name, kind, plan) for name, kind in plan.kinds.items() if kind.cases),
    )


def _examples(name: str, kind: Kind, plan: Plan) -> ExamplesView:
    mine = tuple(place.id for place in plan.places.values() if place.indicator.kind == name)
    return ExamplesView(kind.name, mine, tuple(CaseView(each.text, each.level, each.why) for each in kind.cases))


def _directive(directive: Directive, plan: Plan) -> DirectiveView:
    indicators = tuple(_indicator(plan.places[each.id], plan) for each in directive.indicators)
    return DirectiveView(directive.number, directive.text, directive.erratum, indicators)


def _indicator(place: Place, plan: Plan) -> IndicatorView:
    indicator = place.indicator
    choices = [_choice(level, descriptor) for level, descriptor in plan.descriptors(indicator).items()]
    return IndicatorView(
        id=place.id,
        number=place.number,
        text=indicator.text,
        guidance=indicator.guidance,
        erratum=indicator.erratum,
        not_applicable=indicator.not_applicable,
        below=tuple(each for each in choices if not plan.is_fulfilled(each.level)),
        fulfilling=tuple(each for each in choices if plan.is_fulfilled(each.level)),
    )


def _choice(level: int, descriptor: Descriptor) -> ChoiceView:
    says_more = descriptor.text.rstrip(".") != descriptor.short.rstrip(".")
    return ChoiceView(level, descriptor.short, descriptor.text if says_more else None, descriptor.proof)
