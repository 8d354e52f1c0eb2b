"""The report as a Word document: what python-docx finds in it, and that nothing in a text breaks it."""

from __future__ import annotations

import builtins
import io
import re
import shutil
import zipfile
from datetime import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from tests import browser, office
from tests.golden_documents import GARDEN_FOLDER, LIBRARY_FOLDER
from tests.report_samples import full_assessment, garden, levels, school, view
from tests.support import GARDEN_FILE, LIBRARY_FILES, NAMES, ROOT, trata
from tests.test_report import LAST_YEAR, YEAR
from tests.test_report_hostile import HOSTILE, folded, plan_of
from trata_cli import cli, i18n
from trata_cli.views.escaping import visible
from trata_cli.views.history import history_view
from trata_cli.views.word import render_word

MANIFEST = '{"x":"<&>"}'


@pytest.fixture(autouse=True)
def _english() -> None:
    i18n.activate("en")


def document(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def paragraphs(found: Any) -> list[tuple[str, str]]:
    """The paragraphs outside of tables, with their styles; those that only keep two tables apart are left out."""
    return [(each.style.name, each.text) for each in found.paragraphs if each.text]


def tables(found: Any) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in found.tables]


@pytest.fixture
def year() -> Any:
    return document(render_word(view(YEAR, previous=LAST_YEAR, date="2026-12-01"), MANIFEST))


def test_the_first_page(year: Any) -> None:
    assert paragraphs(year)[:8] == [
        ("Title", "Example Land · Self-assessment 2026"),
        ("Subtitle", "School gardens"),
        ("Normal", "School board"),
        ("Normal", "Status: draft · report of 2026-12-01"),
        (
            "Normal",
            "An example: this country is invented (its code, XPE, is one of those kept for inventions), and no fact "
            "told here is about a real State.",
        ),
        ("Heading 1", "In one page"),
        (
            "Normal",
            "1 of 3 applicable indicators fulfilled (level 1 or above). 1 indicator is open: between 1 and 2 will be "
            "fulfilled.",
        ),
        ("Caption", "Results by pillar"),
    ]


def test_the_chapters_are_those_of_the_other_formats(year: Any) -> None:
    assert [text for style, text in paragraphs(year) if style == "Heading 1"] == [
        "In one page",
        "Results by pillar",
        "What changed",
        "Gaps and action plan",
        "The indicators, one by one",
        "Not applicable and no information",
        "Annex: the method",
    ]


def test_no_heading_leaves_a_level_out(year: Any) -> None:
    levels = [int(style[-1]) for style, _text in paragraphs(year) if style.startswith("Heading ")]

    assert levels[0] == 1
    assert all(next_ <= one + 1 for one, next_ in pairwise(levels))


def test_an_indicator(year: Any) -> None:
    found = paragraphs(year)
    start = found.index(("Heading 4", "A1 · Beds dug."))

    assert found[start : found.index(("Heading 4", "A2 · Compost."))] == [
        ("Heading 4", "A1 · Beds dug."),
        ("Normal", "1 · Name 1 — Text 1"),
        ("Normal", "All dug.\nBy hand."),
        ("Normal", "Twice."),
        ("Normal", "Evidence: "),
        ("List Bullet", "Diary — official act · 2026-05 · covers 2025, 2026 · Class 4"),
        ("List Bullet", "Photographs — statement · Box 3"),
        ("Normal", "How to read it: All of them."),
    ]


def test_the_tables(year: Any) -> None:
    found = tables(year)

    assert found[:3] == [
        [["1", "0", "", ""]],
        [
            ["Pillar", "Fulfilled", "Applicable", "Open", "Not applicable"],
            ["Soil", "1", "2", "0", "0"],
            ["Water", "0", "1", "1", "1"],
            ["The whole plan", "1", "3", "1", "1"],
        ],
        [["1", "0", "", ""]],
    ]
    assert found[3] == [
        ["State", "Indicators"],
        ["2 · Name 2", "0"],
        ["1 · Name 1", "1"],
        ["0 · Name 0", "1"],
        ["no information", "1"],
        ["not applicable", "1"],
    ]
    assert [
        ["Indicator", "Now", "Target", "By", "Lead", "Action"],
        ["A2", "0", "1", "2027-05", "Class 5", "Start."],
    ] in found


