"""What the tidy tables are: one list (`TABLES`) says what each column means and what may stand in it.

The rows (`views.tidy`), the Table Schema of `datapackage.json` and the codebook go by it. Names and order of columns
are a contract; what is internal comes behind what is public.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from trata_cli import i18n
from trata_cli.i18n import N_, _
from trata_cli.method.totals import UNANSWERED, UNDECIDED
from trata_cli.model.assessment import NO_INFORMATION, NOT_APPLICABLE, Audience
from trata_cli.model.plan import Plan
from trata_cli.model.values import FIRST_YEAR, LAST_YEAR
from trata_cli.views.words import level_name

PACKAGE: Final = "trata-export"
"""The name by which an export is known as ours."""
Type = Literal["string", "integer", "date"]
WHOLE: Final = "*"
"""Stands for the whole file where a pillar's id could stand: no id can be it."""
LEVEL: Final = "level"
_PARTIAL_DATE: Final = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it means, and what may stand in it; `values` are all that there are, each explained.

    One that is not `required` may be empty, and its meaning says when.
    """

    name: str
    type: Type
    meaning: str
    required: bool = False
    internal: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    constraints: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the file's name without its ending, what its rows are, its key, and the keys of others that it has."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def shown(self, audience: Audience) -> tuple[Column, ...]:
        """The columns that this audience may see."""
        return tuple(column for column in self.columns if audience == "internal" or not column.internal)


_COUNT: Final = {"minimum": 0}
_STATES: Final = {
    LEVEL: N_("it has a level"),
    NOT_APPLICABLE: N_("the country says that it does not apply to it, and why"),
    NO_INFORMATION: N_("the country says that it has no information, and why"),
    UNDECIDED: N_("institutions differ, and nobody has decided"),
    UNANSWERED: N_("nobody has answered"),
}
_FILE: Final = (
    Column("file", "string", N_("The file: plan, country, year, and of a part the institution."), required=True),
    Column("plan", "string", N_("The id of the plan."), required=True),
    Column("version", "integer", N_("The edition of the plan."), required=True),
    Column(
        "country",
        "string",
        N_("The country by ISO 3166-1 alpha-3; XAA to XXZ are invented."),
        required=True,
        constraints={"pattern": "[A-Z]{3}"},
    ),
    Column("country_name", "string", N_("The country's name as the file or the plan gives it."), required=True),
    Column(
        "year",
        "integer",
        N_("The year that is assessed."),
        required=True,
        constraints={"minimum": FIRST_YEAR, "maximum": LAST_YEAR},
    ),
    Column(
        "part", "string", N_("The institution whose part the file is; empty in a whole. Parts never add to wholes.")
    ),
    Column(
        "status",
        "string",
        N_("How far the file has come."),
        required=True,
        values={"draft": N_("draft"), "reviewed": N_("reviewed, not final"), "final": N_("final")},
    ),
    Column(
        "errors",
        "integer",
        N_("How many errors the file has; above 0 only what reads is here, and a synthesis leaves it out."),
        required=True,
        constraints=_COUNT,
    ),
)
_INDICATOR: Final = Column("indicator", "string", N_("The id of the indicator."), required=True)
_LEVEL: Final = Column(
    "level", "integer", N_("The level, a step in an order: never add or average it. Empty without one.")
)
_STATE: Final = Column("state", "string", N_("Where it stands."), required=True, values=_STATES)
_TARGET: Final = (
    Column("target_level", "integer", N_("The level to reach next; empty without a target.")),
    Column("target_by", "string", N_("By when: a year, a month or a day."), constraints={"pattern": _PARTIAL_DATE}),
    Column("target_lead", "string", N_("The institution that leads.")),
    Column("target_action", "string", N_("What will be done.")),
)
_INTERNAL_NOTE: Final = Column("internal_note", "string", N_("A note for the committee."), internal=True)

TABLES: Final = (
    Table(
        "answers",
        N_("A row for each indicator of each file: a whole has all of its plan, a part its own."),
        (
            *_FILE,
            Column("pillar", "string", N_("The id of the pillar."), required=True),
            Column("directive", "integer", N_("The number of the directive."), required=True),
            _INDICATOR,
            _LEVEL,
            _STATE,
            Column(
                "obs_status",
                "string",
                N_("The state by the code list CL_OBS_STATUS of SDMX."),
                required=True,
                values={
                    "A": N_("normal value: a level"),
                    "M": N_("missing value, data cannot exist: not applicable"),
                    "L": N_("missing value, data exist but were not collected: no information"),
                    "O": N_("missing value, nothing said of why: unanswered or undecided"),
                },
            ),
            Column(
                "fulfilled",
                "integer",
                N_("1 if the level is at the plan's threshold or above, else 0; empty without a level."),
                constraints={"enum": [0, 1]},
            ),
            Column("reason", "string", N_("Why it is so; given for the two words and for falls.")),
            Column("note", "string", N_("What was done and found.")),
            Column("decided", "date", N_("The day on which the committee decided between statements that differ.")),
            *_TARGET,
            _INTERNAL_NOTE,
            Column("answered", "date", N_("The day of the answer."), internal=True),
            Column(
                "wording", "string", N_("The fingerprint of the texts that were read for the answer."), internal=True
            ),
        ),
        key=("file", "indicator"),
        foreign={"totals": ("file", "pillar")},
    ),
    Table(
        "evidence",
        N_("A row for each piece of evidence, of an answer or of a statement."),
        (
            *_FILE,
            _INDICATOR,
            Column(
                "statement",
                "integer",
                N_("The number of the statement on which it bears; 0 for the country's own answer."),
                required=True,
                constraints=_COUNT,
            ),
            Column("number", "integer", N_("Its number there, from 1."), required=True, constraints={"minimum": 1}),
            Column("title", "string", N_("The document's title."), required=True),
            Column(
                "type",
                "string",
                N_("What it is."),
                required=True,
                values={
                    "official-act": N_("official act"),
                    "internal-document": N_("internal document"),
                    "third-party": N_("third-party source"),
                    "statement": N_("statement"),
                },
            ),
            Column("date", "string", N_("Its date: a year, a month or a day."), constraints={"pattern": _PARTIAL_DATE}),
            Column(
                "covers",
                "string",
                N_("The years that it speaks of, with ; between them."),
                constraints={"pattern": "[0-9]{4}(;[0-9]{4})*"},
            ),
            Column("issuer", "string", N_("The institution that issued it.")),
            Column("url", "string", N_("Its web address.")),
            Column("reference", "string", N_("Where the paper lies.")),
            Column(
                "audience",
                "string",
                N_("Who may see it."),
                required=True,
                internal=True,
                values={"public": N_("public"), "internal": N_("internal")},
            ),
            Column("path", "string", N_("Its file, relative to the assessment's."), internal=True),
            Column("sha256", "string", N_("The SHA-256 of its file."), internal=True),
        ),
        key=("file", "indicator", "statement", "number"),
        foreign={"answers": ("file", "indicator")},
    ),
    Table(
        "statements",
        N_(
            "A row for what somebody else says of an indicator; totals never count it. Of institutions only internally."
        ),
        (
            *_FILE,
            _INDICATOR,
            Column("number", "integer", N_("Its number there, from 1."), required=True, constraints={"minimum": 1}),
            Column("by", "string", N_("The institution that says it."), required=True),
            Column(
                "role",
                "string",
                N_("As what it speaks."),
                required=True,
                values={"institution": N_("institution"), "reviewer": N_("reviewer")},
            ),
            _LEVEL,
            Column(
                "state",
                "string",
                N_("Where it sees the indicator; unanswered if it does not say."),
                required=True,
                values={state: meaning for state, meaning in _STATES.items() if state != UNDECIDED},
            ),
            Column("reason", "string", N_("Why it is so.")),
            Column("note", "string", N_("What it says.")),
            Column("date", "string", N_("Its date: a year, a month or a day."), constraints={"pattern": _PARTIAL_DATE}),
            *_TARGET,
            _INTERNAL_NOTE,
            Column(
                "decided", "date", N_("The day on which the institution decided between statements."), internal=True
            ),
            Column(
                "wording", "string", N_("The fingerprint of the texts that were read for the answer."), internal=True
            ),
        ),
        key=("file", "indicator", "number"),
        foreign={"answers": ("file", "indicator")},
    ),
    Table(
        "totals",
        N_(
            "A row for each file and for each of its pillars. Counts of indicators; add those of wholes without errors."
        ),
        (
            *_FILE,
            Column("pillar", "string", N_("The id of the pillar; * for the whole file."), required=True),
            *(
                Column(name, "integer", meaning, required=True, constraints=_COUNT)
                for name, meaning in (
                    ("indicators", N_("All indicators.")),
                    ("applicable", N_("All but the not applicable: the n of “x of n”.")),
                    ("answered", N_("Those with a level.")),
                    ("fulfilled", N_("Those at the plan's threshold or above: the x.")),
                    ("open", N_("Unanswered, undecided and without information together.")),
                    ("fulfilled_low", N_("Fulfilled if none that is open turns out so: x.")),
                    ("fulfilled_high", N_("Fulfilled if all that is open turns out so: x + open.")),
                    ("not_applicable", N_("Not applicable.")),
                    ("no_information", N_("Without information.")),
                    ("unanswered", N_("Unanswered.")),
                    ("undecided", N_("Undecided.")),
                )
            ),
        ),
        key=("file", "pillar"),
    ),
)


def datapackage(audience: Audience, *, raw: bool, version: str) -> str:
    """The `datapackage.json` of an export: a Tabular Data Package, with the Table Schema of each table."""
    data = {
        "profile": "tabular-data-package",
        "name": PACKAGE,
        "title": _("Self-assessments as tidy data"),
        "description": _("What each column means is in codebook.md. Levels are steps in an order and have no mean."),
        "trata": {
            "version": 1,
            "audience": audience,
            "escaped": not raw,
            "program": version,
            "language": i18n.language(),
        },
        "resources": [_resource(table, audience, raw=raw) for table in TABLES],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _resource(table: Table, audience: Audience, *, raw: bool) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.shown(audience)],
        "missingValues": [""],
        "primaryKey": [*table.key],
        "foreignKeys": [
            {"fields": [*key], "reference": {"resource": other, "fields": [*key]}}
            for other, key in table.foreign.items()
        ],
    }
    if not table.foreign:
        del schema["foreignKeys"]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": _(table.meaning) if raw else f"{_(table.meaning)} {escaping_rule()}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def escaping_rule() -> str:
    """How texts are written that a spreadsheet would run, in words."""
    return _(
        "A text that begins with =, +, -, @, a tab or a line end has ' before it, so that no spreadsheet runs it as a "
        "formula."
    )


def _field(column: Column) -> dict[str, Any]:
    constraints = dict(column.constraints)
    if column.required:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = [*column.values]
    made = {"name": column.name, "type": column.type, "description": _(column.meaning)}
    return {**made, "constraints": constraints} if constraints else made


@dataclass(frozen=True, slots=True)
class CodebookPlan:
    """An edition of a plan that files of an export answer: its levels, and its indicators with their places."""

    id: str
    version: int
    title: str
    threshold: int
    levels: tuple[str, ...]
    pillars: tuple[tuple[str, str], ...]
    indicators: tuple[tuple[str, str, int, str], ...]


@dataclass(frozen=True, slots=True)
class CodebookColumn:
    """A column as the codebook says it."""

    name: str
    type: str
    meaning: str
    may_be_empty: bool
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CodebookTable:
    """A table as the codebook says it; `foreign` are keys of other tables: the table's name, and the columns."""

    name: str
    meaning: str
    key: str
    foreign: tuple[tuple[str, str], ...]
    columns: tuple[CodebookColumn, ...]


