"""The command line as a whole: help, wrong use, exit codes, and the JSON of status."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from tests.support import GARDEN_FILE, ROOT, environment, trata
from trata_cli import __version__, i18n
from trata_cli.cli import app


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Every command and group of commands, as it is typed."""
    for name, each in group.commands.items():
        yield " ".join((*path, name))
        yield from commands(each, (*path, name)) if hasattr(each, "commands") else ()


COMMANDS = [*commands(typer.main.get_command(app))]
GARDEN = """\
format: trata/assessment/1
plan: {id: huerto, version: 1}
country: XAB
year: 2026
status: draft
answers:
  S-1: {level: 2}
  S-2: {level: 0}
  R2b: {level: not-applicable, reason: No hay riego.}
  agua_uno:
    statements:
      - {by: Escuela, role: institution, level: 1}
      - {by: Municipio, role: institution, level: 2}
"""


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_command_has_its_help(command: str, language: str, tmp_path: Path) -> None:
    done = trata(*command.split(), "--help", cwd=tmp_path, TRATA_LANG=language, COLUMNS="80")
    usage, _, rest = done.stdout.partition("\n")
    assert (done.returncode, done.stderr) == (0, "")
    with i18n.speaking(language):
        assert usage.startswith(f"{i18n._('Usage:')} trata {command} ")
    assert not re.search(r"[^\W\d_],?\.\.\.$", re.sub(r"\b[A-ZÁÉÍÓÚ]+\.\.\.", "", rest), re.MULTILINE), (
        "a help text was cut"
    )


@pytest.mark.parametrize("command", ["synthesis", "export"])
def test_one_path_is_needed_and_more_may_follow(command: str, tmp_path: Path) -> None:
    assert trata(command, "--help", cwd=tmp_path).stdout.startswith(f"Usage: trata {command} [OPTIONS] PATH...\n")


