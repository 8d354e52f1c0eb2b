"""Plans as data: what an edition is, where editions are looked up, `plan check`, and a plan through every command."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from pathlib import Path

import pytest

from tests.support import GARDEN, GARDEN_FILE, PLAN_FILE, ROOT, load, trata
from tests.wheel_contents import SHIPPED
from trata_cli.files.plans import Shelf, published
from trata_cli.method.editions import digest
from trata_cli.model.plan import Descriptor, Directive, Indicator, Kind, Pillar, Plan
from trata_cli.model.values import Value

MINI = """\
format: trata/plan/1
id: mini
version: 1
language: es
title: Plan mínimo
source: {text: Inventado.}
levels: {0: Nada, 1: Algo}
fulfilled_from: 1
reading_rules: [«y» exige las dos.]
kinds:
  obra:
    name: Obra
    renewal: yearly
    levels:
      1: {short: Algo, text: Hay algo., proof: Acta}
      0: {short: Nada, text: Nada.}
pillars:
  - id: uno
    title: Único
    directives:
      - number: 1
        text: Hacer.
        erratum: Sic.
        indicators:
          - {id: A1, text: Hecho., kind: obra, guidance: Del todo., not_applicable: Si ya estaba.}
          - id: A2
            text: Dicho.
            kind: obra
            renewal: standing
            levels: {1: {short: Dicho, text: Se dijo.}}
