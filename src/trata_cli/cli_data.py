"""The signatures of the commands over many countries and years, as `cli` has them of all others."""

from __future__ import annotations

from typing import Annotated, Final, Literal

import typer

from trata_cli.i18n import _
from trata_cli.options import Lang, Output, Plans, Quiet, one_of

_FORMATS: Final[tuple[Literal["text", "md", "html", "json"], ...]] = ("text", "md", "html", "json")
_AUDIENCES: Final[tuple[Literal["public", "internal"], ...]] = ("public", "internal")
_ORDERS: Final[tuple[Literal["fulfilled"], ...]] = ("fulfilled",)

_Paths = Annotated[list[str], typer.Argument(metavar=_("PATH"), help=_("Files and folders; - is standard input."))]


def synthesis(
    paths: _Paths,
    format: Annotated[  # noqa: A002
        str | None,
        typer.Option("--format", metavar="|".join(_FORMATS), help=_("Form of the result; else by the name of -o.")),
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option("--sort", metavar="fulfilled", help=_("Countries by the share fulfilled; else by their names.")),
    ] = None,
    output: Output = None,
    plan: Plans = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import synthesis as command

    return command.run(
        paths,
        format=None if format is None else one_of(format, "--format", _FORMATS),
        order="name" if sort is None else one_of(sort, "--sort", _ORDERS),
        output=output,
        plans=plan or (),
        quiet=quiet,
    )


def export(
    paths: _Paths,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar=_("FOLDER"), help=_("The folder for the tables; an old one goes."))
    ],
    audience: Annotated[
        str,
        typer.Option(
            "--audience",
            metavar="|".join(_AUDIENCES),
            show_default=False,
            help=_("Internal shows what is not public."),
        ),
    ] = "public",
    raw: Annotated[
        bool, typer.Option("--raw", help=_("Texts as they are, even where a spreadsheet would run them as formulas."))
    ] = False,
    plan: Plans = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import export as command

    return command.run(
        paths,
        output=output,
        audience=one_of(audience, "--audience", _AUDIENCES),
        raw=raw,
        plans=plan or (),
        quiet=quiet,
    )
