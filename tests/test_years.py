"""What is checked across the files of a country: through the command, as laws, and where a file is made final.

An input is several files in one text: a line `# NAME STATUS` begins each, and its first six lines are made from it.
The answers follow from line 7 on, to a plan of three indicators, A1 to A3, with levels 0 to 3, fulfilled from 3.
"""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import GARDEN, LIBRARY_FILES, PLAN, ROOT, assessment, trata
from trata_cli import i18n
from trata_cli.cli import main
from trata_cli.commands import validate
from trata_cli.files import years as files_years
from trata_cli.files.assessments import read_assessment
from trata_cli.files.plans import Shelf
from trata_cli.files.years import problems_across
from trata_cli.method.comparability import Origin
from trata_cli.method.comparison import Comparison, compare
from trata_cli.method.rules import ACROSS_FILES
from trata_cli.method.years import Year, across
from trata_cli.model.assessment import Answer, Assessment, Evidence, Part
from trata_cli.model.problem import Finding, Problem

MINI = """\
format: trata/plan/1
id: mini
version: 1
language: es
title: Plan de ejemplo
source: {text: Inventado.}
levels: {0: Nada, 1: Algo, 2: Parte, 3: Hecho}
fulfilled_from: 3
kinds:
  obra:
    name: Obra
    renewal: standing
    levels:
      0: {short: Nada, text: Nada.}
      1: {short: Algo, text: Algo.}
      2: {short: Parte, text: Parte.}
      3: {short: Hecho, text: Hecho.}
pillars:
  - id: todo
    title: Todo
    directives:
      - number: 1
        text: Hacer.
        indicators:
          - {id: A1, text: Uno., kind: obra, not_applicable: Es posible.}
          - {id: A2, text: Dos., kind: obra}
          - {id: A3, text: Tres., kind: obra}
"""
PLANS = ["--plan", "plans/mini-1.yaml", "--plan", "plans/mini-2.yaml"]
NOTICE = "Names of persons can't be detected: read the texts yourself before you share them.\n"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.activate("en")
    yield
    i18n.activate(before)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with two editions of the plan, outside of any CI."""
    for version in (1, 2):
        write(tmp_path / "plans" / f"mini-{version}.yaml", MINI.replace("version: 1", f"version: {version}"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def files_of(text: str) -> dict[str, str]:
    """The files of an input, by name."""
    _, *blocks = re.split(r"^# (\S+\.ya?ml) ?(\w*)\n", text, flags=re.MULTILINE)
    return {
        name: head(name, status or "draft") + body
        for name, status, body in zip(blocks[::3], blocks[1::3], blocks[2::3], strict=True)
    }


def head(name: str, status: str) -> str:
    country, year = re.findall(r"([A-Z]{3})-([0-9]{4})", name)[0]
    return (
        f"format: trata/assessment/1\nplan: {{id: mini, version: 1}}\ncountry: {country}\nyear: {year}\n"
        f"institution: Mesa\nstatus: {status}\n"
    )


def lay(folder: Path, text: str) -> None:
    for name, content in files_of(text).items():
        write(folder / name, content)


def every() -> list[str]:
    """The names of all files in the folder."""
    return sorted(path.as_posix() for path in Path().rglob("*.yaml") if path.parent.name != "plans")


def found(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    """The exit code of `trata validate` over some files, without any over all, and each problem on a line."""
    code = main(["validate", "--format", "json", *PLANS, *(arguments or every())])
    result = json.loads(capfd.readouterr().out)
    return code, [
        f"{each['file']}:{each['line']}:{each['column']} {each['severity']} {each['code']} {each['pointer']}".rstrip()
        for each in result["problems"]
    ]


CASES: dict[str, tuple[str, list[str]]] = {
    "nothing moved": (
        """\
# XPE-2025.yaml
answers: {A1: {level: 2}, A2: {level: 1}}
# XPE-2026.yaml
answers: {A1: {level: 2}, A2: {level: 1}}
""",
        [],
    ),
    "a fall": (
        """\
# XPE-2025.yaml
answers: {A1: {level: 2}, A2: {level: 1}, A3: {level: 2}}
# XPE-2026.yaml
answers:
  A1:
    level: 1
  A2:
    level: 1
  A3:
    note: Se perdió.
    level: 1
""",
        [
            "XPE-2026.yaml:9:12 warning fall-unexplained answers.A1.level",
            "XPE-2026.yaml:14:12 warning fall-unexplained answers.A3.level",
        ],
    ),
    "a fall with its reason": (
        """\
