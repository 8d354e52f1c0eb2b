"""`trata migrate`."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from trata_cli.commands import Stop
from trata_cli.commands.common import (
    ERRORS,
    OK,
    cannot_write,
    named_plan,
    open_assessment,
    open_shelf,
    readable,
    refused,
    write_file,
    wrong,
)
from trata_cli.files import edit
from trata_cli.files.assessments import ENDINGS, Reading, check_document
from trata_cli.files.document import STANDARD_INPUT, Document, is_file
from trata_cli.files.migrating import migrated
from trata_cli.files.plans import Shelf
from trata_cli.files.saving import with_text
from trata_cli.i18n import N_, _
from trata_cli.method import migration
from trata_cli.method.comparability import origins
from trata_cli.method.migration import Migration
from trata_cli.model.assessment import Assessment
from trata_cli.model.plan import Plan
from trata_cli.model.problem import dotted, has_errors
from trata_cli.model.text import visible
from trata_cli.views import problems as problem_views
from trata_cli.views.migration import edition_name, migration_lines, undefined_lines
from trata_cli.views.terminal import Line, Terminal, shell


def run(file: str, *, to: str, output: str, plans: Sequence[str], quiet: bool) -> int:
    """Carry an assessment's answers over to a newer edition of its plan, into a new file."""
    terminal = Terminal(quiet=quiet)
    target = _target(file, output, terminal)
    plans = [*plans, *([to] if is_file(Path(to)) else ())]
    shelf = open_shelf(plans, terminal)
    reading = _with_last_line_end(open_assessment(file, shelf, terminal), shelf)
    if not reading.ok:
        raise refused(reading.problems, terminal)
    assessment, old = readable(reading, terminal)
    new = named_plan(to, shelf, terminal, Path(file).parent)
    if new is None:
        raise refused(shelf.problems, terminal)
    document, lines = reading.document, []
    now = assessment
    for before, after in pairwise(_editions(old, new, shelf, Path(file).parent, terminal)):
        found = _migration(now, before, after, shelf, terminal)
        document = _document(document, found, before, after, terminal)
        lines += [*migration_lines(before, after, found, terminal.look), Line()]
        now = found.assessment
    written = check_document(replace(document, name=target), shelf)
    if written.assessment != now:  # what is written is what was meant
        raise _no_place(file, terminal)
    write_file(target, document.content, terminal)
    terminal.print(lines[:-1])
    return _farewell(file, written, assessment, plans, terminal)


def _target(file: str, output: str, terminal: Terminal) -> str:
    """Where the new file goes: a name that is free, beside the old file, so that evidence is found from there."""
    if file == STANDARD_INPUT:
        raise wrong(_("What is migrated is a file; standard input is none."), terminal)
    if Path(output).suffix not in ENDINGS:
        error = OSError(errno.EINVAL, N_("a new file needs a name that ends in .yaml"))
        raise cannot_write(output, error, terminal)
    if Path(output).parent.resolve() != Path(file).parent.resolve():
        text = _("{path} has to lie in the folder of {file}: its evidence and its plan are found from there.")
        raise wrong(text.format(path=visible(output), file=visible(file)), terminal)
    if os.path.lexists(output):
        raise cannot_write(output, FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)), terminal)
    return output


def _with_last_line_end(reading: Reading, shelf: Shelf) -> Reading:
    """A file to which lines can be added: a text in its last line means the same with its end."""
    text = reading.document.text
    if not text or text.endswith("\n"):
        return reading
    return check_document(with_text(reading.document, text + ("\r\n" if "\r\n" in text else "\n")), shelf)


def _editions(old: Plan, new: Plan, shelf: Shelf, folder: Path, terminal: Terminal) -> list[Plan]:
    """The editions from the old one to the new one, each of which says what became of the one before it."""
    names = {"old": edition_name(old), "new": edition_name(new)}
    if new.id != old.id or new.version <= old.version:
        text = _("The file answers {old}, and {new} is no later edition of that plan.")
        raise wrong(text.format(**names), terminal)
    editions = [new]
    while editions[0].version > old.version:
        first = editions[0]
        before = first.comparability.before if first.comparability else old.version - 1
        if before < old.version:
            text = _("Nothing says what became of the indicators of {old}: {first} does not (comparability).")
            terminal.refuse(text.format(old=names["old"], first=edition_name(first)))
            raise Stop(ERRORS)
        between = old if before == old.version else shelf.find(new.id, before, folder)
        if between is None:
            text = _("From {old} to {new} the way leads over {between}, which was not found: name it with --plan.")
            terminal.refuse(text.format(**names, between=f"{new.id}-{before}"))
            raise Stop(ERRORS)
        editions.insert(0, between)
    return editions


def _migration(assessment: Assessment, old: Plan, new: Plan, shelf: Shelf, terminal: Terminal) -> Migration:
    """One step. Ends the command where the newer edition leaves open what becomes of something."""
    problems = shelf.problems_since(new, old)
    if has_errors(problems):
        raise refused(problems, terminal)
    levels = [(dotted(pointer), level) for pointer, level in migration.undefined(assessment, new, old)]
    if levels:
        terminal.refuse("\n".join(undefined_lines(levels, new)))
        raise Stop(ERRORS)
    found = migration.migrate(assessment, new, old)
    if assessment.part and assessment.part.ids and not (found.assessment.part and found.assessment.part.ids):
        text = _("{edition} has nothing any more of what this part answers.")
        terminal.refuse(text.format(edition=edition_name(new)))
        raise Stop(ERRORS)
    return found


def _document(document: Document, found: Migration, old: Plan, new: Plan, terminal: Terminal) -> Document:
    title = _("From {old} to {new}. What has no place in the newer edition, as it was:")
    title = title.format(old=edition_name(old), new=edition_name(new))
    try:
        return migrated(document, found, origins(new, old) or {}, title)
    except edit.EditRefused:
        raise _no_place(document.name, terminal) from None


def _no_place(path: str, terminal: Terminal) -> Stop:
    text = _("{path} could not be carried over: it is not laid out plainly enough for it.")
    terminal.refuse(text.format(path=visible(path)))
    return Stop(ERRORS)


def _farewell(file: str, written: Reading, was: Assessment, plans: Sequence[str], terminal: Terminal) -> int:
    """What there is now, and how to go on."""
    path = written.document.name
    terminal.talk(_("New file: {path}. {file} is as it was.").format(path=visible(path), file=visible(file)))
    if was.status != "draft":
        terminal.talk(_("It is a draft: what was reviewed or signed were the answers to the edition before."))
    if not written.ok:
        raise refused([each for each in written.problems if each.severity == "error"], terminal)
    if written.problems:
        text = _("{found}. See them with: {command}")
        command = shell("validate", path, plans=plans)
        terminal.talk(text.format(found=problem_views.counted(written.problems), command=command))
    terminal.talk(_("Go on with: {command}").format(command=shell("assess", path, "--pending", plans=plans)))
    return OK
