"""Many countries and years as a typed view, which templates and the terminal show, and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from trata_cli import i18n
from trata_cli.i18n import N_, _, ngettext
from trata_cli.method.synthesis import Country, CountryYear, Edition, Movement, Order, Region
from trata_cli.method.totals import Totals
from trata_cli.model.plan import Plan
from trata_cli.views import words
from trata_cli.views.headline import Headline, headline
from trata_cli.views.index import percent
from trata_cli.views.problems import NAMES_NOTICE
from trata_cli.views.status import totals_data

Cause = Literal["errors", "part", "twice"]
"""Why a file is not counted."""
_CAUSES: Final[dict[Cause, str]] = {
    "errors": N_("it has errors"),
    "part": N_("it is one institution's part, not a whole"),
    "twice": N_("another file of that country, year and plan is counted already"),
}
_ORDERS: Final[dict[Order, str]] = {
    "name": N_(
        "Each country states where it stands itself. Countries stand in the order of their names: nothing here ranks "
        "them."
    ),
    "fulfilled": N_(
        "Each country states where it stands itself. As was asked for, countries stand by the share of the applicable "
        "indicators that is fulfilled in their latest year."
    ),
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is not counted, by its name (nothing where that is not to be shown), and why."""

    file: str | None
    cause: Cause

    @property
    def why(self) -> str:
        """The cause in words."""
        return _(_CAUSES[self.cause])


@dataclass(frozen=True, slots=True)
class FigureView:
    """Totals as they are printed: the headline, how much is answered, and for each pillar `x` of `n`."""

    headline: Headline
    coverage: str
    pillars: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class YearView:
    """A year: of a country, with its status, or of all countries, with how many they are; and what moved."""

    year: int
    status: str
    is_final: bool
    is_draft: bool
    countries: int
    figure: FigureView
    change: Movement | None


@dataclass(frozen=True, slots=True)
class CountryView:
    """A country with its years, the newest first."""

    code: str
    name: str
    invented: bool
    years: tuple[YearView, ...]


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator, and in how many countries it is fulfilled, in the latest year of each."""

    id: str
    text: str
    headline: Headline


@dataclass(frozen=True, slots=True)
class PillarView:
    """A pillar with its indicators, counted as they are."""

    id: str
    title: str
    label: str
    headline: Headline
    coverage: str
    indicators: tuple[IndicatorView, ...]


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition of a plan and all that is counted of it; `anchor` names it on a page."""

    id: str
    version: int
    title: str
    language: str
    translation_note: str | None
    anchor: str
    sentences: tuple[str, ...]
    countries: tuple[CountryView, ...]
    years: tuple[YearView, ...]
    latest: str
    figure: FigureView
    pillars: tuple[PillarView, ...]
    most: tuple[IndicatorView, ...]
    least: tuple[IndicatorView, ...]


@dataclass(frozen=True, slots=True)
class SynthesisView:
    """The whole synthesis. `marks` are the words that a page bears; `order` says how countries stand."""

    language: str
    marks: tuple[str, ...]
    order: str
    several: bool
    editions: tuple[EditionView, ...]
    left_out: tuple[LeftOut, ...]
    version: str


def build(editions: Sequence[Edition], left_out: Sequence[LeftOut], order: Order, *, version: str) -> SynthesisView:
    """The synthesis of what is counted; `version` is that of trata."""
    has_draft = any(
        year.whole.status == "draft" for edition in editions for country in edition.countries for year in country.years
    )
    return SynthesisView(
        language=i18n.language(),
        marks=(_("WITH DRAFTS"),) if has_draft else (),
        order=_(_ORDERS[order]),
        several=len(editions) > 1,
        editions=tuple(_edition(edition) for edition in editions),
        left_out=tuple(left_out),
        version=version,
    )


def _edition(found: Edition) -> EditionView:
    plan, latest = found.plan, found.latest
    indicators = {id_: _indicator(id_, each, plan) for id_, each in latest.indicators.items()}
    return EditionView(
        id=plan.id,
        version=plan.version,
        title=plan.title,
        language=plan.language,
        translation_note=words.translation_note(plan),
        anchor=f"{plan.id}.{plan.version}",
        sentences=_sentences(found),
        countries=tuple(_country(country, plan) for country in found.countries),
        years=tuple(_region_year(year, region, plan) for year, region in found.years.items()),
        latest=_latest(found),
        figure=_figure(latest.totals, latest.pillars, plan),
        pillars=tuple(
            PillarView(
                id=pillar.id,
                title=pillar.title,
                label=f"P{number}",
                headline=headline(latest.pillars[pillar.id], plan),
                coverage=_coverage(latest.pillars[pillar.id]),
                indicators=tuple(indicators[i.id] for d in pillar.directives for i in d.indicators),
            )
            for number, pillar in enumerate(plan.pillars, start=1)
        ),
        most=tuple(indicators[id_] for id_ in found.most_fulfilled),
        least=tuple(indicators[id_] for id_ in found.least_fulfilled),
    )


