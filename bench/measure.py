"""Measuring commands: fresh processes, time by the clock, memory as the system counts it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Final

Command = Sequence[str | Path]

_PER_MIB: Final = 1 << (20 if sys.platform == "darwin" else 10)
"""Units of `ru_maxrss` in a MiB: bytes on macOS, KiB elsewhere."""


@dataclass(frozen=True)
class Run:
    """One run of a command: seconds by the clock, MiB of memory at its peak, the exit code."""

    seconds: float
    memory: float
    code: int


@dataclass(frozen=True)
class Duel:
    """Two commands in turns: the runs of ours and of the peer's, as many of each."""

    ours: tuple[Run, ...]
    peers: tuple[Run, ...]

    @property
    def ratios(self) -> tuple[float, float, float]:
        """First quartile, median and third quartile of ours by the peer's time, pair by pair; of one pair, its own."""
        if len(self.ours) == 1:
            return (self.ours[0].seconds / self.peers[0].seconds,) * 3
        low, middle, high = quantiles((a.seconds / b.seconds for a, b in zip(self.ours, self.peers, strict=True)), n=4)
        return low, middle, high


def run(command: Command) -> Run:
    """Run a command to its end; what it prints goes nowhere."""
    began = perf_counter()
    process = subprocess.Popen([*map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Run(perf_counter() - began, usage.ru_maxrss / _PER_MIB, process.returncode)


def duel(ours: Command, peers: Command, pairs: int) -> Duel:
    """Run two commands in turns; where they are short, after one turn that is not counted."""
    if pairs > 1:
        _good(ours), _good(peers)
    turns = [(_good(ours), _good(peers)) for _ in range(pairs)]
    return Duel(tuple(a for a, _ in turns), tuple(b for _, b in turns))


def _good(command: Command) -> Run:
    done = run(command)
    if done.code:
        raise SystemExit(f"exit code {done.code}: {' '.join(map(str, command))}")
    return done
