"""The signatures and helps of `trata form …`, as `cli` has them of all other commands."""

from __future__ import annotations

from typing import Annotated

import typer

from trata_cli.help import Command, Group
from trata_cli.i18n import _
from trata_cli.options import File, Lang, Output, Plans, Previous, Quiet

form_app = typer.Typer(
    cls=Group,
    help=_("Spreadsheets in which institutions answer: out, and back."),
    rich_markup_mode=None,
    no_args_is_help=True,
)


@form_app.command(cls=Command, help=_("Write a spreadsheet to be filled in."))
def export(
    file: File,
    form: Annotated[str, typer.Argument(metavar="FORM.xlsx", help=_("The spreadsheet to write."))],
    part: Annotated[
        str | None,
        typer.Option("--part", metavar=_("INSTITUTION"), help=_("Only what is assigned to this institution.")),
    ] = None,
    previous: Previous = None,
    plan: Plans = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import form as command

    return command.export(file, form, part=part, previous=previous, plans=plan or (), quiet=quiet)


@form_app.command("import", cls=Command, help=_("Take in a filled spreadsheet. Into a new file, or the one it is of."))
def import_(
    form: Annotated[str, typer.Argument(metavar="FORM.xlsx", help=_("The spreadsheet that came back."))],
    output: Output = None,
    plan: Plans = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import form as command

    return command.import_(form, output=output, plans=plan or (), quiet=quiet)
