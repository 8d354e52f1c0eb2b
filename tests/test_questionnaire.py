"""The blank questionnaire: its view; the page and the Markdown have every text, hold together, hold no more."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import Literal

import pytest

from tests.report_samples import garden
from tests.support import PLAN, PLANS, ROOT
from tests.test_report_hostile import Page
from trata_cli import i18n
from trata_cli.model.plan import Directive, Pillar, Plan
from trata_cli.resources import resource
from trata_cli.views.questionnaire import (
    ChoiceView,
    DirectiveView,
    IndicatorView,
    LevelView,
    PillarView,
    QuestionnaireView,
    build,
)
from trata_cli.views.rendering import render_shipped

Format = Literal["html", "md"]
FORMATS: tuple[Format, ...] = ("html", "md")


@pytest.fixture(autouse=True)
def _english() -> None:
    i18n.activate("en")


def blank(plan: Plan, format_: Format) -> str:
    return render_shipped("questionnaire", build(plan), format_)


def test_the_view_of_a_whole_plan() -> None:
    zero, one = ChoiceView(0, "Short 0", "Text 0", "Proof 0"), ChoiceView(1, "Short 1", "Text 1", "Proof 1")
    two, own = ChoiceView(2, "Short 2", "Text 2", "Proof 2"), ChoiceView(1, "Own short", "Own text", "Proof 1")

    assert build(garden()) == QuestionnaireView(
        language="en",
        plan_language="en",
        translation_note=None,
        title="School gardens",
        id="garden",
        version=2,
        rules=("Levels add up.",),
        below=(LevelView(0, "Name 0"),),
        fulfilling=(LevelView(1, "Name 1"), LevelView(2, "Name 2")),
        threshold=1,
        evidence_types=("official act", "internal document", "third-party source", "statement"),
        pillars=(
            PillarView(
                "soil",
                "Soil",
                (
                    DirectiveView(
                        1,
                        "Dig.",
                        "Not “dip”.",
                        (
                            IndicatorView("A1", 1, "Beds dug.", "All of them.", None, None, (zero,), (one, two)),
                            IndicatorView("A2", 2, "Compost.", None, "Sic.", None, (zero,), (one, two)),
                        ),
                    ),
                ),
                2,
            ),
            PillarView(
                "water",
                "Water",
                (
                    DirectiveView(
                        2,
                        "Pour.",
                        None,
                        (
                            IndicatorView("B1", 3, "Cans.", None, None, None, (zero,), (own, two)),
                            IndicatorView("B2", 4, "Hose.", None, None, None, (zero,), (one, two)),
                        ),
                    ),
                ),
                2,
            ),
        ),
        indicators=4,
        examples=(),
    )


def test_a_short_form_that_says_it_all_stands_alone() -> None:
    (study,) = (i for p in build(PLAN).pillars for d in p.directives for i in d.indicators if i.id == "D02a")

    assert study.below[0] == ChoiceView(0, "Sin estudio", None, None)
    assert study.fulfilling[0].text is None
    assert study.fulfilling[1].text == "Además, citado como fundamento en una decisión (bastan los considerandos)."


def text_of(plan: Plan, format_: Format) -> str:
    """What a reader sees, in one line."""
    source = blank(plan, format_)
    shown = Page(source).text if format_ == "html" else re.sub(r"\\(.)", r"\1", source.replace("<br>", " "))
    return " ".join(shown.split())


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
@pytest.mark.parametrize("format_", FORMATS)
def test_every_text_of_a_plan_is_there(plan: Plan, format_: Format) -> None:
    found = text_of(plan, format_)

    assert plan.title in found
    for text in (*plan.reading_rules, *plan.levels.values(), *(pillar.title for pillar in plan.pillars)):
        assert text in found
    for place in plan.places.values():
        texts = (place.directive.text, place.directive.erratum, place.indicator.text, place.indicator.guidance)
        for given in (*texts, place.indicator.erratum, place.indicator.not_applicable):
            assert given is None or given in found
        for descriptor in plan.descriptors(place.indicator).values():
            assert descriptor.short in found
            assert descriptor.text in found or descriptor.text.rstrip(".") == descriptor.short.rstrip(".")
            assert descriptor.proof is None or descriptor.proof in found


@pytest.mark.parametrize("levels", [2, 3, 10])
@pytest.mark.parametrize("format_", FORMATS)
def test_an_indicator_has_a_box_for_each_level_and_for_the_two_words(levels: int, format_: Format) -> None:
    plan = garden(levels, threshold=levels - 1)
    box = '<span class="box" aria-hidden="true"></span><' if format_ == "html" else "- [ ] "

    assert blank(plan, format_).count(box) == len(plan.places) * (levels + 2)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_threshold_at_the_lowest_level_stands_before_all(format_: Format) -> None:
    found = text_of(garden(threshold=0), format_)

    assert re.search(r"Beds dug\..*fulfilled from here on\W+(- \[ \] )?\W*0.* Short 1 .* Short 2 ", found)
    assert not re.search(r"Short \d [^A-Z]*fulfilled from here on", found)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_plan_without_indicators_has_its_directives(format_: Format) -> None:
    empty = Pillar(id="soil", title="Soil", directives=(Directive(number=1, text="Dig deep.", indicators=()),))
    found = text_of(garden(pillars=(empty, Pillar(id="air", title="Air", directives=()))), format_)

    assert "garden, edition 2 · 0 indicators" in found
    assert re.search(r"Soil .*Directive 1 Dig deep\. .*Air", found)


class Skeleton(HTMLParser):
    """The headings, ids and inner links of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.goals: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("href", "aria-labelledby"):
                self.goals.append((value or "").removeprefix("#"))


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_headings_are_in_order_and_every_link_has_its_goal(plan: Plan) -> None:
    page = Skeleton(blank(plan, "html"))

    assert page.headings.count(1) == 1
    assert all(next_ <= before + 1 for before, next_ in zip([0, *page.headings], page.headings, strict=False))
    assert page.headings.count(4) == len(plan.places)
    assert len(page.ids) == len(set(page.ids))
    assert set(page.goals) <= set(page.ids)
    assert set(plan.places) <= set(page.ids)
    assert page.goals[0] == "_questions", "the skip link comes first"


