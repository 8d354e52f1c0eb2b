"""A Word document under construction: Word's own styles, tables with header rows, bars of shaded cells.

Whatever a text holds is text. The same calls give the same bytes: nothing is of this moment or this machine.
"""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt, RGBColor
from docx.text.paragraph import Paragraph

from trata_cli.i18n import _
from trata_cli.method.manifest import PROPERTY
from trata_cli.views import escaping
from trata_cli.views.headline import Headline, StateView
from trata_cli.views.report import ReportView

_WIDTH: Final = 6.5
"""Inches between the margins of a letter page, the paper of most of the region."""
_MARGIN: Final = Inches(1)
_ROOMY: Final = 6
"""The most columns in which words have room at the size of the text; where there are more, they are smaller."""
_SHADES: Final = ["E1F0FF", "BCD9F8", "99C2ED", "79ABDF", "5D94CC", "4177AD", "33679A", "27527C", "1F3E5C", "192A3C"]
"""The style sheet's ramp, for paper."""
_FIRST_DARK: Final = 5
"""From this shade on, white letters read better."""
_PATTERNS: Final = {"not-applicable": "thinDiagStripe", "no-information": "pct12"}
"""Word's own hatchings, so that a state without a level is told apart without colour."""
_INK, _WHITE, _EDGE, _HEAD = "16202B", "FFFFFF", "51677D", "EEF2F6"
_NO_MARGINS: Final = (
    f'<w:tblCellMar {nsdecls("w")}><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
)
_PROPERTIES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{name}">'
    "<vt:lpwstr>{text}</vt:lpwstr></property></Properties>"
)
_PROPERTIES_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_LONGEST_PROPERTY: Final = 255
"""The most characters that the format has room for in a title, a subject, an author."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph: ours, the plan's, or a country's own (`theirs`), each in its language."""

    text: str
    bold: bool = False
    italic: bool = False
    whose: Literal["ours", "plans", "theirs"] = "ours"
    url: str | None = None


Pieces = Sequence[Run]


def plans(text: str | None, *, bold: bool = False) -> Run:
    """A piece that is the plan's."""
    return Run(text or "", bold=bold, whose="plans")


def theirs(text: str | None, *, bold: bool = False, url: str | None = None) -> Run:
    """A piece that a country wrote."""
    return Run(text or "", bold=bold, whose="theirs", url=url)


