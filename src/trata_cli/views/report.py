"""The report of one assessment as a typed view: all that a template shows, ready, and nothing that it must not show.

What is internal is left out here, so that no template can print it: a public view holds no internal notes, no
internal evidence, no institution's statements, no assignments and no paths.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from trata_cli import i18n
from trata_cli.i18n import _
from trata_cli.method import comparison, totals
from trata_cli.method.comparison import Comparison, NotComparable
from trata_cli.method.totals import UNANSWERED, UNDECIDED
from trata_cli.model.assessment import (
    NO_INFORMATION,
    NOT_APPLICABLE,
    Answer,
    Assessment,
    Audience,
    Evidence,
    Statement,
    Target,
)
from trata_cli.model.plan import Descriptor, Directive, Indicator, Kind, Pillar, Place, Plan
from trata_cli.model.problem import Pointer
from trata_cli.views import words
from trata_cli.views.change import ChangeView, change_view
from trata_cli.views.headline import Headline, StateView, headline, state_view
from trata_cli.views.history import HistoryView
from trata_cli.views.index import IndexView, index_view
from trata_cli.views.withheld import without

_NEXT_TARGETS = 3


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A document, and where it is: on the web, under a reference, as a file beside the assessment."""

    title: str
    type: str
    date: str | None
    covers: str | None
    issuer: str | None
    url: str | None
    reference: str | None
    file: str | None
    internal: bool


@dataclass(frozen=True, slots=True)
class TargetView:
    """What comes next for an indicator."""

    level: StateView
    by: str | None
    lead: str | None
    action: str | None


