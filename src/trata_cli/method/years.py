"""What is checked across the files of a country: years that are there twice or missing, falls, rises.

One file's checks see one file. Of each whole file a `Year` is kept, small enough for ten thousand at once; `across`
compares those of one country and one plan, each with the year before. Parts stay aside: they are no whole.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple, Self

from trata_cli.method.comparability import Origin
from trata_cli.method.totals import states
from trata_cli.model.assessment import Assessment, Evidence
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Finding

_DIGEST: Final = 8
"""Hex digits that tell one piece of evidence from the few others of its indicator."""
_EXPLAINED, _UNEXPLAINED = "+", "-"


class Standing(NamedTuple):
    """An indicator with a level: the level, whether it has a reason, and a digest of each piece of its evidence."""

    level: int
    is_explained: bool
    evidence: str
    """The digests with spaces between them."""


@dataclass(frozen=True, slots=True)
class Year:
    """What is kept of a whole file to compare it: whose year it is, and where its indicators stand.

    It is kept for every file of a run and comes back from other processes, so `answers` is one text, of a kilobyte or
    two: a line for each indicator with a level, in the plan's order, with its id, its level, `+` if it has a reason,
    else `-`, and the digests of its evidence.
    """

    file: str
    """The path as it was named."""
    country: str
    year: int
    plan: str
    version: int
    is_final: bool
    answers: str

    @classmethod
    def of(cls, file: str, assessment: Assessment, plan: Plan | None) -> Self | None:
        """The year of a file, nothing for a part. Without a plan its answers can't be read, and none is kept."""
        if assessment.part:
            return None
        asked, is_final = assessment.plan, assessment.status == "final"
        answers = "\n".join(_lines(assessment, plan)) if plan else ""
        return cls(file, assessment.country, assessment.year, asked.id, asked.version, is_final, answers)

    def standings(self) -> dict[str, Standing]:
        """Every indicator with a level, by its id, in the plan's order."""
        found = {}
        for line in self.answers.splitlines():
            id_, level, reason, evidence = line.split(" ", 3)
            found[id_] = Standing(int(level), reason == _EXPLAINED, evidence)
        return found


def _lines(assessment: Assessment, plan: Plan) -> Iterator[str]:
    for id_, state in states(assessment, plan).items():
        if isinstance(state, int):
            answer = assessment.answers[id_]
            reason = _EXPLAINED if answer.reason else _UNEXPLAINED
            yield f"{id_} {state} {reason} {' '.join(map(_digest, answer.evidence))}"


def _digest(evidence: Evidence) -> str:
    """What makes a piece of evidence another one: title, date and place. A new issuer or audience does not."""
    said = "\0".join((evidence.title, evidence.date or "", evidence.where or ""))
    return hashlib.sha256(said.encode()).hexdigest()[:_DIGEST]


Origins = Callable[[Year, Year], Mapping[str, Origin]]
"""For a year and the next one, by another edition: the origin of each of its indicators that can be compared."""


def across(years: Iterable[Year], origins: Origins = lambda *_years: {}) -> dict[str, tuple[Finding, ...]]:
    """What is found in each file when the years of its country and plan are known, by the path as it was named.

    Where several files are the same year's, the first by path counts, and the others are told. Without `origins`
    nothing is compared between editions. Files without findings are left out. The order of `years` does not matter.
    """
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    whose = attrgetter("country", "plan")
    for _, ours in groupby(sorted(years, key=attrgetter("country", "plan", "year", "file")), key=whose):
        before: Year | None = None
        for _, files in groupby(ours, key=attrgetter("year")):
            now, *doubles = files
            for each in doubles:
                found[each.file].append(Finding.of("year-twice", ("year",), year=now.year, other=now.file))
            if before:
                found[now.file] += _since(before, now, origins)
            before = now
    return {file: tuple(findings) for file, findings in found.items() if findings}


def _since(before: Year, now: Year, origins: Origins) -> Iterator[Finding]:
    """What is found in a year after the last one before it: the years between them, else what moved."""
    first, last = before.year + 1, now.year - 1
    if first <= last:
        missing = str(first) if first == last else f"{first}–{last}"
        yield Finding.of("year-missing", ("year",), missing=missing, before=before.year)
        return
    then = before.standings()
    if before.version != now.version:
        then = _carried(then, origins(before, now))
    for id_, standing in now.standings().items():
        if (earlier := then.get(id_)) and (code := _moved(earlier, standing, is_final=now.is_final)):
            values = {"level": standing.level, "before": earlier.level, "year": before.year}
            yield Finding.of(code, ("answers", id_, "level"), **values)


def _carried(then: Mapping[str, Standing], origins: Mapping[str, Origin]) -> dict[str, Standing]:
    """Standings of an edition as its successor's indicators and levels say them, as far as they can be compared."""
    return {
        id_: old._replace(level=origin.levels[old.level])
        for id_, origin in origins.items()
        if (old := then.get(origin.old_id)) and old.level in origin.levels
    }


def _moved(before: Standing, now: Standing, *, is_final: bool) -> str | None:
    """The code of what is wrong with a move, if anything is."""
    if now.level < before.level and not now.is_explained:
        return "final-fall-unexplained" if is_final else "fall-unexplained"
    if now.level > before.level and {*now.evidence.split()} <= {*before.evidence.split()}:
        return "rise-without-evidence"
    return None
