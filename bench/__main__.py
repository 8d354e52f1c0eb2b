"""Run every duel and every nasty file, write the tables into `docs/performance.md`, and say what is over its bar."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from bench.measure import Command, Duel, Run, duel, run

ROOT: Final = Path(__file__).resolve().parents[1]
DOCUMENT: Final = ROOT / "docs" / "performance.md"
BIN: Final = Path(sys.executable).parent
PAIRS: Final = 20
PAIRS_OF_MANY: Final = 5
"""Of a contest over many files."""
ONE_PAIR: Final = 1
"""Of a contest in which a turn of the peer takes minutes."""
SHOWN: Final = 12
"""Nasty files that the table names: those that took longest; the one that took most memory is named beside."""
MOST_MEMORY: Final = 60  # MiB
GROWTH: Final = (100, 1_000, 10_000)
"""Files of which the whole is timed, each time ten times as many."""
MOST_GROWTH: Final = 11  # times the time for ten times the files
MOST_MEMORY_OF_MANY: Final = 120  # MiB
MOST_MEMORY_OF_EXPORT: Final = 150  # MiB
MOST_HTML: Final = 250  # kB
MOST_SECONDS_NASTY: Final = 1.0
MOST_MEMORY_NASTY: Final = 200  # MiB
_PEERS: Final = ("typer", "check-jsonschema", "yamale", "yamllint", "pydantic", "PyYAML", "Jinja2")


@dataclass(frozen=True)
class Contest:
    """What is done, by trata and by a peer, and the bar, if there is one: at most this share of the peer's time."""

    title: str
    ours: Command
    peers: Command
    bar: float | None
    pairs: int = PAIRS


def contests(folder: Path) -> Iterator[Contest]:
    """Every contest, over the samples in a folder."""
    trata, one = BIN / "trata", folder / "XPE-2026.yaml"
    check = (BIN / "check-jsonschema", "--schemafile", ROOT / "schemas" / "assessment.en.json")
    yamale = (BIN / "yamale", "--schema", ROOT / "bench" / "yamale.yaml")
    lint = (BIN / "yamllint", "-d", "relaxed")
    yield Contest(
        "`trata --help` : a bare Typer app's help",
        (trata, "--help"),
        (sys.executable, ROOT / "bench" / "bare.py", "--help"),
        0.6,
    )
    report = (trata, "report", one, "--format", "html", "-o", folder / "report.html")
    yield Contest("`trata report --format html` : check-jsonschema, one file", report, (*check, one), 1.1)
    ours = (trata, "validate", one)
    yield Contest("`trata validate`, one file : check-jsonschema", ours, (*check, one), 0.75)
    yield Contest("`trata validate`, one file : yamale", ours, (*yamale, one), None)
    yield Contest("`trata validate`, one file : yamllint", ours, (*lint, one), None)
    some = sorted((folder / "300").glob("*.yaml"))
    ours = (trata, "validate", folder / "300")
    yield Contest("`trata validate`, 300 files : check-jsonschema", ours, (*check, *some), 1 / 8, ONE_PAIR)
    ours, many = (trata, "validate", folder / "1000"), sorted((folder / "1000").glob("*.yaml"))
    yield Contest("`trata validate`, 1,000 files : yamale", ours, (*yamale, folder / "1000"), 1 / 2, PAIRS_OF_MANY)
    yield Contest("`trata validate`, 1,000 files : check-jsonschema", ours, (*check, *many), 1 / 12, ONE_PAIR)
    yield Contest("`trata validate`, 1,000 files : yamllint", ours, (*lint, *many), None, ONE_PAIR)
    ours, check_all = (trata, "synthesis", folder / "region"), (trata, "validate", folder / "region")
    yield Contest("`trata synthesis`, 700 files : `trata validate`", ours, check_all, 1.3, PAIRS_OF_MANY)


def main() -> int:
    """Measure, write, and give 1 if anything is over its bar."""
    os.environ["TRATA_LANG"] = "es"
    with TemporaryDirectory() as name:
        folder = Path(name)
        made = run((sys.executable, "-m", "bench.samples", folder))
        if made.code:
            raise SystemExit("the samples could not be made: python -m bench.samples FOLDER")
        growth = {count: _validated(folder / str(count)) for count in GROWTH}
        export = run((BIN / "trata", "export", folder / str(GROWTH[-1]), "-o", folder / "data"))
        nasty = {path.parent.name: _tried(path) for path in sorted(folder.glob("nasty/*/*.yaml"))}
        fought = [(contest, duel(contest.ours, contest.peers, contest.pairs)) for contest in contests(folder)]
        html = (folder / "report.html").stat().st_size / 1000
    text = "\n".join(
        [*_machine(), "", *_table(fought), "", _html(html), "", *_growth_table(growth), "", _export(export)]
    )
    text += "\n\n" + "\n".join(_nasty_table(nasty))
    _write(text)
    missed = [*_missed(fought, html), *_missed_by_growth(growth), *_missed_by_nasty(nasty), *_missed_by_export(export)]
    print(text, *(f"over its bar: {each}" for each in missed), sep="\n")
    return 1 if missed else 0


