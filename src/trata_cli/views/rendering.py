"""A view through a Jinja template into HTML or Markdown: a report, a comparison, a blank questionnaire.

Every value that a template prints is escaped for the format by the environment itself, also inside translated
sentences: a template, shipped or a user's, cannot forget it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from traceback import walk_tb
from typing import Final, Literal

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from trata_cli.i18n import _, catalogue
from trata_cli.resources import resource
from trata_cli.views import escaping
from trata_cli.views.report import ReportView

Format = Literal["md", "html"]
Document = Literal["report", "questionnaire", "compare", "index", "synthesis", "codebook"]
_Escape = Callable[[object], Markup]

_ESCAPES: Final[dict[Format, tuple[_Escape, _Escape]]] = {
    "html": (escaping.html, escaping.html_prose),
    "md": (escaping.markdown, escaping.markdown_prose),
}
_STYLES: Final[dict[Document, tuple[str, ...]]] = {
    "report": ("report", "change"),
    "questionnaire": ("report", "questionnaire"),
    "compare": ("report", "change"),
    "index": ("report", "index"),
    "synthesis": ("report", "index", "synthesis"),
    "codebook": (),
}
"""The style sheets of a document: what reports look like, and what is its own."""

MOST_CHARACTERS: Final = 50_000_000
"""The longest that a report through a user's template may be; `verify` reads as much."""
_MOST_STEPS: Final = 1_000_000
"""The most numbers of all `range`s of a user's template together: reports have a few thousand things to count."""

_NAMED: Final = re.compile(r"""\{%[-+]?\s*(?:include|import|from|extends)\s+["']([^"']+)["']""")
"""A template that another one names."""
_BLANK_LINES: Final = re.compile(r"\n(?:[ \t]*\n){2,}")


class TemplateFault(Exception):
    """A user's template that does not work: its name, the line (the first if none is known) and what is wrong."""

    def __init__(self, name: str, line: int, message: str) -> None:
        """Keep the three apart, so that a command can put them into its own words."""
        super().__init__(name, line, message)
        self.name, self.line, self.message = name, line, message


def render(view: ReportView, format: Format, template: Path | None = None) -> str:  # noqa: A002 - the option's name
    """The report as text, through the shipped template of a format or through a user's own.

    Raises OSError if the user's template can't be opened, TemplateFault if it does not work.
    """
    if template is None:
        return render_shipped("report", view, format)
    with _faults_of(template):
        found = _environment(template.parent, format, sandboxed=True).get_template(template.name)
        style = _style("report", format, template.parent)
        return _tidy("".join(_in_bounds(found.generate(view=view, style=style))))


def render_shipped(document: Document, view: object, format: Format) -> str:  # noqa: A002 - see `render`
    """The text of a document, through its shipped template of a format."""
    template = _shipped_environment(format).get_template(f"{document}.{format}.j2")
    return _tidy(template.render(view=view, style=_style(document, format)))


def layout_files(format: Format, template: Path | None = None) -> tuple[Path, ...]:  # noqa: A002 - see `render`
    """The files that lay a report out: its template, those that it names, and its styles.

    Each lies beside the user's template if there is one, else it is the shipped one. What is named and is nowhere is
    left out: it fails where the template uses it. Raises OSError if a file can't be read, UnicodeDecodeError if it is
    no text.
    """
    folder = template.parent if template else None
    waiting, found = [template or resource(f"templates/report.{format}.j2")], []
    while waiting:
        found.append(path := waiting.pop(0))
        named = (_beside(name, folder) for name in _NAMED.findall(path.read_text("utf-8")))
        waiting += [each for each in dict.fromkeys(named) if each.is_file() and each not in (*found, *waiting)]
    return (*found, *_styles("report", format, folder))


def layout_sha256(format: Format, template: Path | None = None) -> str:  # noqa: A002 - see `render`
    """The SHA-256 of all files that lay a report out. Line ends do not count. Raises the same as `render`."""
    with _faults_of(template) if template else contextlib.nullcontext():
        texts = [path.read_text("utf-8") for path in layout_files(format, template)]
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()


def _beside(name: str, folder: Path | None) -> Path:
    """A file of a layout: beside the user's template, else the shipped one."""
    return own if folder and (own := folder / name).is_file() else resource(f"templates/{name}")