def test_from_where_to_where(year: Any) -> None:
    (found,) = (table for table in year.tables if table.rows[0].cells[0].text == "2025 ↓ 2026 →")
    bold = [[cell.paragraphs[0].runs[0].bold or False for cell in row.cells[1:-1]] for row in found.rows[1:-1]]

    assert [[cell.text for cell in row.cells] for row in found.rows] == [
        ["2025 ↓ 2026 →", "0", "1", "2", "not applicable", "no information", "unanswered or undecided", "Sum"],
        ["0", "0", "1", "0", "0", "0", "0", "1"],
        ["1", "0", "0", "0", "1", "0", "0", "1"],
        ["2", "1", "0", "0", "0", "0", "0", "1"],
        ["not applicable", "0", "0", "0", "0", "0", "0", "0"],
        ["no information", "0", "0", "0", "0", "0", "0", "0"],
        ["unanswered or undecided", "0", "0", "0", "0", "1", "0", "1"],
        ["Sum", "1", "1", "0", "1", "1", "0", "4"],
    ]
    assert bold == [[row == column for column in range(6)] for row in range(6)]


def test_two_editions(tmp_path: Path) -> None:
    folder = shutil.copytree(LIBRARY_FOLDER, tmp_path / "library")
    plans = [word for path in LIBRARY_FILES for word in ("--plan", path)]
    trata("report", "XPE-2026.yaml", *plans, "-o", "r.docx", cwd=folder)
    found = paragraphs(document((folder / "r.docx").read_bytes()))
    start = found.index(("Heading 1", "What changed"))

    assert found[start + 1] == (
        "Normal",
        "Over 4 of 8 indicators, with a level in both years: 2 fulfilled in 2025, 1 in 2026. The earlier file answers "
        "edition 1 of the plan, the later one edition 2: the old levels are read on the new scale. Only indicators "
        "with a level in both years rise or fall. Those with a level in only one of them are listed apart.",
    )
    assert ("List Bullet", "L4 → H1 · 0 · Nada → 2 · Cumplido — Horario de tarde y de sábados acordado.") in found
    last = found.index(("Heading 2", "Not compared (5)"))
    assert found[last + 1 : last + 3] == [
        (
            "List Bullet",
            "L5, L6 → L9 · Talleres de lectura para niños y para personas mayores realizados. — Made of several: L5, "
            "L6. Los talleres se organizan juntos.",
        ),
        (
            "List Bullet",
            "L7 → L7a · Préstamo a domicilio en servicio. — A piece of L7, which was split. Son dos servicios con "
            "registros distintos.",
        ),
    ]


def test_all_years() -> None:
    plan = garden()
    soil = plan.model_copy(update={"pillars": plan.pillars[:1]})
    years = [(school(country="XPE", year=2023, answers=levels(A1=2)), soil), (LAST_YEAR, plan), (YEAR, plan)]
    found = document(render_word(view(YEAR, history=history_view(years, plan)), MANIFEST))
    texts = paragraphs(found)
    start = texts.index(("Heading 1", "Over the years"))

    assert texts[start + 1 : texts.index(("Heading 1", "Gaps and action plan"))] == [
        ("Normal", "* 2025 stands apart: the year before it is missing."),
        ("Heading 2", "The whole plan"),
        ("Heading 2", "Soil"),
        ("Heading 2", "Water"),
    ]
    head = ["Year", "Fulfilled", "2", "1", "0", "no information", "unanswered or undecided", "not applicable"]
    assert [table for table in tables(found) if table[0] == head] == [
        [
            head,
            ["2023", "1 of 2", "1", "0", "0", "0", "1", "0"],
            ["2025 *", "2 of 4", "1", "1", "1", "0", "1", "0"],
            ["2026", "1 of 3", "0", "1", "1", "1", "0", "1"],
        ],
        [
            head,
            ["2023", "1 of 2", "1", "0", "0", "0", "1", "0"],
            ["2025 *", "1 of 2", "1", "0", "1", "0", "0", "0"],
            ["2026", "1 of 2", "0", "1", "1", "0", "0", "0"],
        ],
        [
            head,
            ["2023", "–", "–", "–", "–", "–", "–", "–"],
            ["2025 *", "1 of 2", "0", "1", "0", "0", "1", "0"],
            ["2026", "0 of 1", "0", "0", "0", "1", "0", "1"],
        ],
    ]


