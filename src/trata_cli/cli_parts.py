"""The signature and help of `trata merge`, as `cli` has them of all other commands."""

from __future__ import annotations

from typing import Annotated

import typer

from trata_cli.i18n import _
from trata_cli.options import Lang, Output, Plans, Quiet


def merge(
    parts: Annotated[
        list[str],
        typer.Argument(metavar=_("PART"), help=_("Institutions' parts, as trata init --part begins them.")),
    ],
    output: Output = None,
    plan: Plans = None,
    lang: Lang = None,  # noqa: ARG001
    quiet: Quiet = False,
) -> int:
    from trata_cli.commands import merge as command

    return command.run(parts, output=output, plans=plan or (), quiet=quiet)