def _styles(document: Document, format_: Format, folder: Path | None = None) -> list[Path]:
    """The style sheets of a document, which only a page has."""
    return [_beside(f"{name}.css", folder) for name in _STYLES[document]] if format_ == "html" else []


def _style(document: Document, format_: Format, folder: Path | None = None) -> Markup:
    sheets = _styles(document, format_, folder)
    return Markup("".join(path.read_text("utf-8") for path in sheets))  # noqa: S704 - no one's text, but a layout's


@contextlib.contextmanager
def _faults_of(template: Path) -> Iterator[None]:
    """What a user's template may do wrong, as its fault: it is a program, and can fail in any way that Python can."""
    template.open("rb").close()
    try:
        yield
    except Exception as error:
        raise TemplateFault(template.name, _line(error, template), str(error) or type(error).__name__) from error


def _in_bounds(pieces: Iterator[str]) -> Iterator[str]:
    """What a user's template writes, until it is too much: then it fails at the line where it is."""
    left = MOST_CHARACTERS
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            pieces.throw(OverflowError(_("the report would be longer than any may be")))  # type: ignore[attr-defined]
        yield piece


def _bounded_range() -> Callable[..., range]:
    """Python's `range` for one use of a user's template; loops inside of loops come to an end as well."""
    left = _MOST_STEPS

    def bounded(*limits: int) -> range:
        nonlocal left
        found = range(*limits)
        left -= min(len(found), _MOST_STEPS + 1) + 1
        if left < 0:
            raise OverflowError(_("its ranges are longer than any may be"))
        return found

    return bounded


def _tidy(text: str) -> str:
    """No two blank lines in a row, and none at the start: what a template's ifs and loops leave behind."""
    return _BLANK_LINES.sub("\n\n", text).lstrip("\n")


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates beside the templates, as Python keeps its own modules: compiling takes a third of a report."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):  # a disk that is full is no reason to have no report
            super().dump_bytecode(bucket)


def _compiled() -> _Compiled | None:
    """Where compiled templates are kept; nowhere where nothing may be written, or Python itself writes nothing."""
    if sys.dont_write_bytecode:
        return None
    folder = resource("templates") / "__pycache__"
    with contextlib.suppress(OSError):
        folder.mkdir(exist_ok=True)
    return _Compiled(str(folder), "%s.cache") if os.access(folder, os.W_OK) else None


@cache
def _shipped_environment(format_: Format) -> Environment:
    return _environment(resource("templates"), format_, sandboxed=False)


def _environment(folder: Path, format_: Format, *, sandboxed: bool) -> Environment:
    """Jinja for templates in a folder. A user's run in a sandbox, which makes them slower; our own need none."""
    escape, prose = _ESCAPES[format_]
    made = ImmutableSandboxedEnvironment if sandboxed else Environment
    environment = made(
        loader=FileSystemLoader([folder, resource("templates")]),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        finalize=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=None if sandboxed else _compiled(),  # what a user's template became is nobody else's to run
    )
    environment.filters |= {"e": escape, "escape": escape, "prose": prose}
    environment.filters |= {"address": escaping.address, "css": escaping.css}
    if sandboxed:
        environment.globals["range"] = _bounded_range()
    _speak(environment, escape)
    return environment


def _speak(environment: Environment, escape: _Escape) -> None:
    """Translate in templates, with every value in a sentence escaped for the format (Jinja's own knows HTML only)."""

    def gettext(message: str, /, **values: object) -> Markup:
        return Markup(catalogue().gettext(message) % {name: escape(value) for name, value in values.items()})  # noqa: S704

    def ngettext(one: str, many: str, num: int, /, **values: object) -> Markup:
        values.setdefault("num", num)
        found = catalogue().ngettext(one, many, num)
        return Markup(found % {name: escape(value) for name, value in values.items()})  # noqa: S704

    environment.globals |= {"gettext": gettext, "ngettext": ngettext}
    environment.newstyle_gettext = True  # type: ignore[attr-defined]


def _line(error: Exception, template: Path) -> int:
    """The line of the template where it failed: Jinja maps its own code's lines back to the template's."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    lines = [line for frame, line in walk_tb(error.__traceback__) if Path(frame.f_code.co_filename) == template]
    return lines[-1] if lines else 1