def test_the_version(tmp_path: Path) -> None:
    assert trata("--version", cwd=tmp_path).stdout == f"trata {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sett"], "trata: there is no command “sett”. Did you mean “set”?\nHelp: trata --help\n"),
        (["set"], "trata: FILE is missing.\nHelp: trata set --help\n"),
        (["plan", "show", "x"], "trata: too many arguments: x.\nHelp: trata plan show --help\n"),
        (["status", "a", "--formt"], "trata: there is no option --formt.\nHelp: trata status --help\n"),
        (
            ["status", "a", "--format", "xml"],
            "trata: --format takes one of: text, json; not “xml”.\nHelp: trata status --help\n",
        ),
        (["status", "none.yaml"], "trata: none.yaml can't be opened: it does not exist.\n"),
        (["validate"], "trata: assessments can't be opened: it does not exist.\n"),
        (["validate", "."], "trata: . has no YAML file.\n"),
        (["assess", "none.yaml"], "trata: none.yaml can't be opened: it does not exist.\n"),
        (["report", "none.yaml"], "trata: none.yaml can't be opened: it does not exist.\n"),
    ],
)
def test_wrong_use_is_exit_2_with_a_sentence(arguments: list[str], said: str, tmp_path: Path) -> None:
    done = trata(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


@pytest.mark.parametrize("arguments", [[], ["plan"], ["template"]])
def test_saying_nothing_shows_the_help(arguments: list[str], tmp_path: Path) -> None:
    done = trata(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout.startswith(f"Usage: {' '.join(['trata', *arguments])} [OPTIONS] COMMAND")


def test_a_bug_is_a_sentence_and_exit_3(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from trata_cli import cli, i18n
    from trata_cli.commands import plan

    def breaks(**_: object) -> int:
        raise RuntimeError("a secret that must not be printed")

    i18n.activate("en")
    monkeypatch.setattr(plan, "show", breaks)
    assert cli.main(["plan", "show"]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("trata: a bug (RuntimeError, breaks:")
    assert "Please report this line, the command and trata" in err
    assert "secret" not in err
    assert "Traceback" not in err


def test_status_as_json(tmp_path: Path) -> None:
    (tmp_path / "XAB-2026.yaml").write_text(GARDEN, "utf-8")
    done = trata("status", "XAB-2026.yaml", "--format", "json", "--plan", GARDEN_FILE, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    shown = json.loads(done.stdout)
    assert {key: shown[key] for key in ("version", "country", "year", "status")} == {
        "version": 1,
        "country": "XAB",
        "year": 2026,
        "status": "draft",
    }
    assert shown["totals"] == {
        "indicators": 6,
        "not_applicable": 1,
        "no_information": 0,
        "unanswered": 2,
        "undecided": 1,
        "answered": 2,
        "levels": {"0": 1, "1": 0, "2": 1},
        "fulfilled": 1,
        "applicable": 5,
        "fulfilled_range": [1, 4],
    }
    assert [(p["id"], p["indicators"]) for p in shown["pillars"]] == [("suelo", 3), ("agua", 3)]
    assert list(shown["directives"][0]) == ["number", *shown["totals"]]
    assert sum(each["indicators"] for each in shown["directives"]) == 6


def test_status_of_a_file_with_errors_shows_what_reads_and_exits_1(tmp_path: Path) -> None:
    (tmp_path / "XAB-2026.yaml").write_text(GARDEN.replace("{level: 2}", "{level: two}"), "utf-8")
    done = trata("status", "XAB-2026.yaml", "--format", "json", "--plan", GARDEN_FILE, cwd=tmp_path)
    assert done.returncode == 1
    assert json.loads(done.stdout)["totals"]["levels"] == {"0": 1, "1": 0, "2": 0}
    assert done.stderr == "trata: 1 error, 3 warnings. See them with: trata validate XAB-2026.yaml\n"


def test_report_refuses_a_file_with_errors_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "XAB-2026.yaml").write_text(GARDEN.replace("{level: 2}", "{level: two}"), "utf-8")
    done = trata("report", "XAB-2026.yaml", "--plan", GARDEN_FILE, "-o", "report.html", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "XAB-2026.yaml:7:16: error bad-level: “two” is not a level" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["XAB-2026.yaml"]


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_same_report_in_any_locale_time_zone_and_hash_seed(form: str, tmp_path: Path) -> None:
    for year in (2025, 2026):
        name = f"XPE-{year}.yaml"
        (tmp_path / name).write_bytes((ROOT / "tests" / "golden" / name).read_bytes())
    worlds = [
        {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "1"},
        {"LC_ALL": "en_US.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4242"},
    ]
    outputs = [trata("report", "XPE-2026.yaml", "--format", form, cwd=tmp_path, **world).stdout for world in worlds]
    assert outputs[0] == outputs[1] != ""


def test_a_reader_that_goes_away_is_no_bug(tmp_path: Path) -> None:
    import subprocess
    import sys

    from tests.support import environment

    command = f'"{sys.executable}" -m trata_cli plan show | head -1'
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=environment(), capture_output=True, check=False)
    assert done.stderr == b""


@pytest.mark.parametrize("code_page", ["ascii", "cp437", "latin-1"])
def test_a_code_page_that_lacks_letters_is_no_crash(code_page: str, tmp_path: Path) -> None:
    done = trata("plan", "show", cwd=tmp_path, PYTHONIOENCODING=code_page, PYTHONUTF8="0", TRATA_LANG="es")
    assert done.returncode == 0


# The output itself.


def shell(line: str, cwd: Path) -> tuple[int, str]:
    """Run a line of shell in which `$trata` is the program: its exit code, and what it said on standard error."""
    program = f"trata() {{ '{sys.executable}' -m trata_cli \"$@\"; }}; "
    done = subprocess.run(["bash", "-c", program + line], cwd=cwd, env=environment(), capture_output=True, check=False)
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize("command", ["plan show", "plan show --format json", "--help", "validate a.yaml"])
def test_an_output_that_is_full_is_said(tmp_path: Path, command: str) -> None:
    (tmp_path / "a.yaml").write_text("answers: {}\n", encoding="utf-8")
    said = "trata: the output could not be written: the disk is full.\n"
    assert shell(f"trata {command} > /dev/full", tmp_path) == (2, said)


@pytest.mark.parametrize("command", ["plan show", "plan show --format json", "--help"])
def test_somebody_who_stops_reading_is_no_error_to_speak_of(tmp_path: Path, command: str) -> None:
    assert shell(f"{{ sleep 1; trata {command}; echo $? > code; }} | true", tmp_path) == (0, "")
    assert (tmp_path / "code").read_text() == "1\n"


def test_streams_that_are_closed(tmp_path: Path) -> None:
    assert shell("trata plan show >&-", tmp_path) == (0, "")
    assert shell("trata no-such-command 2>&-", tmp_path) == (2, "")
