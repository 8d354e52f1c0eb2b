"""`trata report`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from trata_cli import __version__
from trata_cli.commands.common import (
    ERRORS,
    OK,
    cannot_open,
    deliver,
    open_assessment,
    open_shelf,
    readable,
    refused,
    wrong,
)
from trata_cli.commands.history import read_years
from trata_cli.files.assessments import Reading, neighbour
from trata_cli.files.document import STANDARD_INPUT
from trata_cli.files.personal import in_values
from trata_cli.files.plans import Shelf
from trata_cli.i18n import _, language, ngettext
from trata_cli.method import entries
from trata_cli.method import manifest as manifests
from trata_cli.method.manifest import Manifest, ReportFormat, joint_sha256
from trata_cli.method.personal.texts import is_public
from trata_cli.model.assessment import Assessment, Audience
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Problem
from trata_cli.model.text import visible
from trata_cli.views import problems as problem_views
from trata_cli.views.history import history_view
from trata_cli.views.problems import NAMES_NOTICE
from trata_cli.views.rendering import TemplateFault, layout_sha256, render
from trata_cli.views.report import ReportView, build
from trata_cli.views.terminal import Terminal

_BY_NAME: Final[Mapping[str, ReportFormat]] = {".html": "html", ".htm": "html", ".docx": "docx", ".md": "md"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a report is wanted: all that decides its bytes beside the files. `version` is that of trata."""

    format: ReportFormat
    audience: Audience = "public"
    template: str | None = None
    date: str | None = None
    version: str = __version__
    with_index: bool = False


def run(
    file: str,
    *,
    format: ReportFormat | None,  # noqa: A002 - the option's name
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

        wanted = Wanted(format or "html", audience, template, date, with_index=with_index)
        return site.run(file, wanted, previous, history, output, plans, terminal)
    wanted = Wanted(format or _format_of(output, template), audience, template, date, with_index=with_index)
    if wanted.format == "docx" and output is None:
        raise wrong(_("a Word document needs a file: add -o REPORT.docx"), terminal)
    shelf = open_shelf(plans, terminal, language())
    reading = open_assessment(file, shelf, terminal)
    before = last_year(reading, previous, shelf, terminal)
    years = read_years(reading, history, shelf, terminal) if history else ()
    deliver(compose(reading, before, wanted, shelf, terminal, years), output, terminal)
    code = name_withheld(reading, audience, terminal)
    terminal.talk(_(NAMES_NOTICE))
    return code


def _format_of(output: str | None, template: str | None) -> ReportFormat:
    """What the name of the output asks for, else that of the template; Markdown where they say nothing."""
    names = (PurePath(output or ""), PurePath((template or "").removesuffix(".j2")))
    return next((_BY_NAME[each] for name in names if (each := name.suffix.lower()) in _BY_NAME), "md")


def compose(
    reading: Reading,
    before: Reading | None,
    wanted: Wanted,
    shelf: Shelf,
    terminal: Terminal,
    years: Sequence[Reading] = (),
) -> bytes:
    """A report, with last year's file if there is one, with its history if there are years, and with its manifest.

    Ends the command where the file has errors, a template does not work, or a library is missing.
    """
    assessment, plan = faultless(reading, terminal)
    view = build(
        plan,
        assessment,
        previous=before.assessment if before else None,
        previous_plan=before.plan if before else None,
        history=history_view([readable(each, terminal) for each in years], plan) if years else None,
        with_index=wanted.with_index,
        audience=wanted.audience,
        file_sha256=reading.document.sha256,
        date=wanted.date,
        version=wanted.version,
        withheld={problem.pointer for problem in withheld(reading, wanted.audience)},
    )
    manifest = manifest_of(reading, before, wanted, shelf, terminal, years)
    if manifest.format == "docx":
        return _word(view, manifest, terminal)
    with _template_works(wanted.template, terminal):
        text = render(view, manifest.format, Path(wanted.template) if wanted.template else None)
    return manifests.sealed(text, manifest).encode()


def _word(view: ReportView, manifest: Manifest, terminal: Terminal) -> bytes:
    try:
        from trata_cli.views.word import render_word  # an extra, and slow to load
    except ImportError:
        text = _("Word documents need python-docx, which is not installed: pip install 'trata[docx]'")
        raise wrong(text, terminal) from None
    return render_word(view, manifests.as_json(manifest))


def manifest_of(
    reading: Reading,
    before: Reading | None,
    wanted: Wanted,
    shelf: Shelf,
    terminal: Terminal,
    years: Sequence[Reading] = (),
) -> Manifest:
    """How a report is made, and from what. Ends the command where a template can't be read."""
    read = [reading, *years, *([before] if before else [])]
    own = Path(wanted.template) if wanted.template else None
    if wanted.format == "docx" and own:
        raise wrong(_("a Word document takes no template of one's own: leave --template out"), terminal)
    with _template_works(wanted.template, terminal):
        template = None if wanted.format == "docx" else layout_sha256(wanted.format, own)
    return Manifest(
        format=wanted.format,
        audience=wanted.audience,
        language=language(),
        date=wanted.date,
        trata=wanted.version,
        index="yes" if wanted.with_index else "no",
        layout="own" if own else "shipped",
        file=reading.document.sha256,
        previous=before.document.sha256 if before else None,
        history=joint_sha256(each.document.sha256 for each in years) if years else None,
        plan=joint_sha256(shelf.sha256(each.plan) for each in read if each.plan),
        template=template,
    )


@contextmanager
def _template_works(template: str | None, terminal: Terminal) -> Iterator[None]:
    """End the command with the place and the cause where a template of one's own does not work."""
    try:
        yield
    except TemplateFault as fault:
        place = f"{visible(fault.name)}:{fault.line}"
        raise wrong(
            _("{place}: the template does not work: {what}").format(place=place, what=visible(fault.message)), terminal
        ) from None
    except OSError as error:
        raise cannot_open(str(template), error, terminal) from None


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


def last_year(reading: Reading, named: str | None, shelf: Shelf, terminal: Terminal) -> Reading | None:
    """The file of the year before: the one that is named, else the neighbour, if there is one.

    A named file with errors ends the command, as this year's own does; a neighbour with errors is left out, and that
    is said.
    """
    assessment, _plan = faultless(reading, terminal)
    path = reading.document.name
    if named:
        before = open_assessment(named, shelf, terminal)
        faultless(before, terminal)
        return before
    beside = neighbour(assessment, path) if path != STANDARD_INPUT else None
    if beside is None:
        return None
    before = open_assessment(str(beside), shelf, terminal)
    if before.ok:
        return before
    text = _("{path} has errors and is not compared. See them with: trata validate {path}")
    terminal.talk(text.format(path=visible(str(beside))))
    return None


def faultless(reading: Reading, terminal: Terminal) -> tuple[Assessment, Plan]:
    """An assessment without errors and its plan. Ends the command where there are any."""
    found = readable(reading, terminal)
    if not reading.ok:
        raise refused(reading.problems, terminal)
    return found
