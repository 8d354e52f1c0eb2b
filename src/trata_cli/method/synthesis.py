"""Many countries and years together: fulfilled x of n for each, for each pillar and for each indicator.

Everything is by edition of a plan: an indicator of one edition is not that of another. What all countries have in
common is counted twice over: year by year, and over the latest year of each country. Countries stand by their names;
nothing ranks them unless somebody asks. Indicators are ranked: the plan is what a region wants to know about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import Final, Literal

from trata_cli.method.comparability import origins
from trata_cli.method.comparison import carried_over, is_fulfilled
from trata_cli.method.entries import fold
from trata_cli.method.totals import State, Totals, count, of_pillars
from trata_cli.model.assessment import Status
from trata_cli.model.plan import Plan

Order = Literal["name", "fulfilled"]
"""How countries stand: by their names, or by the share of the applicable that is fulfilled in their latest year."""
SHOWN: Final = 5
"""Of the most and of the least fulfilled indicators; of a plan with fewer than ten, at most half of all each."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A country's whole year: `name` is the country's, `states` are in the order of the plan, which is an edition."""

    country: str
    name: str
    year: int
    status: Status
    plan: Plan
    states: Mapping[str, State]


@dataclass(frozen=True, slots=True)
class Movement:
    """Like-for-like change since the year before, over the `shared` indicators with a level in both of `countries`."""

    countries: int
    indicators: int
    shared: int
    fulfilled_before: int
    fulfilled_now: int
    rises: int
    falls: int


