"""The pages as a browser shows and prints them: axe-core, the W3C's checker, every sheet of paper."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from tests import browser
from tests.browser import Line, Look, Paper, Scheme, Sheet
from tests.golden_documents import SECOND
from tests.support import GARDEN_FILE, PLAN, ROOT, trata

pytestmark = pytest.mark.slow

LANGUAGES = ("es", "en")
SCREENS: tuple[tuple[int, Scheme], ...] = ((1280, "light"), (360, "dark"))
"""A laptop by day, a telephone at night: every width and every set of colours once."""
YEAR = ROOT / "assessments" / "XPE-2026.yaml"
PAPERS: tuple[Paper, ...] = ("A4", "Letter")
MM = 72 / 25.4
LARGEST = 40
"""Points: no line of text is as high; the letters across a draft are."""
ANCHORS = {"XPE-2026": ("D02a", "D43", "_pillar-represion", "_method"), "internal": ("agua_uno",)}
"""Where links lead to whose goal nothing may cover."""


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return browser.libraries(tmp_path_factory.mktemp("npm"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every kind of page in each language.

    A draft, a final report, their index, an internal one, one with all that is printed on request, a comparison, the
    questionnaire, a synthesis.
    """
    at = tmp_path_factory.mktemp("pages")
    made: dict[str, Path] = {}
    garden, second = ROOT / "tests" / "plans" / "huerto" / "XPE-2026.yaml", at / "XPA-2026.yaml"
    second.write_text(SECOND, "utf-8")
    for language in LANGUAGES:
        to = at / language
        for command in (
            ("report", ROOT / "assessments", "-o", to),
            ("report", garden, "--plan", GARDEN_FILE, "--audience", "internal", "-o", to / "internal.html"),
            ("report", YEAR, "--index", "--history", ROOT / "assessments", "-o", to / "history.html"),
            ("compare", ROOT / "assessments" / "XPE-2025.yaml", YEAR, "-o", to / "compare.html"),
            ("plan", "show", "-o", to / "questionnaire.html"),
            ("synthesis", ROOT / "assessments", garden, second, "--plan", GARDEN_FILE, "-o", to / "synthesis.html"),
        ):
            done = trata(*command, "--lang", language, "--quiet", cwd=at)
            assert (done.returncode, done.stderr) == (0, "")
        made |= {f"{language}/{path.stem}": path for path in sorted(to.iterdir())}
    return made


def looks(pages: dict[str, Path]) -> Iterator[Look]:
    for (name, page), (width, scheme) in product(pages.items(), SCREENS):
        yield Look(page, width, scheme)
        yield from (Look(page, width, scheme, anchor) for anchor in ANCHORS.get(name.partition("/")[2], ()))


def test_every_page_serves_everybody(pages: dict[str, Path], modules: Path) -> None:
    """Nothing for axe-core to say, nothing beside the screen, nothing over a link's goal, nothing loaded."""
    assert len(pages) == 2 * 8
    asked = list(looks(pages))
    wrong = [
        (look, found)
        for look, found in zip(asked, browser.opened(modules, asked), strict=True)
        if found != {"violations": [], "wide": False, "covered": False, "elsewhere": []}
    ]
    assert wrong == []


def test_every_page_is_html(pages: dict[str, Path], tmp_path: Path) -> None:
    assert browser.html_errors(tmp_path, list(pages.values())) == []


class Print:
    """A report on paper."""

    def __init__(self, pdf: Path) -> None:
        self.facts = browser.facts(pdf)
        self.sheets = browser.sheets(pdf)

    def body(self, sheet: Sheet) -> list[Line]:
        """The lines between the margins, without the pale letters that lie across a draft."""
        lines = [line for line in sheet.lines if 19 * MM < line.bottom < sheet.height - 17 * MM]
        return [line for line in lines if line.bottom - line.top < LARGEST]

    def sheet_of(self, heading: str) -> int:
        """The first sheet on which a line is this heading, counted from 1."""
        return next(n for n, sheet in enumerate(self.sheets, 1) if heading in [line.text for line in self.body(sheet)])