def test_the_balanced_share(year: Any) -> None:
    found = paragraphs(document(render_word(view(YEAR, with_index=True), MANIFEST)))
    start = found.index(("Heading 2", "Balanced share"))

    assert ("Heading 2", "Balanced share") not in paragraphs(year)
    assert [text.replace("\xa0", " ") for _style, text in found[start + 1 : start + 6]] == [
        "Balanced share: insufficient information, as in a pillar less than 66 per cent of what is applicable is "
        "answered; between 25.0 % and 75.0 %.",
        "It is the mean over pillars of fulfilled ÷ answered: each pillar weighs the same.",
        "Coverage: 66.7 % of what is applicable is answered.",
        "Soil: 1 ÷ 2 = 50.0 %; from 1 ÷ 2 = 50.0 % to 1 ÷ 2 = 50.0 %; answered: 2 of 2.",
        "Water: 0 ÷ 0 = –; from 0 ÷ 1 = 0.0 % to 1 ÷ 1 = 100.0 %; answered: 0 of 1.",
    ]


def test_a_table_fits_the_page() -> None:
    whole = render_word(view(YEAR, previous=LAST_YEAR, history=history_view([(YEAR, garden())], garden())), MANIFEST)
    widths = [sum(cell.width.inches for cell in table.rows[0].cells) for table in document(whole).tables]

    assert max(widths) == pytest.approx(6.5, abs=0.01)


def test_header_rows_come_again_and_every_table_says_what_it_is(year: Any) -> None:
    for table in year.tables:
        rows = table.rows
        repeated = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        caption = table._tbl.tblPr.find(qn("w:tblCaption"))
        description = table._tbl.tblPr.find(qn("w:tblDescription"))

        assert caption.get(qn("w:val"))
        if description is None:
            assert repeated == [True] + [False] * (len(rows) - 1)
        else:
            assert (len(rows), description.get(qn("w:val"))[-1]) == (1, ".")


def test_a_bar_is_described_and_as_wide_as_its_counts() -> None:
    found = document(render_word(view(YEAR), MANIFEST)).tables[0]
    description = found._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
    widths = [cell.width.inches for cell in found.rows[0].cells]
    fills = [cell._tc.tcPr.find(qn("w:shd")) for cell in found.rows[0].cells]

    assert description == (
        "1 of 3 applicable indicators fulfilled. 1 · Name 1: 1; 0 · Name 0: 1; no information: 1; not applicable: 1."
    )
    assert widths == [6.5 / 4] * 4
    assert [each.get(qn("w:val")) for each in fills] == ["clear", "clear", "pct12", "thinDiagStripe"]


@pytest.mark.parametrize(
    ("status", "audience", "marks"),
    [("draft", "public", "DRAFT"), ("final", "public", ""), ("draft", "internal", "DRAFT · INTERNAL")],
)
def test_every_page_bears_its_marks_and_its_number(status: str, audience: str, marks: str) -> None:
    found = document(render_word(view(school(country="XPE", status=status), audience=audience), MANIFEST))
    (section,) = found.sections
    fields = [each.get(qn("w:instr")) for each in section.footer._element.iter(qn("w:fldSimple"))]

    assert section.header.paragraphs[0].text == marks
    assert section.footer.paragraphs[0].text.startswith("XPE 2026 · ")
    assert fields == ["PAGE", "NUMPAGES"]


def test_what_the_file_says_of_itself(year: Any) -> None:
    known = year.core_properties

    assert (known.title, known.subject) == ("Example Land · Self-assessment 2026", "School gardens")
    assert (known.author, known.last_modified_by, known.comments) == ("School board", "School board", "")
    assert (known.language, known.revision) == ("en", 1)
    assert known.created.replace(tzinfo=None) == known.modified.replace(tzinfo=None) == datetime(2026, 12, 1)


def test_without_a_date_it_is_of_the_end_of_the_year() -> None:
    found = document(render_word(view(school()), MANIFEST)).core_properties

    assert found.created.replace(tzinfo=None) == datetime(2026, 12, 31)
    assert found.author == "Paraguay"


