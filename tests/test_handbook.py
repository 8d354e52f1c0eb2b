"""The handbook: its commands and answers are real, its reference is that of the program, its pages need nobody else.

The tutorial is followed word for word, from an empty folder to the report.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from tools import handbook

from tests import browser
from tests.support import ROOT, python, trata
from tests.test_readme import IGNORED
from tests.transcripts import blocks, follow, with_program

LANGUAGES = handbook.LANGUAGES
GUIDES = sorted(path.stem for path in (ROOT / "docs" / "es").glob("*.md"))
SAVED = {"do-no-harm": "assessments/XPE-2027.yaml", "own-plan": "nacional/plans/plan-nacional-1.yaml"}
"""Where a page says that its first YAML is saved."""


def page(language: str, name: str) -> str:
    return f"docs/{language}/{name}.md"


def text(language: str, name: str) -> str:
    return (ROOT / page(language, name)).read_text("utf-8")


@cache
def generated() -> dict[str, str]:
    return handbook.documents()


def section(language: str, name: str, heading: str) -> str:
    """What a generated page has under a heading, up to the next of its kind."""
    mark = heading.split()[0]
    (found,) = re.findall(
        rf"^{re.escape(heading)}\n(.*?)(?=^{mark} |\Z)", generated()[f"{language}/reference/{name}.md"], re.M | re.S
    )
    return found.strip()


# Words


def test_both_languages_have_the_same_pages_and_steps() -> None:
    assert [*GUIDES] == sorted(path.stem for path in (ROOT / "docs" / "en").glob("*.md"))
    for name in GUIDES:
        spanish, english = (re.findall(r"^#+ (?=.)", text(language, name), re.M) for language in LANGUAGES)
        assert spanish == english, name
        for kind in ("console", "sh", "pycon", "yaml", "powershell"):
            assert len(blocks(page("es", name), kind)) == len(blocks(page("en", name), kind)), (name, kind)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in GUIDES if name != "tutorial"])
def test_every_command_and_output_is_real(language: str, name: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "assessments", tmp_path / "assessments")
    if name in SAVED:
        (tmp_path / SAVED[name]).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / SAVED[name]).write_text(blocks(page(language, name), "yaml")[0], "utf-8")
    follow(page(language, name), tmp_path, with_program(tmp_path) | {"TRATA_LANG": language})


@pytest.mark.parametrize(("language", "report"), [("es", "informe.html"), ("en", "report.html")])
def test_a_newcomer_who_follows_the_tutorial_reaches_a_report(language: str, report: str, tmp_path: Path) -> None:
    follow(page(language, "tutorial"), tmp_path, with_program(tmp_path) | {"TRATA_LANG": language})
    written = (tmp_path / report).read_text("utf-8")
    assert f'<html lang="{language}"' in written
    assert {"es": "BORRADOR", "en": "DRAFT"}[language] in written
    assert {"es": "Gaceta oficial 114", "en": "Official gazette 114"}[language] in written
    answers = yaml.safe_load((tmp_path / "assessments" / "XPE-2026.yaml").read_text("utf-8"))["answers"]
    assert {id_: answer["level"] for id_, answer in answers.items()} == {"D01": 3, "D02a": 2, "D07": "not-applicable"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tutorial_installs_as_the_readme_does(language: str) -> None:
    assert set(blocks(page(language, "tutorial"), "sh")) <= set(blocks("README.md", "sh"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_python_is_real(language: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "assessments", tmp_path / "assessments")
    (tmp_path / "session.txt").write_text("\n".join(blocks(page(language, "analyst"), "pycon")), "utf-8")
    done = python("-m", "doctest", "session.txt", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_public_on_purpose_is_acknowledged_as_it_is_shown(language: str, tmp_path: Path) -> None:
    whole, line = blocks(page(language, "do-no-harm"), "yaml")
    (tmp_path / "XPE-2027.yaml").write_text(whole[: whole.index("    note:")] + line, "utf-8")
    done = trata("validate", "XPE-2027.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "1 file, 0 errors, 0 warnings\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_named_and_every_file_that_is_linked_is_there(language: str) -> None:
    folder = ROOT / "docs" / language
    named = set(re.findall(r": ([\w/-]+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.M))
    pages = [*folder.rglob("*.md")]
    assert {path.relative_to(folder).as_posix() for path in pages} <= named
    for path in pages:
        linked = re.findall(r"\]\(([^)#:]+)[^):]*\)", path.read_text("utf-8"))
        assert [goal for goal in linked if not (path.parent / goal).is_file()] == [], path.name


# The reference


def test_the_reference_is_that_of_the_program() -> None:
    """Stale? `make schemas`."""
    for name, made in generated().items():
        assert (ROOT / "docs" / name).read_text("utf-8") == made, name
    committed = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").glob("*/reference/*")}
    assert committed == set(generated())


def test_a_command_as_the_reference_shows_it() -> None:
    assert section("en", "commands", "## trata explain") == (
        "```text\n"
        "trata explain [OPTIONS] [CODE]\n"
        "```\n"
        "\n"
        "Explain a problem: why it matters, with examples.\n"
        "\n"
        "| Arguments | what it is |\n"
        "| --- | --- |\n"
        "| <code>CODE</code> | A problem's code, such as reason-missing; without it, all codes. |\n"
        "\n"
        "| Options | what it is |\n"
        "| --- | --- |\n"
        "| <code>--lang es\\|en\\|pt\\|fr</code> | Language of the interface. |\n"
        "| <code>--help</code> | Show this help and exit. |"
    )


def test_a_problem_as_the_reference_shows_it() -> None:
    assert section("en", "problems", "### bad-threshold") == (
        "*error* · The level from which an indicator counts as fulfilled is none of the plan's levels.\n"
        "\n"
        "“Fulfilled x of n”, the first figure of every report, is counted from this level on.\n"
        "\n"
        "Wrong:\n"
        "\n"
        "```yaml\n"
        "levels: {0: Nada, 1: Hecho}\n"
        "fulfilled_from: 3\n"
        "```\n"
        "\n"
        "Right:\n"
        "\n"
        "```yaml\n"
        "levels: {0: Nada, 1: Hecho}\n"
        "fulfilled_from: 1\n"
        "```\n"
        "\n"
        "→ use one of: …"
    )


def test_a_format_as_the_reference_shows_it() -> None:
    assert section("es", "formats", "### Target") == (
        "| clave | contiene | qué es |\n"
        "| --- | --- | --- |\n"
        "| `level` (obligatoria) | número | El nivel que se quiere alcanzar, sin comillas. |\n"
        "| `by` | fecha | Para cuándo: 2027-12-31, 2027-12 o 2027. |\n"
        "| `lead` | texto | La institución responsable. |\n"
        "| `action` | texto | Qué se hará. |"
    )


def test_a_call_as_the_reference_shows_it() -> None:
    assert section("es", "library", "## read_plan") == (
        "```python\n"
        "read_plan(path: str | Path | None = None) -> Plan\n"
        "```\n"
        "\n"
        "The plan of a file; without one, the shipped plan.\n"
        "\n"
        "Raises Refused if the plan does not hold together, OSError if the file can't be opened."
    )


# Completion


def test_bash_completes_by_the_line_that_is_shown(tmp_path: Path) -> None:
    (line,) = re.findall(r"\| bash .*`(eval .+?)` \|", text("es", "completion"))
    ask = (
        f"{line}\n"
        'ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _trata_completion trata; echo "${COMPREPLY[*]}"; }\n'
        'ask trata va; ask trata plan ""; ask trata report --aud; ask trata --; ask trata validate assess\n'
    )
    done = subprocess.run(
        ["bash", "-c", ask], cwd=tmp_path, env=with_program(tmp_path), capture_output=True, text=True, check=True
    )
    assert done.stdout == "validate\nshow check diff\n--audience\n--lang --version --help\n\n"
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("shell", "begins"),
    [
        ("zsh", "#compdef trata"),
        ("fish", "complete --command trata"),
        ("powershell", "Import-Module PSReadLine"),
    ],
)
def test_each_shell_gets_its_script(shell: str, begins: str, tmp_path: Path) -> None:
    assert f"source_{shell}" in text("en", "completion")
    done = trata(cwd=tmp_path, _TRATA_COMPLETE=f"source_{shell}")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip().startswith(begins)


@pytest.mark.parametrize(
    ("shell", "told", "answer"),
    [
        ("zsh", {"_TYPER_COMPLETE_ARGS": "trata expl"}, '"explain":"Explica un problema'),
        ("fish", {"_TYPER_COMPLETE_ARGS": "trata expl", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}, "explain\tExplica"),
        (
            "powershell",
            {"_TYPER_COMPLETE_ARGS": "trata expl", "_TYPER_COMPLETE_WORD_TO_COMPLETE": "expl"},
            "explain:::",
        ),
    ],
)
def test_each_shell_gets_its_answers(shell: str, told: dict[str, str], answer: str, tmp_path: Path) -> None:
    done = trata(cwd=tmp_path, _TRATA_COMPLETE=f"complete_{shell}", TRATA_LANG="es", **told)
    assert (done.returncode, done.stderr) == (0, "")
    assert answer in done.stdout


# The site


class Loaded(HTMLParser):
    """What a page loads by itself, and where its links lead outside."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.leads: set[str] = set()
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("src", "srcset", "data", "poster") or (name == "href" and tag == "link"):
                self.loads.append(value or "")
            elif name == "href" and re.match(r"(?:\w+:)?//", value or ""):
                self.leads.add(value or "")