# XPE-2025.yaml
answers: {A1: {level: 2}}
# XPE-2026.yaml final
answers:
  A1: {level: 1, reason: La oficina se cerró.}
  A2: {level: 1}
  A3: {level: 1}
""",
        [],
    ),
    "a fall in a final file": (
        """\
# XPE-2025.yaml
answers: {A1: {level: 2}}
# XPE-2026.yaml final
answers:
  A1: {level: 1}
  A2: {level: 1}
  A3: {level: 1}
""",
        ["XPE-2026.yaml:8:15 error final-fall-unexplained answers.A1.level"],
    ),
    "it is the newer file that is final": (
        """\
# XPE-2025.yaml final
answers: {A1: {level: 2}, A2: {level: 1}, A3: {level: 1}}
# XPE-2026.yaml reviewed
answers: {A1: {level: 1}}
""",
        ["XPE-2026.yaml:7:23 warning fall-unexplained answers.A1.level"],
    ),
    "a rise on nothing, and on what was there": (
        """\
# XPE-2025.yaml
answers:
  A1: {level: 1}
  A2:
    level: 1
    evidence:
      - {title: Acta 4, type: official-act, date: 2025-03, reference: Archivo, issuer: Mesa}
      - {title: Acta 5, type: official-act}
# XPE-2026.yaml
answers:
  A1: {level: 2}
  A2:
    level: 2
    evidence:
      - {title: Acta 4, type: third-party, date: 2025-03, reference: Archivo, issuer: Otra, audience: internal}
""",
        [
            "XPE-2026.yaml:8:15 warning rise-without-evidence answers.A1.level",
            "XPE-2026.yaml:10:12 warning rise-without-evidence answers.A2.level",
        ],
    ),
    "a rise on another title, date or place": (
        """\
# XPE-2025.yaml
answers:
  A1: {level: 1, evidence: [{title: Acta 4, type: official-act, date: 2025-03, reference: Archivo}]}
  A2: {level: 1, evidence: [{title: Acta 4, type: official-act, date: 2025-03, reference: Archivo}]}
  A3: {level: 1, evidence: [{title: Acta 4, type: official-act, date: 2025-03, reference: Archivo}]}
# XPE-2026.yaml
answers:
  A1: {level: 2, evidence: [{title: Acta 5, type: official-act, date: 2025-03, reference: Archivo}]}
  A2: {level: 2, evidence: [{title: Acta 4, type: official-act, date: 2025-04, reference: Archivo}]}
  A3: {level: 2, evidence: [{title: Acta 4, type: official-act, date: 2025-03, reference: Biblioteca}]}
""",
        [],
    ),
    "evidence is new where another indicator had it": (
        """\
# XPE-2025.yaml
answers:
  A1: {level: 1}
  A2: {level: 1, evidence: [{title: Acta 4, type: official-act}]}
# XPE-2026.yaml
answers:
  A1: {level: 2, evidence: [{title: Acta 4, type: official-act}]}
  A2: {level: 1, evidence: [{title: Acta 4, type: official-act}]}
""",
        [],
    ),
    "one new piece among old ones is enough": (
        """\
# XPE-2025.yaml
answers:
  A1: {level: 1, evidence: [{title: Acta 4, type: official-act}]}
# XPE-2026.yaml
answers:
  A1: {level: 2, evidence: [{title: Acta 4, type: official-act}, {title: Dicho, type: statement}]}
""",
        [],
    ),
    "open or not applicable in one of the years": (
        """\
# XPE-2024.yaml
answers:
  A1: {level: not-applicable, reason: No hay.}
  A2: {level: 1}
  A3: {level: no-information, reason: Sin registro.}
# XPE-2025.yaml
answers:
  A1: {level: 2}
  A2: {level: no-information, reason: Sin registro.}
  A3: {level: 2}
# XPE-2026.yaml
answers:
  A1: {level: not-applicable, reason: Ya no hay.}
  A2: {level: 2}
""",
        [
            "XPE-2024.yaml:8:3 warning not-applicable-often answers",
            "XPE-2026.yaml:8:3 warning not-applicable-often answers",
        ],
    ),
    "a word without a reason is not said twice": (
        """\
# XPE-2025.yaml
answers: {A1: {level: 2}}
# XPE-2026.yaml
answers: {A1: {level: not-applicable}}
""",
        [
            "XPE-2026.yaml:7:10 warning not-applicable-often answers",
            "XPE-2026.yaml:7:23 error reason-missing answers.A1.level",
        ],
    ),
    "undecided": (
        """\