"""
MINI_MEANS = (
    '{"fulfilled_from":1,'
    '"kinds":{"obra":{"levels":{"0":{"short":"Nada","text":"Nada."},'
    '"1":{"proof":"Acta","short":"Algo","text":"Hay algo."}},"renewal":"yearly"}},'
    '"levels":{"0":"Nada","1":"Algo"},'
    '"pillars":[{"directives":[{"indicators":['
    '{"guidance":"Del todo.","id":"A1","kind":"obra","levels":{},"text":"Hecho."},'
    '{"id":"A2","kind":"obra","levels":{"1":{"short":"Dicho","text":"Se dijo."}},"renewal":"standing","text":"Dicho."}'
    '],"text":"Hacer."}],"title":"Único"}],'
    '"reading_rules":["«y» exige las dos."]}'
)
MINI_HASH = hashlib.sha256(MINI_MEANS.encode()).hexdigest()
MINI_HOLDS = (
    "mini, version 1, holds together: 1 pillar, 1 directive, 2 indicators, 1 kind, levels 0 to 1, fulfilled from 1. "
    f"Its hash: {MINI_HASH}\n"
)


def mini(folder: Path, *changes: tuple[str, str]) -> Plan:
    return load(written(folder / "mini.yaml", MINI, *changes))


def written(path: Path, text: str, *changes: tuple[str, str]) -> Path:
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_every_shipped_edition_is_as_it_was_published() -> None:
    """Whoever changes a text raises `version`, and records the hash that `trata plan check` prints."""
    former = sorted((ROOT / "data" / "plans").glob("*.yaml"))
    plans = [load(path) for path in (PLAN_FILE, *former)]
    shipped: dict[str, dict[str, str]] = {}
    for plan in plans:
        shipped.setdefault(plan.id, {})[str(plan.version)] = digest(plan)

    assert shipped == published()
    assert [path.name for path in former] == [f"{plan.id}-{plan.version}.yaml" for plan in plans[1:]]


def test_all_of_data_is_in_the_wheel() -> None:
    found = {path.relative_to(ROOT).as_posix() for path in (ROOT / "data").rglob("*") if path.is_file()}

    assert found == {name for name in SHIPPED if name.startswith("data/")}


def test_the_hash_is_that_of_the_values_that_decide_an_answer(tmp_path: Path) -> None:
    assert digest(mini(tmp_path)) == MINI_HASH


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0: Nada, 1: Algo", "0: Nada, 1: Mucho"),
        ("fulfilled_from: 1", "fulfilled_from: 0"),
        ("[«y» exige las dos.]", "[«y» exige una.]"),
        ("renewal: yearly", "renewal: continuing"),
        ("short: Algo", "short: Poco"),
        ("text: Hay algo.", "text: Hay poco."),
        ("proof: Acta", "proof: Oficio"),
        (", proof: Acta", ""),
        ("title: Único", "title: Otro"),
        ("text: Hacer.", "text: Deshacer."),
        ("id: A1", "id: A3"),
        ("text: Hecho.", "text: Deshecho."),
        ("guidance: Del todo.", "guidance: En parte."),
        (" guidance: Del todo.,", ""),
        ("renewal: standing", "renewal: yearly"),
        ("short: Dicho", "short: Callado"),
        ("text: Se dijo.", "text: Se calló."),
    ],
)
def test_what_makes_another_edition(tmp_path: Path, old: str, new: str) -> None:
    assert digest(mini(tmp_path, (old, new))) != MINI_HASH


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: mini", "id: otro"),
        ("version: 1", "version: 2"),
        ("language: es", "language: en"),
        ("Plan mínimo", "Plan pequeño"),
        ("Inventado.", "Soñado."),
        ("name: Obra", "name: Faena"),
        ("id: uno", "id: dos"),
        ("number: 1", "number: 7"),
        ("erratum: Sic.", "erratum: Así."),
        (" not_applicable: Si ya estaba.", ""),
        ("kinds:", "countries: {XPE: País Ejemplo}\nkinds:  # de una obra"),
        ("pillars:", "comparability: {before: 0, indicators: {A1: {change: same}, A2: {change: same}}}\npillars:"),
        ("title: Único", f"title: {unicodedata.normalize('NFD', 'Único')}"),
        ("text: Hay algo.", 'text: "Hay\n        algo."'),
    ],
)
def test_what_may_be_mended_at_will(tmp_path: Path, old: str, new: str) -> None:
    assert digest(mini(tmp_path, (old, new))) == MINI_HASH


def test_a_kind_is_known_by_its_name_however_its_accents_are_written(tmp_path: Path) -> None:
    """The order of keys is that of the composed ones: «zéta» before «zz», though «ze» + accent stands elsewhere."""
    composed = MINI.replace("obra", "zéta").replace("pillars:", "  zz:\n" + _KIND + "pillars:")
    decomposed = unicodedata.normalize("NFD", composed)

    assert digest(load(written(tmp_path / "a.yaml", composed))) == digest(
        load(written(tmp_path / "b.yaml", decomposed))
    )


_KIND = "    name: Z\n    renewal: yearly\n    levels: {0: {short: N, text: N.}, 1: {short: A, text: A.}}\n"


def test_every_field_of_a_plan_counts_or_is_said_not_to() -> None:
    counts: dict[type[Value], str] = {
        Plan: "levels fulfilled_from reading_rules kinds pillars",
        Kind: "renewal levels",
        Descriptor: "short text proof",
        Pillar: "title directives",
        Directive: "text indicators",
        Indicator: "id text kind guidance renewal levels",
    }
    does_not: dict[type[Value], str] = {
        Plan: "format id version language title source comparability countries",
        Kind: "name cases",
        Descriptor: "",
        Pillar: "id",
        Directive: "number erratum",
        Indicator: "not_applicable erratum",
    }

    for model, names in counts.items():
        assert set(model.model_fields) == {*names.split(), *does_not[model].split()}


def test_plan_check_of_a_plan_that_holds_together(tmp_path: Path) -> None:
    written(tmp_path / "mini.yaml", MINI)
    done = trata("plan", "check", "mini.yaml", cwd=tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (0, MINI_HOLDS, "")


def test_plan_check_reads_standard_input(tmp_path: Path) -> None:
    done = trata("plan", "check", "-", cwd=tmp_path, typed=MINI)

    assert (done.returncode, done.stdout, done.stderr) == (0, MINI_HOLDS, "")


def test_plan_check_writes_where_it_is_told(tmp_path: Path) -> None:
    written(tmp_path / "mini.yaml", MINI)
    done = trata("plan", "check", "mini.yaml", "-o", "found.txt", cwd=tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "found.txt").read_text("utf-8") == MINI_HOLDS


def test_plan_check_of_the_shipped_plan(tmp_path: Path) -> None:
    done = trata("plan", "check", PLAN_FILE, cwd=tmp_path, TRATA_LANG="es")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "oea-trata, versión 1, está bien formado: 3 pilares, 43 directrices, 53 indicadores, 13 tipos, "
        f"niveles de 0 a 4, cumplido desde 3. Su huella: {published()['oea-trata']['1']}\n"
        "Traducción no oficial al inglés: 499 de 499 textos.\n"
        "Traducción no oficial al francés: 499 de 499 textos.\n"
        "Traducción no oficial al portugués: 499 de 499 textos.\n"
    )


def test_plan_check_says_every_problem_at_its_place(tmp_path: Path) -> None:
    written(tmp_path / "mini.yaml", MINI, ("fulfilled_from: 1", "fulfilled_from: 7"), ("number: 1", "number: one"))
    done = trata("plan", "check", "mini.yaml", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (
        "mini.yaml:21:17: error not-a-number: “one” is not a whole number\n"
        "    21 |       - number: one\n"
        "       |                 ^\n"
        "       → write digits without quotes, such as 1\n"
        "\n"
        "1 file, 1 error, 0 warnings\n"
    )


def test_plan_check_as_json(tmp_path: Path) -> None:
    written(tmp_path / "mini.yaml", MINI, ("fulfilled_from: 1", "fulfilled_from: 7"))
    done = trata("plan", "check", "mini.yaml", "--format", "json", cwd=tmp_path)
    shown = json.loads(done.stdout)

    assert (done.returncode, done.stderr) == (1, "")
    assert (shown["version"], shown["summary"]) == (1, {"files": 1, "errors": 1, "warnings": 0})
    assert shown["problems"] == [
        {
            "code": "bad-threshold",
            "severity": "error",
            "file": "mini.yaml",
            "line": 8,
            "column": 17,
            "pointer": "fulfilled_from",
            "message": "“fulfilled_from” is 7, which is not a level",
            "hint": "use one of: 0, 1",
        }
    ]


def test_plan_check_of_a_good_plan_as_json(tmp_path: Path) -> None:
    written(tmp_path / "mini.yaml", MINI)
    done = trata("plan", "check", "mini.yaml", "--format", "json", cwd=tmp_path)
    shown = json.loads(done.stdout)

    assert (done.returncode, done.stderr) == (0, "")
    assert (shown["problems"], shown["summary"]) == ([], {"files": 1, "errors": 0, "warnings": 0})


def test_a_plan_with_a_warning_holds_together(tmp_path: Path) -> None:
    written(tmp_path / "mini.yaml", MINI, ("guidance: Del todo.", "guidance: ''"))
    same = MINI_MEANS.replace('"guidance":"Del todo.",', "")
    done = trata("plan", "check", "mini.yaml", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "mini.yaml:25:58: warning empty-value: “guidance” is empty\n"
        "    25 |           - {id: A1, text: Hecho., kind: obra, guidance: '', not_applicable: Si ya estaba.}\n"
        "       | " + " " * 57 + "^\n"
        "       → write its value, or delete the line\n"
        "\n"
        "1 file, 0 errors, 1 warning\n" + MINI_HOLDS.replace(MINI_HASH, hashlib.sha256(same.encode()).hexdigest())
    )
    assert trata("plan", "show", "--plan", "mini.yaml", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", "1:1: error empty-file: the file is empty"),
        ("\t", "1:1: error tab-indentation: a tab where YAML expects spaces"),
        ("- 1\n", "1:1: error not-a-mapping: fields with values are expected here"),
        ("#" * (5 * 1024 * 1024 + 1), "1:1: error file-too-big: the file has 5242881 bytes; at most 5242880 are read"),
    ],
)
def test_what_is_no_plan_is_said_in_words(tmp_path: Path, content: str, line: str) -> None:
    (tmp_path / "mini.yaml").write_text(content, "utf-8")
    done = trata("plan", "check", "mini.yaml", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[0] == f"mini.yaml:{line}"
    assert done.stdout.splitlines()[-1] == "1 file, 1 error, 0 warnings"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.yaml"], "trata: none.yaml can't be opened: it does not exist.\n"),
        ([], "trata: FILE is missing.\nHelp: trata plan check --help\n"),
        (
            ["mini.yaml", "--format", "md"],
            "trata: --format takes one of: text, json; not “md”.\nHelp: trata plan check --help\n",
        ),
    ],
)
def test_wrong_use_of_plan_check(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = trata("plan", "check", *arguments, cwd=tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


@pytest.mark.parametrize("language", ["es", "en"])
def test_plan_check_has_its_help(tmp_path: Path, language: str) -> None:
    done = trata("plan", "check", "--help", cwd=tmp_path, TRATA_LANG=language, COLUMNS="80")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(("Uso" if language == "es" else "Usage") + ": trata plan check ")


PLAN_TEXT = PLAN_FILE.read_text("utf-8")
LINE = PLAN_TEXT.split("\n").index("version: 1") + 1
ONE_WORD = ("text: Mapeo del grupos", "text: Mapeo de los grupos")
CHANGED = f"""\
changed.yaml:{LINE}:10: error edition-changed: this is not “oea-trata”, version 1, as it was published: its texts differ
{LINE:>6} | version: 1
       |          ^
       → raise the version: 2 is free