@dataclass(frozen=True, slots=True)
class StatementView:
    """What a reviewer, or in an internal report an institution, says of an indicator."""

    by: str
    role: str
    date: str | None
    state: StateView | None
    reason: str | None
    note: str | None
    internal_note: str | None
    evidence: tuple[EvidenceView, ...]
    target: TargetView | None


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator and its answer. `asks` is what the threshold asks for, where the level is below it."""

    id: str
    number: int
    text: str
    guidance: str | None
    erratum: str | None
    state: StateView
    descriptor: str | None
    asks: str | None
    note: str | None
    reason: str | None
    decided: str | None
    internal_note: str | None
    evidence: tuple[EvidenceView, ...]
    statements: tuple[StatementView, ...]
    assigned: tuple[str, ...]
    target: TargetView | None


@dataclass(frozen=True, slots=True)
class DirectiveView:
    """A directive with its indicators."""

    number: int
    text: str
    erratum: str | None
    indicators: tuple[IndicatorView, ...]


@dataclass(frozen=True, slots=True)
class PillarView:
    """A pillar with its headline, its directives, and its gaps: the indicators with a level below the threshold."""

    id: str
    title: str
    headline: Headline
    directives: tuple[DirectiveView, ...]
    gaps: tuple[IndicatorView, ...]


@dataclass(frozen=True, slots=True)
class OpenView:
    """The indicators that are open for one and the same cause."""

    state: StateView
    indicators: tuple[IndicatorView, ...]


@dataclass(frozen=True, slots=True)
class DescriptorView:
    """What a level means, and the document that proves it."""

    level: StateView
    text: str
    proof: str | None


@dataclass(frozen=True, slots=True)
class KindView:
    """What the levels mean for a kind of indicator, and which indicators are of that kind."""

    name: str
    indicators: tuple[str, ...]
    levels: tuple[DescriptorView, ...]


@dataclass(frozen=True, slots=True)
class OverrideView:
    """The levels that mean something of their own for one indicator."""

    id: str
    text: str
    levels: tuple[DescriptorView, ...]


@dataclass(frozen=True, slots=True)
class MethodView:
    """The annex: how to read the levels and where the texts come from. Levels go from the top down."""

    rules: tuple[str, ...]
    levels: tuple[StateView, ...]
    threshold: StateView
    kinds: tuple[KindView, ...]
    overrides: tuple[OverrideView, ...]
    source: str
    source_sha256: str | None
    file_sha256: str
    version: str


@dataclass(frozen=True, slots=True)
class SignedView:
    """Who signed the assessment as final, when, and the fingerprint of what was signed."""

    by: str | None
    date: str | None
    content: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """A whole report. `marks` are the words that every page bears: a draft, an internal report.

    The plan's texts are in `plan_language`, what a country wrote is in `notes_language`: of a translated plan the note
    says so.
    """

    language: str
    plan_language: str
    notes_language: str
    translation_note: str | None
    plan_title: str
    plan_id: str
    plan_version: int
    country: str
    code: str
    invented: bool
    year: int
    institution: str | None
    part: str | None
    status: str
    audience: str
    marks: tuple[str, ...]
    signed: SignedView | None
    date: str | None
    whole: Headline
    pillars: tuple[PillarView, ...]
    change: ChangeView | None
    not_compared: str | None
    history: HistoryView | None
    index: IndexView | None
    open: tuple[OpenView, ...]
    not_applicable: tuple[IndicatorView, ...]
    no_information: tuple[IndicatorView, ...]
    gaps_without_target: int
    targets: tuple[IndicatorView, ...]
    next_targets: tuple[IndicatorView, ...]
    method: MethodView


def build(
    plan: Plan,
    assessment: Assessment,
    *,
    previous: Assessment | None,
    audience: Audience,
    file_sha256: str,
    date: str | None,
    version: str,
    withheld: Collection[Pointer] = (),
    previous_plan: Plan | None = None,
    history: HistoryView | None = None,
    with_index: bool = False,
) -> ReportView:
    """The report of an assessment against its plan, for the public or for the institutions themselves.

    `previous` is last year's assessment, `previous_plan` the plan that it answers if it is another edition,
    `file_sha256` that of the assessment's file, `date` the report's own if it bears one, `version` that of trata;
    `withheld` are the texts of which it says no more than that they are.
    """
    assessment = without(assessment, withheld)
    indicators = indicator_views(plan, assessment, audience)
    pillars = _pillars(plan, assessment, indicators)
    targets = tuple(sorted((i for i in indicators.values() if i.target), key=_due))
    gaps = [gap for pillar in pillars for gap in pillar.gaps]
    compared = comparison.compare(previous, assessment, plan, previous_plan) if previous else None
    by_state = {
        state: tuple(i for i in indicators.values() if i.state.style == state)
        for state in (NO_INFORMATION, UNDECIDED, UNANSWERED, NOT_APPLICABLE)
    }
    return ReportView(
        language=i18n.language(),
        plan_language=plan.language,
        notes_language=plan.canonical.language,
        translation_note=words.translation_note(plan),
        plan_title=plan.title,
        plan_id=plan.id,
        plan_version=plan.version,
        country=words.country_name(assessment, plan),
        code=assessment.country,
        invented=words.is_invented(assessment.country),
        year=assessment.year,
        institution=assessment.institution,
        part=assessment.part.institution if assessment.part else None,
        status=words.status_name(assessment.status),
        audience=words.audience_name(audience),
        marks=_marks(assessment, audience),
        signed=_signed(assessment),
        date=date,
        whole=headline(totals.whole(assessment, plan), plan),
        pillars=pillars,
        change=(
            change_view(compared, plan, previous_plan or plan, indicators) if isinstance(compared, Comparison) else None
        ),
        not_compared=words.obstacle_sentence(compared.obstacle) if isinstance(compared, NotComparable) else None,
        history=history,
        index=index_view(assessment, plan) if with_index else None,
        open=tuple(
            OpenView(state_view(state, plan), by_state[state])
            for state in (NO_INFORMATION, UNDECIDED, UNANSWERED)
            if by_state[state]
        ),
        not_applicable=by_state[NOT_APPLICABLE],
        no_information=by_state[NO_INFORMATION],
        gaps_without_target=sum(gap.target is None for gap in gaps),
        targets=targets,
        next_targets=targets[:_NEXT_TARGETS],
        method=_method(plan, file_sha256, version),
    )


def indicator_views(plan: Plan, assessment: Assessment, audience: Audience) -> dict[str, IndicatorView]:
    """Every indicator of the plan with its answer, as this audience may see it."""
    answers = _Answers(plan, assessment, internal=audience == "internal")
    return {place.id: answers.indicator(place) for place in plan.places.values()}


@dataclass(frozen=True, slots=True)
class _Answers:
    """An assessment as those may see it for whom the report is: the one place where the internal is left out."""

    plan: Plan
    assessment: Assessment
    internal: bool

    def indicator(self, place: Place) -> IndicatorView:
        answer = self.assessment.answers.get(place.id) or Answer()
        state = totals.state(answer, self.plan)
        descriptors = self.plan.descriptors(place.indicator)
        below = isinstance(state, int) and not self.plan.is_fulfilled(state)
        return IndicatorView(
            id=place.id,
            number=place.number,
            text=place.indicator.text,
            guidance=place.indicator.guidance,
            erratum=place.indicator.erratum,
            state=state_view(state, self.plan),
            descriptor=descriptors[state].text if isinstance(state, int) else None,
            asks=descriptors[self.plan.fulfilled_from].text if below else None,
            note=answer.note,
            reason=answer.reason,
            decided=answer.decided,
            internal_note=answer.internal_note if self.internal else None,
            evidence=self._evidence(answer.evidence),
            statements=self._statements(answer.statements),
            assigned=self._assigned(place),
            target=self._target(answer.target),
        )

    def _evidence(self, found: tuple[Evidence, ...]) -> tuple[EvidenceView, ...]:
        return tuple(
            EvidenceView(
                title=evidence.title,
                type=words.evidence_type_name(evidence.type),
                date=evidence.date,
                covers=words.years(evidence.covers) if evidence.covers else None,
                issuer=evidence.issuer,
                url=evidence.url,
                reference=evidence.reference,
                file=self._file(evidence),
                internal=evidence.audience == "internal",
            )
            for evidence in found
            if self.internal or evidence.audience == "public"
        )

    def _file(self, evidence: Evidence) -> str | None:
        """Where a document's file is: its path is for those who have the folder."""
        if self.internal or not evidence.file:
            return evidence.file
        return _("copy kept with the assessment")

    def _statements(self, found: tuple[Statement, ...]) -> tuple[StatementView, ...]:
        return tuple(
            StatementView(
                by=statement.by,
                role=_("reviewer") if statement.role == "reviewer" else _("institution"),
                date=statement.date,
                state=None if statement.level is None else state_view(statement.level, self.plan),
                reason=statement.reason,
                note=statement.note,
                internal_note=statement.internal_note if self.internal else None,
                evidence=self._evidence(statement.evidence),
                target=self._target(statement.target),
            )
            for statement in found
            if self.internal or statement.role == "reviewer"
        )

    def _assigned(self, place: Place) -> tuple[str, ...]:
        if not self.internal:
            return ()
        mine = {place.id, place.pillar.id}
        return tuple(name for name, ids in self.assessment.assignments.items() if mine.intersection(ids))

    def _target(self, target: Target | None) -> TargetView | None:
        if not target:
            return None
        return TargetView(state_view(target.level, self.plan), target.by, target.lead, target.action)