# XPE-2025.yaml
answers: {A1: {level: 2}}
# XPE-2026.yaml
answers:
  A1:
    statements: [{by: Salud, role: institution, level: 0}, {by: Trabajo, role: institution, level: 1}]
""",
        ["XPE-2026.yaml:9:17 warning undecided answers.A1.statements"],
    ),
    "each year is compared with the one before": (
        """\
# XPE-2024.yaml
answers: {A1: {level: 2}}
# XPE-2025.yaml
answers: {A1: {level: 1, reason: La oficina se cerró.}}
# XPE-2026.yaml
answers: {A1: {level: 1}}
""",
        [],
    ),
    "over a gap nothing is compared": (
        """\
# XPE-2020.yaml
answers: {A1: {level: 2}}
# XPE-2022.yaml
answers: {A1: {level: 1}}
# XPE-2026.yaml
answers: {A1: {level: 2}}
""",
        ["XPE-2022.yaml:4:7 warning year-missing year", "XPE-2026.yaml:4:7 warning year-missing year"],
    ),
    "of two wholes the first by path counts": (
        """\
# b/XPE-2025.yaml
answers: {A1: {level: 1}}
# a/XPE-2025.yaml
answers: {A1: {level: 2}}
# a/XPE-2026.yaml
answers: {A1: {level: 1}}
# b/XPE-2026.yaml
answers: {A1: {level: 0, note: Se buscó.}}
# c/XPE-2026.yaml
answers: {A1: {level: 2}}
""",
        [
            "a/XPE-2026.yaml:7:23 warning fall-unexplained answers.A1.level",
            "b/XPE-2025.yaml:4:7 warning year-twice year",
            "b/XPE-2026.yaml:4:7 warning year-twice year",
            "c/XPE-2026.yaml:4:7 warning year-twice year",
        ],
    ),
    "parts stay aside": (
        """\
# XPE-2024.yaml
answers: {A1: {level: 2}}
# XPE-2025.salud.yaml
part: {institution: Salud, ids: [A1]}
answers: {A1: {level: 2}}
# XPE-2026.yaml
answers: {A1: {level: 1}}
# XPE-2026.salud.yaml
part: {institution: Salud, ids: [A1]}
answers: {A1: {level: 1}}
""",
        ["XPE-2026.yaml:4:7 warning year-missing year"],
    ),
    "other countries": (
        """\
# XPE-2025.yaml
answers: {A1: {level: 2}}
# XPF-2026.yaml
answers: {A1: {level: 1}}
# XPF-2024.yaml
answers: {A1: {level: 2}}
""",
        ["XPF-2026.yaml:4:7 warning year-missing year"],
    ),
    "a year with an error is compared as far as it reads": (
        """\
# XPE-2024.yaml
answers: {A1: {level: 2}}
# XPE-2025.yaml
answers: {A1: {level: tres}, A2: {level: 2}}
# XPE-2026.yaml
answers: {A1: {level: 1}, A2: {level: 1}}
""",
        [
            "XPE-2025.yaml:7:23 error bad-level answers.A1.level",
            "XPE-2026.yaml:7:39 warning fall-unexplained answers.A2.level",
        ],
    ),
    "a level that the plan lacks": (
        """\
# XPE-2025.yaml
answers: {A1: {level: 7}, A2: {level: 2}}
# XPE-2026.yaml
answers: {A1: {level: 1}, A2: {level: 1}}
""",
        [
            "XPE-2025.yaml:7:23 error level-outside-plan answers.A1.level",
            "XPE-2026.yaml:7:39 warning fall-unexplained answers.A2.level",
        ],
    ),
    "what does not say whose year it is stays aside": (
        """\
