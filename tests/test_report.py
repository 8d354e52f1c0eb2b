from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pytest
from markdown_it import MarkdownIt

from tests.report_samples import FILE_SHA256, filled, full_assessment, garden, levels, plain, school, view
from tests.support import GARDEN_FILE, load
from tests.test_report_hostile import Page
from trata_cli import i18n
from trata_cli.files.assessments import read_assessment
from trata_cli.files.plans import Shelf
from trata_cli.model.assessment import Answer, Assessment, Evidence, Part, PlanReference, SignOff, Statement, Target
from trata_cli.resources import resource
from trata_cli.views import rendering
from trata_cli.views.headline import Headline, Segment, StateView, state_view
from trata_cli.views.rendering import TemplateFault, render
from trata_cli.views.report import OpenView

Format = Literal["html", "md"]


@pytest.fixture(autouse=True)
def _english() -> None:
    i18n.activate("en")


YEAR = school(
    country="XPE",
    country_name="Example Land",
    institution="School board",
    answers={
        "A1": Answer(
            level=1,
            note="All dug.\nBy hand.\n\nTwice.",
            evidence=(
                Evidence(
                    title="Diary",
                    type="official-act",
                    date="2026-05",
                    covers=(2025, 2026),
                    issuer="Class 4",
                    url="https://example.org/diary?a=1&b=2",
                ),
                Evidence(title="Photographs", type="statement", reference="Box 3"),
            ),
        ),
        "A2": Answer(
            level=0, reason="The heap burnt.", target=Target(level=1, by="2027-05", lead="Class 5", action="Start.")
        ),
        "B1": Answer(level="not-applicable", reason="It rains."),
        "B2": Answer(level="no-information", reason="Nobody looked."),
    },
)
LAST_YEAR = school(country="XPE", year=2025, answers=levels(A1=0, A2=2, B1=1))


def test_a_whole_markdown_report() -> None:
    found = render(view(YEAR, previous=LAST_YEAR, date="2026-12-01"), "md")

    assert found == (Path(__file__).parent / "golden" / "garden.md").read_text("utf-8")


def test_the_headline_of_a_pillar() -> None:
    plan = garden()
    water = view(YEAR).pillars[1].headline

    assert water == Headline(
        indicators=2,
        applicable=1,
        fulfilled=0,
        open=1,
        low=0,
        high=1,
        not_applicable=1,
        segments=(
            Segment(state_view(2, plan), 0, True, "0.000", "0.000", "0.000"),
            Segment(state_view(1, plan), 0, True, "0.000", "0.000", "0.000"),
            Segment(state_view(0, plan), 0, True, "0.000", "0.000", "0.000"),
            Segment(state_view("no-information", plan), 1, False, "0.000", "50.000", "25.000"),
            Segment(state_view("not-applicable", plan), 1, False, "50.000", "50.000", "75.000"),
        ),
        threshold="0.000",
        sentence="0 of 1 applicable indicator fulfilled",
        range="1 indicator is open: between 0 and 1 will be fulfilled.",
        arithmetic=(
            "Applicable: 2 − 1 not applicable = 1.",
            "Fulfilled: 0 at level 2 + 0 at level 1 = 0.",
            "Open: 1 no information + 0 undecided + 0 unanswered = 1.",
            "Range: from 0 to 0 + 1 = 1.",
        ),
    )


def test_a_pillar_without_indicators_is_drawn_as_nothing() -> None:
    plan = garden()
    empty = plan.model_copy(update={"pillars": (plan.pillars[0].model_copy(update={"directives": ()}),)})

    assert view(school(), empty).whole.threshold == "0"
    assert "<svg" in render(view(school(), empty), "html")


@pytest.mark.parametrize("count", range(2, 11))
def test_levels_are_spread_over_the_ramp_whatever_their_number(count: int) -> None:
    plan = garden(levels=count, threshold=count - 1)
    shades = [int(state_view(level, plan).style.removeprefix("shade-")) for level in plan.levels]

    assert (shades[0], shades[-1]) == (0, 9)
    assert all(one < next_ for one, next_ in pairwise(shades))
    assert [state_view(level, plan).fulfilled for level in plan.levels] == [False] * (count - 1) + [True]
    assert f"at level {count - 1} or above" in render(view(school(), plan), "html")