1 file, 1 error, 0 warnings
"""


@pytest.mark.parametrize("command", [["plan", "check"], ["validate"]])
def test_a_false_edition_is_an_error_at_its_version(tmp_path: Path, command: list[str]) -> None:
    written(tmp_path / "changed.yaml", PLAN_TEXT, ONE_WORD)
    done = trata(*command, "changed.yaml", "--quiet", cwd=tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (1, CHANGED, "")


def test_nothing_is_read_against_a_false_edition(tmp_path: Path) -> None:
    written(tmp_path / "changed.yaml", PLAN_TEXT, ONE_WORD)
    done = trata("plan", "show", "--plan", "changed.yaml", cwd=tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"trata: {CHANGED}")


def test_the_next_version_is_free_and_a_hint_is_no_edition(tmp_path: Path) -> None:
    written(tmp_path / "next.yaml", PLAN_TEXT, ONE_WORD, ("version: 1\n", "version: 2\n"))
    written(tmp_path / "same.yaml", PLAN_TEXT, ("se entiende «Mapeo de grupos»", "léase «Mapeo de grupos»"))

    assert trata("plan", "check", "next.yaml", cwd=tmp_path).returncode == 0
    same = trata("plan", "check", "same.yaml", cwd=tmp_path)
    shipped = trata("plan", "check", PLAN_FILE, cwd=tmp_path)
    assert same.stdout.splitlines() == shipped.stdout.splitlines()[:1]


def test_editions_come_from_plan_then_from_plans_beside_then_from_the_shipped(tmp_path: Path) -> None:
    """Whose edition is found is told by its title, which makes no edition."""
    garden = GARDEN_FILE.read_text("utf-8")
    title = "title: Plan de huertos escolares"

    def titled(name: str, *changes: tuple[str, str]) -> str:
        return str(written(tmp_path / name, garden, (title, f"title: {name}"), *changes))

    first, second = titled("first.yaml"), titled("second.yaml")
    other = titled("other.yaml", ("version: 1", "version: 2"))
    titled("plans/huerto-1.yaml")
    titled("plans/huerto-3.yaml")  # its name says another edition than it does

    def found(named: list[str], version: int = 1, folder: Path = tmp_path, id_: str = "huerto") -> str | None:
        plan = Shelf(named).find(id_, version, folder)
        return plan.title if plan else None

    assert found([first, second]) == "first.yaml"
    assert found([second, first]) == "second.yaml"
    assert found([other, second]) == "second.yaml"
    assert found([other, second], version=2) == "other.yaml"
    assert found([other]) == "plans/huerto-1.yaml"
    assert found([]) == "plans/huerto-1.yaml"
    assert found([], version=2) is None
    assert found([], version=3) is None
    assert found([], folder=tmp_path / "elsewhere") is None
    assert found([first], id_="oea-trata") == load(PLAN_FILE).title
    assert found([], id_="oea-trata", version=2) is None


ANSWERED = """\
format: trata/assessment/1
plan: {{id: huerto, version: {version}}}
country: XPE
year: {year}
status: draft
answers:
  {id}: {{level: {level}, note: Visto en el huerto.}}