@dataclass(frozen=True, slots=True)
class CountryYear:
    """What is counted of a whole; `movement` is nothing where the year before is missing or does not compare."""

    whole: Whole
    totals: Totals
    pillars: Mapping[str, Totals]
    movement: Movement | None


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its years of one edition, the newest first, and the name that the newest gives it."""

    code: str
    name: str
    years: tuple[CountryYear, ...]

    @property
    def latest(self) -> CountryYear:
        """The newest year."""
        return self.years[0]


@dataclass(frozen=True, slots=True)
class Region:
    """Several countries counted together: each has a say in `indicators`, which has the totals of each over them."""

    countries: int
    not_final: int
    totals: Totals
    pillars: Mapping[str, Totals]
    indicators: Mapping[str, Totals]
    movement: Movement | None


@dataclass(frozen=True, slots=True)
class Edition:
    """All that is counted of one edition: `latest` over the newest year of each country, `years` newest first."""

    plan: Plan
    countries: tuple[Country, ...]
    latest: Region
    years: Mapping[int, Region]

    @property
    def files(self) -> int:
        """How many whole files are counted."""
        return sum(len(country.years) for country in self.countries)

    @property
    def not_final(self) -> int:
        """How many of them are not final."""
        return sum(region.not_final for region in self.years.values())

    @property
    def most_fulfilled(self) -> tuple[str, ...]:
        """The indicators with the highest share of countries in which they are fulfilled for sure.

        Only indicators that some country fulfils; of a single country none, as of the least.
        """
        some = {id_: found for id_, found in self.latest.indicators.items() if found.fulfilled}
        return self._first(some, lambda found: -Fraction(found.fulfilled, found.applicable))

    @property
    def least_fulfilled(self) -> tuple[str, ...]:
        """Those with the lowest, even if all that is open turned out fulfilled; only if some country does not."""
        some = {id_: each for id_, each in self.latest.indicators.items() if each.fulfilled_range[1] < each.applicable}
        return self._first(some, lambda found: Fraction(found.fulfilled_range[1], found.applicable))

    def _first(self, found: Mapping[str, Totals], key: Callable[[Totals], Fraction]) -> tuple[str, ...]:
        """The first by a key; where it is the same, in the plan's order."""
        most = min(SHOWN, len(self.plan.places) // 2) if len(self.countries) > 1 else 0
        return tuple(sorted(found, key=lambda id_: key(found[id_]))[:most])


def synthesize(wholes: Iterable[Whole], order: Order = "name") -> tuple[Edition, ...]:
    """What is counted over whole files, no two of them of one country, year and plan; editions by plan and version.

    A year is compared with the one before, also where that answers the edition before.
    """
    every = {(each.country, each.plan.id, each.year): each for each in wholes}
    editions: defaultdict[Plan, list[CountryYear]] = defaultdict(list)
    for (country, plan_id, year), whole in sorted(every.items(), key=lambda item: item[0]):
        before = every.get((country, plan_id, year - 1))
        editions[whole.plan].append(_counted(whole, before))
    found = (_edition(plan, years, order) for plan, years in editions.items())
    return tuple(sorted(found, key=lambda edition: (edition.plan.id, edition.plan.version)))


def _counted(whole: Whole, before: Whole | None) -> CountryYear:
    totals, pillars = count(whole.states.values(), whole.plan), of_pillars(whole.states, whole.plan)
    return CountryYear(whole, totals, pillars, movement(before, whole) if before else None)


def movement(before: Whole, now: Whole) -> Movement | None:
    """What moved from one year to the next; nothing where their editions do not compare."""
    plan = now.plan
    then = before.states if before.plan is plan else _carried(before, plan)
    if then is None:
        return None
    pairs = [(state, now.states[id_]) for id_, state in then.items()]
    levels = [(old, new) for old, new in pairs if isinstance(old, int) and isinstance(new, int)]
    return Movement(
        countries=1,
        indicators=len(plan.places),
        shared=len(levels),
        fulfilled_before=sum(is_fulfilled(old, plan) for old, _ in levels),
        fulfilled_now=sum(is_fulfilled(new, plan) for _, new in levels),
        rises=sum(new > old for old, new in levels),
        falls=sum(new < old for old, new in levels),
    )


def _carried(before: Whole, plan: Plan) -> Mapping[str, State] | None:
    """Where indicators stood, as another edition says it; nothing where the two do not compare."""
    carried = origins(plan, before.plan)
    return None if carried is None else carried_over(before.states, carried)


def _edition(plan: Plan, found: Sequence[CountryYear], order: Order) -> Edition:
    by_country: defaultdict[str, list[CountryYear]] = defaultdict(list)
    by_year: defaultdict[int, list[CountryYear]] = defaultdict(list)
    for each in sorted(found, key=lambda each: each.whole.year, reverse=True):
        by_country[each.whole.country].append(each)
        by_year[each.whole.year].append(each)
    countries = [Country(code, years[0].whole.name, tuple(years)) for code, years in by_country.items()]
    countries.sort(key=lambda country: (fold(country.name), country.code))
    if order == "fulfilled":
        countries.sort(key=_unfulfilled)
    latest = _region([country.latest for country in countries], plan)
    return Edition(plan, tuple(countries), latest, {year: _region(each, plan) for year, each in by_year.items()})


def _unfulfilled(country: Country) -> Fraction:
    """Sorts by the share of the applicable that is not fulfilled; where nothing is applicable, last."""
    totals = country.latest.totals
    return 1 - Fraction(totals.fulfilled, totals.applicable) if totals.applicable else Fraction(2)


def _region(found: Sequence[CountryYear], plan: Plan) -> Region:
    wholes = [each.whole for each in found]
    by_indicator = {id_: [whole.states[id_] for whole in wholes] for id_ in plan.places}
    by_pillar = {
        pillar.id: chain.from_iterable(by_indicator[i.id] for d in pillar.directives for i in d.indicators)
        for pillar in plan.pillars
    }
    return Region(
        countries=len(wholes),
        not_final=sum(whole.status != "final" for whole in wholes),
        totals=count(chain.from_iterable(by_indicator.values()), plan),
        pillars={id_: count(states, plan) for id_, states in by_pillar.items()},
        indicators={id_: count(states, plan) for id_, states in by_indicator.items()},
        movement=_together([each.movement for each in found if each.movement]),
    )


def _together(found: Sequence[Movement]) -> Movement | None:
    """The movements of several countries as one."""
    if not found:
        return None
    return Movement(
        countries=sum(each.countries for each in found),
        indicators=sum(each.indicators for each in found),
        shared=sum(each.shared for each in found),
        fulfilled_before=sum(each.fulfilled_before for each in found),
        fulfilled_now=sum(each.fulfilled_now for each in found),
        rises=sum(each.rises for each in found),
        falls=sum(each.falls for each in found),
    )