def test_states_without_a_level() -> None:
    assert state_view("undecided", garden()) == StateView("≠", "undecided", "undecided", "undecided", False, False)
    assert state_view(7, garden()) == StateView("7", "", "7", "shade-0", True, True)


def test_what_is_open_and_what_comes_next() -> None:
    statements = tuple(Statement(by=by, role="institution", level=n) for n, by in enumerate(("One", "Other")))
    answers = {
        "A1": Answer(statements=statements),
        "A2": Answer(level=0, target=Target(level=1, by="2027")),
        "B1": Answer(level=0, target=Target(level=1, by="2027-12")),
        "B2": Answer(level=2, target=Target(level=2)),
    }
    found = view(school(answers=answers))

    assert found.open == (OpenView(state_view("undecided", garden()), (found.pillars[0].directives[0].indicators[0],)),)
    assert [i.id for i in found.targets] == ["B1", "A2", "B2"]
    assert found.gaps_without_target == 0
    assert [i.asks for i in found.pillars[1].gaps] == ["Own text"]


def test_a_fall_without_its_reason_is_named() -> None:
    found = view(school(country="XPE", answers=levels(A2=1)), previous=LAST_YEAR)

    assert found.change is not None
    assert [(m.indicator.id, m.unexplained) for m in found.change.falls] == [("A2", True)]
    assert [(m.indicator.id, m.unexplained) for m in found.change.no_longer_answered] == [("A1", False), ("B1", False)]


@pytest.mark.parametrize("format_", ["html", "md"])
def test_files_that_can_not_be_compared_say_so_in_one_line(format_: Format) -> None:
    found = render(view(YEAR, previous=school(year=2025, country="URY")), format_)

    assert "it is another country" in found
    assert "What changed" not in found


@pytest.mark.parametrize("format_", ["html", "md"])
@pytest.mark.parametrize(
    ("status", "audience", "marks"),
    [
        ("draft", "public", ("DRAFT",)),
        ("reviewed", "public", ("REVIEWED, NOT FINAL",)),
        ("final", "public", ()),
        ("final", "internal", ("INTERNAL",)),
        ("draft", "internal", ("DRAFT", "INTERNAL")),
    ],
)
def test_every_page_bears_its_marks(format_: Format, status: str, audience: str, marks: tuple[str, ...]) -> None:
    found = view(school(status=status), audience=audience)
    text = render(found, format_)

    assert found.marks == marks
    assert (" · ".join(marks) in text) or not marks
    assert ("@top-center { content:" in text) == (bool(marks) and format_ == "html")


@pytest.mark.parametrize("format_", ["html", "md"])
def test_signature_and_part_are_named(format_: Format) -> None:
    signed = SignOff(by="The board", date="2026-12-05", content="c-0123456789abcdef")
    found = render(view(school(status="final", final=signed, part=Part(institution="Class 4"))), format_)

    for text in ("The board", "2026-12-05", "c-0123456789abcdef", "Class 4", FILE_SHA256, "ab" * 32, "trata 1.2.3"):
        assert text in found.replace("\\", "")


def test_the_page_hangs_together() -> None:
    full = full_assessment(lambda path: "https://example.org/" if path.endswith(".url") else "text")
    source = render(view(full.model_copy(update={"part": None}), audience="internal", previous=LAST_YEAR), "html")
    page = Page(source)
    headings = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    ids = re.findall(r' id="([^"]+)"', source)

    assert '<html lang="en">' in source
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(next_ <= one + 1 for one, next_ in pairwise(headings))
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(ids)
    assert set(" ".join(re.findall(r'aria-labelledby="([^"]+)"', source)).split()) <= set(ids)
    assert all("scope" in names for tag, names in page.elements if tag == "th")
    assert not {tag for tag, _ in page.elements} & {"script", "link", "img", "iframe", "object", "form"}
    assert not re.search(r"@import|url\((?!#)|src=", source)