"""


def test_two_editions_of_one_plan_live_side_by_side(tmp_path: Path) -> None:
    garden = GARDEN_FILE.read_text("utf-8")
    written(tmp_path / "plans" / "huerto-1.yaml", garden)
    renamed = ("id: S-1", "id: S-9"), ("version: 1", "version: 2")
    written(tmp_path / "plans" / "huerto-2.yaml", garden, *renamed)
    written(tmp_path / "XPE-2025.yaml", ANSWERED.format(version=1, year=2025, id="S-1", level=0))
    written(tmp_path / "XPE-2026.yaml", ANSWERED.format(version=2, year=2026, id="S-9", level=0))
    written(tmp_path / "XPE-2027.yaml", ANSWERED.format(version=2, year=2027, id="S-1", level=0))
    done = trata("validate", "XPE-2025.yaml", "XPE-2026.yaml", "XPE-2027.yaml", "--quiet", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (
        "XPE-2027.yaml:7:3: error unknown-indicator: “S-1” is not an indicator of this plan\n"
        "     7 |   S-1: {level: 0, note: Visto en el huerto.}\n"
        "       |   ^\n"
        "       → Did you mean “S-9”?\n"
        "\n"
        "3 files, 1 error, 0 warnings\n"
    )


def test_the_invented_plan_through_every_command(tmp_path: Path) -> None:
    def run(*arguments: str, typed: str = "", code: int = 0, plan: bool = True) -> str:
        done = trata(*arguments, *(["--plan", str(GARDEN_FILE)] if plan else []), cwd=tmp_path, typed=typed)
        assert done.returncode == code, done.stderr
        return done.stdout

    file = "assessments/XPE-2026.yaml"
    run("init", "XPE", "2026", "--institution", "Escuela 14")
    run("assess", file, typed="0\nNadie lo ha hecho; visto el cuaderno.\n\nq\n")
    run("set", file, "s-2", "--level", "not-applicable", "--reason", "La escuela no cierra.")
    run("set", file, "V-2026-x", "--level", "no-information", "--reason", "Sin registro.")
    run("set", file, "R2b", "--level", "3", code=2)

    answers = [line.strip() for line in (tmp_path / file).read_text("utf-8").splitlines()]
    assert [line for line in answers if line.startswith(("plan:", "level:", "note:", "reason:"))] == [
        "plan: {id: huerto, version: 1}",
        "level: 0",
        "note: Nadie lo ha hecho; visto el cuaderno.",
        "level: not-applicable",
        "reason: La escuela no cierra.",
        "level: no-information",
        "reason: Sin registro.",
    ]
    assert json.loads(run("status", file, "--format", "json"))["totals"] == {
        "indicators": 6,
        "not_applicable": 1,
        "no_information": 1,
        "unanswered": 3,
        "undecided": 0,
        "answered": 1,
        "levels": {"0": 1, "1": 0, "2": 0},
        "fulfilled": 0,
        "applicable": 5,
        "fulfilled_range": [0, 4],
    }
    assert run("status", file).startswith("XPE 2026 · draft")
    assert run("validate").splitlines()[-1] == "1 file, 0 errors, 0 warnings"
    assert "0 of 5 applicable indicators fulfilled" in run("report", file, "--format", "md")
    assert "Plan de huertos escolares" in run("report", file, "--format", "html")
    assert "S-1  Compost elaborado y aplicado. [cultivo]" in run("plan", "show")
    assert json.loads(run("plan", "show", "--format", "json"))["id"] == "huerto"
    assert "#### S-1 · Compost elaborado y aplicado." in run("plan", "show", "--format", "md")
    assert '<article class="question" id="S-1"' in run("plan", "show", "--format", "html")
    assert run("plan", "check", str(GARDEN_FILE), plan=False).startswith("huerto, version 1, holds together: 2 pillars")


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("tree.txt", "Plan de huertos escolares (huerto, version 1)\n"),
        ("plan", "Plan de huertos escolares (huerto, version 1)\n"),
        ("plan.json", "{\n"),
        ("blank.md", "# Self-assessment questionnaire\n"),
        ("BLANK.HTM", "<!doctype html>\n"),
        ("blank.html", "<!doctype html>\n"),
    ],
)
def test_plan_show_goes_by_the_name_of_its_output(tmp_path: Path, name: str, begins: str) -> None:
    done = trata("plan", "show", "--plan", GARDEN_FILE, "-o", name, cwd=tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / name).read_text("utf-8").startswith(begins)


def test_a_format_that_is_named_goes_before_the_name_of_the_output(tmp_path: Path) -> None:
    trata("plan", "show", "--plan", GARDEN_FILE, "--format", "json", "-o", "plan.md", cwd=tmp_path)

    assert json.loads((tmp_path / "plan.md").read_text("utf-8"))["plan_version"] == GARDEN.version