# XPE-2024.yaml
answers: {}
# XPE-2025.yaml
part: Salud
answers: {}
# XPE-2026.yaml
answers: {}
""",
        ["XPE-2025.yaml:7:7 error not-a-mapping part", "XPE-2026.yaml:4:7 warning year-missing year"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text, wanted = CASES[name]
    lay(folder, text)
    assert found(capfd) == (int(any(" error " in each for each in wanted)), wanted)


def as_plan(name: str, plan: str, folder: Path) -> None:
    """Let a file answer another plan."""
    text = (folder / name).read_text("utf-8")
    write(folder / name, text.replace("{id: mini, version: 1}", plan))


THREE_YEARS = """\
# XPE-2023.yaml
answers: {A1: {level: 2}}
# XPE-2025.yaml
answers: {A1: {level: 2}}
# XPE-2026.yaml
answers: {A1: {level: 1}}
# a/XPE-2026.yaml
answers: {}
"""


def test_between_editions_nothing_moves_but_years_are_missed_and_doubled(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lay(folder, THREE_YEARS)
    for name in ("XPE-2026.yaml", "XPE-2023.yaml"):
        as_plan(name, "{id: mini, version: 2}", folder)
    assert found(capfd) == (
        0,
        ["XPE-2025.yaml:4:7 warning year-missing year", "a/XPE-2026.yaml:4:7 warning year-twice year"],
    )


def test_each_plan_has_its_own_years(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay(folder, THREE_YEARS.replace("A1: {level: 1}", ""))
    as_plan("XPE-2023.yaml", "{id: oea-trata, version: 1}", folder)
    as_plan("a/XPE-2026.yaml", "{id: oea-trata, version: 1}", folder)
    write(folder / "XPE-2023.yaml", (folder / "XPE-2023.yaml").read_text("utf-8").replace("A1", "D01"))
    assert found(capfd) == (0, ["a/XPE-2026.yaml:4:7 warning year-missing year"])


def test_a_year_of_an_unknown_plan_is_there(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay(folder, "# XPE-2024.yaml\nanswers: {}\n# XPE-2025.yaml\nanswers: {}\n# XPE-2026.yaml\nanswers: {}\n")
    as_plan("XPE-2025.yaml", "{id: mini, version: 9}", folder)
    assert found(capfd) == (1, ["XPE-2025.yaml:2:7 error unknown-plan plan"])


# In words.

EVERY_CODE = """\
# XPE-2020.yaml
answers: {}
# XPE-2022.yaml
answers:
  A1: {level: 1}
  A2: {level: 2}
# XPE-2023.yaml
answers:
  A1: {level: 2}
  A2: {level: 1}
  A3: {level: 2}
# XPE-2024.yaml final
answers:
  A1: {level: 2}
  A2: {level: 1}
  A3: {level: 1}
# XPE-2027.yaml
answers: {}
# copia/XPE-2020.yaml
answers: {}
"""
IN_WORDS = """\
XPE-2022.yaml:4:7: warning year-missing: no file that can be read is of 2021; the last year before this one is 2020
     4 | year: 2022
       |       ^
       → check it together with them: name their folder; if nobody assessed then, say so with a comment

XPE-2023.yaml:8:15: warning rise-without-evidence: level 2, and 1 in 2022, without evidence that was not there then
     8 |   A1: {level: 2}
       |               ^
       → add the document that shows what is new: evidence, with title, date and where it is

XPE-2023.yaml:9:15: warning fall-unexplained: level 1, and 2 in 2022: a fall needs a reason
     9 |   A2: {level: 1}
       |               ^
       → add to this answer: reason: …; it will be required when the file is final

XPE-2024.yaml:10:15: error final-fall-unexplained: level 1, and 2 in 2023: a fall needs a reason, and the file is final
    10 |   A3: {level: 1}
       |               ^
       → add to this answer: reason: …; a final file is opened for it with: trata finalize FILE --reopen REASON

XPE-2027.yaml:4:7: warning year-missing: no file that can be read is of 2025–2026; the last year before this one is 2024
     4 | year: 2027
       |       ^
       → check it together with them: name their folder; if nobody assessed then, say so with a comment

copia/XPE-2020.yaml:4:7: warning year-twice: 2020 is also the year of XPE-2020.yaml
     4 | year: 2020
       |       ^
       → keep one of the two; one institution's answers go into a part of their own: part: …

6 files, 1 error, 5 warnings
"""


def test_every_code_in_words(folder: Path) -> None:
    lay(folder, EVERY_CODE)
    done = trata("validate", *PLANS, *every(), cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (1, IN_WORDS, NOTICE)
    assert set(re.findall(r"(?:warning|error) (\S+):", done.stdout)) == ACROSS_FILES


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit"])
def test_every_format_has_them_all(form: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay(folder, EVERY_CODE)
    assert main(["validate", *PLANS, *every(), "--format", form]) == 1
    result = capfd.readouterr().out
    assert [code for code in sorted(ACROSS_FILES) if code not in result] == []


def test_warnings_are_grave_where_one_is_strict(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay(folder, "# XPE-2024.yaml\nanswers: {}\n# XPE-2026.yaml\nanswers: {}\n")
    wanted = ["XPE-2026.yaml:4:7 warning year-missing year"]
    assert found(capfd) == (0, wanted)
    assert found(capfd, *every(), "--strict") == (1, wanted)


def test_they_stand_among_the_other_problems_of_a_file(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay(
        folder,
        """\