def _marks(assessment: Assessment, audience: Audience) -> tuple[str, ...]:
    marks = {
        _("DRAFT"): assessment.status == "draft",
        _("REVIEWED, NOT FINAL"): assessment.status == "reviewed",
        _("INTERNAL"): audience == "internal",
    }
    return tuple(mark for mark, applies in marks.items() if applies)


def _signed(assessment: Assessment) -> SignedView | None:
    signed = assessment.final
    return SignedView(signed.by, signed.date, signed.content) if signed else None


def _due(indicator: IndicatorView) -> tuple[str, int]:
    """Sorts targets by their date: a month or a year is due at its end, a target without date comes last."""
    by = indicator.target.by if indicator.target else None
    return f"{by or '9999'}-99", indicator.number


def _pillars(plan: Plan, assessment: Assessment, indicators: dict[str, IndicatorView]) -> tuple[PillarView, ...]:
    counts = totals.by_pillar(assessment, plan)
    return tuple(
        PillarView(
            id=pillar.id,
            title=pillar.title,
            headline=headline(counts[pillar.id], plan),
            directives=tuple(_directive(directive, indicators) for directive in pillar.directives),
            gaps=tuple(indicators[i.id] for i in _indicators(pillar) if indicators[i.id].asks),
        )
        for pillar in plan.pillars
    )


def _indicators(pillar: Pillar) -> list[Indicator]:
    return [indicator for directive in pillar.directives for indicator in directive.indicators]


def _directive(directive: Directive, indicators: dict[str, IndicatorView]) -> DirectiveView:
    mine = tuple(indicators[indicator.id] for indicator in directive.indicators)
    return DirectiveView(directive.number, directive.text, directive.erratum, mine)


def _method(plan: Plan, file_sha256: str, version: str) -> MethodView:
    every = [place.indicator for place in plan.places.values()]
    return MethodView(
        rules=plan.reading_rules,
        levels=tuple(state_view(level, plan) for level in sorted(plan.levels, reverse=True)),
        threshold=state_view(plan.fulfilled_from, plan),
        kinds=tuple(_kind(name, kind, plan) for name, kind in plan.kinds.items()),
        overrides=tuple(_override(indicator, plan) for indicator in every if indicator.levels),
        source=plan.source.text,
        source_sha256=plan.source.sha256,
        file_sha256=file_sha256,
        version=version,
    )


def _kind(name: str, kind: Kind, plan: Plan) -> KindView:
    mine = tuple(place.id for place in plan.places.values() if place.indicator.kind == name)
    return KindView(kind.name, mine, _descriptors(kind.levels, plan))


def _override(indicator: Indicator, plan: Plan) -> OverrideView:
    in_force = plan.descriptors(indicator)
    return OverrideView(
        indicator.id,
        indicator.text,
        _descriptors({level: in_force[level] for level in indicator.levels}, plan),
    )


def _descriptors(found: dict[int, Descriptor], plan: Plan) -> tuple[DescriptorView, ...]:
    return tuple(
        DescriptorView(state_view(level, plan), found[level].text, found[level].proof)
        for level in sorted(found, reverse=True)
    )
