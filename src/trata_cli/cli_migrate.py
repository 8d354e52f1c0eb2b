"""The signature and help of `trata migrate`, as `cli` has them of all other commands."""

from __future__ import annotations

from typing import Annotated

import typer

from trata_cli.i18n import _
from trata_cli.options import File, Lang, Plans, Quiet


def migrate(
    file: File,
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar=_("PLAN"), help=_("The newer plan's file, or the edition by its name, such as oea-trata-2.")
        ),
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar=_("FILE"), help=_("The new file, beside the old one."))
    ],
    plan: Plans = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    """Carry an assessment over to a newer edition of its plan."""
    from trata_cli.commands import migrate as command

    return command.run(file, to=to, output=output, plans=plan or (), quiet=quiet)
