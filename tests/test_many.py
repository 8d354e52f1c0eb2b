"""Many files: the same result by one process and by several, whatever happens on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest
from bench.samples import full

from tests.support import PLAN, PLAN_FILE, environment, trata
from trata_cli.files import many
from trata_cli.files.many import FEWEST
from trata_cli.files.plans import Shelf

COUNT = 2 * FEWEST
PLAN_LACKS = 9
"""Fields that a plan needs beside its format."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Consecutive years of one country, all in order."""
    assessments = tmp_path / "assessments"
    assessments.mkdir()
    for year in range(2000, 2000 + COUNT):
        (assessments / f"XPE-{year}.yaml").write_text(full(PLAN, year), encoding="utf-8")
    return tmp_path


def test_clean_files(folder: Path) -> None:
    done = trata("validate", "--jobs", "2", cwd=folder)
    assert (done.returncode, done.stdout) == (0, f"{COUNT} files, 0 errors, 0 warnings\n")


def test_by_one_process_and_by_several(folder: Path) -> None:
    """Bad bytes, no YAML, a loop of links, a fall since the year before, a broken plan that is asked for."""
    files = folder / "assessments"
    (files / "XPE-2007.yaml").write_bytes(b"\xff")
    (files / "XPE-2050.yaml").write_text("a: [\n", encoding="utf-8")
    (files / "XPE-2100.yaml").unlink()
    (files / "XPE-2100.yaml").symlink_to("XPE-2100.yaml")
    (files / "XPE-2199.yaml").write_text(full(PLAN, 2199).replace("level: 3", "level: 2", 1), encoding="utf-8")
    asking = full(PLAN, 2003).replace("plan: {id: oea-trata, version: 1}", "plan: {id: mini, version: 1}")
    (files / "XPE-2003.yaml").write_text(asking, encoding="utf-8")
    (files / "plans").mkdir()
    (files / "plans" / "mini-1.yaml").write_text("format: trata/plan/1\n", encoding="utf-8")
    one = trata("validate", "--jobs", "1", "--format", "json", cwd=folder)
    several = trata("validate", "--jobs", "3", "--format", "json", cwd=folder)
    assert several.stdout == one.stdout
    assert several.stderr == one.stderr
    assert several.returncode == one.returncode == 1
    found = json.loads(one.stdout)["problems"]
    whose = {Path(each["file"]).name: each["code"] for each in found}
    assert whose["XPE-2007.yaml"] == "not-utf8"
    assert whose["XPE-2050.yaml"] == "not-yaml"
    assert whose["XPE-2100.yaml"] == "unreadable"
    assert whose["XPE-2003.yaml"] == "unknown-plan"
    assert whose["XPE-2199.yaml"] == "fall-unexplained"
    assert [each["code"] for each in found if each["file"].endswith("mini-1.yaml")] == ["missing-field"] * PLAN_LACKS


def test_broken_plan_outside_of_the_folder_is_told_once(folder: Path) -> None:
    """Every process reads it, and every file asks for it."""
    plans = folder / "assessments" / "plans"
    plans.symlink_to(folder / "elsewhere", target_is_directory=True)
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / "mini-1.yaml").write_text("format: trata/plan/1\n", encoding="utf-8")
    for path in (folder / "assessments").glob("*.yaml"):
        text = path.read_text("utf-8").replace("plan: {id: oea-trata, version: 1}", "plan: {id: mini, version: 1}")
        path.write_text(text, encoding="utf-8")
    one = trata("validate", "--jobs", "1", "--format", "json", cwd=folder)
    several = trata("validate", "--jobs", "2", "--format", "json", cwd=folder)
    assert several.stdout == one.stdout
    found = [each for each in json.loads(one.stdout)["problems"] if each["file"].endswith("mini-1.yaml")]
    assert len(found) == len({each["message"] for each in found}) == PLAN_LACKS


def test_processes_that_are_no_copies(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows and macOS."""
    paths = sorted(map(str, (folder / "assessments").glob("*.yaml")))
    monkeypatch.setattr(many, "START", "spawn")
    several = list(many.check_all(paths, Shelf([str(PLAN_FILE)]), 2))
    assert several == list(many.check_all(paths, Shelf([str(PLAN_FILE)]), 1))
    assert [checked.path for checked in several] == paths


def test_named_file_that_is_not_there(folder: Path) -> None:
    done = trata("validate", "assessments", "nada.yaml", "--jobs", "2", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "trata: nada.yaml can't be opened: it does not exist.\n"


@pytest.mark.parametrize("jobs", ["0", "-1", "dos"])
def test_jobs_that_are_no_number_of_processes(jobs: str, folder: Path) -> None:
    done = trata("validate", "--jobs", jobs, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"trata: --jobs takes a number of processes from 1 to 999, not “{jobs}”.\n"


def children(process: int) -> list[int]:
    """The processes of the pool."""
    try:
        return [*map(int, Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split())]
    except FileNotFoundError:
        return []


@pytest.fixture
def running(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run of two processes, in a group of its own, as a shell starts one; they have begun."""
    command = [sys.executable, "-m", "trata_cli", "validate", "--jobs", "2"]
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        while len(children(process.pid)) < 2:
            assert process.poll() is None
        yield process
        process.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc for the processes of the pool")
def test_interrupted(running: subprocess.Popen[bytes]) -> None:
    os.killpg(running.pid, signal.SIGINT)
    out, talk = running.communicate()
    assert (running.returncode, out, talk) == (130, b"", b"")


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc for the processes of the pool")
def test_process_that_the_system_ends(running: subprocess.Popen[bytes]) -> None:
    os.kill(children(running.pid)[0], signal.SIGKILL)
    out, talk = running.communicate()
    assert (running.returncode, out) == (2, b"")
    assert talk.decode() == (
        "trata: the system ended a process before its files were checked. Try again with: trata validate --jobs 1\n"
    )


def shown(folder: Path, *options: str, **changes: str) -> str:
    """All that a run writes on a terminal."""
    command = [sys.executable, "-m", "trata_cli", "validate", "--jobs", "1", *options]
    child = pexpect.spawn(
        command[0],
        command[1:],
        cwd=str(folder),
        env=environment(TERM="xterm", **changes),
        encoding="utf-8",
        dimensions=(24, 80),
        timeout=120,
    )
    child.expect(pexpect.EOF)
    return str(child.before)


def test_bar_on_a_terminal(folder: Path) -> None:
    text = shown(folder)
    assert f"{COUNT}/{COUNT}" in text
    assert f"{COUNT} files, 0 errors, 0 warnings" in text


@pytest.mark.parametrize(("options", "changes"), [(["--quiet"], {}), ([], {"NO_COLOR": "1"})], ids=["quiet", "plain"])
def test_no_bar_where_nobody_wants_one(folder: Path, options: list[str], changes: dict[str, str]) -> None:
    text = shown(folder, *options, **changes)
    assert f"/{COUNT}" not in text
    assert "\x1b" not in text
