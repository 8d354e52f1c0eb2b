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
"""Of a contest in which one turn takes as long as all turns of another."""
SHOWN: Final = 12
"""Nasty files that the table names: those that took longest; the one that took most memory is named beside."""
MOST_MEMORY: Final = 60  # MiB
MOST_HTML: Final = 250  # kB
MOST_SECONDS_NASTY: Final = 1.0
MOST_MEMORY_NASTY: Final = 200  # MiB
_PEERS: Final = ("typer", "check-jsonschema", "pydantic", "PyYAML", "Jinja2")


@dataclass(frozen=True)
class Contest:
    """What is done, by trata and by a peer, and the bar: at most this share of the peer's time."""

    title: str
    ours: Command
    peers: Command
    bar: float
    pairs: int = PAIRS


def contests(folder: Path) -> Iterator[Contest]:
    """Every contest, over the samples in a folder."""
    trata, one, many = BIN / "trata", folder / "XPE-2026.yaml", folder / "many"
    check = (BIN / "check-jsonschema", "--schemafile", ROOT / "schemas" / "assessment.en.json")
    yield Contest(
        "`trata --help` : a bare Typer app's help",
        (trata, "--help"),
        (sys.executable, ROOT / "bench" / "bare.py", "--help"),
        0.6,
    )
    yield Contest("`trata validate`, one file : check-jsonschema", (trata, "validate", one), (*check, one), 0.75)
    report = (trata, "report", one, "--format", "html", "-o", folder / "report.html")
    yield Contest("`trata report --format html` : check-jsonschema, one file", report, (*check, one), 1.1)
    yield Contest(
        "`trata validate`, 300 files : check-jsonschema",
        (trata, "validate", many),
        (*check, *sorted(many.glob("*.yaml"))),
        1 / 8,
        PAIRS_OF_MANY,
    )


def main() -> int:
    """Measure, write, and give 1 if anything is over its bar."""
    os.environ["TRATA_LANG"] = "es"
    with TemporaryDirectory() as name:
        folder = Path(name)
        made = run((sys.executable, "-m", "bench.samples", folder))
        if made.code:
            raise SystemExit("the samples could not be made: python -m bench.samples FOLDER")
        fought = [(contest, duel(contest.ours, contest.peers, contest.pairs)) for contest in contests(folder)]
        html = (folder / "report.html").stat().st_size / 1000
        nasty = {path.parent.name: _tried(path) for path in sorted(folder.glob("nasty/*/*.yaml"))}
    text = "\n".join([*_machine(), "", *_table(fought), "", _html(html), "", *_nasty_table(nasty)])
    _write(text)
    missed = [*_missed(fought, html), *_missed_by_nasty(nasty)]
    print(text, *(f"over its bar: {each}" for each in missed), sep="\n")
    return 1 if missed else 0


def _tried(path: Path) -> Run:
    """The middle one, by time, of three checks of a file."""
    return sorted((run((BIN / "trata", "validate", path)) for _ in range(3)), key=attrgetter("seconds"))[1]


def _machine() -> Iterator[str]:
    peers = ", ".join(f"{name} {version(name)}" for name in _PEERS)
    yield f"Measured on {date.today().isoformat()} with `make bench`, {PAIRS} pairs each, {PAIRS_OF_MANY} of 300 files:"
    yield f"{platform.system()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()},"
    yield f"{peers}."


def _table(fought: list[tuple[Contest, Duel]]) -> Iterator[str]:
    yield "| what | ratio (quartiles) | bar | trata | peer | memory of trata | of the peer |"
    yield "|---|---|---|---|---|---|---|"
    for contest, duel_ in fought:
        low, ratio, high = duel_.ratios
        cells = [contest.title, f"{ratio:.2f} ({low:.2f}–{high:.2f})", f"{contest.bar:.3g}"]
        cells += [f"{median(each.seconds for each in runs):.2f} s" for runs in (duel_.ours, duel_.peers)]
        cells += [f"{max(each.memory for each in runs):.0f} MiB" for runs in (duel_.ours, duel_.peers)]
        yield f"| {' | '.join(cells)} |"


def _html(size: float) -> str:
    return f"The HTML report of that file, 53 full answers, has {size:.0f} kB (bar: {MOST_HTML} kB)."


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
        if duel_.ratios[1] > contest.bar:
            yield f"{contest.title}: {duel_.ratios[1]:.3f} > {contest.bar:.3f}"
        if (memory := max(each.memory for each in duel_.ours)) > MOST_MEMORY:
            yield f"{contest.title}: {memory:.0f} MiB > {MOST_MEMORY} MiB"
    if html > MOST_HTML:
        yield f"the HTML report: {html:.0f} kB > {MOST_HTML} kB"


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
