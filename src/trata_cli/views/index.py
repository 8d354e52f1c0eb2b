"""The balanced share in words, with its arithmetic: so that whoever asks for it can count it again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from trata_cli.i18n import _
from trata_cli.method.index import ENOUGH, Index, balanced_share
from trata_cli.method.totals import Totals, by_pillar
from trata_cli.model.assessment import Assessment
from trata_cli.model.plan import Plan


@dataclass(frozen=True, slots=True)
class IndexView:
    """The balanced share: what it is, and how it comes about, pillar by pillar."""

    sentences: tuple[str, ...]
    arithmetic: tuple[str, ...]


def index_view(assessment: Assessment, plan: Plan) -> IndexView:
    """The balanced share of an assessment, for people."""
    found, pillars = balanced_share(assessment, plan), by_pillar(assessment, plan)
    if found.low is None:
        return IndexView((_("Balanced share: no indicator is applicable."),), ())
    titles = {pillar.id: pillar.title for pillar in plan.pillars}
    lines = [_of_pillar(titles[id_], each) for id_, each in pillars.items() if each.applicable]
    return IndexView(tuple(_sentences(found)), (*lines, *_mean(found, list(pillars.values()))))


def index_data(assessment: Assessment, plan: Plan) -> dict[str, Any]:
    """The balanced share for machines, in percent and unrounded."""
    return asdict(balanced_share(assessment, plan))


def _sentences(found: Index) -> list[str]:
    bounds = {"low": percent(found.low), "high": percent(found.high)}
    coverage = _("Coverage: {share} of what is applicable is answered.").format(share=percent(found.coverage))
    what = _("It is the mean over pillars of fulfilled ÷ answered: each pillar weighs the same.")
    if found.value is None:
        text = _(
            "Balanced share: insufficient information, as in a pillar less than {enough} per cent of what is "
            "applicable is answered; between {low} and {high}."
        )
        return [text.format(enough=ENOUGH, **bounds), what, coverage]
    text = _("Balanced share: {value}, between {low} and {high}.")
    others = _("Weighted otherwise: by directives {directive}, by indicators {indicator}.")
    weightings = found.weightings
    return [
        text.format(value=percent(found.value), **bounds),
        what,
        coverage,
        others.format(directive=percent(weightings.directive), indicator=percent(weightings.indicator)),
    ]


def _of_pillar(title: str, found: Totals) -> str:
    x, a, n, most = found.fulfilled, found.answered, found.applicable, found.fulfilled_range[1]
    text = _("{pillar}: {x} ÷ {a} = {share}; from {x} ÷ {n} = {low} to {most} ÷ {n} = {high}; answered: {a} of {n}.")
    share = percent(100 * x / a) if a else "–"
    low, high = percent(100 * x / n), percent(100 * most / n)
    return text.format(pillar=title, x=x, a=a, n=n, most=most, share=share, low=low, high=high)


def _mean(found: Index, pillars: list[Totals]) -> list[str]:
    if found.value is None:
        return []
    shares = [percent(100 * each.fulfilled / each.answered) for each in pillars if each.answered]
    text = _("Mean of the pillars: ({shares}) ÷ {count} = {value}.")
    return [text.format(shares=" + ".join(shares), count=len(shares), value=percent(found.value))]


def percent(value: float | None) -> str:
    """A share with one decimal, written as the language does."""
    if value is None:
        return "–"
    whole, tenth = f"{value:.1f}".split(".")
    return _("{whole}.{tenth} %").format(whole=whole, tenth=tenth)
