"""The signatures and helps of `trata plan …`, as `cli` has them of all other commands."""

from __future__ import annotations

from typing import Annotated, Final, Literal

import typer

from trata_cli.help import Command, Group
from trata_cli.i18n import _
from trata_cli.options import Lang, Output, Plans, Quiet, TextOrJson, one_of

_TEXT_OR_JSON: Final[tuple[Literal["text", "json"], ...]] = ("text", "json")
_TEXT_MD_OR_JSON: Final[tuple[Literal["text", "md", "json"], ...]] = ("text", "md", "json")
_MD_OR_HTML: Final[tuple[Literal["md", "html"], ...]] = ("md", "html")

plan_app = typer.Typer(cls=Group, help=_("Work plans and their editions."), rich_markup_mode=None, no_args_is_help=True)


@plan_app.command(cls=Command, help=_("Show the plan, or its blank questionnaire."))
def show(
    format: Annotated[  # noqa: A002
        str | None,
        typer.Option(
            "--format",
            metavar="text|json|md|html",
            help=_("A tree (text, json) or the questionnaire (md, html); else by the name of -o."),
        ),
    ] = None,
    output: Output = None,
    plan: Plans = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import plan as command

    return command.show(
        plans=plan or (),
        format=None if format is None else one_of(format, "--format", (*_TEXT_OR_JSON, *_MD_OR_HTML)),
        output=output,
        quiet=quiet,
    )


@plan_app.command(cls=Command, help=_("Check a plan's file, and what it says of the edition before."))
def check(
    file: Annotated[str, typer.Argument(metavar=_("FILE"), help=_("A plan's file; - is standard input."))],
    format: TextOrJson = "text",  # noqa: A002
    output: Output = None,
    plan: Annotated[
        list[str] | None,
        typer.Option("--plan", metavar=_("FILE"), help=_("The edition before, if it lies elsewhere (repeatable).")),
    ] = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import plan as command

    format_ = one_of(format, "--format", _TEXT_OR_JSON)
    return command.check(file, plans=plan or (), format=format_, output=output, quiet=quiet)


@plan_app.command(cls=Command, help=_("Show what changed from one plan to another, indicator by indicator."))
def diff(
    old: Annotated[
        str, typer.Argument(metavar=_("OLD"), help=_("A plan's file, or an edition by its name, such as oea-trata-1."))
    ],
    new: Annotated[str, typer.Argument(metavar=_("NEW"), help=_("The same of the plan that came after."))],
    format: Annotated[  # noqa: A002
        str | None,
        typer.Option("--format", metavar="text|md|json", help=_("Form of the result; else by the name of -o.")),
    ] = None,
    output: Output = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import plan as command

    format_ = None if format is None else one_of(format, "--format", _TEXT_MD_OR_JSON)
    return command.diff(old, new, format=format_, output=output, quiet=quiet)