@dataclass(frozen=True, slots=True)
class CodebookView:
    """What each column means, and the texts of the plans; `escaping` says how texts are escaped, if they are."""

    audience: str
    escaping: str | None
    tables: tuple[CodebookTable, ...]
    plans: tuple[CodebookPlan, ...]
    version: str


def codebook(plans: Sequence[Plan], audience: Audience, *, raw: bool, version: str) -> CodebookView:
    """The codebook of an export whose files answer these editions."""
    return CodebookView(
        audience=audience,
        escaping=None if raw else escaping_rule(),
        tables=tuple(_table_view(table, audience) for table in TABLES),
        plans=tuple(_plan_view(plan) for plan in sorted(plans, key=lambda plan: (plan.id, plan.version))),
        version=version,
    )


def _table_view(table: Table, audience: Audience) -> CodebookTable:
    return CodebookTable(
        name=table.name,
        meaning=_(table.meaning),
        key=", ".join(table.key),
        foreign=tuple((other, ", ".join(key)) for other, key in table.foreign.items()),
        columns=tuple(
            CodebookColumn(
                name=column.name,
                type=column.type,
                meaning=_(column.meaning),
                may_be_empty=not column.required,
                values=tuple((value, _(meaning)) for value, meaning in column.values.items()),
            )
            for column in table.shown(audience)
        ),
    )


def _plan_view(plan: Plan) -> CodebookPlan:
    return CodebookPlan(
        id=plan.id,
        version=plan.version,
        title=plan.title,
        threshold=plan.fulfilled_from,
        levels=tuple(level_name(level, plan) for level in sorted(plan.levels)),
        pillars=tuple((pillar.id, pillar.title) for pillar in plan.pillars),
        indicators=tuple(
            (place.id, place.pillar.id, place.directive.number, place.indicator.text) for place in plan.places.values()
        ),
    )