# XPE-2024.yaml
answers: {A1: {level: 2}}
# XPE-2025.yaml
answers:
  A1: {level: 3}
  A2: {level: 2}
  A3: {level: 3}
# XPE-2026.yaml
answers:
  A1: {level: 3}
  A2: {level: 1}
  A3: {level: 3}
""",
    )
    assert found(capfd, "XPE-2026.yaml", "XPE-2025.yaml", "XPE-2024.yaml") == (
        0,
        [
            "XPE-2026.yaml:8:15 warning evidence-missing answers.A1.level",
            "XPE-2026.yaml:9:15 warning fall-unexplained answers.A2.level",
            "XPE-2026.yaml:10:15 warning evidence-missing answers.A3.level",
            "XPE-2025.yaml:8:15 warning evidence-missing answers.A1.level",
            "XPE-2025.yaml:8:15 warning rise-without-evidence answers.A1.level",
            "XPE-2025.yaml:10:15 warning evidence-missing answers.A3.level",
        ],
    )


def test_what_nobody_may_read_is_masked(folder: Path) -> None:
    lay(
        folder,
        """\
# XPE-2025.yaml
answers: {A1: {level: 2}}
# XPE-2026.yaml
answers: {A1: {level: 1, note: Escriba a ana@example.org}}
""",
    )
    result = trata("validate", *every(), cwd=folder).stdout
    assert result.count("   7 | ") == 2, "the fall and the address"
    assert "ana@" not in result


# Comments that let them stand.

FALL = """\
# XPE-2025.yaml
answers: {A1: {level: 2}}
# XPE-2026.yaml
answers:
  A1:
    level: 1  # trata: ignore=fall-unexplained La mesa lo explica en el informe.