def test_a_plan_in_another_language_says_so() -> None:
    found = document(render_word(view(YEAR, garden(language="es")), MANIFEST))
    languages = {
        run.text: [each.get(qn("w:val")) for each in run._r.iter(qn("w:lang"))]
        for paragraph in found.paragraphs
        for run in paragraph.runs
    }

    assert found.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang/@w:val") == ["en"]
    assert languages["Beds dug."] == ["es"]
    assert languages["In one page"] == []


def test_links_lead_where_the_evidence_is(year: Any) -> None:
    links = [*year.element.body.iter(qn("w:hyperlink"))]
    goals = [year.part.rels[each.get(qn("r:id"))].target_ref for each in links]

    assert goals == ["https://example.org/diary?a=1&b=2"]
    assert ["".join(text.text for text in each.iter(qn("w:t"))) for each in links] == ["Diary"]


def test_a_public_document_holds_nothing_internal() -> None:
    full = full_assessment(lambda path: "https://example.org/" if path.endswith(".url") else f"zq{path}zq")
    public, internal = (whole_text(render_word(view(full, audience=each), MANIFEST)) for each in ("public", "internal"))
    hidden = ("zqanswers.A1.internal_notezq", "zqassignments.keyzq", "zqanswers.A1.evidence[audience=internal].titlezq")

    assert [mark in public for mark in hidden] == [False] * 3
    assert [mark in internal for mark in hidden] == [True] * 3


def whole_text(content: bytes) -> str:
    """All that any part of the document says."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


@cache
def hostile(text: str) -> bytes:
    def words(path: str) -> str:
        return "https://example.org/" if path.endswith(".url") else "a.pdf" if path.endswith(".file") else text

    return render_word(view(full_assessment(words), plan_of(text), audience="internal"), MANIFEST)


def structure(content: bytes) -> list[str]:
    """The elements of the body, without the breaks and tabs inside of texts."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        body = etree.fromstring(packed.read("word/document.xml"))
    found = [str(each.tag) for each in body.iter()]
    return [tag for tag in found if tag not in {qn("w:br"), qn("w:tab"), qn("w:t"), qn("w:cr"), qn("w:noBreakHyphen")}]


def harmless(text: str) -> str:
    """A text of the same paragraphs in which nothing could mean anything."""
    return "\n".join("x" if line.strip() else "" for line in visible(text).split("\n"))


@pytest.mark.parametrize("text", [*HOSTILE, "<w:t>x</w:t></w:r></w:p>", "]]>", "_x0041_ 🙂 \U0001f468\u200d\U0001f469"])
def test_whatever_stands_in_a_text_is_text(text: str) -> None:
    content = hostile(text)
    found = "\n".join(text for _style, text in paragraphs(document(content)))

    assert structure(content) == structure(hostile(harmless(text)))
    assert folded(found).count(folded(visible(text))) >= 20


def test_the_same_view_gives_the_same_bytes() -> None:
    one, other = (render_word(view(YEAR, previous=LAST_YEAR), MANIFEST) for _ in range(2))

    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as packed:
        assert {each.date_time for each in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"trata-manifest" in packed.read("docProps/custom.xml")
        assert b"{&quot;x&quot;:&quot;&lt;&amp;&gt;&quot;}" in packed.read("docProps/custom.xml")


def test_every_part_is_well_formed_and_of_a_known_type() -> None:
    with zipfile.ZipFile(io.BytesIO(render_word(view(YEAR), MANIFEST))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)
    types = etree.fromstring(parts["[Content_Types].xml"])
    overrides = {each.get("PartName", "").lstrip("/") for each in types}
    endings = {each.get("Extension") for each in types}

    assert [name for name in parts if name not in overrides and name.rpartition(".")[2] not in endings] == []
    assert "docProps/custom.xml" in parts["_rels/.rels"].decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(GARDEN_FOLDER, tmp_path / "garden")


@pytest.mark.parametrize("options", [("-o", "out.docx"), ("-o", "OUT.DOCX"), ("--format", "docx", "-o", "out.bin")])
def test_the_program_writes_one(folder: Path, options: tuple[str, ...]) -> None:
    done = trata("report", "XPE-2026.yaml", "--plan", GARDEN_FILE, *options, cwd=folder)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", NAMES)
    assert document((folder / options[-1]).read_bytes()).paragraphs[0].text.startswith("País Ejemplo · ")


def test_standard_output_takes_one_that_is_asked_for(folder: Path) -> None:
    done = trata("report", "XPE-2026.yaml", "--plan", GARDEN_FILE, "--format", "docx", "-o", "-", cwd=folder)

    assert (done.returncode, done.stdout[:2], done.stderr) == (0, "PK", NAMES)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((), "a Word document needs a file: add -o REPORT.docx"),
        (
            ("-o", "x.docx", "--template", "x.j2"),
            "a Word document takes no template of one's own: leave --template out",
        ),
    ],
)
def test_wrong_use(folder: Path, options: tuple[str, ...], sentence: str) -> None:
    command = ("report", "XPE-2026.yaml", "--plan", GARDEN_FILE, "--format", "docx")
    done = trata(*command, *options, cwd=folder)

    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"trata: {sentence}\n")


