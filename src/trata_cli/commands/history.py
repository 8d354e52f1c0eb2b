"""The years of a country that lie in a folder, for `--history`."""

from __future__ import annotations

import os
from pathlib import Path

from trata_cli.commands import Stop
from trata_cli.commands.common import ERRORS, cannot_open, readable, wrong
from trata_cli.files.assessments import Reading, is_of_a_plan, read_assessment, search
from trata_cli.files.document import reason
from trata_cli.files.plans import Shelf
from trata_cli.i18n import _
from trata_cli.model.assessment import Assessment
from trata_cli.model.text import visible
from trata_cli.views.terminal import Terminal


def read_years(reading: Reading, folder: str, shelf: Shelf, terminal: Terminal) -> tuple[Reading, ...]:
    """All years of an assessment's country and plan in a folder, in their order, that of its own file among them.

    What is left out is named: parts, files with errors, and files of a year that is there already. Ends the command
    where the folder can't be searched, and for a part.
    """
    assessment, _plan = readable(reading, terminal)
    path = reading.document.name
    if assessment.part:
        terminal.refuse(_("{path} is an institution's part: only a whole has a history.").format(path=visible(path)))
        raise Stop(ERRORS)
    files = _files(folder, terminal)
    years = {assessment.year: reading}
    own = os.path.realpath(path)
    with terminal.progress(len(files)) as advance:
        for name in files:
            advance()
            if os.path.realpath(name) != own:
                _add(years, name, assessment, shelf, terminal)
    return tuple(years[year] for year in sorted(years))


def _files(folder: str, terminal: Terminal) -> list[str]:
    """The files of a folder. Ends the command where there is no folder, or nothing in it."""
    try:
        next(Path(folder).iterdir(), None)
    except OSError as error:
        raise cannot_open(folder, error, terminal) from None
    files = list(search(folder))
    if not files:
        raise wrong(_("{path} has no YAML file.").format(path=visible(folder)), terminal)
    return files


def _add(years: dict[int, Reading], name: str, own: Assessment, shelf: Shelf, terminal: Terminal) -> None:
    """Add the year of a file, if it is one of this country; that it can't be one is said."""
    try:
        reading = read_assessment(name, shelf)
    except OSError as error:
        text = _("{path} is left out of the history: {reason}.")
        terminal.talk(text.format(path=visible(name), reason=_(reason(error))))
        return
    found = reading.assessment
    if is_of_a_plan(reading.document) or (found and (found.country, found.plan.id) != (own.country, own.plan.id)):
        return
    if found and found.part:
        text = _("{path} is left out of the history: it is an institution's part, not a whole.")
    elif found is None or not reading.ok:
        text = _("{path} is left out of the history: it has errors. See them with: trata validate {path}")
    elif found.year in years:
        text = _("{path} is left out of the history: another file of {year} is there already.")
    else:
        years[found.year] = reading
        return
    terminal.talk(text.format(path=visible(name), year=found and found.year))
