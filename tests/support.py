"""What several tests need: the program as a person starts it, the plans, and ways to make assessments."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

from trata_cli.files.plans import read_plan
from trata_cli.model.assessment import Answer, Assessment
from trata_cli.model.plan import Plan

ROOT = Path(__file__).resolve().parents[1]
PLAN_FILE = ROOT / "data" / "plan.yaml"
GARDEN_FILE = ROOT / "tests" / "plans" / "huerto-1.yaml"
LIBRARY_FILES = tuple(ROOT / "tests" / "plans" / f"biblioteca-{version}.yaml" for version in (1, 2))
"""Two editions of one plan, with every kind of change between them."""


def load(path: Path) -> Plan:
    """A plan that holds together."""
    plan = read_plan(path).plan
    assert plan is not None
    return plan


PLAN = load(PLAN_FILE)
GARDEN = load(GARDEN_FILE)
PLANS = {"oea-trata": PLAN, "huerto": GARDEN}
NAMES = "Names of persons can't be detected: read the texts yourself before you share them.\n"
"""The last word of what has looked at texts."""
NAMES_WRAPPED = NAMES.replace("share them", "share\nthem")
"""The same among the screens of an interview."""


def assessment(plan: Plan, answers: dict[str, Answer], **fields: object) -> Assessment:
    """An assessment of an invented country."""
    data = {
        "format": "trata/assessment/1",
        "plan": {"id": plan.id, "version": plan.version},
        "country": "XPE",
        "year": 2026,
        "status": "draft",
        **fields,
    }
    return Assessment.model_validate({**data, "answers": answers})


def environment(**changes: str) -> dict[str, str]:
    """The environment of a quiet machine that speaks English, with changes."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR")}
    return {**kept, "TRATA_LANG": "en", "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1", **changes}


_DROP_FROM_BOUNDING_SET, _DAC_OVERRIDE = 24, 1  # prctl(2), capabilities(7)
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def heed_permissions() -> None:
    """For a child before it starts: an administrator, as in CI, may now write only where permissions allow it."""
    if _LIBC is not None and os.geteuid() == 0:
        _LIBC.prctl(_DROP_FROM_BOUNDING_SET, _DAC_OVERRIDE, 0, 0, 0)


def trata(
    *arguments: str | Path, cwd: Path, typed: str | bytes = "", **changes: str
) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own, as somebody who heeds permissions."""
    return python("-m", "trata_cli", *arguments, cwd=cwd, typed=typed, **changes)


def python(
    *arguments: str | Path, cwd: Path, typed: str | bytes = "", **changes: str
) -> subprocess.CompletedProcess[str]:
    """Run this Python as a process of its own, as somebody who heeds permissions."""
    command = [sys.executable, *map(str, arguments)]
    given = typed if isinstance(typed, bytes) else typed.encode()
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment(**changes),
        input=given,
        capture_output=True,
        check=False,
        preexec_fn=None if os.name == "nt" else heed_permissions,
    )
    return subprocess.CompletedProcess(
        command, done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    )