def test_without_the_library_a_sentence_says_how_to_get_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name == "trata_cli.views.word":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.chdir(folder)
    monkeypatch.setattr(builtins, "__import__", missing)
    code = cli.main(["report", "XPE-2026.yaml", "--plan", str(GARDEN_FILE), "-o", "x.docx", "--lang", "en"])

    text = "trata: Word documents need python-docx, which is not installed: pip install 'trata[docx]'\n"
    assert (code, capsys.readouterr().err) == (2, text)
    assert not (folder / "x.docx").exists()


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("source", [GARDEN_FOLDER, LIBRARY_FOLDER], ids=["garden", "library"])
def test_all_of_the_markdown_report_is_in_it(tmp_path: Path, source: Path, language: str) -> None:
    """Every word of the other formats: a chapter that one of them gets is not forgotten here."""
    folder = shutil.copytree(source, tmp_path / "folder")
    options = [
        "--history",
        ".",
        "--index",
        *(word for path in (GARDEN_FILE, *LIBRARY_FILES) for word in ("--plan", path)),
    ]
    for name in ("r.md", "r.docx"):
        trata("report", "XPE-2026.yaml", *options, "-o", name, cwd=folder, TRATA_LANG=language)
    words = re.findall(r"\w{4,}", (folder / "r.md").read_text("utf-8").split("<!--")[0].replace("\\", ""))
    words = [word.strip("_") for word in words]
    found = document((folder / "r.docx").read_bytes())
    cells = (cell for table in tables(found) for row in table for cell in row)
    text = "\n".join(
        [*(text for _style, text in paragraphs(found)), *cells, found.sections[0].header.paragraphs[0].text]
    )
    links = " ".join(rel.target_ref for rel in found.part.rels.values() if rel.is_external)

    assert sorted({word for word in words if word.casefold() not in f"{text}\n{links}".casefold()}) == []


@pytest.mark.slow
@pytest.mark.parametrize(("language", "mark"), [("es", "BORRADOR"), ("en", "DRAFT")])
def test_another_word_processor_opens_and_prints_it(tmp_path: Path, language: str, mark: str) -> None:
    """In LibreOffice: every word of the Markdown report, on every sheet the mark and the number."""
    for name in ("r.md", "r.docx"):
        trata("report", ROOT / "assessments" / "XPE-2026.yaml", "-o", tmp_path / name, "--lang", language, cwd=tmp_path)
    pdf = office.converted(tmp_path / "r.docx", "pdf", tmp_path, "libreoffice-writer-nogui")
    sheets = browser.sheets(pdf)
    markdown = re.sub(r"\]\(.*?\)", "]", (tmp_path / "r.md").read_text("utf-8").split("<!--")[0])
    words = {word.strip("_").casefold() for word in re.findall(r"\w{4,}", markdown)}
    text = " ".join(line.text for sheet in sheets for line in sheet.lines).casefold()

    assert len(sheets) > 10
    for number, sheet in enumerate(sheets, 1):
        assert sheet.lines[0].text == mark
        assert sheet.lines[-1].text == f"País Ejemplo 2026 · {number} / {len(sheets)}"
    assert sorted(word for word in words if word not in text) == []
