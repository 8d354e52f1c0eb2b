"""A view through a Jinja template into HTML or Markdown: a report, a comparison, a blank questionnaire.

Every value that a template prints is escaped for the format by the environment itself, also inside translated
sentences: a template, shipped or a user's, cannot forget it.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from traceback import walk_tb
from typing import Final, Literal

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from trata_cli.i18n import catalogue
from trata_cli.resources import resource
from trata_cli.views import escaping
from trata_cli.views.report import ReportView

Format = Literal["md", "html"]
Document = Literal["report", "questionnaire", "compare", "index"]
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
}
"""The style sheets of a document: what reports look like, and what is its own."""

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
    template.open("rb").close()
    try:
        return _fill(template, view, format, "report", sandboxed=True)
    except Exception as error:  # a template is a program: it can fail in any way that Python can
        raise TemplateFault(template.name, _line(error, template), str(error)) from error


def render_shipped(document: Document, view: object, format: Format) -> str:  # noqa: A002 - see `render`
    """The text of a document, through its shipped template of a format."""
    return _tidy(_fill(resource(f"templates/{document}.{format}.j2"), view, format, document, sandboxed=False))


def _fill(path: Path, view: object, format_: Format, document: Document, *, sandboxed: bool) -> str:
    """A template filled with a view; a user's runs in a sandbox, which makes it slower; our own needs none."""
    style = "".join(resource(f"templates/{name}.css").read_text("utf-8") for name in _STYLES[document])
    template = _environment(path.parent, format_, sandboxed).get_template(path.name)
    return template.render(view=view, style=Markup(style))  # noqa: S704 - our own file, no one's text


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
def _environment(folder: Path, format_: Format, sandboxed: bool) -> Environment:
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
