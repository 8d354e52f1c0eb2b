"""`trata report`."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from trata_cli import __version__
from trata_cli.commands.common import (
    ERRORS,
    OK,
    deliver,
    open_assessment,
    open_shelf,
    readable,
    refused,
    wrong,
)
from trata_cli.commands.history import read_history
from trata_cli.files.assessments import Reading, neighbour
from trata_cli.files.document import STANDARD_INPUT, reason
from trata_cli.files.personal import in_values
from trata_cli.files.plans import Shelf
from trata_cli.i18n import _, ngettext
from trata_cli.method import entries
from trata_cli.method.personal.texts import is_public
from trata_cli.model.assessment import Assessment, Audience
from trata_cli.model.problem import Problem
from trata_cli.model.text import visible
from trata_cli.views import problems as problem_views
from trata_cli.views.problems import NAMES_NOTICE
from trata_cli.views.rendering import TemplateFault, render
from trata_cli.views.report import build
from trata_cli.views.terminal import Terminal

Format = Literal["md", "html"]


def run(
    file: str,
    *,
    format: Format | None,  # noqa: A002 - the option's name
    previous: str | None,
    audience: Audience,
    template: str | None,
    date: str | None,
    output: str | None,
    plans: Sequence[str],
    quiet: bool,
    history: str | None = None,
    with_index: bool = False,
) -> int:
    """Write the report of one assessment, or those of a folder. A file with errors has none, and nothing is written.

    `history` is a folder with the country's other years; the balanced share is printed only where it is asked for.
    """
    terminal = Terminal(quiet=quiet)
    if date is not None and (not re.fullmatch(r".{10}", date) or entries.partial_date(date) != date):
        raise wrong(_("“{typed}” is not a date such as 2026-11-30.").format(typed=visible(date)), terminal)
    if file != STANDARD_INPUT and os.path.isdir(file):  # noqa: PTH112 - a name that no system takes is no folder
        from trata_cli.commands import site  # it writes each of its reports by this module

        return site.run(
            file,
            format=format or "html",
            previous=previous,
            history=history,
            with_index=with_index,
            audience=audience,
            template=template,
            date=date,
            output=output,
            plans=plans,
            terminal=terminal,
        )
    shelf = open_shelf(plans, terminal)
    reading = open_assessment(file, shelf, terminal)
    format = format or _format_of(output)  # noqa: A001 - see above
    text = compose(
        reading,
        format,
        previous=previous,
        audience=audience,
        template=template,
        date=date,
        shelf=shelf,
        terminal=terminal,
        history=history,
        with_index=with_index,
    )
    deliver(text, output, terminal)
    code = name_withheld(reading, audience, terminal)
    terminal.talk(_(NAMES_NOTICE))
    return code


def _format_of(output: str | None) -> Format:
    """What the name of the output asks for; Markdown where it says nothing."""
    return "html" if output and output.lower().endswith((".html", ".htm")) else "md"


def compose(
    reading: Reading,
    format: Format,  # noqa: A002 - see `run`
    *,
    previous: str | None,
    audience: Audience,
    template: str | None,
    date: str | None,
    shelf: Shelf,
    terminal: Terminal,
    history: str | None = None,
    with_index: bool = False,
) -> str:
    """The text of a report. Ends the command where a file has errors or a template does not work."""
    assessment, plan = readable(reading, terminal)
    if not reading.ok:
        raise refused(reading.problems, terminal)
    path = reading.document.name
    before = last_year(assessment, path, previous, shelf, terminal)
    view = build(
        plan,
        assessment,
        previous=before.assessment if before else None,
        previous_plan=before.plan if before else None,
        history=read_history(assessment, plan, path, history, shelf, terminal) if history else None,
        with_index=with_index,
        audience=audience,
        file_sha256=reading.document.sha256,
        date=date,
        version=__version__,
        withheld={problem.pointer for problem in withheld(reading, audience)},
    )
    try:
        return render(view, format, Path(template) if template else None)
    except TemplateFault as fault:
        place = f"{visible(fault.name)}:{fault.line}"
        raise wrong(
            _("{place}: the template does not work: {what}").format(place=place, what=fault.message), terminal
        ) from None
    except OSError as error:
        text = _("{path} can't be opened: {reason}.").format(path=visible(str(template)), reason=_(reason(error)))
        raise wrong(text, terminal) from None


def name_withheld(reading: Reading, audience: Audience, terminal: Terminal) -> int:
    """Name each text that the report does not print, and what to do; the exit code for that."""
    found = withheld(reading, audience)
    if not found:
        return OK
    count = len({problem.pointer for problem in found})
    text = ngettext(
        "{count} text is withheld from the public report until somebody decides about it:",
        "{count} texts are withheld from the public report until somebody decides about them:",
        count,
    )
    terminal.refuse(f"{text.format(count=count)}\n\n{problem_views.as_text(found, 1).rstrip()}")
    return ERRORS


def withheld(reading: Reading, audience: Audience) -> list[Problem]:
    """Personal data in texts that a public report would print, which nobody has said to be public."""
    assessment = reading.assessment
    if assessment is None or audience == "internal":
        return []
    return [each for each in in_values(reading.document, reading.problems) if is_public(assessment, each.pointer)]


def last_year(assessment: Assessment, path: str, named: str | None, shelf: Shelf, terminal: Terminal) -> Reading | None:
    """The file of the year before: the one that is named, else the neighbour, if there is one.

    A named file with errors ends the command; a neighbour with errors is left out, and that is said.
    """
    if named:
        reading = open_assessment(named, shelf, terminal)
        readable(reading, terminal)
        if not reading.ok:
            raise refused(reading.problems, terminal)
        return reading
    beside = neighbour(assessment, path) if path != STANDARD_INPUT else None
    if beside is None:
        return None
    reading = open_assessment(str(beside), shelf, terminal)
    if reading.ok:
        return reading
    text = _("{path} has errors and is not compared. See them with: trata validate {path}")
    terminal.talk(text.format(path=visible(str(beside))))
    return None