def test_links_in_markdown_lead_to_the_headings_that_are_ids() -> None:
    """GitHub, GitLab and Pandoc make an anchor of a heading: where it is one word, the word in small letters."""
    plan, year = load(GARDEN_FILE), GARDEN_FILE.parent / "huerto"
    now, before = (read_assessment(year / f"XPE-{n}.yaml", Shelf([str(GARDEN_FILE)])).assessment for n in (2026, 2025))
    assert now is not None
    source = render(view(now, plan, previous=before), "md")
    tokens = MarkdownIt("gfm-like").parse(source)
    spans = [child for token in tokens for child in token.children or ()]
    targets = {str(child.attrs["href"]) for child in spans if child.type == "link_open"}
    headings = [
        inside.content for token, inside in pairwise(tokens) if (token.type, token.tag) == ("heading_open", "h5")
    ]
    anchors = [f"#{heading}".replace("\\", "").lower() for heading in headings]

    assert anchors == ["#s-1", "#s-2", "#r2b", "#agua_uno", "#agua_dos", "#v-2026-x"]
    assert {target for target in targets if target.startswith("#")} == set(anchors)


def test_a_plan_in_another_language_says_so() -> None:
    spanish = render(view(YEAR, garden(language="es")), "html")

    assert '<html lang="en">' in spanish
    assert '<bdi class="plan" lang="es">Beds dug.</bdi>' in spanish
    assert " lang=" not in render(view(YEAR), "html").replace('<html lang="en">', "")


def test_fifty_three_full_answers_are_a_light_page() -> None:
    plan = Shelf().first()
    assert plan is not None
    prose = "Texto de una respuesta con todos sus campos. " * 6
    short = "Documento de un ministerio, con su título"

    def words(path: str) -> str:
        if path.endswith(".url"):
            return "https://example.org/documentos/2026/decreto-4473"
        return (
            "actos/decreto.pdf" if path.endswith(".file") else prose if path.endswith((".note", ".reason")) else short
        )

    answer = filled(Answer, plain(words), "answers", level=2).model_copy(update={"statements": ()})
    reference = PlanReference(id=plan.id, version=plan.version)
    full = school(plan=reference, answers=dict.fromkeys(plan.places, answer))

    assert len(render(view(full, plan), "html").encode()) <= 250_000


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", range(3), ids=["light", "dark", "print"])
def test_the_ramp_reads_in_light_dark_print_and_grey(theme: int) -> None:
    style = resource("templates/report.css").read_text("utf-8")
    colours = dict(re.findall(r"--([a-z]+\d?): (#[0-9a-f]{6})", style.split(":root {")[theme + 1].split("}")[0]))
    steps = [luminance(colours[f"s{n}"]) for n in range(10)]

    assert all(contrast(colours[f"s{n}"], colours[f"t{n}"]) >= 4.5 for n in range(10))
    assert steps in (sorted(steps), sorted(steps, reverse=True))
    for text in ("ink", "soft", "link", "accent"):
        assert contrast(colours[text], colours["page"]) >= 4.5
    assert contrast(colours["edge"], colours["page"]) >= 3


@pytest.mark.parametrize("format_", ["html", "md"])
def test_the_same_bytes_anywhere(format_: Format) -> None:
    program = (
        "import sys; from tests.test_report import LAST_YEAR, YEAR, view, render;"
        f"sys.stdout.buffer.write(render(view(YEAR, previous=LAST_YEAR), {format_!r}).encode())"
    )
    places = [
        {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "0"},
        {"LC_ALL": "es_PY.UTF-8", "TZ": "America/Asuncion", "PYTHONHASHSEED": "1"},
        {"LC_ALL": "C", "TZ": "Asia/Kolkata", "PYTHONHASHSEED": "2", "PYTHONUTF8": "0"},
    ]
    root = Path(__file__).parents[1]
    written = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONPATH": f"{root}{os.pathsep}{root / 'src'}"} | place,
            cwd=root,
            check=True,
            capture_output=True,
        ).stdout
        for place in places
    }

    assert written == {render(view(YEAR, previous=LAST_YEAR), format_).encode()}


