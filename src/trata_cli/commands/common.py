"""What commands share: plans named by the user, files refused with their problems, results delivered."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from trata_cli.commands import Stop
from trata_cli.files.assessments import FOLDER, Reading, read_assessment
from trata_cli.files.document import reason
from trata_cli.files.plans import Shelf
from trata_cli.files.writing import write
from trata_cli.i18n import _
from trata_cli.method.signing import is_signed
from trata_cli.model.assessment import Assessment
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Problem, has_errors
from trata_cli.model.text import visible
from trata_cli.views import problems as problem_views
from trata_cli.views.terminal import Line, Terminal

OK: Final = 0
ERRORS: Final = 1
WRONG_USE: Final = 2
INTERRUPTED: Final = 130


def program() -> str:
    """How this program is started here: by its name, or by its path where the shell would not find it by name."""
    called = sys.argv[0]
    return called if Path(called).stem == "trata" and not shutil.which("trata") else "trata"


def open_shelf(plans: Sequence[str], terminal: Terminal, language: str | None = None) -> Shelf:
    """The shelf with the plans that the user names; a plan that does not hold together ends the command.

    Whoever shows a plan's texts says in which language: where a translation is, plans are told in it.
    """
    shelf = Shelf(plans, language)
    for path in plans:
        try:
            shelf.load(path)
        except OSError as error:
            raise cannot_open(path, error, terminal) from None
    if has_errors(shelf.problems):
        raise refused(shelf.problems, terminal)
    return shelf


def named_plan(name: str, shelf: Shelf, terminal: Terminal, beside: str | Path = FOLDER) -> Plan | None:
    """The plan of a file, or the edition of that name; nothing where it does not hold together.

    An edition is looked for here, and in the folder of the assessments, too. Ends the command where there is neither a
    file nor an edition.
    """
    try:
        return shelf.load(name)
    except OSError as error:
        edition = re.fullmatch(r"(.+)-(0|[1-9][0-9]{0,8})", name)
        if edition is None:
            raise cannot_open(name, error, terminal) from None
    for folder in (Path(), Path(beside)):
        if plan := shelf.find(edition[1], int(edition[2]), folder):
            return plan
    if has_errors(shelf.problems):
        return None
    text = _(
        "{name} is neither a file nor an edition in plans/, in {folder}/plans/ or among those that came with trata."
    )
    raise wrong(text.format(name=visible(name), folder=visible(str(beside))), terminal)


def open_assessment(path: str, shelf: Shelf, terminal: Terminal) -> Reading:
    """An assessment that the user names. Ends the command if it can't be opened."""
    try:
        return read_assessment(path, shelf)
    except OSError as error:
        raise cannot_open(path, error, terminal) from None


def readable(reading: Reading, terminal: Terminal) -> tuple[Assessment, Plan]:
    """What reads of an assessment. Ends the command where it does not read at all."""
    if reading.assessment is None or reading.plan is None:
        raise refused(reading.problems, terminal)
    return reading.assessment, reading.plan


def refuse_final(assessment: Assessment, path: str, terminal: Terminal) -> None:
    """End the command where a file is final: what was signed is not changed."""
    if is_signed(assessment):
        text = _("{path} is final and is not changed.")
        terminal.refuse(text.format(path=visible(path)))
        raise Stop(ERRORS)


def refused(problems: Sequence[Problem], terminal: Terminal) -> Stop:
    """Say what is wrong with a file; the end of the command."""
    terminal.refuse(problem_views.as_text(problems, len({problem.file for problem in problems})).rstrip())
    return Stop(ERRORS)


def cannot_open(path: str, error: OSError, terminal: Terminal) -> Stop:
    """Say that a path named by the user can't be opened; the end of the command."""
    terminal.refuse(_("{path} can't be opened: {reason}.").format(path=visible(path), reason=_(reason(error))))
    return Stop(WRONG_USE)


def output_failed(error: OSError) -> str:
    """What is said when standard output does not take a result."""
    return _("the output could not be written: {reason}.").format(reason=_(reason(error)))


def wrong(text: str, terminal: Terminal) -> Stop:
    """Say what was typed wrong; the end of the command."""
    terminal.refuse(text)
    return Stop(WRONG_USE)


def deliver(text: str | bytes, output: str | None, terminal: Terminal) -> None:
    """A result to where the user wants it: standard output, or a file."""
    if output in (None, "-"):
        terminal.write(text)
        return
    write_file(output, text, terminal)


def deliver_lines(lines: Sequence[Line], output: str | None, terminal: Terminal) -> None:
    """Lines as a result: with their styles on a terminal, as plain text in a file."""
    if output in (None, "-"):
        terminal.print(lines)
    else:
        write_file(output, "".join(f"{line.text}\n" for line in lines), terminal)


def write_file(path: str, text: str | bytes, terminal: Terminal) -> None:
    """Write a whole file. Ends the command if that can't be done; an old file is then as it was."""
    try:
        write(path, text if isinstance(text, bytes) else text.encode())
    except OSError as error:
        raise cannot_write(path, error, terminal) from None


def cannot_write(path: str, error: OSError, terminal: Terminal) -> Stop:
    """Say that a result can't be written where the user wants it; the end of the command."""
    terminal.refuse(_("{path} can't be written: {reason}.").format(path=visible(path), reason=_(reason(error))))
    return Stop(WRONG_USE)
