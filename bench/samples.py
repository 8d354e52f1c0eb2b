"""Full files, all made up: every indicator of the shipped plan answered, with note, evidence and target.

Run by the bench as a process of its own (`python -m bench.samples FOLDER`): what it loads must not weigh on the
figures.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Final

from bench import hostile
from trata_cli.files.plans import SHIPPED, read_plan
from trata_cli.method.fingerprints import wording
from trata_cli.model.plan import Plan
from trata_cli.resources import resource

COUNTS: Final = (100, 300, 1_000, 10_000)
"""Files in a folder."""
_REGION: Final = (35, 20)
"""Countries, and years of each, in the folder `region`."""
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_YEARS: Final = 1_000
"""Of each country: no State has as many, and each is checked beside the one before."""
_FIRST: Final = 1999
_LEVELS: Final = (3, 2, 4, 1, 3)


def main(folder: Path) -> None:
    """Write `XPE-2026.yaml`, folders of many files by their number and `region/`, the nasty files in `nasty/`."""
    plan = read_plan(resource(SHIPPED)).plan
    if plan is None:
        raise SystemExit("the shipped plan does not read")
    (folder / "XPE-2026.yaml").write_text(full(plan, 2026), encoding="utf-8")
    years = [full(plan, _FIRST + number) for number in range(_YEARS)]
    for count in COUNTS:
        (folder / str(count)).mkdir()
        for number in range(count):
            _write(folder / str(count), f"XP{_LETTERS[number // _YEARS]}", number % _YEARS, years)
    countries, of_each = _REGION
    (folder / "region").mkdir()
    for number in range(countries * of_each):
        more, letter = divmod(number // of_each, len(_LETTERS))
        _write(folder / "region", f"X{'PQ'[more]}{_LETTERS[letter]}", number % of_each, years)
    (folder / "nasty").mkdir()
    hostile.write(folder / "nasty")


def _write(folder: Path, country: str, number: int, years: list[str]) -> None:
    """Write a country's year, counted from the first."""
    text = years[number].replace("country: XPE", f"country: {country}")
    (folder / f"{country}-{_FIRST + number}.yaml").write_text(text, encoding="utf-8")


def full(plan: Plan, year: int) -> str:
    """A file without open questions and without problems, as its country might write it."""
    return "\n".join(_lines(plan, year)) + "\n"


def _lines(plan: Plan, year: int) -> Iterator[str]:
    yield "format: trata/assessment/1"
    yield f"plan: {{id: {plan.id}, version: {plan.version}}}"
    yield from ("country: XPE", "country_name: País Ejemplo", f"year: {year}")
    yield from ("institution: Mesa Interinstitucional contra la Trata", "status: reviewed", "answers:")
    for place, level in zip(plan.places.values(), cycle(_LEVELS), strict=False):
        yield from (f"  {place.id}:", f"    level: {level}", "    note: |-")
        yield f"      Ejemplo inventado: en {year} la medida se aplicó en {place.number} de los 120 municipios."
        yield "      Participaron el ministerio competente, las gobernaciones y la sociedad civil organizada."
        yield "    evidence:"
        yield from _evidence(f"Informe anual {year} sobre el indicador {place.id}", "internal-document", year, "Mesa")
        yield from _evidence(f"Evaluación externa {year}, capítulo {place.number}", "third-party", year, "Universidad")
        yield from (f"    answered: {year}-11-24", f"    wording: {wording(plan, place)}")
        yield from ("    target:", "      level: 4", f"      by: {year + 1}-12", "      lead: Ministerio del Interior")
        yield "      action: Extender la medida a los municipios que faltan y publicar la evaluación de sus resultados."


def _evidence(title: str, kind: str, year: int, issuer: str) -> Iterator[str]:
    yield from (f"      - title: {title}", f"        type: {kind}", f"        date: {year}-10-15")
    yield from (f"        covers: {year}", f"        issuer: {issuer}")
    yield f"        url: https://mesatrata.gob.example/{year}/informe"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
