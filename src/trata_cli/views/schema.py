"""The formats as JSON Schema 2020-12, for editors: they check, complete and explain while somebody types.

Made from the types of the model. Only what draft 7 knows as well is used, but for the place of definitions, so that
editors with an older reader understand it too. A schema knows values, not spelling: it can't tell `2.0` from `2`, and
takes `level: ""`, which is only empty, for a misfit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from trata_cli.i18n import N_, _
from trata_cli.model.assessment import (
    WORDS,
    Answer,
    Assessment,
    Evidence,
    Part,
    PlanReference,
    SignOff,
    Statement,
    Target,
)
from trata_cli.model.comparability import Comparability, IndicatorChange
from trata_cli.model.plan import Case, Descriptor, Directive, Indicator, Kind, Pillar, Place, Plan, Source
from trata_cli.model.values import Value

Schema = dict[str, Any]

DESCRIPTIONS: Final[Mapping[type[Value], Mapping[str, str]]] = {
    Assessment: {
        "format": N_("Names this format: trata/assessment/1."),
        "plan": N_("The edition of the plan that this file answers."),
        "country": N_("Three capital letters of ISO 3166-1, such as PRY; XAA to XXZ are free for invented countries."),
        "country_name": N_("The country's name as reports print it; else the plan's name for it."),
        "year": N_("The year that is assessed, from 1900 to 2999, without quotes."),
        "institution": N_("Who assesses, such as the committee; a final file names it."),
        "status": N_("How far the file has come: draft, reviewed or final. A final file is not changed any more."),
        "part": N_("Only in a file that is one institution's part and not a whole: whose, and of what."),
        "assignments": N_("Who answers what: each institution with ids of indicators or pillars. Internal."),
        "final": N_("Who signed the file as final, and when; trata writes it."),
        "answers": N_("The answers by the id of their indicator; an indicator without an entry is unanswered."),
    },
    PlanReference: {
        "id": N_("The plan's id, such as oea-trata."),
        "version": N_("The number of the edition, without quotes."),
    },
    Part: {
        "institution": N_("The institution whose part this is."),
        "ids": N_("The ids of the indicators or pillars that it answers; without any, all."),
    },
    SignOff: {
        "date": N_("The day on which it was signed, such as 2026-12-15."),
        "by": N_("Who signed."),
        "content": N_("The fingerprint of all that was signed; trata writes it."),
    },
    Answer: {
        "level": N_(
            "A level of the plan, without quotes, or not-applicable or no-information, which need a reason. "
            "Without a level the indicator is open."
        ),
        "reason": N_(
            "Why: needed for not-applicable and no-information, and where the level is below last year's. Public."
        ),
        "note": N_(
            "What was done and found. Public: nothing by which a victim, a witness or a shelter could be found."
        ),
        "internal_note": N_("A note for the committee; a public report leaves it out."),
        "evidence": N_("The documents on which the answer rests."),
        "answered": N_("The day of the answer; trata writes it."),
        "wording": N_("The fingerprint of the texts that were read for the answer; trata writes it."),
        "decided": N_("The day on which the committee decided between statements that differ."),
        "target": N_("What comes next for this indicator. Public."),
        "statements": N_("What institutions and reviewers say of the same indicator; totals never count it."),
    },
    Evidence: {
        "title": N_("The document's title."),
        "type": N_(
            "What it is: official-act (official act), internal-document (internal document), "
            "third-party (third-party source) or statement (statement)."
        ),
        "date": N_("The document's date: 2026-03-01, 2026-03 or 2026."),
        "covers": N_("The year that it speaks of, such as 2026, or several: [2025, 2026]."),
        "issuer": N_("The institution that issued it."),
        "url": N_("Its web address; it begins with https:// or http://."),
        "file": N_("Its path relative to this file, inside the folder of this file."),
        "reference": N_("Where the paper lies, such as an archive and a number."),
        "sha256": N_("The SHA-256 of the file, 64 hex digits in lower case: it pins what was read."),
        "audience": N_("Who may see it: public, or internal, which a public report leaves out."),
    },
    Target: {
        "level": N_("The level to reach, without quotes."),
        "by": N_("By when: 2027-12-31, 2027-12 or 2027."),
        "lead": N_("The institution that leads."),
        "action": N_("What will be done."),
    },
    Statement: {
        "by": N_("The institution that says it, never a person."),
        "role": N_("Whether an institution speaks (institution) or somebody who reviews the file (reviewer)."),
        "level": N_("The level that it sees, without quotes, or not-applicable or no-information with a reason."),
        "reason": N_("Why: needed for not-applicable and no-information."),
        "note": N_("What it says. A reviewer's note is public, an institution's is internal."),
        "internal_note": N_("A note for the committee; a public report leaves it out."),
        "evidence": N_("The documents on which the statement rests."),
        "date": N_("The statement's date: 2026-03-01, 2026-03 or 2026."),
        "wording": N_("The fingerprint of the texts that were read for it; trata writes it."),
        "decided": N_("The day on which the institution decided between statements of its own that differ."),
        "target": N_("What it proposes to come next."),
    },
    Plan: {
        "format": N_("Names this format: trata/plan/1."),
        "id": N_("The plan's id: a letter, then letters, digits, _ or -."),
        "version": N_("The number of the edition; a change of any text, level, kind or guidance raises it."),
        "language": N_("The language of the plan's texts, such as es."),
        "title": N_("The plan's title, as reports print it."),
        "source": N_("Where the plan's texts come from."),
        "levels": N_("The levels, 2 to 10 of them, each with its name."),
        "fulfilled_from": N_("The lowest level at which an indicator counts as fulfilled."),
        "reading_rules": N_("How levels are read: rules that hold for every indicator."),
        "kinds": N_("The kinds of indicators; those of one kind share the meaning of their levels."),
        "pillars": N_("The plan's chapters, in the order of the document."),
        "comparability": N_("How this edition compares with the one before; years are compared by it."),
        "countries": N_("The names of the States that the plan is for, by the three letters of ISO 3166-1."),
    },
    Comparability: {
        "before": N_("The version of the edition before, without quotes."),
        "indicators": N_("What became of each indicator: by its id in this edition, of a retired one by its old id."),
    },
    IndicatorChange: {
        "change": N_(
            "What became of it: same, reworded (other words, same levels), rescaled (levels mean something else), "
            "split, merged, new or retired. Only the first three can be compared with the edition before."
        ),
        "was": N_("The ids in the edition before of which it is made; left out, its own."),
        "reason": N_("Why it is not as it was; needed for all but same."),
        "levels": N_(
            "Only where it is rescaled: for each old level the new one. A level that is left out has no counterpart."
        ),
    },
    Source: {
        "text": N_("The source in words: what document, of whom, of when."),
        "sha256": N_("The SHA-256 of the text from which the plan was taken, 64 hex digits in lower case."),
    },
    Kind: {
        "name": N_("The kind's name, as people read it."),
        "renewal": N_(
            "How long proof lasts: yearly for a year, five-years for five, standing and continuing without a term."
        ),
        "levels": N_("What each level of the plan means for this kind."),
        "cases": N_("Invented cases with their level, as help for whoever judges; they may be changed in any edition."),
    },
    Case: {
        "text": N_("What was found, in a country that does not exist."),
        "level": N_("The level that it has, without quotes."),
        "why": N_("Why that level, and not the one below or above."),
    },
    Descriptor: {
        "short": N_("The short form, for screens and charts: at most 60 characters, on one line."),
        "text": N_("The whole descriptor; it is the one that holds."),
        "proof": N_("The document that proves it."),
    },
    Pillar: {
        "id": N_("The pillar's id: a letter, then letters, digits, _ or -; nothing else in the plan has it."),
        "title": N_("The pillar's title."),
        "directives": N_("The pillar's directives, in the order of the document."),
    },
    Directive: {
        "number": N_("The directive's number, without quotes; no other directive has it."),
        "text": N_("The directive, word for word."),
        "erratum": N_("A slip of the text: it is named here and never mended."),
        "indicators": N_("The result indicators by which it is known whether the directive is met."),
    },
    Indicator: {
        "id": N_("The indicator's id, such as D02a; nothing else in the plan has it."),
        "text": N_("The indicator, word for word."),
        "kind": N_("The name under which its kind stands in kinds."),
        "guidance": N_("How to read the indicator."),
        "renewal": N_("How long proof lasts, where it is not as for its kind."),
        "not_applicable": N_("When “not applicable” is plausible."),
        "erratum": N_("A slip of the text: it is named here and never mended."),
        "levels": N_("Descriptors of its own, in place of its kind's; one without a proof keeps the kind's."),
    },
}
"""What each field of each model means, as an editor shows it."""

_DEMANDS: Final[Mapping[type[Value], tuple[str, Sequence[str], str]]] = {
    Assessment: ("status", ("final",), "institution"),
    Answer: ("level", WORDS, "reason"),
    Statement: ("level", WORDS, "reason"),
}
"""A field, and values of it with which another field has to be there."""

_NOT_OURS: Final = ("title", "description", "default")
"""What pydantic adds: names of classes, docstrings for programmers, and defaults that nobody writes."""


def assessment_schema(plans: Iterable[Plan]) -> str:
    """The schema of assessments. Of an answer to one of these plans it knows the ids and the levels."""
    conditions, definitions = [], {}
    for plan in plans:
        conditions.append(_when_answering(plan))
        definitions[_judgement_name(plan)] = _judgement(plan)
    root = {
        "title": _("A country's self-assessment of one year"),
        "description": _("Who assesses what year against which plan, and the answers by indicator."),
        **_schema_of(Assessment),
    }
    root["allOf"] = [*root["allOf"], *conditions]
    root["$defs"] |= definitions
    return _document("assessment", root)


def plan_schema() -> str:
    """The schema of plans."""
    title, description = _("A work plan"), _("Pillars, directives and indicators, and what each level means.")
    return _document("plan", {"title": title, "description": description, **_schema_of(Plan)})


def _document(name: str, schema: Schema) -> str:
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:trata:schema:{name}:1"}
    return json.dumps(head | schema, ensure_ascii=False, indent=2) + "\n"


def _schema_of(model: type[Value]) -> Schema:
    made = model.model_json_schema()
    definitions = made.pop("$defs")
    named = {part.__name__: part for part in DESCRIPTIONS}
    parts = {name: _fields(named[name], definitions[name]) for name in named if name in definitions}
    return {"type": "object", **_fields(model, made), "$defs": parts}


def _fields(model: type[Value], made: Schema) -> Schema:
    """The fields of a model with their descriptions, which of them are required, and that there are no others."""
    required = made.get("required", [])
    fields = {
        name: {"description": _(DESCRIPTIONS[model][name]), **_said(each, optional=name not in required)}
        for name, each in made["properties"].items()
    }
    demands = {"allOf": [_demand(made, *_DEMANDS[model])]} if model in _DEMANDS else {}
    return {"properties": fields, "required": required, "additionalProperties": False, **demands}


def _said(made: Schema, *, optional: bool = False) -> Schema:
    """What pydantic says of a value, flat, so that a misfit is named by itself and not as one of several ways."""
    kept = {word: value for word, value in made.items() if word not in _NOT_OURS}
    kept |= next(iter(kept.pop("anyOf", ())), {})  # of `X | None` what it says of X
    if "$ref" in kept:
        kept = {"type": "object", **kept}
    if "items" in kept:
        kept["items"] = _said(kept["items"])
    if "additionalProperties" in kept:
        kept["additionalProperties"] = _said(kept["additionalProperties"], optional=True)
    return _or_nothing(kept) if optional else kept


def _or_nothing(schema: Schema) -> Schema:
    """A key that says nothing (`note:`, and in a text `note: ""`) is as if it were not there."""
    types = schema["type"]
    wider: Schema = {"type": [*([types] if isinstance(types, str) else types), "null"]}
    if "enum" in schema:
        wider["enum"] = [*schema["enum"], None]
    if "pattern" in schema:
        wider["pattern"] = rf"^\s*$|{schema['pattern']}"
    return schema | wider


def _demand(made: Schema, field: str, values: Sequence[str], demanded: str) -> Schema:
    """Where the field has one of the values, the demanded one is there and says something."""
    return {
        "if": {"properties": {field: {"enum": [*values]}}, "required": [field]},
        "then": {"properties": {demanded: _said(made["properties"][demanded])}, "required": [demanded]},
    }


def _when_answering(plan: Plan) -> Schema:
    """Of a file that answers this edition: the ids that there are, each explained, and the levels."""
    values = {"id": {"const": plan.id}, "version": {"const": plan.version}}
    edition = {"type": "object", "properties": values, "required": [*values]}
    names = {"items": {"enum": [*(pillar.id for pillar in plan.pillars), *plan.places]}}
    answers = {
        id_: {"description": _explained(place, plan), "$ref": f"#/$defs/{_judgement_name(plan)}"}
        for id_, place in plan.places.items()
    }
    return {
        "if": {"properties": {"plan": edition}, "required": ["plan"]},
        "then": {
            "properties": {
                "part": {"properties": {"ids": names}},
                "assignments": {"additionalProperties": names},
                "answers": {"properties": answers, "additionalProperties": False},
            }
        },
    }


def _explained(place: Place, plan: Plan) -> str:
    """The indicator, and what its levels mean in short."""
    levels = plan.descriptors(place.indicator).items()
    return "\n".join([place.indicator.text, *(f"{level} · {descriptor.short}" for level, descriptor in levels)])


def _judgement_name(plan: Plan) -> str:
    return f"{plan.id}-{plan.version}"


def _judgement(plan: Plan) -> Schema:
    """Of answers and statements: the levels of this edition."""
    levels = sorted(plan.levels)
    judged = {
        "level": {"enum": [*levels, *WORDS, None]},
        "target": {"properties": {"level": {"enum": levels}}},
    }
    return {"properties": {**judged, "statements": {"items": {"properties": judged}}}}