"""


def test_a_comment_lets_a_fall_stand(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay(folder, FALL)
    assert found(capfd) == (0, [])


def test_a_comment_lets_years_be_missing_and_double(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay(folder, "# XPE-2024.yaml\nanswers: {}\n# XPE-2026.yaml\nanswers: {}\n# a/XPE-2026.yaml\nanswers: {}\n")
    for name, code in {"XPE-2026.yaml": "year-missing", "a/XPE-2026.yaml": "year-twice"}.items():
        text = (folder / name).read_text("utf-8")
        write(folder / name, text.replace("year: 2026", f"year: 2026  # trata: ignore={code} Así lo decidió la mesa."))
    assert found(capfd) == (0, [])


def test_nor_is_it_called_unused_where_nothing_fell_or_nobody_can_know(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lay(folder, FALL.replace("level: 2", "level: 1"))
    assert found(capfd) == (0, [])
    assert found(capfd, "XPE-2026.yaml") == (0, [])


def test_a_comment_without_a_why_lets_nothing_stand(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay(folder, FALL.replace(" La mesa lo explica en el informe.", ""))
    assert found(capfd) == (
        0,
        [
            "XPE-2026.yaml:9:12 warning fall-unexplained answers.A1.level",
            "XPE-2026.yaml:9:15 warning ignore-unexplained",
        ],
    )


def test_no_comment_lets_a_fall_stand_in_a_final_file(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = FALL.replace("2026.yaml", "2026.yaml final") + "  A2: {level: 1}\n  A3: {level: 1}\n"
    lay(folder, text.replace("ignore=fall", "ignore=final-fall"))
    assert found(capfd) == (
        1,
        [
            "XPE-2026.yaml:9:12 error final-fall-unexplained answers.A1.level",
            "XPE-2026.yaml:9:15 warning ignore-unused",
        ],
    )


# Which files take part.


def test_standard_input_stays_aside(folder: Path) -> None:
    lay(folder, FALL)
    text = files_of(FALL)["XPE-2026.yaml"].split("  #")[0] + "\n"
    done = trata("validate", "XPE-2025.yaml", "-", "XPE-2026.yaml", cwd=folder, typed=text)
    assert (done.returncode, done.stdout) == (0, "3 files, 0 errors, 0 warnings\n")


@pytest.mark.parametrize("other", ["./XPE-2026.yaml", "plans/../XPE-2026.yaml", "link.yaml"])
def test_a_file_named_by_two_ways_is_one_year(other: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay(folder, FALL.split("  #")[0] + "\n")
    (folder / "link.yaml").symlink_to("XPE-2026.yaml")
    code, problems = found(capfd, "XPE-2026.yaml", "XPE-2025.yaml", other)
    assert (code, [each for each in problems if "file-name" not in each]) == (
        0,
        ["XPE-2026.yaml:9:12 warning fall-unexplained answers.A1.level"],
    )


def test_what_a_folder_has_takes_part(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay(folder / "assessments", EVERY_CODE)
    code, problems = found(capfd, "assessments")
    assert (code, [each.split()[0] for each in problems]) == (
        1,
        [f"assessments/{place.split(': ')[0]}" for place in re.findall(r"^\S+:\d+:\d+(?=: )", IN_WORDS, re.MULTILINE)],
    )


def test_only_what_is_named_takes_part(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay(folder, EVERY_CODE)
    assert found(capfd, "XPE-2024.yaml") == (0, [])
    assert found(capfd, "XPE-2024.yaml", "XPE-2023.yaml") == (
        1,
        ["XPE-2024.yaml:10:15 error final-fall-unexplained answers.A3.level"],
    )


CHANGED = {
    "it is gone": (None, "XPE-2026.yaml:1:1 error final-fall-unexplained answers.A1.level"),
    "it is empty": ("", "XPE-2026.yaml:1:1 error final-fall-unexplained answers.A1.level"),
    "it is no YAML": ("[", "XPE-2026.yaml:1:1 error final-fall-unexplained answers.A1.level"),
    "it has another first line": (
        "# hoy\n" + head("XPE-2026.yaml", "final") + "answers:\n  A1: {level: 1}\n",
        "XPE-2026.yaml:9:15 error final-fall-unexplained answers.A1.level",
    ),
    "it has lost the answer": (
        head("XPE-2026.yaml", "final") + "answers: {A2: {level: 1}}\n",
        "XPE-2026.yaml:7:10 error final-fall-unexplained answers.A1.level",
    ),
}


@pytest.mark.parametrize("how", CHANGED)
def test_a_file_that_changes_in_between(
    how: str, folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    new, wanted = CHANGED[how]
    lay(folder, CASES["a fall in a final file"][0])
    path = folder / "XPE-2026.yaml"

    def slowly(years: Iterable[Year], shelf: Shelf) -> Mapping[str, tuple[Problem, ...]]:
        path.unlink() if new is None else write(path, new)
        return problems_across(years, shelf)

    monkeypatch.setattr(validate, "problems_across", slowly)
    assert found(capfd) == (1, [wanted])


# The value that is kept of each file.


def test_what_is_kept_of_a_full_file_is_small_and_comes_back_from_another_process() -> None:
    reading = read_assessment(ROOT / "assessments" / "XPE-2025.yaml", Shelf())
    assert reading.year is not None
    assert len(reading.year.standings()) > 40
    assert len(pickle.dumps(reading.year)) < 2048
    assert pickle.loads(pickle.dumps(reading.year)) == reading.year  # noqa: S301 - made here


def test_what_is_kept() -> None:
    deed = Evidence(title="Acta", type="official-act", date="2026-05", url="https://example.org/acta")
    answers = {
        "R2b": Answer(level=1, reason="Se explicó.", evidence=(deed,)),
        "S-1": Answer(level=2),
        "S-2": Answer(level="no-information", reason="Sin registro."),
        "agua_uno": Answer(level=7),
        "none": Answer(level=1),
    }
    year = Year.of("a/XPE-2026.yaml", assessment(GARDEN, answers, status="final"), GARDEN)
    # The first 8 hex digits of: printf 'Acta\0002026-05\000https://example.org/acta' | sha256sum
    assert year == Year("a/XPE-2026.yaml", "XPE", 2026, "huerto", 1, True, "S-1 2 - \nR2b 1 + bdcf23a2")
    assert Year.of("x.yaml", assessment(GARDEN, answers), None) == Year("x.yaml", "XPE", 2026, "huerto", 1, False, "")
    assert Year.of("x.yaml", assessment(GARDEN, answers, part=Part(institution="Salud")), GARDEN) is None


# Laws.

IDS = list(PLAN.places)[:4]
EVIDENCE = st.lists(
    st.sampled_from([Evidence(title=title, type="statement") for title in ("Acta", "Ley", "Carta")]), max_size=2
).map(tuple)
ANSWER = st.builds(
    Answer,
    level=st.sampled_from([None, 0, 1, 2, 3, "not-applicable", "no-information"]),
    reason=st.sampled_from([None, "Se explicó."]),
    evidence=EVIDENCE,
)
ANSWERS = st.dictionaries(st.sampled_from(IDS), ANSWER)
ONE = st.builds(
    lambda answers, **fields: assessment(PLAN, answers, **fields),
    ANSWERS,
    country=st.sampled_from(["XPE", "XPF"]),
    year=st.integers(2023, 2027),
    status=st.sampled_from(["draft", "reviewed", "final"]),
)
PROFILE = settings(deadline=None, max_examples=200)


def kept(file: str, of: Assessment) -> Year:
    year = Year.of(file, of, PLAN)
    assert year is not None
    return year


YEARS = st.lists(ONE, max_size=8).map(lambda ones: [kept(f"{n}.yaml", one) for n, one in enumerate(ones)])


@PROFILE
@given(YEARS, st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(years: list[Year], random: object) -> None:
    shuffled = list(years)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert across(shuffled) == across(years)


@PROFILE
@given(YEARS)
def test_every_file_but_the_first_of_its_year_is_told(years: list[Year]) -> None:
    first: dict[tuple[str, int], str] = {}
    for each in years:
        first.setdefault((each.country, each.year), each.file)
    told = {
        (file, dict(finding.values)["other"])
        for file, findings in across(years).items()
        for finding in findings
        if finding.code == "year-twice"
    }
    assert told == {(y.file, there) for y in years if (there := first[y.country, y.year]) != y.file}


@PROFILE
@given(ANSWERS, ANSWERS)
def test_falls_are_those_of_the_comparison(then: dict[str, Answer], now: dict[str, Answer]) -> None:
    before, after = assessment(PLAN, then, year=2025), assessment(PLAN, now)
    comparison = compare(before, after, PLAN)
    assert isinstance(comparison, Comparison)
    findings = across([kept("a.yaml", before), kept("b.yaml", after)]).get("b.yaml", ())
    wanted = [
        Finding.of("fall-unexplained", ("answers", move.id, "level"), level=move.now, before=move.before, year=2025)
        for move in comparison.falls
        if not move.reason
    ]
    assert [each for each in findings if each.code == "fall-unexplained"] == wanted
    titles = {id_: {each.title for each in answer.evidence} for id_, answer in then.items()}
    wanted = [
        Finding.of("rise-without-evidence", ("answers", m.id, "level"), level=m.now, before=m.before, year=2025)
        for m in comparison.rises
        if {each.title for each in now[m.id].evidence} <= titles[m.id]
    ]
    assert [each for each in findings if each.code == "rise-without-evidence"] == wanted


@PROFILE
@given(ANSWERS, ANSWERS, st.sampled_from(["draft", "final"]))
def test_a_reason_explains_every_fall(then: dict[str, Answer], now: dict[str, Answer], status: str) -> None:
    explained = {id_: answer.model_copy(update={"reason": "Se explicó."}) for id_, answer in now.items()}
    years = [
        kept("a.yaml", assessment(PLAN, then, year=2025)),
        kept("b.yaml", assessment(PLAN, explained, status=status)),
    ]
    assert {finding.code for finding in chain(*across(years).values())} <= {"rise-without-evidence"}


@PROFILE
@given(ANSWERS)
def test_between_equal_years_nothing_moves(answers: dict[str, Answer]) -> None:
    years = [kept(f"{year}.yaml", assessment(PLAN, answers, year=year)) for year in (2024, 2025, 2026)]
    assert across(years) == {}


# Editions.

OLD = Year("old.yaml", "XPE", 2025, "mini", 1, False, "A1 2 - \nA2 3 - \nA3 3 - aaaaaaaa")
NEW = Year("new.yaml", "XPE", 2026, "mini", 2, False, "A1 1 - \nB2 1 - \nB3 2 - aaaaaaaa\nB4 1 - ")


def test_what_came_from_what_is_compared() -> None:
    asked = []

    def origins(*editions: object) -> dict[str, Origin]:
        asked.append(editions)
        alike = {level: level for level in range(4)}
        return {
            "B2": Origin("A2", {2: 1, 3: 2}),  # 3 there is 2 here: it fell to 1
            "B3": Origin("A3", {3: 1}),  # 3 there is 1 here: it rose to 2
            "B4": Origin("A1", {3: 2}),  # nothing here is like 2 there
            "A1": Origin("A9", alike),  # unanswered there
            "B9": Origin("A1", alike),  # unanswered here
        }

    values = {"level": 1, "before": 2, "year": 2025}
    assert across([OLD, NEW], origins) == {
        "new.yaml": (
            Finding.of("fall-unexplained", ("answers", "B2", "level"), **values),
            Finding.of("rise-without-evidence", ("answers", "B3", "level"), level=2, before=1, year=2025),
        )
    }
    assert asked == [(OLD, NEW)]


def test_within_an_edition_nobody_is_asked() -> None:
    fall = Finding.of("fall-unexplained", ("answers", "A1", "level"), level=1, before=2, year=2025)
    assert across([OLD, replace(NEW, version=1)], lambda *_: pytest.fail("asked")) == {"new.yaml": (fall,)}
    assert across([OLD, NEW]) == {}


def test_real_editions(tmp_path: Path) -> None:
    """L4 is H1 now and fell; L8 was rescaled, and its 3 is 2 now: no fall; L7 was split: nothing is compared."""
    for path in LIBRARY_FILES:
        (tmp_path / "plans").mkdir(exist_ok=True)
        (tmp_path / "plans" / path.name).write_bytes(path.read_bytes())
    head = "format: trata/assessment/1\nplan: {{id: biblioteca, version: {version}}}\ncountry: XPE\nyear: {year}\n"
    before = "status: draft\nanswers: {L4: {level: 1, note: Nada}, L8: {level: 3}, L7: {level: 1}}\n"
    now = "status: draft\nanswers: {H1: {level: 0, note: Nada}, L8: {level: 2}, L7a: {level: 0, note: Nada}}\n"
    (tmp_path / "XPE-2025.yaml").write_text(head.format(version=1, year=2025) + before, "utf-8")
    (tmp_path / "XPE-2026.yaml").write_text(head.format(version=2, year=2026) + now, "utf-8")
    done = trata("validate", ".", "--format", "json", cwd=tmp_path)
    across_years = [
        (problem["code"], problem["pointer"])
        for problem in json.loads(done.stdout)["problems"]
        if problem["code"] in ACROSS_FILES
    ]
    assert across_years == [("fall-unexplained", "answers.H1.level")]


# Where a file is made final.

REFUSED = """\
trata: XPE-2026.yaml can't be final yet. This is required, or open:
trata: XPE-2026.yaml:8:15: error final-fall-unexplained: level 1, and 2 in 2025: a fall needs a reason, and the file \
is final
     8 |   A1: {level: 1}
       |               ^
       → add to this answer: reason: …; a final file is opened for it with: trata finalize FILE --reopen REASON

