"""Whatever stands in a text: no live element, no lost text, in both formats."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import TypeAdapter, ValidationError

from tests.report_samples import full_assessment, garden, school, view
from trata_cli import i18n
from trata_cli.model.plan import Plan
from trata_cli.model.values import Text
from trata_cli.views.escaping import visible
from trata_cli.views.rendering import render

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</bdi></p></main><h1>Out</h1>",
    "<svg onload=alert(1)><desc></svg>",
    "</title></style><style>*{display:none}</style>",
    "<!-- comment --> <![CDATA[ x ]]> <?php ?>",
    '" onmouseover="alert(1)" x=\'',
    "&lt;b&gt; &amp; &#60; &copy; &nosuch; &",
    "{{ 7 * 7 }} {% include 'x' %} {# gone #}",
    "${7*7} #{7*7} $a_b$ $$x$$ `= 7*7`",
    "[bold red]x[/bold red] [/] [link=https://x.example]y[/link]",
    "\x1b[31mred\x1b[0m \x07\x08\x00\x7f\x9b",
    "abc\u202edef\u2066ghi\u2069\u200f\u061c \u2028 \u2029 \ufeff \U000e0041",
    "lone \ud800 surrogate, not a character \uffff",
    "עברית 123 العربية",
    "W" * 10_000,
    "**bold** __bold__ *em* _em_ ~~gone~~ ==mark== ^sup^ ~sub~",
    "`code` ``co`de`` \\`x\\` \\\\ \\",
    "# Heading",
    "Heading\n===",
    "Heading\n---",
    "a | b\n--- | ---\n1 | 2",
    "| a | b |\n| :-: | - |\n| 1 | 2 |",
    "a\n:-:\nb",
    "\\| \\\\| | \\\\\\|",
    "- item\n- item\n\n+ item\n\n* item",
    "1. one\n2) two\n\n(a) three\na) four\nIV. five\n1.",
    "> quote\n>> quote",
    "    indented code\n\tindented too",
    "```\nfence\n```",
    "~~~ python\nfence\n~~~",
    "***\n___\n- - -",
    "[text](https://evil.example) ![image](https://evil.example/x.png)",
    "[x]: https://evil.example 'title'\n\n[x] [x][] [text][x]",
    "[^1] and\n\n[^1]: a footnote",
    "- [x] a task\n[ ] [x]",
    "<https://evil.example> <mailto:x@evil.example> <x@evil.example>",
    "x@evil.example, mailto:x@evil.example xmpp:x@evil.example/y first.last+tag@evil.example",
    "javascript:alert(1) [x](javascript:alert(1)) data:text/html,x ftp://evil.example/",
    "https://evil.example/a_b_c?d=*e*&f=g www.evil.example/a_b",
    "@mention #123 :smile: ::: note",
    "line one\nline two\r\nline three\n\n\nnew paragraph\n   \nanother  \nend\\",
    "  spaces around  ",
    "\u00a0no-break\u00a0",
    "a--b...c (c) 'quoted' \"quoted\"",
    "Term\n: definition",
    "---\ntitle: front matter\n---",
    "%(name)s %s %d {name} {0} 100 %",
]

ELEMENTS = set(
    re.findall(
        r"\S+",
        """html head meta title style body a header main section nav article figure h1 h2 h3 h4 h5 p div span bdi strong
        code br ol ul li dl dt dd details summary table caption thead tbody tr th td svg defs pattern line rect text
        desc""",
    )
)
ATTRIBUTES = set(
    re.findall(
        r"\S+",
        """lang dir charset name content http-equiv class id href rel role scope tabindex data-label aria-hidden
        aria-label aria-labelledby focusable width height patternunits patterntransform x y x1 x2 y1 y2""",
    )
)
WITHOUT_DIRECTION = {"title", "desc"}
"""They hold text only: no element can isolate it there, and only the browser's own parts show it."""

Format = Literal["html", "md"]


@pytest.fixture(autouse=True)
def _english() -> None:
    i18n.activate("en")


class Page(HTMLParser):
    """What a browser makes of a page: its elements in order, its text, the texts that nothing isolates."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.loose: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.attributes.update(name for name, _ in attrs)
        self.links.extend(value or "" for name, value in attrs if name == "href")
        if tag not in ("span", "bdi", "strong", "a"):
            self.text += " "
        if tag not in ("meta", "br"):
            self._open.append((tag, tag == "bdi" or ("dir", "auto") in attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.attributes.update(name for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        if "style" in tags:
            return
        self.text += data
        if not any(isolates for _, isolates in self._open) and not WITHOUT_DIRECTION.intersection(tags):
            self.loose.append(data)

    def handle_comment(self, data: str) -> None:
        self.elements.append(("comment", (data,)))

    def handle_pi(self, data: str) -> None:
        self.elements.append(("processing instruction", (data,)))


def plan_of(text: str) -> Plan:
    """The garden with this text in every field that a report prints."""
    plan, printed = garden(), ("title", "text", "name", "guidance", "erratum", "proof")
    return Plan.model_validate(_said(plan.model_dump(), text, printed) | {"source": {"text": text}})


def _said(found: Any, text: str, printed: tuple[str, ...], name: str = "") -> Any:
    if isinstance(found, dict):
        return {key: _said(value, text, printed, name if isinstance(key, int) else key) for key, value in found.items()}
    if isinstance(found, tuple):
        return tuple(_said(value, text, printed, name) for value in found)
    return text if found is not None and name in (*printed, "levels", "reading_rules") and name != "short" else found


@cache
def report(text: str, format_: Format, url: str = "https://example.org/", file: str = "annex.pdf") -> str:
    """The internal report, which shows the most, with this text in every field of plan and assessment."""

    def words(path: str) -> str:
        return url if path.endswith(".url") else file if path.endswith(".file") else text

    return render(view(full_assessment(words), plan_of(text), audience="internal"), format_)


def harmless(text: str) -> str:
    """A text of the same lines and paragraphs in which nothing could mean anything."""
    return "\n".join("x" if line.strip() else "" for line in visible(text).split("\n"))


def folded(text: str) -> str:
    return " ".join(text.split())


def assert_page_is_inert(text: str) -> None:
    page, plain = Page(report(text, "html")), Page(report(harmless(text), "html"))
    assert page.elements == plain.elements
    assert {tag for tag, _ in page.elements} <= ELEMENTS
    assert page.attributes <= ATTRIBUTES
    assert page.links == plain.links
    assert all(link.startswith(("#", "https://", "http://")) for link in page.links)


def structure(source: str) -> list[tuple[Any, ...]]:
    """The tree of a Markdown document without its texts."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return [(token.type, token.tag, token.level, token.info, _inside(token)) for token in parser.parse(source)]