def test_compiled_templates_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "compiled"
    monkeypatch.setattr(rendering, "_compiled", lambda: rendering._Compiled(str(kept), "%s.cache"))

    def fresh() -> str:
        rendering._shipped_environment.cache_clear()
        return render(view(YEAR, previous=LAST_YEAR), "html")

    without_a_folder = fresh()
    kept.mkdir()
    compiled, again = fresh(), fresh()
    assert list(kept.iterdir())
    for path in kept.iterdir():
        path.write_bytes(b"x")
    broken = fresh()
    rendering._shipped_environment.cache_clear()
    assert without_a_folder == compiled == again == broken


def test_no_shipped_template_switches_escaping_off() -> None:
    for name in ("report.html.j2", "report.md.j2"):
        assert not re.search(r"\bsafe\b|autoescape|Markup", resource(f"templates/{name}").read_text("utf-8"))


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "own.j2"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


HOSTILE = school(institution="<b>*x*</b>")


@pytest.mark.parametrize(
    ("template", "html", "md"),
    [
        ("{{ view.institution }}", "&lt;b&gt;*x*&lt;/b&gt;", r"\<b\>\*x\*\</b\>"),
        ("{{ view.institution | upper }}", "&lt;B&gt;*X*&lt;/B&gt;", r"\<B\>\*X\*\</B\>"),
        ("{{ view.institution | e }}", "&lt;b&gt;*x*&lt;/b&gt;", r"\<b\>\*x\*\</b\>"),
        ("{{ [view.institution] | join }}", "&lt;b&gt;*x*&lt;/b&gt;", r"\<b\>\*x\*\</b\>"),
        ("{% trans x=view.institution %}[{{ x }}]{% endtrans %}", "[&lt;b&gt;*x*&lt;/b&gt;]", r"[\<b\>\*x\*\</b\>]"),
        ("{{ _('%(x)s', x=view.institution) }}", "&lt;b&gt;*x*&lt;/b&gt;", r"\<b\>\*x\*\</b\>"),
        ("{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}{{ m('*') }}", "<i>*</i>", r"<i>\*</i>"),
        ("{% for p in view.pillars %}{{ p.title }} {% endfor %}\r\n", "Soil Water ", "Soil Water "),
        ("{{ view.date }}", "", ""),
    ],
)
def test_a_template_of_ones_own(tmp_path: Path, template: str, html: str, md: str) -> None:
    path = written(tmp_path, template)

    assert render(view(HOSTILE), "html", path) == html
    assert render(view(HOSTILE), "md", path) == md


def test_a_template_of_ones_own_may_build_on_the_shipped_one(tmp_path: Path) -> None:
    path = written(tmp_path, '{% include "report.md.j2" %}\n\nPrinted by us.')

    assert render(view(YEAR), "md", path).endswith("Printed by us.")


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("\n{% if %}", 2),
        ("a\nb\n{{ view.nothing }}", 3),
        ("{{ nothing }}", 1),
        ("{% macro m() %}\n{{ 1 / 0 }}{% endmacro %}\n\n{{ m() }}", 2),
        ("\n{{ 'a' + 1 }}", 2),
        ("\n\n{% include 'elsewhere.j2' %}", 3),
        ("\n{{ view.year.__class__.__base__.__subclasses__() }}", 2),
        ("{{ range(10 ** 9) }}", 1),
        ("{% trans %}a{% endtrans %}\n{{ _('%(x)s') }}", 2),
        (b"\xff\xfe", 1),
    ],
)
def test_a_template_that_does_not_work(tmp_path: Path, template: str | bytes, line: int) -> None:
    with pytest.raises(TemplateFault) as caught:
        render(view(YEAR), "html", written(tmp_path, template))

    assert (caught.value.name, caught.value.line) == ("own.j2", line)
    assert caught.value.message


def test_a_template_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        render(view(YEAR), "html", tmp_path / "none.j2")


def test_every_part_of_the_view_is_frozen() -> None:
    found: Any = view(YEAR)
    with pytest.raises(AttributeError):
        found.year = 1999


def test_the_order_of_answers_in_the_file_does_not_matter() -> None:
    answers = dict(reversed(levels(A1=1, A2=1, B1=1, B2=1).items()))

    assert (
        view(Assessment(**(school().model_dump() | {"answers": answers}))).pillars
        == view(school(answers=levels(A1=1, A2=1, B1=1, B2=1))).pillars
    )