def _sentences(found: Edition) -> tuple[str, ...]:
    files = ngettext("{count} file", "{count} files", found.files).format(count=found.files)
    countries = ngettext("{count} country", "{count} countries", len(found.countries))
    last, first = max(found.years), min(found.years)
    years = str(last) if first == last else f"{first}–{last}"
    text = ngettext(
        "{count} of them is not final: its numbers may still change.",
        "{count} of them are not final: their numbers may still change.",
        found.not_final,
    )
    counted = f"{files} · {countries.format(count=len(found.countries))} · {years}"
    return (counted, text.format(count=found.not_final)) if found.not_final else (counted,)


def _latest(found: Edition) -> str:
    """Of which years the latest ones are: `2026 (3), 2025 (1)`."""
    years = Counter(country.latest.whole.year for country in found.countries)
    return ", ".join(f"{year} ({years[year]})" for year in sorted(years, reverse=True))


def _country(found: Country, plan: Plan) -> CountryView:
    years = tuple(_country_year(each, plan) for each in found.years)
    return CountryView(found.code, found.name, words.is_invented(found.code), years)


def _country_year(found: CountryYear, plan: Plan) -> YearView:
    whole = found.whole
    return YearView(
        year=whole.year,
        status=words.status_name(whole.status),
        is_final=whole.status == "final",
        is_draft=whole.status == "draft",
        countries=1,
        figure=_figure(found.totals, found.pillars, plan),
        change=found.movement,
    )


def _region_year(year: int, found: Region, plan: Plan) -> YearView:
    return YearView(
        year=year,
        status="",
        is_final=not found.not_final,
        is_draft=False,
        countries=found.countries,
        figure=_figure(found.totals, found.pillars, plan),
        change=found.movement,
    )


def _figure(totals: Totals, pillars: Mapping[str, Totals], plan: Plan) -> FigureView:
    shares = tuple((each.fulfilled, each.applicable) for each in pillars.values())
    return FigureView(headline(totals, plan), _coverage(totals), shares)


def _indicator(id_: str, found: Totals, plan: Plan) -> IndicatorView:
    return IndicatorView(id_, plan.places[id_].indicator.text, headline(found, plan))


def _coverage(found: Totals) -> str:
    return percent(100 * found.answered / found.applicable if found.applicable else None)


# For machines.


def synthesis_json(editions: Sequence[Edition], left_out: Sequence[LeftOut], order: Order) -> str:
    """The synthesis for machines; version 1 of its shape is a contract, told in `docs/data.md`."""
    data = {
        "version": 1,
        "sort": order,
        "editions": [_edition_data(edition) for edition in editions],
        "left_out": [{"file": each.file, "cause": each.cause} for each in left_out],
        "notices": [_(NAMES_NOTICE)],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _edition_data(found: Edition) -> dict[str, Any]:
    plan = found.plan
    return {
        "plan": {"id": plan.id, "version": plan.version, "title": plan.title},
        "countries": [
            {"country": country.code, "name": country.name, "years": [_year_data(each) for each in country.years]}
            for country in found.countries
        ],
        "latest": _region_data(found.latest),
        "years": [{"year": year, **_region_data(region)} for year, region in found.years.items()],
        "most_fulfilled": found.most_fulfilled,
        "least_fulfilled": found.least_fulfilled,
    }


def _year_data(found: CountryYear) -> dict[str, Any]:
    return {
        "year": found.whole.year,
        "status": found.whole.status,
        "totals": totals_data(found.totals),
        "pillars": _each_data(found.pillars),
        "change": asdict(found.movement) if found.movement else None,
    }


def _region_data(found: Region) -> dict[str, Any]:
    return {
        "countries": found.countries,
        "not_final": found.not_final,
        "totals": totals_data(found.totals),
        "pillars": _each_data(found.pillars),
        "indicators": _each_data(found.indicators),
        "change": asdict(found.movement) if found.movement else None,
    }


def _each_data(found: Mapping[str, Totals]) -> list[dict[str, Any]]:
    return [{"id": id_, **totals_data(totals)} for id_, totals in found.items()]
