"""The table of rules: every code that a problem can have, how grave it is, and what is said.

A rule with a check finds by itself; the others are found by the reader (`files`) or by the types of the model.
Codes are stable: people's CI jobs rest on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from trata_cli.i18n import N_
from trata_cli.method import checks
from trata_cli.method.checks import Check, Subject
from trata_cli.model.problem import Finding, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong: `message` says what was found, `hint` the next step; both take named values."""

    code: str
    severity: Severity
    message: str
    hint: str = ""
    check: Check | None = None


_TABLE: Final = (
    # The bytes and the YAML, found by the reader.
    Rule("empty-file", "error", N_("the file is empty"), N_("start one with: trata init COUNTRY YEAR")),
    Rule(
        "file-too-big", "error", N_("the file has {found} bytes; at most {most} are read"), N_("is it an assessment?")
    ),
    Rule("not-a-regular-file", "error", N_("this is not a regular file"), N_("name a YAML file or a folder")),
    Rule("unreadable", "error", N_("the file can't be read: {reason}"), N_("check the link and the permissions")),
    Rule("not-utf8", "error", N_("byte {found} is not UTF-8"), N_("save the file again with the encoding UTF-8")),
    Rule(
        "not-yaml",
        "error",
        N_("this is not YAML: {reason}"),
        N_("look at this line and the one above: quotes, colons, indentation"),
    ),
    Rule("tab-indentation", "error", N_("a tab where YAML expects spaces"), N_("indent with spaces")),
    Rule("control-character", "error", N_("control character {found}"), N_("delete it")),
    Rule(
        "line-separator",
        "error",
        N_("{found} is no line end here, though some programs take it for one"),
        N_("replace it with a space or a real line end"),
    ),
    Rule(
        "duplicate-key",
        "error",
        N_("the key “{found}” stands here twice"),
        N_("keep one of the two; nothing is chosen for you"),
    ),
    Rule("complex-key", "error", N_("a key has to be a simple text"), N_("write it as: key: value")),
    Rule("anchor", "error", N_("anchors such as “{found}” are not used here"), N_("delete it and write the value out")),
    Rule("alias", "error", N_("aliases such as “{found}” are not used here"), N_("write the value out")),
    Rule("merge-key", "error", N_("merge keys (<<) are not used here"), N_("write the values out")),
    Rule("tag", "error", N_("tags such as “{found}” are not used here"), N_("delete the tag")),
    Rule(
        "several-documents", "error", N_("a second document begins here"), N_("one file holds one document: split it")
    ),
    Rule("too-deep", "error", N_("nested more than {most} deep"), N_("is it an assessment?")),
    # The shape, found by the types of the model.
    Rule("missing-field", "error", N_("“{field}” is missing"), N_("add it: {field}: …")),
    Rule("unknown-field", "error", N_("“{found}” is no field here"), N_("fields here: {expected}")),
    Rule("empty-value", "warning", N_("“{field}” is empty"), N_("write its value, or delete the line")),
    Rule("missing-value", "error", N_("a text is missing"), N_("write something here")),
    Rule("not-a-text", "error", N_("a text is expected here"), N_("write it on one line, in quotes if need be")),
    Rule("not-a-number", "error", N_("“{found}” is not a whole number"), N_("write digits without quotes, such as 1")),
    Rule("not-a-list", "error", N_("a list is expected here"), N_("begin each item on a line of its own with “- ”")),
    Rule("not-a-mapping", "error", N_("fields with values are expected here"), N_("write them as: key: value")),
    Rule("bad-choice", "error", N_("“{found}” is not among the values allowed"), N_("use one of: {expected}")),
    Rule("bad-format", "error", N_("“{found}” is not a format that this version reads"), N_("expected: {expected}")),
    Rule(
        "bad-country",
        "error",
        N_("“{found}” is no country code"),
        N_("use the three capital letters of ISO 3166-1, such as PRY; XAA to XXZ are free for invented countries"),
    ),
    Rule("bad-year", "error", N_("“{found}” is not a year"), N_("write {first} to {last}, without quotes")),
    Rule(
        "bad-date", "error", N_("“{found}” is not a date"), N_("write 2026-03-01, 2026-03 or 2026; the day must exist")
    ),
    Rule("bad-level", "error", N_("“{found}” is not a level"), N_("use {expected}, without quotes")),
    Rule("bad-url", "error", N_("“{found}” is not a web address"), N_("it has to begin with https:// or http://")),
    Rule(
        "bad-path",
        "error",
        N_("“{found}” leads out of the folder of this file"),
        N_("put the document beside this file and name it relative to it"),
    ),
    Rule("bad-sha256", "error", N_("“{found}” is not a SHA-256"), N_("64 hex digits in lower case")),
    Rule(
        "bad-fingerprint",
        "error",
        N_("“{found}” is not a fingerprint"),
        N_("it looks like {expected}; trata writes it"),
    ),
    # The plan itself.
    Rule("bad-id", "error", N_("“{found}” is not an id"), N_("a letter, then letters, digits, _ or -")),
    Rule("too-long", "error", N_("{found} characters; a short form has at most {most}, on one line"), N_("shorten it")),
    Rule("double-id", "error", N_("“{found}” is already the name of something above"), N_("give one of them another")),
    Rule("unknown-kind", "error", N_("“{found}” is not a kind of this plan"), N_("use one of: {expected}")),
    Rule(
        "missing-descriptor",
        "error",
        N_("kind “{kind}” does not say what level {level} means"),
        N_("add a descriptor for level {level}"),
    ),
    Rule("unknown-level", "error", N_("{found} is not a level of this plan"), N_("its levels: {expected}")),
    Rule("level-count", "error", N_("a plan has 2 to 10 levels; here are {found}"), N_("mend “levels”")),
    Rule(
        "bad-threshold", "error", N_("“fulfilled_from” is {found}, which is not a level"), N_("use one of: {expected}")
    ),
    # One assessment, by checks.
    Rule(
        "unknown-plan",
        "error",
        N_("the plan “{id}”, version {version}, is not known here"),
        N_("name its file with --plan, or put it into plans/ beside this file"),
    ),
    Rule(
        "unknown-indicator",
        "error",
        N_("“{found}” is not an indicator of this plan"),
        N_("see the ids with: trata plan show"),
        checks.unknown_indicators,
    ),
    Rule(
        "level-outside-plan",
        "error",
        N_("{found} is not a level of this plan"),
        N_("its levels: {expected}"),
        checks.levels_outside_plan,
    ),
    Rule(
        "reason-missing",
        "error",
        N_("“{level}” needs a reason"),
        N_("add to this answer: reason: …"),
        checks.missing_reasons,
    ),
    Rule(
        "unknown-country",
        "warning",
        N_("{found} is not among the countries of this plan"),
        N_("check the three letters; XAA to XXZ are free for invented countries"),
        checks.unknown_country,
    ),
    Rule(
        "institution-missing",
        "error",
        N_("a final file names its institution, and “institution” is missing"),
        N_("add it: institution: …"),
        checks.missing_institution,
    ),
    Rule(
        "final-open",
        "error",
        N_("the file is final, and {count} indicators are open: {ids}"),
        N_("answer them, or set: status: draft"),
        checks.open_in_final,
    ),
    Rule(
        "file-missing",
        "error",
        N_("there is no file “{found}”"),
        N_("paths count from the folder of this file"),
        checks.missing_files,
    ),
    Rule(
        "file-changed",
        "error",
        N_("“{found}” is not the file that was pinned: its SHA-256 is another"),
        N_("check the document; if it is right, write the SHA-256 {actual}"),
        checks.changed_files,
    ),
    Rule(
        "file-name",
        "warning",
        N_("this file is called “{found}”, and its content is that of “{expected}”"),
        N_("rename the file, or mend country, year or part"),
        checks.file_name,
    ),
)

RULES: Final = {rule.code: rule for rule in _TABLE}
"""Every rule by its code."""


def check(subject: Subject) -> Iterator[Finding]:
    """All findings of all checks over one assessment."""
    for rule in RULES.values():
        if rule.check:
            yield from rule.check(subject)
