"""From Enter to the next question, saved: how long it takes in an interview on a full file.

    .venv/bin/python bench/latency.py [ROUNDS]

The program runs as it does for a person, on a pseudo-terminal with colours, over a file with 53 answers, each with a
note and two pieces of evidence. Measured is inside the process, from the moment at which a line was read to the moment
at which the next question stands there: the step, the save on disk (with fsync), the lines printed. Every line counts
that changes an answer; lines that save nothing are told apart.
"""

from __future__ import annotations

import builtins
import json
import os
import pty
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

FILE, TIMINGS = "XPE-2026.yaml", "timings.json"
HEAD = (
    "format: trata/assessment/1\nplan: {id: oea-trata, version: 1}\ncountry: XPE\nyear: 2026\nstatus: draft\nanswers:\n"
)
ANSWER = """\
  {id}:
    level: {level}
    note: Estrategia aprobada y en ejecución en 12 de 17 departamentos; informe anual aprobado por la mesa.
    evidence:
      - title: Decreto 4473, Estrategia Nacional
        type: official-act
        date: 2026-03-01
        issuer: Ministerio del Interior
        url: https://example.org/decretos/4473
      - title: Informe anual de ejecución
        type: third-party
        date: 2026-05
        issuer: Universidad Nacional
        reference: Biblioteca de la mesa, caja 3
"""
WORDS = {
    "level": "a level",
    "note": "a note",
    "evidence": "a piece of evidence",
    "next": "nothing more: the next indicator",
}


def script(rounds: int, count: int) -> Iterator[tuple[str, str]]:
    """Lines that go through all indicators, and what each of them gives."""
    for turn in range(rounds):
        for number in range(count):
            yield "level", str((turn + number) % 3)
            yield "note", f"Nota nueva {turn}: ejecutada en {number} de 17 departamentos; informe anual aprobado."
            yield "evidence", f"Resolución {turn}-{number} | a | 2026-04 | Ministerio | Archivo central | p"
            yield "next", "" if number + 1 < count else "-"
        yield "other", "g D01"
    yield "other", "q"


def interview(rounds: int, ids: list[str]) -> None:
    """The interview, whose lines come from the script as soon as they are asked for."""
    lines, taken, what = script(rounds, len(ids)), [], "other"
    began, worked = time.perf_counter(), time.process_time()

    def ask(prompt: str = "") -> str:
        nonlocal began, worked, what
        sys.stdout.write(prompt)
        sys.stdout.flush()
        taken.append((what, time.perf_counter() - began, time.process_time() - worked))
        what, line = next(lines)
        began, worked = time.perf_counter(), time.process_time()
        return line

    builtins.input = ask
    from trata_cli.cli import main

    main(["assess", FILE])
    Path(TIMINGS).write_text(json.dumps(taken), encoding="utf-8")


def main() -> None:
    """Run the interview, and tell median and 95th percentile in milliseconds."""
    if len(sys.argv) > 2:
        interview(int(sys.argv[1]), sys.argv[2:])
        return
    from trata_cli.files.plans import read_plan
    from trata_cli.resources import resource

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    plan = read_plan(resource("data/plan.yaml")).plan
    ids = list(plan.places) if plan else []
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        text = HEAD + "".join(ANSWER.format(id=id_, level=n % 5) for n, id_ in enumerate(ids))
        Path(FILE).write_text(text, encoding="utf-8")
        child, terminal = pty.fork()
        if not child:
            os.environ.update(TERM="xterm-256color", TRATA_LANG="es")
            os.execv(sys.executable, [sys.executable, __file__, str(rounds), *ids])  # noqa: S606 - itself
        while drain(terminal):
            pass
        os.waitpid(child, 0)
        taken = json.loads(Path(TIMINGS).read_text(encoding="utf-8"))
        sizes = len(text.encode()), Path(FILE).stat().st_size
    print(
        f"{len(ids)} answers, {sizes[0]} bytes at the start, {sizes[1]} at the end; milliseconds from Enter to question"
    )
    for kind, words in WORDS.items():
        told(words, [times for each, *times in taken if each == kind])
    told("all that saves", [times for each, *times in taken if each in ("level", "note", "evidence")])


def drain(terminal: int) -> bool:
    """Read what is shown, as a terminal does; whether there is more to come."""
    try:
        return bool(os.read(terminal, 65536))
    except OSError:
        return False


def told(what: str, times: list[list[float]]) -> None:
    """Print one row: the time that passed, and how much of it the processor worked, which a busy machine tells."""
    passed, worked = ([1000 * each for each in column] for column in zip(*times, strict=True))
    found = {"median": statistics.median(passed), "p95": statistics.quantiles(passed, n=20)[-1]}
    figures = "".join(f"   {name} {value:6.1f}" for name, value in {**found, "work": statistics.median(worked)}.items())
    print(f"  {what:32} {len(times):5} times{figures}")


if __name__ == "__main__":
    main()