SHOWN = ("tutorial", "method", "reference/commands", "reference/problems", "en/completion")
OF_THE_THEME = ["aria-dialog-name: .md-search"]
"""What the checker has against the theme itself: the box of its search has no name of its own."""


@pytest.mark.slow
def test_the_site_needs_nobody_else_and_can_be_read(tmp_path: Path) -> None:
    shutil.copytree(ROOT, tmp_path / "checkout", ignore=IGNORED)
    subprocess.run(["make", "docs", f"PYTHON={sys.executable}"], cwd=tmp_path / "checkout", check=True)
    site = tmp_path / "checkout" / "site-docs"
    pages = {path.relative_to(site).as_posix(): Loaded(path) for path in site.rglob("*.html")}

    for name in (*GUIDES, *(f"reference/{path.stem}" for path in (ROOT / "docs/es/reference").glob("*.md"))):
        assert '<html lang="es"' in (site / f"{name}.html").read_text("utf-8")
        assert '<html lang="en"' in (site / "en" / f"{name}.html").read_text("utf-8")
    for name, found in pages.items():
        assert [each for each in found.loads if "//" in each and not each.startswith("data:")] == [], name
        assert found.leads <= linked_in_the_details(), name
    styles = "".join(path.read_text("utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"(?:@import|url\()\s*[\"']?(?:https?:)?//[^)\"']*", styles) == []
    index = (site / "search" / "search_index.js").read_text("utf-8")
    assert '"location":"tutorial.html"' in index
    assert '"location":"en/tutorial.html"' in index

    ways: list[tuple[int, browser.Scheme]] = [(1280, "light"), (1280, "dark"), (390, "light")]
    looks = [browser.Look(site / f"{name}.html", width, scheme) for name in SHOWN for width, scheme in ways]
    for look, seen in zip(looks, browser.opened(browser.libraries(tmp_path), looks), strict=True):
        assert (seen["violations"], seen["wide"]) == (OF_THE_THEME, False), look
        assert [each for each in seen["elsewhere"] if not each.startswith(("data:", site.as_uri()))] == [], look


def linked_in_the_details() -> set[str]:
    """The addresses to which the pages in more detail lead."""
    return {
        address
        for path in (ROOT / "docs").glob("*.md")
        for address in re.findall(r"\]\((https?://[^)]+)\)", path.read_text("utf-8"))
    }