def test_the_page_needs_nothing_from_outside_and_runs_nothing() -> None:
    source = blank(PLAN, "html")
    page = Page(source)
    tags = {tag for tag, _ in page.elements}

    assert not tags & {"script", "img", "link", "iframe", "form", "input", "textarea", "object"}
    assert not {name for name in page.attributes if name.startswith("on") or name in ("src", "style")}
    assert all(link.startswith("#") for link in page.links)
    assert "url(" not in source.replace("url(#_hatch)", "")
    assert "default-src 'none'; style-src 'unsafe-inline'" in source


def test_the_plan_keeps_its_language_in_a_page_of_another() -> None:
    source = blank(PLAN, "html")

    assert '<html lang="en">' in source
    assert '<bdi class="plan" lang="es">Mapeo del grupos poblacionales específicos, realizado.</bdi>' in source
    i18n.activate("es")
    assert '<html lang="es">' in blank(PLAN, "html")
    assert ' lang="' not in blank(PLAN, "html").replace('<html lang="es">', "")


HOSTILE = (
    "</style><script>alert(1)</script>",
    '"; } body { display: none } @page { @top-left { content: "',
    "\\",
    "a\nb\r\nc",
    "<b>&amp;</b> <!-- --> &lt;",
    "[x](javascript:alert(1)) | **y** `z` $m$ @w",
    "\u202edesrever \u2066\u200f\x9b",
    "{{ 7 * 7 }} {% raw %}",
    "https://example.org/ www.example.org",
    "# no heading",
    "- [x] ticked",
)


def hostile(text: str) -> Plan:
    """The garden with a text wherever a questionnaire prints one."""
    plan = garden().model_dump()
    for kind in plan["kinds"].values():
        for descriptor in kind["levels"].values():
            descriptor.update(text=text, proof=text)
    for pillar in plan["pillars"]:
        pillar["title"] = text
        for directive in pillar["directives"]:
            directive.update(text=text, erratum=text)
            for indicator in directive["indicators"]:
                indicator.update(text=text, guidance=text, erratum=text, not_applicable=text)
    plan.update(title=text, reading_rules=(text,), levels=dict.fromkeys(plan["levels"], text))
    return Plan.model_validate(plan)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_comes_alive_in_html(text: str) -> None:
    found, harmless = Page(blank(hostile(text), "html")), Page(blank(hostile("x"), "html"))

    assert [each for each in found.elements if each[0] != "br"] == harmless.elements
    assert found.links == harmless.links
    assert found.loose == harmless.loose


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_leaves_its_string_in_the_style(text: str) -> None:
    (rule,) = re.findall(r"@top-left \{ content: (.*); \}\n", blank(hostile(text), "html"))

    assert re.fullmatch(r'"(?:[^\W_]| |\\[0-9a-f]{1,6} )*"', rule)
    assert re.sub(r"\\([0-9a-f]+) ", lambda code: chr(int(code[1], 16)), rule[1:-1]) == re.sub(
        "[\u202e\u2066\u200f\x9b]", lambda unseen: f"⟨U+{ord(unseen[0]):04X}⟩", text.replace("\r\n", "\n")
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_comes_alive_in_markdown(text: str) -> None:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("gfm-like")
    found, harmless = ([token.type for token in reader.parse(blank(hostile(each), "md"))] for each in (text, "x"))
    inside = [child for token in reader.parse(blank(hostile(text), "md")) for child in token.children or ()]

    assert found == harmless
    assert not [child for child in inside if child.type in ("link_open", "image", "code_inline")]
    assert {child.content for child in inside if child.type == "html_inline"} <= {"<br>", "<span>", "</span>"}


def test_the_same_bytes_anywhere() -> None:
    program = (
        "import sys; from tests.test_questionnaire import *; i18n.activate('es');"
        "sys.stdout.buffer.write((blank(PLAN, 'html') + blank(PLAN, 'md')).encode())"
    )
    written = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"} | place,
            check=True,
            capture_output=True,
        ).stdout
        for place in (
            {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "0"},
            {"LC_ALL": "es_PY.UTF-8", "TZ": "America/Asuncion", "PYTHONHASHSEED": "1"},
        )
    }

    assert len(written) == 1


def test_no_shipped_template_switches_escaping_off() -> None:
    for name in ("questionnaire.html.j2", "questionnaire.md.j2"):
        assert not re.search(r"\bsafe\b|autoescape|Markup", resource(f"templates/{name}").read_text("utf-8"))
