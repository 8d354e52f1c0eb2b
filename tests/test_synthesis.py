"""`trata synthesis`: many countries and years, counted by hand; what is left out, and what is never ranked."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import GARDEN, GARDEN_FILE, LIBRARY_FILES, NAMES, ROOT, assessment, trata
from trata_cli.method import totals
from trata_cli.method.comparison import Comparison, compare
from trata_cli.method.synthesis import SHOWN, Whole, movement, synthesize
from trata_cli.model.assessment import Answer, Level

PLAN = ("--plan", GARDEN_FILE)


def text(country: str, year: int, answers: str, more: str = "", status: str = "draft") -> str:
    """A file of the garden."""
    return (
        f"format: trata/assessment/1\nplan: {{id: huerto, version: 1}}\ncountry: {country}\nyear: {year}\n{more}"
        f"institution: Consejo\nstatus: {status}\nanswers: {answers}\n"
    )


FILES = {
    "XPA-2025.yaml": text("XPA", 2025, "{S-1: {level: 1}, S-2: {level: 0}}", "country_name: Yuyos\n"),
    "XPA-2026.yaml": text(
        "XPA",
        2026,
        "{S-1: {level: 2}, S-2: {level: not-applicable, reason: No cierra.}, R2b: {level: 0}}",
        "country_name: Zeta\n",
    ),
    "XPB-2026.yaml": text(
        "XPB", 2026, "{S-1: {level: 1}, agua_uno: {level: 1}}", "country_name: Ábaco\n", status="reviewed"
    ),
}


def folder(at: Path, files: Mapping[str, str] = FILES) -> Path:
    for name, content in files.items():
        (at / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (at / "in" / name).write_text(content, "utf-8")
    return at


def counted(at: Path, *options: str) -> tuple[int, Any, str]:
    """The exit code, the JSON, and what was said beside it."""
    done = trata("synthesis", "in", *PLAN, "--format", "json", *options, cwd=at)
    return done.returncode, json.loads(done.stdout), done.stderr


def totals_of(levels: tuple[int, int, int], unanswered: int, not_applicable: int = 0) -> dict[str, Any]:
    """Totals by the numbers at levels 0, 1 and 2 (fulfilled from 1 on), and of those without a level."""
    answered, fulfilled = sum(levels), levels[1] + levels[2]
    return {
        "indicators": answered + unanswered + not_applicable,
        "not_applicable": not_applicable,
        "no_information": 0,
        "unanswered": unanswered,
        "undecided": 0,
        "answered": answered,
        "levels": dict(zip("012", levels, strict=True)),
        "fulfilled": fulfilled,
        "applicable": answered + unanswered,
        "fulfilled_range": [fulfilled, fulfilled + unanswered],
    }


def test_for_machines(tmp_path: Path) -> None:
    code, found, said = counted(folder(tmp_path))
    change = {
        "countries": 1,
        "indicators": 6,
        "shared": 1,  # S-1 alone has a level in both years
        "fulfilled_before": 1,
        "fulfilled_now": 1,
        "rises": 1,
        "falls": 0,
    }
    of_2026 = {
        "countries": 2,
        "not_final": 2,
        "totals": totals_of((1, 2, 1), 7, 1),
        "pillars": [
            {"id": "suelo", **totals_of((1, 1, 1), 2, 1)},
            {"id": "agua", **totals_of((0, 1, 0), 5)},
        ],
        "indicators": [
            {"id": "S-1", **totals_of((0, 1, 1), 0)},
            {"id": "S-2", **totals_of((0, 0, 0), 1, 1)},
            {"id": "R2b", **totals_of((1, 0, 0), 1)},
            {"id": "agua_uno", **totals_of((0, 1, 0), 1)},
            {"id": "agua_dos", **totals_of((0, 0, 0), 2)},
            {"id": "V-2026-x", **totals_of((0, 0, 0), 2)},
        ],
        "change": change,
    }
    of_2025 = {
        "countries": 1,
        "not_final": 1,
        "totals": totals_of((1, 1, 0), 4),
        "pillars": [{"id": "suelo", **totals_of((1, 1, 0), 1)}, {"id": "agua", **totals_of((0, 0, 0), 3)}],
        "indicators": [
            {"id": "S-1", **totals_of((0, 1, 0), 0)},
            {"id": "S-2", **totals_of((1, 0, 0), 0)},
            *({"id": id_, **totals_of((0, 0, 0), 1)} for id_ in ("R2b", "agua_uno", "agua_dos", "V-2026-x")),
        ],
        "change": None,
    }
    abaco = {
        "year": 2026,
        "status": "reviewed",
        "totals": totals_of((0, 2, 0), 4),
        "pillars": [{"id": "suelo", **totals_of((0, 1, 0), 2)}, {"id": "agua", **totals_of((0, 1, 0), 2)}],
        "change": None,
    }
    zeta = [
        {
            "year": 2026,
            "status": "draft",
            "totals": totals_of((1, 0, 1), 3, 1),
            "pillars": [{"id": "suelo", **totals_of((1, 0, 1), 0, 1)}, {"id": "agua", **totals_of((0, 0, 0), 3)}],
            "change": change,
        },
        {
            "year": 2025,
            "status": "draft",
            "totals": of_2025["totals"],
            "pillars": of_2025["pillars"],
            "change": None,
        },
    ]

    assert (code, said) == (0, NAMES)
    assert found == {
        "version": 1,
        "sort": "name",
        "editions": [
            {
                "plan": {"id": "huerto", "version": 1, "title": "Plan de huertos escolares"},
                "countries": [
                    {"country": "XPB", "name": "Ábaco", "years": [abaco]},
                    {"country": "XPA", "name": "Zeta", "years": zeta},
                ],
                "latest": of_2026,
                "years": [{"year": 2026, **of_2026}, {"year": 2025, **of_2025}],
                "most_fulfilled": ["S-1", "agua_uno"],
                "least_fulfilled": ["R2b"],  # S-2 may yet be fulfilled wherever it applies
            }
        ],
        "left_out": [],
        "notices": [NAMES.strip()],
    }


def test_on_a_terminal_of_80_columns(tmp_path: Path) -> None:
    done = trata("synthesis", "in", *PLAN, cwd=folder(tmp_path), COLUMNS="80")

    assert (done.returncode, done.stderr) == (0, NAMES)
    assert done.stdout == (
        "Synthesis by country and year\n"
        "Each country states where it stands itself. Countries stand in the order of\n"
        "  their names: nothing here ranks them.\n"
        "* draft, ~ reviewed and not final\n"
        "x/n: fulfilled of the applicable. Open ones are never zero: up to so many may\n"
        "  turn out fulfilled.\n"
        "Cov.: coverage, answered ÷ applicable.\n"
        "Change: x in the year before → in this one / over how many indicators with a\n"
        "  level in both; – where no year before it can be compared.\n"
        "\n"
        "Plan de huertos escolares (huerto, edition 1)\n"
        "  3 files · 2 countries · 2025–2026\n"
        "  3 of them are not final: their numbers may still change.\n"
        "  P1 Suelo\n"
        "  P2 Agua y riego\n"
        "\n"
        "Countries and years\n"
        "  Country   Year  x/n  Up to    Cov.   P1   P2  Change\n"
        "  Ábaco    2026~  2/6      6  33.3 %  1/3  1/3       –\n"
        "  Zeta     2026*  1/5      4  40.0 %  1/2  0/3   1→1/1\n"
        "  Zeta     2025*  1/6      5  33.3 %  1/3  0/3       –\n"
        "\n"
        "All countries, year by year\n"
        "  Year  Countries   x/n  Up to    Cov.   P1   P2  Change\n"
        "  2026          2  3/11     10  36.4 %  2/5  1/6   1→1/1\n"
        "  2025          1   1/6      5  33.3 %  1/3  0/3       –\n"
        "\n"
        "Indicators, over the latest year of each country: 2026 (2)\n"
        "  Most fulfilled\n"
        "  S-1       2/2    2  Compost elaborado y aplicado.\n"
        "  agua_uno  1/2  1–2  Depósito de agua de lluvia en uso.\n"
        "  Least fulfilled\n"
        "  R2b  0/2  0–1  Semillas locales sembradas.\n"
        "\n"
        "Suelo — 2 of 5 fulfilled, 2 open, coverage 60.0 %\n"
        "  S-1  2/2    2  Compost elaborado y aplicado.\n"
        "  S-2  0/1  0–1  Turnos de vacaciones, acordado con las familias.\n"
        "  R2b  0/2  0–1  Semillas locales sembradas.\n"
        "\n"
        "Agua y riego — 1 of 6 fulfilled, 5 open, coverage 16.7 %\n"
        "  agua_uno  1/2  1–2  Depósito de agua de lluvia en uso.\n"
        "  agua_dos  0/2  0–2  Horario de riego acordado.\n"
        "  V-2026-x  0/2  0–2  Jornada de puertas abiertas o mercado del huerto, realiza…\n"
    )


@pytest.mark.parametrize("columns", ["20", "40", "60"])
def test_a_narrow_terminal_loses_no_number(tmp_path: Path, columns: str) -> None:
    done = trata("synthesis", "in", *PLAN, "--quiet", cwd=folder(tmp_path), COLUMNS=columns)
    words = " ".join(done.stdout.split())

    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= int(columns)
    if columns == "20":
        assert "Zeta · 2026*: 1 of 5 fulfilled, 3 open, coverage 40.0 %; Change: 1→1/1" in words


def test_the_real_plan_fits_a_terminal_of_80_columns(tmp_path: Path) -> None:
    done = trata("synthesis", ROOT / "tests" / "golden", "--quiet", "--lang", "en", cwd=tmp_path, COLUMNS="80")
    assert "  Country        Year    x/n  Up to    Cov.    P1    P2     P3    Change\n" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_countries_are_ranked_only_where_somebody_asks(tmp_path: Path) -> None:
    given_ = {
        "XPA-2026.yaml": text("XPA", 2026, "{S-1: {level: 2}}", "country_name: Árbol\n"),  # 1 of 6
        "XPB-2026.yaml": text("XPB", 2026, "{S-1: {level: 1}, S-2: {level: 1}}", "country_name: Zeta\n"),  # 2 of 6
        "XPC-2026.yaml": text("XPC", 2026, "{R2b: {level: 1}}", "country_name: Arado\n"),  # 1 of 6
        "XPD-2026.yaml": text("XPD", 2026, everywhere("not-applicable"), "country_name: Aire\n"),  # 0 of 0
    }
    at = folder(tmp_path, given_)

    def names(*options: str) -> list[str]:
        return [country["name"] for country in counted(at, *options)[1]["editions"][0]["countries"]]

    assert names() == ["Aire", "Arado", "Árbol", "Zeta"]
    assert names("--sort", "fulfilled") == ["Zeta", "Arado", "Árbol", "Aire"]
    asked = trata("synthesis", "in", *PLAN, "--sort", "fulfilled", cwd=at, COLUMNS="80")
    assert "As was asked for" in asked.stdout
    assert "nothing here ranks them" not in asked.stdout


def everywhere(level: str) -> str:
    return "{" + ", ".join(f"{id_}: {{level: {level}, reason: Así.}}" for id_ in GARDEN.places) + "}"


def test_two_editions_are_counted_apart_and_compared(tmp_path: Path) -> None:
    plans = [word for path in LIBRARY_FILES for word in ("--plan", path)]
    done = trata("synthesis", ROOT / "tests/plans/biblioteca", *plans, "--format", "json", cwd=tmp_path)
    first, second = json.loads(done.stdout)["editions"]

    assert [each["plan"]["version"] for each in (first, second)] == [1, 2]
    assert first["countries"][0]["years"][0]["change"] is None
    change = second["countries"][0]["years"][0]["change"]
    assert change == {
        "countries": 1,
        "indicators": 8,  # as `trata compare` says it: over 4 of 8, 2 fulfilled then and 1 now
        "shared": 4,
        "fulfilled_before": 2,
        "fulfilled_now": 1,
        "rises": 1,  # L4, now H1
        "falls": 2,  # L1 and L8
    }
    assert "Each is counted apart" in trata("synthesis", ROOT / "tests/plans/biblioteca", *plans, cwd=tmp_path).stdout


# What is left out.

BROKEN = text("XPC", 2026, "{S-1: {level: two}}")
PART = text("XPA", 2026, "{S-1: {level: 0}}", "part: {institution: Salud, ids: [S-1]}\n")


def test_what_is_not_counted_is_named(tmp_path: Path) -> None:
    more = {
        "XPA-2026.salud.yaml": PART,
        "XPC-2026.yaml": BROKEN,
        "XPD-2026.yaml": "a: [",
        "copia.yaml": FILES["XPB-2026.yaml"],
        "plans/huerto-1.yaml": GARDEN_FILE.read_text("utf-8"),
    }
    code, found, said = counted(folder(tmp_path, FILES | more))
    _, alone, _ = counted(folder(tmp_path / "alone"))

    assert code == 1
    assert found["editions"] == alone["editions"]
    assert found["left_out"] == [
        {"file": "XPA-2026.salud.yaml", "cause": "part"},
        {"file": "XPC-2026.yaml", "cause": "errors"},
        {"file": "XPD-2026.yaml", "cause": "errors"},
        {"file": "copia.yaml", "cause": "twice"},
    ]
    within = Path("in")
    assert said == (
        f"{within / 'XPA-2026.salud.yaml'} is not counted: it is one institution's part, not a whole.\n"
        f"trata: {within / 'XPC-2026.yaml'} is not counted: it has errors. 1 error, 0 warnings. "
        f"See them with: trata validate {within / 'XPC-2026.yaml'}\n"
        f"trata: {within / 'XPD-2026.yaml'} is not counted: it has errors. 1 error, 0 warnings. "
        f"See them with: trata validate {within / 'XPD-2026.yaml'}\n"
        f"trata: {within / 'copia.yaml'} is not counted: another file of that country, year and plan is counted "
        f"already. {within / 'XPB-2026.yaml'} is counted for XPB 2026, plan huerto: one of the two has to go.\n"
        f"{NAMES}"
    )


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_documents_name_what_is_not_counted_too(tmp_path: Path, form: str) -> None:
    at = folder(tmp_path, FILES | {"XPC-2026.yaml": BROKEN, "de a.b@c.example.yaml": BROKEN})
    done = trata("synthesis", "in", *PLAN, "--format", form, cwd=at)

    assert done.returncode == 1
    assert "Not counted" in done.stdout
    assert "XPC-2026.yaml" in done.stdout.replace("\\", "")
    assert "a.b@c" not in done.stdout.replace("\\", "")
    assert "a file whose name is not shown" in done.stdout


def test_parts_alone_are_no_error_of_a_file_but_nothing_to_count(tmp_path: Path) -> None:
    done = trata("synthesis", "in", *PLAN, cwd=folder(tmp_path, {"XPA-2026.salud.yaml": PART}))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("trata: there is nothing to count: no file is a whole one in order.\n")


def test_a_file_named_by_two_ways_is_one(tmp_path: Path) -> None:
    at = folder(tmp_path)
    done = trata("synthesis", "in", at / "in" / "XPB-2026.yaml", *PLAN, "--format", "json", cwd=at)
    assert (done.returncode, done.stderr) == (0, NAMES)
    assert json.loads(done.stdout) == counted(at)[1]


def test_a_name_of_a_country_that_looks_like_personal_data_is_not_shown(tmp_path: Path) -> None:
    given_ = {"XPA-2026.yaml": text("XPA", 2026, "{}", "country_name: Escribir a a.b@c.example\n")}
    code, found, said = counted(folder(tmp_path, given_))
    assert code == 1
    assert found["editions"][0]["countries"][0]["name"] == "XPA"
    assert said.startswith(
        f"trata: {Path('in/XPA-2026.yaml')}: the name of the country looks like personal data and is not shown.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nada.yaml"], "nada.yaml can't be opened: it does not exist."),
        (["plans"], "there is no assessment among these files."),
        (["empty"], "empty has no YAML file."),
        (["in", "--format", "pdf"], "--format takes one of: text, md, html, json; not “pdf”."),
        (["in", "--sort", "name"], "--sort takes one of: fulfilled; not “name”."),
        ([], "PATH is missing."),
    ],
)
def test_wrong_use(tmp_path: Path, arguments: list[str], said: str) -> None:
    at = folder(tmp_path)
    (at / "empty").mkdir()
    (at / "plans").mkdir()
    shutil.copy(GARDEN_FILE, at / "plans")
    done = trata("synthesis", *arguments, cwd=at)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"trata: {said}\n")


@pytest.mark.parametrize(
    ("name", "begins"), [("x.json", "{\n"), ("x.md", "# Syn"), ("x.html", "<!doctype"), ("x", "Syn")]
)
def test_the_form_by_the_name_of_the_output(tmp_path: Path, name: str, begins: str) -> None:
    done = trata("synthesis", "in", *PLAN, "-o", name, cwd=folder(tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", NAMES)
    assert (tmp_path / name).read_text("utf-8").startswith(begins)


def test_from_standard_input(tmp_path: Path) -> None:
    done = trata("synthesis", "-", *PLAN, "--format", "json", cwd=tmp_path, typed=FILES["XPB-2026.yaml"])
    assert [each["name"] for each in json.loads(done.stdout)["editions"][0]["countries"]] == ["Ábaco"]


def test_more_files_than_one_process_reads(tmp_path: Path) -> None:
    """Countries from XAA to XAZ and ten years: 260 files, each with one indicator fulfilled."""
    given_ = {
        f"XA{letter}-{year}.yaml": text(f"XA{letter}", year, "{S-1: {level: 1}}")
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        for year in range(2010, 2020)
    }
    code, found, _ = counted(folder(tmp_path, given_))
    (edition,) = found["editions"]
    assert code == 0
    assert [country["country"] for country in edition["countries"]] == [
        f"XA{each}" for each in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    ]
    assert [(year["year"], year["totals"]["fulfilled"]) for year in edition["years"]] == [
        (year, 26) for year in range(2019, 2009, -1)
    ]
    assert edition["latest"]["change"]["shared"] == 26


# Laws.

LEVELS = st.sampled_from([0, 1, 2, "not-applicable", "no-information", None])
YEARS = st.fixed_dictionaries(dict.fromkeys(GARDEN.places, LEVELS))


def whole(levels: Mapping[str, Level | None], year: int = 2026, country: str = "XPE") -> Whole:
    found = totals.states(answered(levels, year), GARDEN)
    return Whole(country, country, year, "draft", GARDEN, found)


def answered(levels: Mapping[str, Level | None], year: int) -> Any:
    answers = {id_: Answer(level=level) for id_, level in levels.items() if level is not None}
    return assessment(GARDEN, answers, year=year)


@given(YEARS, YEARS)
def test_what_moves_is_what_a_comparison_says(
    then: Mapping[str, Level | None], now: Mapping[str, Level | None]
) -> None:
    found = movement(whole(then, 2025), whole(now))
    said = compare(answered(then, 2025), answered(now, 2026), GARDEN)
    assert found is not None
    assert isinstance(said, Comparison)
    assert (found.shared, found.fulfilled_before, found.fulfilled_now, found.rises, found.falls) == (
        said.shared,
        said.fulfilled_before,
        said.fulfilled_now,
        len(said.rises),
        len(said.falls),
    )


@given(st.lists(YEARS, min_size=1, max_size=6))
def test_pillars_and_indicators_add_up_to_the_whole(found: list[Mapping[str, Level | None]]) -> None:
    countries = [f"XA{letter}" for letter in "ABCDEF"]
    (edition,) = synthesize(whole(levels, 2026, country) for levels, country in zip(found, countries, strict=False))
    region = edition.latest
    for name in ("indicators", "applicable", "fulfilled", "answered", "open", "not_applicable"):
        total = getattr(region.totals, name)
        assert sum(getattr(each, name) for each in region.pillars.values()) == total
        assert sum(getattr(each, name) for each in region.indicators.values()) == total
        assert sum(getattr(country.latest.totals, name) for country in edition.countries) == total
    assert len(edition.most_fulfilled) <= SHOWN
    for id_ in edition.most_fulfilled:
        assert region.indicators[id_].fulfilled > 0
    for id_ in edition.least_fulfilled:
        assert region.indicators[id_].fulfilled_range[1] < region.indicators[id_].applicable
