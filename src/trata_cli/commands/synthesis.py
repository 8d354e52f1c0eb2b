"""`trata synthesis`: many countries and years together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final, Literal, NamedTuple

from trata_cli import __version__
from trata_cli.commands import Stop
from trata_cli.commands.common import ERRORS, OK, deliver, deliver_lines, open_shelf, wrong
from trata_cli.commands.many import Identity, made_of_each, named_files
from trata_cli.commands.report import withheld
from trata_cli.files.assessments import Reading
from trata_cli.files.plans import Shelf
from trata_cli.i18n import _, language
from trata_cli.method import totals
from trata_cli.method.personal import findings_in
from trata_cli.method.synthesis import Order, Whole, synthesize
from trata_cli.method.totals import State
from trata_cli.model.assessment import Status
from trata_cli.model.plan import Plan
from trata_cli.model.text import visible
from trata_cli.views.problems import NAMES_NOTICE, counted
from trata_cli.views.rendering import render_shipped
from trata_cli.views.synthesis import Cause, LeftOut, build, synthesis_json
from trata_cli.views.synthesis_lines import synthesis_lines
from trata_cli.views.terminal import Terminal
from trata_cli.views.words import country_name

Format = Literal["text", "md", "html", "json"]
_BY_NAME: Final[dict[str, Format]] = {".json": "json", ".md": "md", ".html": "html", ".htm": "html"}
_NAME: Final = ("country_name",)


def run(
    paths: Sequence[str],
    *,
    format: Format | None,  # noqa: A002 - the option's name
    order: Order,
    output: str | None,
    plans: Sequence[str],
    quiet: bool,
) -> int:
    """Count whole files together. What is not counted is named: a part, a file with errors, a year that is twice."""
    terminal = Terminal(quiet=quiet)
    shelf = open_shelf(plans, terminal, language())
    files = dict(named_files(paths, terminal))
    counting = _Counting(shelf, terminal)
    for path, counted_ in made_of_each(_counted, files, shelf, terminal):
        counting.add(path, counted_)
    if not counting.wholes and not counting.left_out:
        raise wrong(_("there is no assessment among these files."), terminal)
    if not counting.wholes:
        terminal.refuse(_("there is nothing to count: no file is a whole one in order."))
        raise Stop(ERRORS)
    editions = synthesize(counting.wholes.values(), order)
    format = format or _BY_NAME.get(PurePath(output or "").suffix.lower(), "text")  # noqa: A001 - see above
    if format == "json":
        deliver(synthesis_json(editions, counting.left_out, order), output, terminal)
    else:
        view = build(editions, counting.left_out, order, version=__version__)
        if format == "text":
            deliver_lines(synthesis_lines(view, terminal.look), output, terminal)
        else:
            deliver(render_shipped("synthesis", view, format), output, terminal)
    terminal.talk(_(NAMES_NOTICE))
    return counting.code


class _Counted(NamedTuple):
    """What a synthesis needs of a file: small, as it comes from other processes and is kept to the end."""

    identity: Identity | None
    version: int
    name: str
    status: Status
    states: str
    """Where each indicator stands, in the order of the plan, with spaces between them."""
    errors: str
    """How many problems there are, in words; empty where none is an error."""
    is_name_withheld: bool


def _counted(reading: Reading) -> _Counted:
    assessment, plan = reading.assessment, reading.plan
    errors = "" if reading.ok else counted(reading.problems)
    if assessment is None or plan is None:
        return _Counted(None, 0, "", "draft", "", errors, is_name_withheld=False)
    is_withheld = any(problem.pointer == _NAME for problem in withheld(reading, "public"))
    shown = assessment.model_copy(update={"country_name": None}) if is_withheld else assessment
    return _Counted(
        identity=Identity.of(assessment),
        version=assessment.plan.version,
        name=country_name(shown, plan),
        status=assessment.status,
        states=" ".join(map(str, totals.states(assessment, plan).values())),
        errors=errors,
        is_name_withheld=is_withheld,
    )


@dataclass(slots=True)
class _Counting:
    """The whole files as they are counted one after the other, and those that are not."""

    shelf: Shelf
    terminal: Terminal
    code: int = OK
    wholes: dict[Identity, Whole] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    _files: dict[Identity, str] = field(default_factory=dict)

    def add(self, path: str, found: _Counted) -> None:
        """Count a file, or say why not."""
        identity = found.identity
        if identity is None or found.errors:
            why = _("{found}. See them with: trata validate {path}").format(found=found.errors, path=visible(path))
            self._leave_out(path, "errors", why)
        elif identity.part:
            self._leave_out(path, "part", None)
        elif identity in self.wholes:
            text = _("{other} is counted for {country} {year}, plan {plan}: one of the two has to go.")
            values = identity._asdict() | {"other": visible(self._files[identity])}
            self._leave_out(path, "twice", text.format(**values))
        else:
            self._count(path, identity, found)

    def _count(self, path: str, identity: Identity, found: _Counted) -> None:
        plan = self.shelf.find(identity.plan, found.version, Path(path).parent)
        assert plan is not None  # noqa: S101 - it was found when the file was read
        self.wholes[identity] = Whole(
            identity.country, found.name, identity.year, found.status, plan, _states(found.states, plan)
        )
        self._files[identity] = path
        if found.is_name_withheld:
            self.code = ERRORS
            text = _("{path}: the name of the country looks like personal data and is not shown.")
            self.terminal.refuse(text.format(path=visible(path)))

    def _leave_out(self, path: str, cause: Cause, error: str | None) -> None:
        """Name a file that is not counted; an error makes the run fail."""
        name = PurePath(path).name
        left = LeftOut(None if findings_in(name) else name, cause)
        self.left_out.append(left)
        text = _("{path} is not counted: {why}.").format(path=visible(path), why=left.why)
        if error is None:
            self.terminal.talk(text)
        else:
            self.code = ERRORS
            self.terminal.refuse(f"{text} {error}")


def _states(text: str, plan: Plan) -> Mapping[str, State]:
    states = (int(each) if each.lstrip("-").isdecimal() else each for each in text.split(" "))
    return dict(zip(plan.places, states, strict=False))  # type: ignore[arg-type]