1 file, 1 error, 0 warnings
"""
TO_SIGN = """\
# XPE-2025.yaml final
answers: {A1: {level: 2}, A2: {level: 1}, A3: {level: 1}}
# XPE-2026.yaml reviewed
answers:
  A1: {level: 1}
  A2: {level: 2}
  A3: {level: 1}
"""


def test_finalize_refuses_a_fall_without_a_reason(folder: Path) -> None:
    lay(folder, TO_SIGN)
    before = (folder / "XPE-2026.yaml").read_bytes()
    done = trata("finalize", "XPE-2026.yaml", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", REFUSED)
    assert (folder / "XPE-2026.yaml").read_bytes() == before


def test_a_review_says_that_it_will_be_refused(folder: Path) -> None:
    lay(folder, TO_SIGN.replace(" reviewed", ""))
    done = trata("finalize", "XPE-2026.yaml", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines()[1:] == ["As it stands that will be refused: 1 error, 0 warnings."]


SIGNED_ALL_THE_SAME = {
    "explained": (TO_SIGN.replace("A1: {level: 1}", "A1: {level: 1, reason: Se cerró.}"), None),
    "nothing fell": (TO_SIGN.replace("A1: {level: 1}", "A1: {level: 2}"), None),
    "last year does not read": (TO_SIGN, "format: ["),
    "last year's file is of another year": (TO_SIGN, head("XPE-2024.yaml", "draft") + "answers: {A1: {level: 2}}\n"),
    "last year's file says that it is this year's": (
        TO_SIGN,
        head("XPE-2026.yaml", "draft") + "answers: {A1: {level: 2}}\n",
    ),
    "of another plan": (TO_SIGN, head("XPE-2025.yaml", "draft").replace("mini", "oea-trata") + "answers: {}\n"),
    "a part": (TO_SIGN, head("XPE-2025.yaml", "draft") + "part: {institution: Salud}\nanswers: {A1: {level: 2}}\n"),
}


@pytest.mark.parametrize("why", SIGNED_ALL_THE_SAME)
def test_finalize_signs(why: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text, last_year = SIGNED_ALL_THE_SAME[why]
    lay(folder, text)
    if last_year is not None:
        write(folder / "XPE-2025.yaml", last_year)
    assert main(["finalize", "XPE-2026.yaml"]) == 0
    assert "is final now" in capfd.readouterr().err


def test_finalize_signs_where_last_years_file_is_gone_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(folder, TO_SIGN)
    monkeypatch.setattr(files_years, "neighbour", lambda *_: Path("gone.yaml"))
    assert main(["finalize", "XPE-2026.yaml"]) == 0
