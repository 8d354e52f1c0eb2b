"""`docs/data.md`: its commands and columns are real; pandas, DuckDB and Spark count what `trata synthesis` counts."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import installed
from tests.support import GARDEN_FILE, ROOT, environment, python, trata
from tests.test_synthesis import BROKEN, FILES, PART, folder, text
from trata_cli.views.tables import TABLES
from trata_cli.views.tidy import OBS_STATUS

DOCUMENT = (ROOT / "docs" / "data.md").read_text("utf-8")
ENGINES = ("pandas", "duckdb", "pyspark")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "assessments").mkdir()
    for year in (2025, 2026):
        shutil.copy(ROOT / "tests" / "golden" / f"XPE-{year}.yaml", tmp_path / "assessments")
    return tmp_path


def test_its_commands_say_what_it_says(checkout: Path) -> None:
    for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", "".join(blocks("console")), re.MULTILINE):
        program, *arguments = shlex.split(command)
        if program == "trata":
            done = trata(*arguments, cwd=checkout, COLUMNS="80")
            shown = done.stdout + (done.stderr if arguments[0] == "export" else "")
        else:
            shown = "".join(f"{path.name}\n" for path in sorted((checkout / arguments[0]).iterdir()))
        pattern = "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line) + "\n" for line in output.splitlines())
        assert re.fullmatch(pattern, shown), f"{command}\n{shown}"


def test_it_names_every_column_in_order() -> None:
    (line,) = re.findall(r"^All begin with the file: (.*)\. Names", DOCUMENT, re.MULTILINE)
    head = re.findall(r"`(\w+)`", line)
    for table in TABLES:
        (said,) = re.findall(rf"^\| `{table.name}\.csv` \|[^|]*\|(.*)\|$", DOCUMENT, re.MULTILINE)
        public, _, internal = said.partition("internal:")
        columns = [column.name for column in table.shown("public")]
        assert [*head, *re.findall(r"`(\w+)`", public)] == columns
        assert re.findall(r"`(\w+)`", internal) == [c.name for c in table.columns if c.internal]


def test_it_gives_every_state_its_code() -> None:
    assert dict(re.findall(r"^\| `([\w-]+)` \| `([A-Z])` \|", DOCUMENT, re.MULTILINE)) == {**OBS_STATUS}


def test_its_way_back_from_an_escape_is_one() -> None:
    (code,) = re.findall(r"`(re\.sub\(.*?\))`", DOCUMENT)
    undone = [eval(code, {"re": re, "text": each}) for each in ("'=1", "''=1", "'así'", "a")]  # noqa: S307 - ours
    assert undone == ["=1", "'=1", "'así'", "a"]


# What reads it: half a gigabyte, brought by `make slow`.

REGION = {
    **FILES,
    "XPA-2026.salud.yaml": PART,
    "XPC-2026.yaml": BROKEN,
    "XPD-2026.yaml": text(
        "XPD",
        2026,
        """
  S-1: {level: 2, note: "=1+1\\n\\"dos\\", y una coma"}
  S-2: {level: not-applicable, reason: "'No' cierra\\r\\nnunca"}
  R2b: {level: no-information, reason: NA}
  agua_uno: {statements: [{by: A, role: institution, level: 0}, {by: B, role: institution, level: 1},
    {by: C, role: reviewer, note: Se vio., evidence: [{title: Acta, type: official-act, date: 2026}]}]}
  agua_dos: {level: 0, note: Nadie, target: {level: 1, by: 2027}}
""",
    ),
    "XPF-2026.yaml": text(
        "XPF",
        2026,
        "{" + ", ".join(f"{each}: {{level: not-applicable, reason: Así.}}" for each in
                        ("S-1", "S-2", "R2b", "agua_uno", "agua_dos", "V-2026-x")) + "}",
    ),
}  # fmt: skip


def code_of(engine: str) -> str:
    (found,) = [code for code in blocks("python") if f"import {engine}" in code or f"from {engine}" in code]
    return found


def ran(engine: str, at: Path) -> str:
    """What an example prints, in a folder with an export."""
    if engine == "pyspark":
        installed("java", "default-jre-headless")
    done = subprocess.run(
        [sys.executable, "-c", code_of(engine)],
        cwd=at,
        env=environment(),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_every_example_prints_what_it_says(engine: str, checkout: Path) -> None:
    assert trata("export", "assessments", "-o", "data", cwd=checkout).returncode == 0
    assert [ran(engine, checkout)] == blocks("text")


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_counts_what_a_synthesis_counts(engine: str, tmp_path: Path) -> None:
    """Countries without any applicable indicator, parts, files with errors, texts of every kind."""
    at = folder(tmp_path, REGION)
    assert trata("export", "in", "-o", "data", "--plan", GARDEN_FILE, cwd=at).returncode == 1
    done = trata("synthesis", "in", "--plan", GARDEN_FILE, "--format", "json", cwd=at)
    (edition,) = json.loads(done.stdout)["editions"]
    wanted = sorted(
        f"huerto {country['country']} {year['year']} {year['totals']['fulfilled']} of {year['totals']['applicable']}\n"
        for country in edition["countries"]
        for year in country["years"]
    )
    assert len(wanted) == 5
    assert ran(engine, at) == "".join(wanted)


@pytest.mark.slow
@pytest.mark.parametrize("options", [[], ["--raw"], ["--audience", "internal"]])
def test_frictionless_finds_nothing_wrong(options: list[str], tmp_path: Path) -> None:
    """Types, required cells, patterns, enumerations, keys and foreign keys of every table."""
    at = folder(tmp_path, REGION)
    trata("export", "in", "-o", "data", "--plan", GARDEN_FILE, *options, cwd=at)
    code = (
        "import frictionless, json; found = frictionless.validate('data/datapackage.json');"
        "print(json.dumps([found.valid, [task.stats.get('rows', 0) for task in found.tasks], found.flatten()]))"
    )
    done = python("-c", code, cwd=at)
    assert done.returncode == 0, done.stderr
    valid, read, errors = json.loads(done.stdout)
    assert (valid, errors) == (True, [])
    statements = 3 if "internal" in options else 1
    answers = 6 * 6 + 1  # six files of six indicators, and a part of one
    totals = 6 * 3 + 2  # a file and two pillars, of the part one
    assert read == [answers, 1, statements, totals]


@pytest.mark.slow
def test_frictionless_would_find_what_is_wrong(tmp_path: Path) -> None:
    """A row twice, a row of no answer, a word for a level: so that the test above says something."""
    at = folder(tmp_path, FILES)
    trata("export", "in", "-o", "data", "--plan", GARDEN_FILE, cwd=at)
    answers = at / "data" / "answers.csv"
    first, second, *rest = answers.read_text("utf-8").splitlines(keepends=True)
    answers.write_text("".join([first, second, second, *rest]).replace(",level,A,", ",nivel,A,", 1), "utf-8")
    statements = at / "data" / "statements.csv"
    row = "huerto/XPA-2026,huerto,1,XPA,Zeta,2026,,draft,0,S-9,1,Escuela,reviewer,,unanswered,,,,,,,\n"
    statements.write_text(statements.read_text("utf-8") + row, "utf-8")
    code = (
        "import frictionless, json; found = frictionless.validate('data/datapackage.json');"
        "print(json.dumps(sorted({each[0] for each in found.flatten(['type'])})))"
    )
    done = python("-c", code, cwd=at)
    assert json.loads(done.stdout) == ["constraint-error", "foreign-key", "primary-key"]
