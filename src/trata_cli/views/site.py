"""The index over the reports of a folder: countries by their years, and the files that have no report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import PurePosixPath
from unicodedata import combining, normalize
from urllib.parse import quote

from trata_cli import i18n
from trata_cli.i18n import _
from trata_cli.method import totals
from trata_cli.model.assessment import Assessment, Audience
from trata_cli.model.plan import Plan
from trata_cli.views import words
from trata_cli.views.headline import Headline, headline


@dataclass(frozen=True, slots=True)
class PlanView:
    """The edition of a plan that reports answer, and a note if it is told in a translation."""

    id: str
    version: int
    title: str
    language: str
    translation_note: str | None


@dataclass(frozen=True, slots=True)
class YearView:
    """A report: `label` names it among its country's, `href` leads to it from the index, `headline` begins it."""

    code: str
    country: str
    year: int
    label: str
    href: str
    status: str
    is_final: bool
    plan: PlanView
    headline: Headline


@dataclass(frozen=True, slots=True)
class CountryView:
    """A country with its reports, the newest first."""

    code: str
    name: str
    invented: bool
    years: tuple[YearView, ...]


@dataclass(frozen=True, slots=True)
class LeftOutView:
    """A file without a report, by its path inside the folder (nothing where that is not to be shown), and why."""

    file: str | None
    why: str


@dataclass(frozen=True, slots=True)
class SiteView:
    """The whole index. `marks` are the words that the page bears: internal reports."""

    language: str
    marks: tuple[str, ...]
    audience: str
    date: str | None
    version: str
    plans: tuple[PlanView, ...]
    countries: tuple[CountryView, ...]
    reports: int
    left_out: tuple[LeftOutView, ...]


def year_view(assessment: Assessment, plan: Plan, name: str) -> YearView:
    """What the index says of an assessment whose report has this name inside the folder of the reports."""
    stem = PurePosixPath(name).stem
    usual = stem == f"{assessment.country}-{assessment.year}"
    return YearView(
        code=assessment.country,
        country=words.country_name(assessment, plan),
        year=assessment.year,
        label=str(assessment.year) if usual else f"{assessment.year} · {stem}",
        href=quote(name, errors="surrogateescape"),
        status=words.status_name(assessment.status),
        is_final=assessment.status == "final",
        plan=PlanView(plan.id, plan.version, plan.title, plan.language, words.translation_note(plan)),
        headline=headline(totals.whole(assessment, plan), plan),
    )


def build(
    years: Sequence[YearView],
    left_out: Sequence[LeftOutView],
    *,
    audience: Audience,
    date: str | None,
    version: str,
) -> SiteView:
    """The index over these reports; countries stand by their names: an order that ranks nobody."""
    ordered = sorted(sorted(years, key=attrgetter("year", "href"), reverse=True), key=attrgetter("code"))
    countries = (_country(tuple(own)) for _code, own in groupby(ordered, attrgetter("code")))
    return SiteView(
        language=i18n.language(),
        marks=(_("INTERNAL"),) if audience == "internal" else (),
        audience=words.audience_name(audience),
        date=date,
        version=version,
        plans=tuple(sorted({year.plan for year in years}, key=attrgetter("id", "version"))),
        countries=tuple(sorted(countries, key=lambda country: (_as_sorted(country.name), country.code))),
        reports=len(years),
        left_out=tuple(left_out),
    )


def _country(years: tuple[YearView, ...]) -> CountryView:
    """A country under the name that its newest report gives it."""
    newest = years[0]
    return CountryView(newest.code, newest.country, words.is_invented(newest.code), years)


def _as_sorted(name: str) -> str:
    """A name as a dictionary sorts it: accents and capitals come after letters."""
    return "".join(character for character in normalize("NFD", name.casefold()) if not combining(character))