@pytest.fixture(scope="module")
def prints(
    pages: dict[str, Path], modules: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, Paper], Print]:
    at = tmp_path_factory.mktemp("paper")
    wanted = list(product(("es/XPE-2026", "es/XPE-2025", "en/XPE-2026", "en/internal"), PAPERS))
    to = {(name, paper): at / f"{name.replace('/', '-')}-{paper}.pdf" for name, paper in wanted}
    browser.opened(modules, prints=[(pages[name], paper, path) for (name, paper), path in to.items()])
    return {each: Print(path) for each, path in to.items()}


@pytest.mark.parametrize("paper", PAPERS)
class TestOnPaper:
    @pytest.mark.parametrize("name", ["es/XPE-2026", "es/XPE-2025", "en/XPE-2026", "en/internal"])
    def test_it_is_tagged_and_every_sheet_says_what_it_is(
        self, prints: dict[tuple[str, Paper], Print], paper: Paper, name: str
    ) -> None:
        found = prints[name, paper]
        marks = {"es/XPE-2026": "BORRADOR", "en/XPE-2026": "DRAFT", "en/internal": "DRAFT · INTERNAL"}
        head = {"es": "Autoevaluación", "en": "Self-assessment"}[name[:2]]
        year = 2025 if name == "es/XPE-2025" else 2026

        assert "Tagged:          yes" in found.facts
        for number, sheet in enumerate(found.sheets, 1):
            above = {line.text for line in sheet.lines if line.bottom < 20 * MM}
            below = " ".join(line.text for line in sheet.lines if line.top > sheet.height - 18 * MM)
            assert above == ({marks[name]} if name in marks else set())
            assert f"País Ejemplo · {head} {year}" in below
            assert f"{number} / {len(found.sheets)}" in below

    @pytest.mark.parametrize("name", ["es/XPE-2026", "es/XPE-2025", "en/XPE-2026", "en/internal"])
    def test_the_first_sheet_answers_alone(
        self, prints: dict[tuple[str, Paper], Print], paper: Paper, name: str
    ) -> None:
        found = prints[name, paper]
        first = [line.text for line in found.sheets[0].lines]
        chapter = {"es": "Resultados por pilar", "en": "Results by pillar"}[name[:2]]
        questions = {
            "es": ("Cambios", "Qué queda abierto", "Qué sigue"),
            "en": ("What moved", "What is open", "What comes next"),
        }[name[:2]]

        assert found.sheet_of(chapter) == 2
        for question in questions:
            assert any(question in line for line in first)

    @pytest.mark.parametrize("name", ["es/XPE-2026", "es/XPE-2025", "en/XPE-2026", "en/internal"])
    def test_nothing_stands_beside_the_paper(
        self, prints: dict[tuple[str, Paper], Print], paper: Paper, name: str
    ) -> None:
        found = prints[name, paper]
        beside = [
            (number, line.text)
            for number, sheet in enumerate(found.sheets, 1)
            for line in found.body(sheet)
            if line.left < 19 * MM or line.right > sheet.width - 19 * MM
        ]
        assert beside == []

    @pytest.mark.parametrize("name", ["es/XPE-2026", "es/XPE-2025"])
    def test_no_heading_stands_alone_at_the_foot_of_a_sheet(
        self, prints: dict[tuple[str, Paper], Print], paper: Paper, name: str
    ) -> None:
        found = prints[name, paper]
        first, last = found.sheet_of("Los indicadores, uno por uno"), found.sheet_of("No aplica y sin información")
        headings = [
            *(f"{place.id} {place.indicator.text}" for place in PLAN.places.values()),
            *(f"Directriz {place.number} {place.directive.text}" for place in PLAN.places.values()),
            *(pillar.title for pillar in PLAN.pillars),
        ]
        feet = [max(found.body(sheet), key=lambda line: line.bottom).text for sheet in found.sheets[first - 1 : last]]

        assert last - first > 5
        assert [foot for foot in feet if any(foot in heading for heading in headings)] == []

    def test_what_is_folded_on_the_screen_is_open(self, prints: dict[tuple[str, Paper], Print], paper: Paper) -> None:
        found = prints["es/XPE-2026", paper]
        text = " ".join(line.text for sheet in found.sheets for line in sheet.lines)

        for rule in PLAN.reading_rules:
            assert rule[:40] in text
        assert "53 − 2" in text
