"""`trata report FOLDER`: a report of each whole file that is in order, and an index over countries and years."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import pexpect
import pytest

from tests.support import GARDEN, GARDEN_FILE, NAMES, environment, trata
from tests.test_report_hostile import Page
from trata_cli import i18n
from trata_cli.model.assessment import Assessment
from trata_cli.views.site import LeftOutView, SiteView, build, year_view


def text(country: str = "XPE", year: int = 2026, more: str = "", answers: str = "{}", status: str = "draft") -> str:
    """A file of the garden."""
    return (
        f"format: trata/assessment/1\nplan: {{id: huerto, version: 1}}\ncountry: {country}\nyear: {year}\n{more}"
        f"institution: Consejo\nstatus: {status}\nanswers: {answers}\n"
    )


SOIL = "{S-1: {level: 1}, S-2: {level: not-applicable, reason: No cierra.}, R2b: {level: 0}}"
FILES = {
    "plans/huerto-1.yaml": GARDEN_FILE.read_text("utf-8"),
    "XPA-2026.yaml": text("XPA", answers="{S-1: {level: two}}"),
    "XPB-2026.yaml": text("XPB", more="country_name: Ábaco\n", answers="{S-1: {level: 2, note: De a.b@c.example}}"),
    "XPE-2025.yaml": text(year=2025, more="country_name: Yuyos\n", answers=SOIL, status="reviewed"),
    "XPE-2026.salud.yaml": text(more="part: {institution: Salud, ids: [S-1]}\n"),
    "XPE-2026.yaml": text(more="country_name: Zeta\n", answers=SOIL.replace("level: 1", "level: 2")),
}


def folder(at: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = at / "assessments" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return at


def written(at: Path) -> set[str]:
    return {path.relative_to(at).as_posix() for path in at.rglob("*") if path.is_file()}


def test_a_whole_folder(tmp_path: Path) -> None:
    options = ["-o", "site", "--format", "md", "--date", "2026-11-30"]
    done = trata("report", "assessments", *options, cwd=folder(tmp_path, FILES))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("trata: assessments/XPA-2026.yaml:7:24: error bad-level: “two” is not a level"), (
        "errors are said as for one file"
    )
    assert "1 text is withheld from the public report" in done.stderr
    assert "assessments/XPB-2026.yaml:8:" in done.stderr
    assert done.stderr.endswith(f"3 reports, and their index: {Path('site/index.md')}\n{NAMES}")
    assert written(tmp_path / "site") == {"XPB-2026.md", "XPE-2025.md", "XPE-2026.md", "index.md"}
    assert (tmp_path / "site" / "index.md").read_text("utf-8") == (
        "# Self-assessments by country and year\n"
        "\n"
        "Plan de huertos escolares (huerto, edition 1)\n"
        "\n"
        "3 reports · 2 countries · For whom: public · 2026-11-30 · Made with trata 0.1.0\n"
        "\n"
        "## Reports\n"
        "\n"
        "Each country states where it stands itself. Countries stand in the order of their names: nothing here ranks "
        "them.\n"
        "\n"
        "| Country | Year | Fulfilled | Open | Status |\n"
        "| --- | --- | ---: | ---: | --- |\n"
        "| Ábaco (an invented country: an example) | [2026](<XPB-2026.md>) | **1** of 6 | 5 (between 1 and 6) |"
        " **draft** |\n"
        "| Zeta (an invented country: an example) | [2026](<XPE-2026.md>) | **1** of 5 | 3 (between 1 and 4) |"
        " **draft** |\n"
        "| Zeta (an invented country: an example) | [2025](<XPE-2025.md>) | **1** of 5 | 3 (between 1 and 4) |"
        " **reviewed, not final** |\n"
        "\n"
        "Open indicators count neither as fulfilled nor as anything else: they widen the range beside them.\n"
        "\n"
        "## Files without a report (2)\n"
        "\n"
        "- XPA-2026.yaml: it has errors\n"
        "- XPE-2026.salud.yaml: it is one institution's part, not a whole\n"
    )


@pytest.mark.parametrize("form", ["html", "md"])
@pytest.mark.parametrize("audience", ["public", "internal"])
def test_each_report_is_that_of_its_file_alone(tmp_path: Path, form: str, audience: str) -> None:
    given = {name: FILES[name] for name in ("plans/huerto-1.yaml", "XPB-2026.yaml", "XPE-2025.yaml", "XPE-2026.yaml")}
    options = ["--audience", audience, "--date", "2026-11-30", "--quiet", "--lang", "es"]
    at = folder(tmp_path, given)
    done = trata("report", "assessments", "-o", "new/site", "--format", form, *options, cwd=at)

    assert done.returncode == (1 if audience == "public" else 0), "a text is withheld"
    for name in ("XPB-2026", "XPE-2025", "XPE-2026"):
        trata("report", f"assessments/{name}.yaml", "-o", f"alone.{form}", *options, cwd=at)
        assert (at / "new" / "site" / f"{name}.{form}").read_bytes() == (at / f"alone.{form}").read_bytes()
    assert "2025" in (at / "new" / "site" / f"XPE-2026.{form}").read_text("utf-8"), "compared with the year beside it"
    assert ("INTERN" in (at / "new" / "site" / f"index.{form}").read_text("utf-8")) == (audience == "internal")


def test_html_is_what_a_folder_is_written_in_and_every_link_leads_to_a_file(tmp_path: Path) -> None:
    given = FILES | {"2024 y/XPE-2024.yaml": text(year=2024)}
    done = trata("report", "assessments", "-o", "site", "--plan", GARDEN_FILE, cwd=folder(tmp_path, given))
    assert done.returncode == 1
    source = (tmp_path / "site" / "index.html").read_text("utf-8")
    page = Page(source)
    ids = re.findall(r' id="([^"]+)"', source)
    within = [link for link in page.links if link.startswith("#")]
    outward = [link for link in page.links if not link.startswith("#")]

    assert written(tmp_path / "site") == {unquote(link) for link in outward} | {"index.html"}
    assert outward == ["XPB-2026.html", "XPE-2026.html", "XPE-2025.html", "2024%20y/XPE-2024.html"]
    assert {link[1:] for link in within} <= set(ids)
    assert len(ids) == len(set(ids))
    assert not {tag for tag, _ in page.elements} & {"script", "link", "img", "iframe", "object", "form"}
    assert not re.search(r"@import|url\((?!#)|src=", source)


def test_only_what_is_ours_is_replaced(tmp_path: Path) -> None:
    at = folder(tmp_path, FILES)
    for name in ("notes.txt", "old.html", "assets/logo.svg", "XPE-2026.html"):
        (at / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (at / "site" / name).write_text("theirs", "utf-8")
    for _ in range(2):
        trata("report", "assessments", "-o", "site", "--audience", "internal", cwd=at)
        theirs = {name for name in written(at / "site") if (at / "site" / name).read_text("utf-8") == "theirs"}
        assert theirs == {"notes.txt", "old.html", "assets/logo.svg"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "the reports of a folder go into a folder: name one with -o."),
        (["-o", "-"], "the reports of a folder go into a folder: name one with -o."),
        (["-o", "a-file"], "a-file is no folder, and the reports of a folder go into one."),
        (["-o", "a-file/site"], "a-file/site can't be written: part of its path is not a folder."),
        (["-o", "read-only/site"], "read-only/site can't be written: no permission."),
        (
            ["-o", "site", "--previous", "x"],
            "--previous is for the report of one file: in a folder each finds its own.",
        ),
        (["-o", "site", "--history", "."], "--history is for the report of one file."),
        (["-o", "site", "--date", "soon"], "“soon” is not a date such as 2026-11-30."),
        (["-o", "site", "--template", "none.j2"], "none.j2 can't be opened: it does not exist."),
    ],
)
def test_wrong_use_writes_nothing(tmp_path: Path, options: list[str], said: str) -> None:
    at = folder(tmp_path, {"plans/huerto-1.yaml": FILES["plans/huerto-1.yaml"], "XPE-2026.yaml": text()})
    (at / "a-file").write_text("theirs", "utf-8")
    (at / "read-only").mkdir(mode=0o555)
    done = trata("report", "assessments", *options, cwd=at)

    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"trata: {said}\n")
    assert written(at) == {"a-file", "assessments/plans/huerto-1.yaml", "assessments/XPE-2026.yaml"}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"notes.txt": ""}, "assessments has no YAML file."),
        ({"plans/huerto-1.yaml": FILES["plans/huerto-1.yaml"]}, "assessments has no assessment."),
    ],
)
def test_a_folder_without_an_assessment(tmp_path: Path, files: dict[str, str], said: str) -> None:
    done = trata("report", "assessments", "-o", "site", cwd=folder(tmp_path, files))

    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"trata: {said}\n")
    assert not (tmp_path / "site").exists()


def index(at: Path, *options: str) -> tuple[int, str, str]:
    """The exit code, what was refused, and what the index says of files without a report."""
    done = trata("report", "assessments", "-o", "site", "--format", "md", "--quiet", *options, cwd=at)
    _, _, without = (at / "site" / "index.md").read_text("utf-8").partition("## Files without a report")
    return done.returncode, done.stderr, without


def test_two_files_that_would_have_one_report(tmp_path: Path) -> None:
    given = {name: text() for name in ("XPE-2026.yaml", "XPE-2026.yml", "index.yaml", "xpe-2026.yaml")}
    at = folder(tmp_path, {"plans/huerto-1.yaml": FILES["plans/huerto-1.yaml"], **given})
    first, *others = sorted(given)

    assert index(at) == (
        1,
        "trata: assessments/XPE-2026.yml has no report: its report would replace XPE-2026.md.\n"
        "trata: assessments/index.yaml has no report: its report would replace index.md.\n"
        "trata: assessments/xpe-2026.yaml has no report: its report would replace xpe-2026.md.\n",
        " (3)\n\n"
        "- XPE-2026.yml: its report would replace XPE-2026.md\n"
        "- index.yaml: its report would replace index.md\n"
        "- xpe-2026.yaml: its report would replace xpe-2026.md\n",
    )
    assert written(at / "site") == {"XPE-2026.md", "index.md"}
    assert first == "XPE-2026.yaml"
    assert len(others) == 3


def test_a_name_that_tells_on_somebody_is_not_published(tmp_path: Path) -> None:
    name = "caso a.b@c.example.yaml"
    at = folder(tmp_path, {"plans/huerto-1.yaml": FILES["plans/huerto-1.yaml"], name: text()})

    assert index(at) == (
        1,
        f"trata: assessments/{name} has no report: its name looks like personal data.\n",
        " (1)\n\n- a file whose name is not shown: its name looks like personal data\n",
    )
    assert written(at / "site") == {"index.md"}
    shutil.rmtree(at / "site")
    assert index(at, "--audience", "internal") == (0, "", "")
    assert written(at / "site") == {"caso a.b@c.example.md", "index.md"}


def test_a_withheld_name_of_a_country_stays_so_in_the_index(tmp_path: Path) -> None:
    given = text(more="country_name: Escribir a a.b@c.example\n")
    at = folder(tmp_path, {"plans/huerto-1.yaml": FILES["plans/huerto-1.yaml"], "XPE-2026.yaml": given})

    assert index(at)[0] == 1
    assert "a.b" not in (at / "site" / "index.md").read_text("utf-8")
    assert "| name withheld: to be reviewed (an invented country" in (at / "site" / "index.md").read_text("utf-8")


def test_what_can_not_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    broken: dict[str, str | bytes] = {"XPC-2026.yaml": b"\xff", "XPD-2026.yaml": "a: ["}
    at = folder(tmp_path, {**FILES, **broken})
    (at / "assessments" / "XPF-2026.yaml").symlink_to("XPF-2026.yaml")
    code, refused, without = index(at)

    assert code == 1
    for name in ("XPA", "XPC", "XPD", "XPF"):
        assert f"assessments/{name}-2026.yaml:" in refused
        assert f"- {name}-2026.yaml: it has errors\n" in without
    assert written(at / "site") == {"XPB-2026.md", "XPE-2025.md", "XPE-2026.md", "index.md"}


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text exist only here")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    at = folder(tmp_path, {"plans/huerto-1.yaml": FILES["plans/huerto-1.yaml"]})
    (at / "assessments" / "a\udcff\nb.yaml").write_text(text(), "utf-8")

    assert index(at)[0] == 0
    assert "[2026 · a⟨U+DCFF⟩<br>b](<a%FF%0Ab.md>)" in (at / "site" / "index.md").read_text("utf-8")
    assert written(at / "site") == {"a\udcff\nb.md", "index.md"}


def test_a_template_of_ones_own_is_for_the_reports(tmp_path: Path) -> None:
    (tmp_path / "own.j2").write_text("{{ view.year }}", "utf-8")
    trata("report", "assessments", "-o", "site", "--template", "own.j2", cwd=folder(tmp_path, FILES))

    report, _manifest = (tmp_path / "site" / "XPE-2025.html").read_text("utf-8").split("\n\n<!-- trata-manifest ")
    assert report == "2025"
    assert "<h1>" in (tmp_path / "site" / "index.html").read_text("utf-8")


def test_a_bar_while_many_are_written(tmp_path: Path) -> None:
    given = {f"XPE-{year}.yaml": text(year=year) for year in range(1900, 2000)}
    at = folder(tmp_path, {"plans/huerto-1.yaml": FILES["plans/huerto-1.yaml"], **given})
    command = ["-m", "trata_cli", "report", "assessments", "-o", "site", "--format", "md"]
    person = pexpect.spawn(
        sys.executable,
        command,
        cwd=str(at),
        env=environment(TERM="xterm"),
        encoding="utf-8",
        dimensions=(24, 80),
        timeout=120,
    )
    person.expect(pexpect.EOF)
    shown = str(person.before)
    person.close()

    assert "101/101" in shown, "the plan is a file, too"
    assert f"100 reports, and their index: {Path('site/index.md')}" in shown
    assert person.exitstatus == 0
    assert len(written(at / "site")) == 101


def assessed(country: str, year: int, name: str | None = None) -> Assessment:
    plan = {"id": "huerto", "version": 1}
    given = {"country": country, "year": year, "country_name": name, "status": "final", "plan": plan}
    return Assessment.model_validate({"format": "trata/assessment/1", "answers": {}, **given})


@pytest.fixture(autouse=True)
def _english() -> None:
    i18n.activate("en")


def site(*found: tuple[Assessment, str]) -> SiteView:
    years = [year_view(each, GARDEN, name) for each, name in found]
    return build(years, [LeftOutView("x.yaml", "it has errors")], audience="public", date=None, version="1.2.3")


def test_countries_stand_by_their_names_and_years_from_the_newest() -> None:
    found = site(
        (assessed("XPB", 2025, "Zeta"), "XPB-2025.html"),
        (assessed("XPA", 2024, "Otro"), "XPA-2024.html"),
        (assessed("XPC", 2026, "árbol"), "sub dir/XPC-2026.html"),
        (assessed("XPA", 2026, "Ñandú"), "XPA-2026.html"),
        (assessed("XPA", 2026, "Ñandú"), "copia.html"),
        (assessed("URY", 2026), "URY-2026.html"),
    )

    assert [(c.name, c.invented, [(y.label, y.href) for y in c.years]) for c in found.countries] == [
        ("árbol", True, [("2026", "sub%20dir/XPC-2026.html")]),
        ("Ñandú", True, [("2026 · copia", "copia.html"), ("2026", "XPA-2026.html"), ("2024", "XPA-2024.html")]),
        ("URY", False, [("2026", "URY-2026.html")]),
        ("Zeta", True, [("2025", "XPB-2025.html")]),
    ]
    assert (found.reports, found.marks, found.audience) == (6, (), "public")
    assert [(plan.id, plan.version, plan.title) for plan in found.plans] == [("huerto", 1, "Plan de huertos escolares")]
