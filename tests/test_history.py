"""All years of a country at a glance: `trata report --history`."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.report_samples import garden, levels, school, view
from tests.support import GARDEN_FILE, LIBRARY_FILES, ROOT, load, trata
from tests.test_editions import without_comparability, written
from tests.test_report_hostile import Page
from trata_cli import i18n
from trata_cli.model.assessment import PlanReference
from trata_cli.views.headline import state_view
from trata_cli.views.history import BarView, HistoryView, PieceView, history_view
from trata_cli.views.rendering import render

OLD, NEW = map(load, LIBRARY_FILES)
LIBRARY = ROOT / "tests" / "plans" / "biblioteca"
YEAR = """\
format: trata/assessment/1
plan: {{id: huerto, version: 1}}
country: {country}
year: {year}
status: draft
answers:
  S-1: {{level: {level}}}
"""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.activate("en")
    yield
    i18n.activate(before)


def library(version: int, year: int, **found: int) -> object:
    plan = PlanReference(id="biblioteca", version=version)
    return school(country="XPE", plan=plan, year=year, answers=levels(**found))


def test_a_bar_has_a_piece_for_each_state_that_there_is_what_is_fulfilled_at_its_bottom() -> None:
    plan = garden()
    year = school(answers=levels(A1=2, A2=1, B1=0, B2="not-applicable"))
    found = history_view([(year, plan)], plan)

    names = ("Name 2", "Name 1", "Name 0", "no information", "unanswered or undecided", "not applicable")
    assert tuple(state.name for state in found.states) == names
    assert [(each.id, each.title) for each in found.multiples] == [
        ("", "The whole plan"),
        ("soil", "Soil"),
        ("water", "Water"),
    ]
    whole, soil, water = (each.years for each in found.multiples)
    assert whole == (
        BarView(
            year=2026,
            apart=False,
            fulfilled=2,
            applicable=3,
            pieces=(
                PieceView(state_view("not-applicable", plan), 1, True, "0.00", "12.50", "25.00"),
                PieceView(state_view(0, plan), 1, True, "25.00", "37.50", "25.00"),
                PieceView(state_view(1, plan), 1, True, "50.00", "62.50", "25.00"),
                PieceView(state_view(2, plan), 1, True, "75.00", "87.50", "25.00"),
            ),
            counts=(1, 1, 1, 0, 0, 1),
        ),
    )
    assert [(bar.fulfilled, bar.applicable, bar.counts) for bar in (*soil, *water)] == [
        (2, 2, (1, 1, 0, 0, 0, 0)),
        (0, 1, (0, 0, 1, 0, 0, 1)),
    ]
    assert found.notes == ()


def test_years_that_can_not_be_compared_stand_apart() -> None:
    plan = garden()
    years = [(school(year=year), plan) for year in (2021, 2022, 2024, 2025)]
    found = history_view(years, plan)

    assert [bar.year for bar in found.multiples[0].years if bar.apart] == [2024]
    assert found.notes == ("2024 stands apart: the year before it is missing.",)


def test_an_edition_that_compares_does_not_stand_apart_and_one_that_does_not_does(tmp_path: Path) -> None:
    silent = load(written(tmp_path / "silent.yaml", without_comparability(LIBRARY_FILES[1].read_text("utf-8"))))
    then, now = library(1, 2025, L1=2), library(2, 2026, L1=3)
    declared = history_view([(then, OLD), (now, NEW)], NEW)  # type: ignore[list-item]
    undeclared = history_view([(then, OLD), (now, silent)], silent)  # type: ignore[list-item]

    assert declared.notes == ()
    assert undeclared.notes == ("2026 stands apart: it answers another edition of the plan, which does not compare.",)


def test_levels_of_another_edition_and_pillars_that_it_lacks() -> None:
    two, three = garden(), garden(levels=4, version=3)
    pillars = (two.pillars[0],)
    first = two.model_copy(update={"pillars": pillars})
    years = [
        (school(year=2025, answers=levels(A1=2)), first),
        (school(plan=PlanReference(id="garden", version=3), answers=levels(A1=3)), three),
    ]
    found = history_view(years, three)

    assert [state.sign for state in found.states if state.is_level] == ["3", "2", "1", "0"]
    whole, _, water = (each.years for each in found.multiples)
    assert [bar.counts for bar in whole] == [(None, 1, 0, 0, 0, 1, 0), (1, 0, 0, 0, 0, 3, 0)]
    assert water[0] == BarView(2025, False, 0, 0, (), (None,) * 7)


def drawn(found: HistoryView, format_: str) -> str:
    return render(view(school(), history=found), format_)  # type: ignore[arg-type]


def test_in_a_page_each_multiple_is_a_described_picture_with_its_table() -> None:
    plan = garden()
    years = [
        (school(year=2023, answers=levels(A1=2)), plan),
        (school(year=2026, answers=levels(A1=2, A2=1, B1=0)), plan),
    ]
    source = drawn(history_view(years, plan), "html")
    page = Page(source)
    pictures = [
        ElementTree.fromstring(svg)  # noqa: S314 - our own page
        for svg in re.findall(r'(<svg class="bar years".*?</svg>)\s*<table class="counts yearly">', source, re.S)
    ]

    assert len(pictures) == 3
    for picture in pictures:
        assert picture.get("role") == "img"
        told = {each.get("id"): each.text for each in picture if each.tag in ("title", "desc")}
        assert [*told] == (picture.get("aria-labelledby") or "").split()
    whole = pictures[0]
    assert [each.text for each in whole if each.tag in ("title", "desc")] == [
        "Over the years: The whole plan",
        "2023: 1 of 4; 2026: 2 of 4.",
    ]
    assert [each.text for each in whole.findall("text")] == ["1/4", "2023", "2/4", "2026"]
    assert len(whole.findall("line")) == 1  # before 2026
    assert "2026 *" in source
    assert source.count('<a href="#_history">') == 1
    ids = re.findall(r' id="([^"]+)"', source)
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(ids)
    assert set(" ".join(re.findall(r'aria-labelledby="([^"]+)"', source)).split()) <= set(ids)


def test_in_markdown_it_is_the_table() -> None:
    plan = garden()
    years = [
        (school(year=2023, answers=levels(A1=2)), plan),
        (school(year=2026, answers=levels(A1=2, A2=1, B1=0)), plan),
    ]
    text = drawn(history_view(years, plan), "md")
    start = text.index("## Over the years")
    assert text[start : text.index("\n## ", start + 1)] == (
        "## Over the years\n"
        "\n"
        "**DRAFT**\n"
        "\n"
        "\\* 2026 stands apart: the year before it is missing.\n"
        "\n"
        "### The whole plan\n"
        "\n"
        "| Year | Fulfilled | 2 | 1 | 0 | no information | unanswered or undecided | not applicable |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
        "| 2023 | 1 of 4 | 1 | 0 | 0 | 0 | 3 | 0 |\n"
        "| 2026 \\* | 2 of 4 | 1 | 1 | 1 | 0 | 1 | 0 |\n"
        "\n"
        "### Soil\n"
        "\n"
        "| Year | Fulfilled | 2 | 1 | 0 | no information | unanswered or undecided | not applicable |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
        "| 2023 | 1 of 2 | 1 | 0 | 0 | 0 | 1 | 0 |\n"
        "| 2026 \\* | 2 of 2 | 1 | 1 | 0 | 0 | 0 | 0 |\n"
        "\n"
        "### Water\n"
        "\n"
        "| Year | Fulfilled | 2 | 1 | 0 | no information | unanswered or undecided | not applicable |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
        "| 2023 | 0 of 2 | 0 | 0 | 0 | 0 | 2 | 0 |\n"
        "| 2026 \\* | 0 of 2 | 0 | 0 | 1 | 0 | 1 | 0 |\n"
    )


# Through the command.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plans").mkdir()
    shutil.copy(GARDEN_FILE, tmp_path / "plans" / "huerto-1.yaml")
    for year, level in ((2024, 0), (2025, 1), (2026, 2), (2027, 2)):
        write(tmp_path / f"XPE-{year}.yaml", year=year, level=level)
    return tmp_path


def write(path: Path, country: str = "XPE", year: int = 2026, level: object = 1, more: str = "") -> None:
    path.write_text(YEAR.format(country=country, year=year, level=level) + more, "utf-8")


def years_of(report: str) -> list[tuple[str, str]]:
    table = report[report.index("## Over the years") :].split("### ")[1]
    return re.findall(r"^\| (\d{4}(?: \\\*)?) \| (\d of \d)", table, re.M)


def test_all_years_of_the_country_in_their_order(folder: Path) -> None:
    write(folder / "XAB-2025.yaml", country="XAB", year=2025)
    done = trata("report", "XPE-2026.yaml", "--history", ".", "--quiet", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert years_of(done.stdout) == [("2024", "0 of 6"), ("2025", "1 of 6"), ("2026", "1 of 6"), ("2027", "1 of 6")]


def test_what_is_left_out_is_named(folder: Path) -> None:
    write(folder / "XPE-2024.yaml", year=2024, level=7)
    write(folder / "XPE-2025.escuela.yaml", year=2025, more="part: {institution: Escuela}\n")
    write(folder / "copia.yaml", year=2027)
    (folder / "roto.yaml").write_text("a: [", "utf-8")
    done = trata("report", "XPE-2026.yaml", "--history", ".", cwd=folder)
    assert done.returncode == 0
    assert years_of(done.stdout) == [("2025", "1 of 6"), ("2026", "1 of 6"), ("2027", "1 of 6")]
    assert done.stderr.splitlines()[:-1] == [
        "./XPE-2024.yaml is left out of the history: it has errors. See them with: trata validate ./XPE-2024.yaml",
        "./XPE-2025.escuela.yaml is left out of the history: it is an institution's part, not a whole.",
        "./copia.yaml is left out of the history: another file of 2027 is there already.",
        "./roto.yaml is left out of the history: it has errors. See them with: trata validate ./roto.yaml",
    ]


def test_the_report_s_own_file_is_the_one_of_its_year(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    shutil.copytree(folder / "plans", folder / "elsewhere" / "plans")
    write(folder / "elsewhere" / "XPE-2026.yaml", level=0)
    done = trata("report", "elsewhere/XPE-2026.yaml", "--history", ".", cwd=folder)
    assert ("2026", "0 of 6") in years_of(done.stdout)
    assert "XPE-2026.yaml is left out of the history: another file of 2026 is there already." in done.stderr


@pytest.mark.parametrize(
    ("history", "said"),
    [
        ("nowhere", "trata: nowhere can't be opened: it does not exist.\n"),
        ("XPE-2025.yaml", "trata: XPE-2025.yaml can't be opened: part of its path is not a folder.\n"),
        ("empty", "trata: empty has no YAML file.\n"),
    ],
)
def test_a_folder_that_is_none(folder: Path, history: str, said: str) -> None:
    (folder / "empty").mkdir()
    done = trata("report", "XPE-2026.yaml", "--history", history, "--quiet", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


def test_a_part_has_no_history(folder: Path) -> None:
    write(folder / "XPE-2025.escuela.yaml", year=2025, more="part: {institution: Escuela}\n")
    done = trata("report", "XPE-2025.escuela.yaml", "--history", ".", "--quiet", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "trata: XPE-2025.escuela.yaml is an institution's part: only a whole has a history.\n"
