"""The options and arguments that several commands share, and the language in which all of them are explained."""

from __future__ import annotations

from typing import Annotated, TypeVar

import typer

from trata_cli import i18n
from trata_cli.i18n import _

# Help texts freeze when the commands are declared: the language is chosen before.
i18n.activate(i18n.from_environment())

_Word = TypeVar("_Word", bound=str)


def one_of(typed: str, option: str, allowed: tuple[_Word, ...]) -> _Word:
    """What was typed, if it is among the words that an option takes. Raises typer.BadParameter if not."""
    for each in allowed:
        if each == typed:
            return each
    text = _("{option} takes one of: {allowed}; not “{typed}”.")
    raise typer.BadParameter(text.format(option=option, allowed=", ".join(allowed), typed=typed))


def _check_language(code: str | None) -> str | None:
    return code if code is None else one_of(code, "--lang", i18n.LANGUAGES)


Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="es|en|pt|fr", callback=_check_language, help=_("Language of the interface.")),
]
Plans = Annotated[
    list[str] | None,
    typer.Option("--plan", metavar=_("FILE"), help=_("A plan's file (repeatable); else the shipped one.")),
]
Output = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar=_("FILE"), help=_("Where to write; - is standard output.")),
]
Plain = Annotated[
    bool, typer.Option("--plain", help=_("For a screen reader: no colour, no drawings, nothing drawn twice."))
]
Quiet = Annotated[bool, typer.Option("--quiet", help=_("Only results and refusals."))]
TextOrJson = Annotated[
    str, typer.Option("--format", metavar="text|json", show_default=False, help=_("Form of the result."))
]
Previous = Annotated[
    str | None,
    typer.Option("--previous", metavar=_("FILE"), help=_("Last year's file; else the one beside it.")),
]
Template = Annotated[
    str | None,
    typer.Option("--template", metavar=_("FILE"), help=_("Your own Jinja2 template; templates are code.")),
]
Index = Annotated[
    bool, typer.Option("--index", help=_("The balanced share, too: fulfilled ÷ answered, each pillar alike."))
]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar=_("ID"), help=_("Ask only this indicator (repeatable, or D01,D03).")),
]
Pillar = Annotated[str | None, typer.Option("--pillar", metavar=_("ID"), help=_("Ask only this pillar."))]
File = Annotated[str, typer.Argument(metavar=_("FILE"), help=_("An assessment, such as assessments/PRY-2026.yaml."))]