def _inside(token: Token) -> list[tuple[str, str]]:
    found = [
        (each.type, each.content if each.type == "html_inline" else str(each.attrs.get("href", "")))
        for each in token.children or []
        if each.type != "text"
    ]
    assert all(
        each.content in ("<br>", "<span>", "</span>") for each in token.children or [] if each.type == "html_inline"
    )
    return [each for each in found if each[1] not in ("<span>", "</span>")]


def assert_markdown_is_inert(text: str) -> None:
    source = report(text, "md")
    assert structure(source) == structure(report(harmless(text), "md"))
    linked = MarkdownIt("gfm-like").parse(source)
    targets = [str(c.attrs["href"]) for token in linked for c in token.children or [] if c.type == "link_open"]
    assert all(target.startswith(("#", "https://", "http://")) for target in targets)


def shown(source: str, format_: Format) -> str:
    """The text that a reader sees."""
    if format_ == "md":
        source = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(source)
    return folded(Page(source).text)


def assert_nothing_is_lost(text: str, format_: Format) -> None:
    wanted, times = folded(visible(text)), shown(report("qqq", format_), format_).count("qqq")
    assert shown(report(text, format_), format_).count(wanted) >= times
    assert times > 150


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
class TestOneText:
    def test_nothing_comes_alive_in_html(self, text: str) -> None:
        assert_page_is_inert(text)

    def test_nothing_comes_alive_in_markdown(self, text: str) -> None:
        assert_markdown_is_inert(text)

    @pytest.mark.parametrize("format_", ["html", "md"])
    def test_nothing_is_lost(self, text: str, format_: Format) -> None:
        assert_nothing_is_lost(text, format_)

    @pytest.mark.parametrize("format_", ["html", "md"])
    def test_no_control_reaches_the_file(self, text: str, format_: Format) -> None:
        written = report(text, format_).encode().decode()
        assert not set(written) & set(
            "\r\x00\x07\x08\x1b\x7f\x9b\u202e\u2066\u2069\u200f\u061c\u2028\u2029\ufeff\U000e0041"
        )


_PIECES = [
    *"\\`*_{}[]()<>#+-.!|~&$^@:/=%'\"? \t\n0aé·",
    *(
        "\n\n",
        "- ",
        "1. ",
        "    ",
        "```",
        "---",
        "===",
        "&amp;",
        "&#35;",
        "<b>",
        "</p>",
        "<!--",
        "]: x",
        "](y)",
        "{{",
        "{%",
    ),
    *("a@b.co", "www.x.co", "http://", "https://x.co/_a_", "mailto:", "| -", ":-:", "\\\n", "  \n"),
    *("\u202e", "\x1b", "\r\n", "\u2028", "\u00a0", "\u200b"),
]


def _says_something(text: str) -> bool:
    try:
        TypeAdapter(Text).validate_python(text)
    except ValidationError:
        return False
    return True


_TEXTS = (st.lists(st.sampled_from(_PIECES), min_size=1, max_size=12).map("".join) | st.text(min_size=1)).filter(
    _says_something
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_TEXTS)
def test_any_text_is_inert_and_whole(text: str) -> None:
    assert_page_is_inert(text)
    assert_markdown_is_inert(text)
    assert_nothing_is_lost(text, "html")
    assert_nothing_is_lost(text, "md")


@pytest.mark.parametrize(
    "url",
    [
        'https://x.example/"><script>alert(1)</script>',
        "https://x.example/>)](javascript:alert(1))",
        "https://x.example/a|b\\c`d`*e*_f_{{g}}{%h%}&amp;i&j=k",
        "HTTPS://ñandú.example/\u202e/\ud800",
        "https://user@x.example/#a'b",
    ],
)
def test_an_address_stays_one_link(url: str) -> None:
    page, plain = Page(report("x", "html", url)), Page(report("x", "html"))
    assert page.elements == plain.elements
    assert page.text == plain.text
    outward = [link for link in page.links if not link.startswith("#")]
    assert all(link.lower().startswith("https://") and link.isascii() for link in outward)

    parsed = MarkdownIt("gfm-like").parse(report("x", "md", url))
    targets = [str(c.attrs["href"]) for token in parsed for c in token.children or [] if c.type == "link_open"]
    assert len(outward) == sum(not target.startswith("#") for target in targets)
    assert [t[:4] for t in structure(report("x", "md", url))] == [t[:4] for t in structure(report("x", "md"))]


def test_every_users_text_has_a_direction_of_its_own() -> None:
    assert [text for text in Page(report("qqq", "html")).loose if "qqq" in text] == []


def test_without_an_own_name_the_country_is_known_by_the_plan_or_by_its_code() -> None:
    assert view(school()).country == "Paraguay"
    assert view(school(country="URY")).country == "URY"