def _validated(folder: Path) -> Run:
    """The quickest of three checks of a folder: what another program takes of the machine only makes it slower."""
    return min((run((BIN / "trata", "validate", folder)) for _ in range(3)), key=attrgetter("seconds"))


def _tried(path: Path) -> Run:
    """The middle one, by time, of three checks of a file."""
    return sorted((run((BIN / "trata", "validate", path)) for _ in range(3)), key=attrgetter("seconds"))[1]


def _machine() -> Iterator[str]:
    peers = ", ".join(f"{name} {version(name)}" for name in _PEERS)
    yield f"Measured on {date.today().isoformat()} with `make bench`, {PAIRS} pairs each, {PAIRS_OF_MANY} or 1 of many:"
    yield f"{platform.system()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()},"
    yield f"{peers}."


def _table(fought: list[tuple[Contest, Duel]]) -> Iterator[str]:
    yield "| what | ratio (quartiles) | bar | trata | peer | memory of trata | of the peer |"
    yield "|---|---|---|---|---|---|---|"
    for contest, duel_ in fought:
        low, ratio, high = duel_.ratios
        cells = [contest.title, f"{ratio:.2f} ({low:.2f}–{high:.2f})", f"{contest.bar:.3g}" if contest.bar else ""]
        cells += [f"{median(each.seconds for each in runs):.2f} s" for runs in (duel_.ours, duel_.peers)]
        cells += [f"{max(each.memory for each in runs):.0f} MiB" for runs in (duel_.ours, duel_.peers)]
        yield f"| {' | '.join(cells)} |"


def _html(size: float) -> str:
    return f"The HTML report of that file, 53 full answers, has {size:.0f} kB (bar: {MOST_HTML} kB)."


def _export(found: Run) -> str:
    text = f"`trata export` of {GROWTH[-1]:,} files takes {found.seconds:.1f} s and {found.memory:.0f} MiB"
    return f"{text} (bar: {MOST_MEMORY_OF_EXPORT} MiB)."


def _growth_table(growth: dict[int, Run]) -> Iterator[str]:
    yield "| files | time | of each | memory of the largest process |"
    yield "|---|---|---|---|"
    for count, found in growth.items():
        each = found.seconds / count * 1000
        yield f"| {count:,} | {found.seconds:.1f} s | {each:.1f} ms | {found.memory:.0f} MiB |"


def _nasty_table(nasty: dict[str, Run]) -> Iterator[str]:
    slowest = sorted(nasty, key=lambda name: nasty[name].seconds, reverse=True)[:SHOWN]
    heaviest = max(nasty, key=lambda name: nasty[name].memory)
    yield f"| of {len(nasty)} nasty files, the slowest and the heaviest | time | memory | exit code |"
    yield "|---|---|---|---|"
    for name in dict.fromkeys([*slowest, heaviest]):
        found = nasty[name]
        yield f"| {name} | {found.seconds:.2f} s | {found.memory:.0f} MiB | {found.code} |"


def _missed(fought: list[tuple[Contest, Duel]], html: float) -> Iterator[str]:
    for contest, duel_ in fought:
        if contest.bar and duel_.ratios[1] > contest.bar:
            yield f"{contest.title}: {duel_.ratios[1]:.3f} > {contest.bar:.3f}"
        if (memory := max(each.memory for each in duel_.ours)) > MOST_MEMORY:
            yield f"{contest.title}: {memory:.0f} MiB > {MOST_MEMORY} MiB"
    if html > MOST_HTML:
        yield f"the HTML report: {html:.0f} kB > {MOST_HTML} kB"


def _missed_by_growth(growth: dict[int, Run]) -> Iterator[str]:
    *_, fewer, most = growth.values()
    if most.seconds > MOST_GROWTH * fewer.seconds:
        yield f"ten times the files: {most.seconds / fewer.seconds:.1f} times the time > {MOST_GROWTH}"
    if most.memory > MOST_MEMORY_OF_MANY:
        yield f"many files: {most.memory:.0f} MiB > {MOST_MEMORY_OF_MANY} MiB"


def _missed_by_export(found: Run) -> Iterator[str]:
    if found.code or found.memory > MOST_MEMORY_OF_EXPORT:
        yield f"export: exit code {found.code}, {found.memory:.0f} MiB > {MOST_MEMORY_OF_EXPORT} MiB"


def _missed_by_nasty(nasty: dict[str, Run]) -> Iterator[str]:
    for name, found in nasty.items():
        if found.code not in (0, 1) or found.seconds > MOST_SECONDS_NASTY or found.memory > MOST_MEMORY_NASTY:
            yield f"{name}: exit code {found.code}, {found.seconds:.2f} s, {found.memory:.0f} MiB"


def _write(text: str) -> None:
    """Put the tables between the document's markers."""
    document = DOCUMENT.read_text("utf-8")
    between = re.compile(r"(?<=<!-- bench -->\n).*?(?=<!-- /bench -->)", re.DOTALL)
    DOCUMENT.write_text(between.sub(lambda _: f"\n{text}\n\n", document), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