class Writer:
    """A document under construction: paragraphs, lists and tables, one below the other."""

    def __init__(self, view: ReportView) -> None:
        self.document = Document()
        self._style_ids: dict[str, str] = {}
        self._languages = {"ours": view.language, "plans": view.plan_language, "theirs": view.notes_language}
        self._set_up(view)

    def heading(self, text: str | Pieces, level: int) -> None:
        """A heading; the title has level 0."""
        self.paragraph(text, "Title" if level == 0 else f"Heading {level}")

    def paragraph(self, text: str | Pieces, style: str = "Normal") -> None:
        """A paragraph of one style."""
        made = self.document.add_paragraph()
        if style != "Normal":
            made._p.style = self._style_id(style)
        self._fill(made, text)

    def bullets(self, items: Iterable[str | Pieces]) -> None:
        """A list."""
        for each in items:
            self.paragraph(each, "List Bullet")

    def prose(self, text: str | None, label: str = "") -> None:
        """A user's text with its own paragraphs, the first after a label."""
        for number, each in enumerate(escaping.paragraphs(text) if text else ()):
            head = [Run(f"{label}: ", italic=True)] if label and not number else []
            self.paragraph([*head, theirs(each)])

    def table(
        self,
        caption: str,
        head: Sequence[str],
        rows: Iterable[Sequence[str | Pieces | StateView]],
        widths: Sequence[float],
        *,
        is_titled: bool = False,
    ) -> None:
        """A table below its caption; its header row comes again on every page. A state is a shaded cell.

        Where the heading above says the same, the caption is for screen readers only.
        """
        if not is_titled:
            self.paragraph(caption, "Caption")
        made = self._table(len(head), widths, caption)
        for cell, text in zip(made.rows[0].cells, head, strict=True):
            self._fill(cell.paragraphs[0], [Run(text, bold=True)])
            _shade(cell, _HEAD)
        made.rows[0]._tr.get_or_add_trPr().append(_element("tblHeader"))
        for row in rows:
            for cell, value in zip(made.add_row().cells, row, strict=True):
                self._put(cell, value)
        for row_ in made.rows:
            row_._tr.get_or_add_trPr().append(_element("cantSplit"))
            for run in (run for cell in row_.cells for run in cell.paragraphs[0].runs if len(head) > _ROOMY):
                run.font.size = Pt(9)
        self._space()

    def bar(self, headline: Headline, title: str) -> None:
        """A headline's distribution as a row of cells, as wide as there are indicators in them."""
        found = [each for each in headline.segments if each.count]
        if not found:
            return
        widths = [_WIDTH * each.count / headline.indicators for each in found]
        said = "; ".join(f"{each.state.text}: {each.count}" for each in found)
        made = self._table(len(found), widths, title, f"{headline.sentence}. {said}.")
        made._tbl.tblPr.find(qn("w:tblLook")).addprevious(parse_xml(_NO_MARGINS))
        for cell, each in zip(made.rows[0].cells, found, strict=True):
            self._put(cell, each.state, text=each.state.sign)
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._space()

    def packed(self, manifest: str) -> bytes:
        """The whole document with its manifest; every part bears the date at which ZIP's time begins."""
        text = _PROPERTIES.format(name=PROPERTY, text=html.escape(manifest))
        package = self.document.part.package
        part = Part(PackURI("/docProps/custom.xml"), _PROPERTIES_TYPE, text.encode(), package)
        package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
        saved, packed = io.BytesIO(), io.BytesIO()
        self.document.save(saved)
        with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                entry = zipfile.ZipInfo(name)
                entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
                target.writestr(entry, source.read(name))
        return packed.getvalue()

    def _style_id(self, name: str) -> str:
        """A style's id, looked up once: python-docx would go through all styles for every paragraph."""
        if name not in self._style_ids:
            self._style_ids[name] = self.document.styles[name].style_id
        return self._style_ids[name]

    # How it looks.

    def _set_up(self, view: ReportView) -> None:
        styles: Any = self.document.styles
        styles["Normal"].font.size = Pt(10.5)
        for name in ("Title", "Subtitle", "Caption", *(f"Heading {level}" for level in range(1, 5))):
            styles[name].font.color.rgb = RGBColor.from_string(_INK)
            styles[name].font.italic = False
        styles["Caption"].paragraph_format.keep_with_next = True
        (language,) = styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang")
        language.set(qn("w:val"), view.language)
        self._set_page(view)
        self._set_properties(view)

    def _set_page(self, view: ReportView) -> None:
        """The marks at the head of every page, its number at the foot."""
        section = self.document.sections[0]
        section.left_margin = section.right_margin = _MARGIN
        section.top_margin = section.bottom_margin = _MARGIN
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        head.alignment = foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if view.marks:
            self._fill(head, [Run(" · ".join(view.marks), bold=True)])
        self._fill(foot, [theirs(view.country), Run(f" {view.year} · ")])
        foot._p.append(_field("PAGE"))
        self._fill(foot, " / ")
        foot._p.append(_field("NUMPAGES"))

    def _set_properties(self, view: ReportView) -> None:
        """What the file says of itself: who answers for it, and a date that is the report's, not the clock's."""
        known: Any = self.document.core_properties
        title = _("Self-assessment %(year)s") % {"year": view.year}
        known.title, known.subject = _property(f"{view.country} · {title}"), _property(view.plan_title)
        known.author = known.last_modified_by = _property(view.institution or view.country)
        known.comments, known.keywords, known.category = "", "", ""
        known.language, known.revision = view.language, 1
        known.created = known.modified = datetime.fromisoformat(view.date or f"{view.year}-12-31")

    def _table(self, columns: int, widths: Sequence[float], caption: str, description: str = "") -> Any:
        """An empty table of one row, with what a screen reader says of it."""
        made = self.document.add_table(rows=1, cols=columns, style="Table Grid")
        made.autofit = False
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Inches(width)
            column.cells[0].width = Inches(width)
        for name, text in (("tblCaption", caption), ("tblDescription", description)):
            if text:
                element = _element(name)
                element.set(qn("w:val"), escaping.visible(text))
                made._tbl.tblPr.append(element)
        return made

    def _put(self, cell: Any, value: str | Pieces | StateView, text: str | None = None) -> None:
        if isinstance(value, StateView):
            colour = _shade_state(cell, value)
            self._fill(cell.paragraphs[0], [plans(value.text if text is None else text, bold=True)], colour)
        else:
            self._fill(cell.paragraphs[0], value)

    def _fill(self, paragraph: Paragraph, text: str | Pieces, colour: str | None = None) -> None:
        for piece in [Run(text)] if isinstance(text, str) else text:
            run = paragraph.add_run(escaping.visible(piece.text))
            run.bold, run.italic = piece.bold or None, piece.italic or None
            if colour:
                run.font.color.rgb = RGBColor.from_string(colour)
            if (spoken := self._languages[piece.whose]) != self._languages["ours"]:
                language = _element("lang")
                language.set(qn("w:val"), spoken)
                run._r.get_or_add_rPr().append(language)
            if piece.url:
                self._link(paragraph, run, piece.url)

    def _link(self, paragraph: Paragraph, run: Any, url: str) -> None:
        """Make a run the text of a link."""
        run.font.underline = True
        goal = html.unescape(str(escaping.address(url)))
        link = _element("hyperlink")
        link.set(qn("r:id"), self.document.part.relate_to(goal, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        link.append(run._r)
        paragraph._p.append(link)

    def _space(self) -> None:
        """Word joins two tables that touch."""
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)


def _element(name: str) -> Any:
    return parse_xml(f"<w:{name} {nsdecls('w', 'r')}/>")


def _field(instruction: str) -> Any:
    return parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{instruction}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')


def _property(text: str) -> str:
    return escaping.visible(text)[:_LONGEST_PROPERTY]


def _shade(cell: Any, fill: str, pattern: str = "clear") -> None:
    shading = _element("shd")
    for name, value in (("val", pattern), ("color", _EDGE if pattern != "clear" else "auto"), ("fill", fill)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _shade_state(cell: Any, state: StateView) -> str:
    """Shade a cell for a state; the colour of the letters on it."""
    if not state.is_level:
        _shade(cell, _WHITE, _PATTERNS.get(state.style, "clear"))
        return _INK
    number = int(state.style.removeprefix("shade-"))
    _shade(cell, _SHADES[number])
    return _WHITE if number >= _FIRST_DARK else _INK
