"""`trata init`."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from trata_cli.commands.common import OK, deliver, open_shelf, refused, write_file, wrong
from trata_cli.files.assessments import FOLDER, read_assessment
from trata_cli.files.document import is_file
from trata_cli.files.plans import Shelf
from trata_cli.files.saving import new_file
from trata_cli.i18n import _, language
from trata_cli.method import entries
from trata_cli.method.checks import slug
from trata_cli.model.plan import Plan
from trata_cli.model.text import visible
from trata_cli.model.values import FIRST_YEAR, LAST_YEAR
from trata_cli.resources import resource
from trata_cli.views.terminal import Terminal, shell

_EDITORS_LINE = "# yaml-language-server: $schema="


def run(
    country: str,
    year: str,
    *,
    institution: str | None,
    part: str | None,
    output: str | None,
    plans: Sequence[str],
    quiet: bool,
) -> int:
    """Begin an assessment: a new file without answers."""
    terminal = Terminal(quiet=quiet)
    shelf = open_shelf(plans, terminal, language())
    plan = shelf.first()
    if plan is None:
        raise refused(shelf.problems, terminal)
    code, number = parse_country(country, terminal), parse_year(year, terminal)
    institution = None if institution is None else parse_name(institution, "--institution", terminal)
    part = None if part is None else parse_name(part, "--part", terminal)
    if output == "-":
        asked = _part(part, code, number, Path(FOLDER), plan, shelf, terminal)
        content = new_file(plan, code, number, institution, asked)
        deliver(content, output, terminal)
        return OK
    path = create(code, number, institution, part, output, plan, shelf, terminal)
    terminal.talk(
        _("New file: {path}. Go on with: {command}").format(
            path=visible(path), command=shell("assess", path, plans=plans)
        )
    )
    return OK


def parse_country(typed: str, terminal: Terminal) -> str:
    """The country code that was typed, in capitals."""
    if not re.fullmatch(r"[A-Za-z]{3}", typed.strip()):
        text = _("“{typed}” is no country code: three letters of ISO 3166-1, such as PRY.")
        raise wrong(text.format(typed=visible(typed)), terminal)
    return typed.strip().upper()


def parse_year(typed: str, terminal: Terminal) -> int:
    """The year that was typed."""
    if not re.fullmatch(r"[0-9]{4}", typed.strip()) or not FIRST_YEAR <= int(typed) <= LAST_YEAR:
        text = _("“{typed}” is not a year from {first} to {last}.")
        raise wrong(text.format(typed=visible(typed), first=FIRST_YEAR, last=LAST_YEAR), terminal)
    return int(typed)


def parse_name(typed: str, option: str, terminal: Terminal) -> str:
    """The name that was typed with an option, on one line, without what no one means to write."""
    name = entries.one_line(typed)
    if not name:
        raise wrong(_("option {name} needs a value.").format(name=option), terminal)
    return name


def create(
    country: str,
    year: int,
    institution: str | None,
    part: str | None,
    output: str | None,
    plan: Plan,
    shelf: Shelf,
    terminal: Terminal,
) -> str:
    """Write a new file and give its path; a file that is there already is never overwritten."""
    suffix = f".{slug(part)}" if part else ""
    path = Path(output or f"{FOLDER}/{country}-{year}{suffix}.yaml")
    if os.path.lexists(path):
        text = _("{path} is there already. Go on with: {command}")
        raise wrong(text.format(path=visible(str(path)), command=shell("assess", str(path))), terminal)
    asked = _part(part, country, year, path.parent, plan, shelf, terminal)
    content = new_file(plan, country, year, institution, asked)
    put(path, content, terminal)
    return str(path)


def put(path: Path, content: str, terminal: Terminal) -> None:
    """Write a new file where none is, with the line by which editors find its schema, and that schema beside it."""
    schema = f"schemas/assessment.{language()}.json"
    above = _above(path, schema)
    _make_folder(path.parent, terminal)
    write_file(str(path), f"{_EDITORS_LINE}{above or schema}\n{content}", terminal)
    if not above:
        _lay(path.parent / schema, terminal)


def _above(path: Path, schema: str) -> str | None:
    """The way from a file to the nearest schema in its folder or one above, as an editor goes it."""
    folders = Path(os.path.abspath(path)).parents  # noqa: PTH100 - by name: an editor follows no links on its way up
    return next(("../" * up + schema for up, folder in enumerate(folders) if is_file(folder / schema)), None)


def _lay(schema: Path, terminal: Terminal) -> None:
    """Put a copy of the schema there; whatever is there already stays."""
    if os.path.lexists(schema):
        return
    _make_folder(schema.parent, terminal)
    write_file(str(schema), resource(f"schemas/{schema.name}").read_text("utf-8"), terminal)


def _make_folder(path: Path, terminal: Terminal) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise wrong(_("The folder {path} can't be made.").format(path=visible(str(path))), terminal) from None


def _part(
    institution: str | None, country: str, year: int, folder: Path, plan: Plan, shelf: Shelf, terminal: Terminal
) -> dict[str, Any] | None:
    """An institution's part: the ids that the whole beside it assigns to it, else all pillars.

    Where the whole assigns something to others alone, that is said: a name may be written in another way there.
    """
    if not institution:
        return None
    assigned: Mapping[str, Sequence[str]] = {}
    path = folder / f"{country}-{year}.yaml"
    with contextlib.suppress(OSError):  # there is no whole, or none that can be opened
        assessment = read_assessment(path, shelf).assessment
        assigned = assessment.assignments if assessment else {}
    if assigned and not assigned.get(institution):
        text = _("{path} assigns nothing to “{institution}”, so that all is asked; it names: {known}")
        known = visible(", ".join(assigned))
        terminal.talk(text.format(path=visible(str(path)), institution=visible(institution), known=known))
    return {"institution": institution, "ids": list(assigned.get(institution, ())) or [p.id for p in plan.pillars]}
