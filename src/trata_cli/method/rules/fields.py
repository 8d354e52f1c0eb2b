"""What the types of the model refuse: fields and the spelling of their values."""

from __future__ import annotations

from typing import Final

from trata_cli.i18n import N_
from trata_cli.method.rules.rule import Rule, lines

FIELDS: Final = (
    Rule(
        "missing-field",
        "error",
        N_("“{field}” is missing"),
        N_("add it: {field}: …"),
        what=N_("A field that this place can't do without is not there."),
        why=N_(
            "Without it the entry can't be understood or counted: evidence without its type can't be told from "
            "a mere statement."
        ),
        wrong=lines("""
            answers:
              D01:
                level: 2
                evidence:
                  - title: Decreto 512
            """),
        right=lines("""
            answers:
              D01:
                level: 2
                evidence:
                  - title: Decreto 512
                    type: official-act
            """),
    ),
    Rule(
        "unknown-field",
        "error",
        N_("“{found}” is no field here"),
        N_("fields here: {expected}"),
        what=N_("There is a key that the format does not have, often a misspelt one or one in Spanish."),
        why=N_(
            "What stands under it would be passed over, and the report would lack what somebody wrote. The "
            "keys are English, so that programs read the files of every country alike."
        ),
        wrong=lines("""
            answers:
              D01:
                nivel: 2
            """),
        right=lines("""
            answers:
              D01:
                level: 2
            """),
    ),
    Rule(
        "empty-value",
        "warning",
        N_("“{field}” is empty"),
        N_("write its value, or delete the line"),
        what=N_("A key has nothing behind it."),
        why=N_("Nobody can tell whether it was forgotten, left for later or meant to be empty."),
        wrong=lines("""
            institution:
            """),
        right=lines("""
            institution: Mesa Interinstitucional
            """),
    ),
    Rule(
        "missing-value",
        "error",
        N_("a text is missing"),
        N_("write something here"),
        what=N_("A text consists of nothing but characters that can't be seen."),
        why=N_("Programs would take it for a text and people for a gap: a note or a reason has to say something."),
        wrong=lines(r"""
            answers:
              D01:
                level: 2
                note: "\u200b"
            """),
        right=lines("""
            answers:
              D01:
                level: 2
                note: "Decreto en consulta."
            """),
    ),
    Rule(
        "not-a-text",
        "error",
        N_("a text is expected here"),
        N_("write it on one line, in quotes if need be"),
        what=N_("A list or a group of fields stands where one text is expected."),
        why=N_(
            "The report prints this field as one text. YAML takes what begins with [ or { for a list or a "
            "group: in quotes it is a text."
        ),
        wrong=lines("""
            answers:
              D01:
                level: 2
                note: [Decreto en consulta]
            """),
        right=lines("""
            answers:
              D01:
                level: 2
                note: Decreto en consulta.
            """),
    ),
    Rule(
        "not-a-number",
        "error",
        N_("“{found}” is not a whole number"),
        N_("write digits without quotes, such as 1"),
        what=N_("Something else stands where a whole number is expected, or the number is in quotes."),
        why=N_("Numbers are compared and counted. In quotes, with decimals or with a zero in front they are texts."),
        wrong=lines("""
            answers:
              D01:
                level: 2
                target:
                  level: "3"
            """),
        right=lines("""
            answers:
              D01:
                level: 2
                target:
                  level: 3
            """),
    ),
    Rule(
        "not-a-list",
        "error",
        N_("a list is expected here"),
        N_("begin each item on a line of its own with “- ”"),
        what=N_("A single thing stands where a list is expected."),
        why=N_("There may be several of them, so each begins with a hyphen, even if it is the only one."),
        wrong=lines("""
            answers:
              D01:
                level: 2
                evidence:
                  title: Decreto 512
                  type: official-act
            """),
        right=lines("""
            answers:
              D01:
                level: 2
                evidence:
                  - title: Decreto 512
                    type: official-act
            """),
    ),
    Rule(
        "not-a-mapping",
        "error",
        N_("fields with values are expected here"),
        N_("write them as: key: value"),
        what=N_("A bare value stands where fields with their names are expected."),
        why=N_("Without the name nobody knows what the value is: a 2 could be a level, a goal or a quantity."),
        wrong=lines("""
            answers:
              D01: 2
            """),
        right=lines("""
            answers:
              D01: {level: 2}
            """),
    ),
    Rule(
        "bad-choice",
        "error",
        N_("“{found}” is not among the values allowed"),
        N_("use one of: {expected}"),
        what=N_("The value is none of the few words that this field takes."),
        why=N_(
            "Reports and comparisons go by these words, which are the same in every country; in reports they "
            "appear in the reader's language."
        ),
        wrong=lines("""
            status: borrador
            """),
        right=lines("""
            status: draft
            """),
    ),
    Rule(
        "bad-format",
        "error",
        N_("“{found}” is not a format that this version reads"),
        N_("expected: {expected}; a newer format needs a newer trata: update it"),
        what=N_("The line “format” names a format that this version of trata does not read."),
        why=N_(
            "It says how all the rest is to be read, and nothing is guessed. A file of a newer format needs a "
            "newer trata."
        ),
        wrong=lines("""
            format: trata/assessment/9
            """),
        right=lines("""
            format: trata/assessment/1
            """),
    ),
    Rule(
        "bad-country",
        "error",
        N_("“{found}” is no country code"),
        N_("use the three capital letters of ISO 3166-1, such as PRY; XAA to XXZ are free for invented countries"),
        what=N_("The country is not given by three capital letters."),
        why=N_(
            "The code of ISO 3166-1 is the same in every language and joins a country's years; a name can be "
            "written in many ways."
        ),
        wrong=lines("""
            country: País Ejemplo
            """),
        right=lines("""
            country: XPE
            """),
    ),
    Rule(
        "bad-year",
        "error",
        N_("“{found}” is not a year"),
        N_("write {first} to {last}, without quotes"),
        what=N_("The year is not a whole number from 1900 to 2999, or it is in quotes."),
        why=N_(
            "One file speaks of one year: the plan's rules judge it as of 31 December, and years are compared "
            "one with the next."
        ),
        wrong=lines("""
            year: 2025-2026
            """),
        right=lines("""
            year: 2026
            """),
    ),
    Rule(
        "bad-date",
        "error",
        N_("“{found}” is not a date"),
        N_("write 2026-03-01, 2026-03 or 2026; the day must exist"),
        what=N_("The calendar has no such date, or it is not written as 2026-03-01, 2026-03 or 2026."),
        why=N_(
            "03/04/2026 is March in one country and April in another. Whether evidence is of the year depends "
            "on its date."
        ),
        wrong=lines("""
            answers:
              D01:
                level: 2
                answered: 03/04/2026
            """),
        right=lines("""
            answers:
              D01:
                level: 2
                answered: 2026-04-03
            """),
    ),
    Rule(
        "bad-level",
        "error",
        N_("“{found}” is not a level"),
        N_("use {expected}, without quotes"),
        what=N_("The level is neither a whole number nor one of the words not-applicable and no-information."),
        why=N_("The level is the highest one that is met in full: halfway to 3 is a 2. In quotes a number is a text."),
        wrong=lines("""
            answers:
              D01:
                level: 2.5
            """),
        right=lines("""
            answers:
              D01:
                level: 2
            """),
    ),
    Rule(
        "bad-url",
        "error",
        N_("“{found}” is not a web address"),
        N_("it has to begin with https:// or http://"),
        what=N_("A web address does not begin with https:// or http://."),
        why=N_(
            "The report makes a link of it. Without that beginning it leads nowhere, and addresses of other "
            "kinds can do harm to whoever follows them."
        ),
        wrong=lines("""
            answers:
              D01:
                level: 2
                evidence:
                  - title: Decreto 512
                    type: official-act
                    url: gaceta.example/512
            """),
        right=lines("""
            answers:
              D01:
                level: 2
                evidence:
                  - title: Decreto 512
                    type: official-act
                    url: https://gaceta.example/512
            """),
    ),
    Rule(
        "bad-path",
        "error",
        N_("“{found}” leads out of the folder of this file"),
        N_("put the document beside this file and name it relative to it"),
        what=N_("The path of a document leads out of the folder of the assessment."),
        why=N_(
            "Such a path holds on one computer only. Documents lie beside the assessment, so that whoever gets "
            "the folder gets them too."
        ),
        wrong=lines(r"""
            answers:
              D01:
                level: 2
                evidence:
                  - title: Informe de ejecución
                    type: internal-document
                    file: C:\Documentos\informe.pdf
            """),
        right=lines("""
            answers:
              D01:
                level: 2
                evidence:
                  - title: Informe de ejecución
                    type: internal-document
                    file: documentos/informe.pdf
            """),
    ),
    Rule(
        "bad-sha256",
        "error",
        N_("“{found}” is not a SHA-256"),
        N_("64 hex digits in lower case"),
        what=N_("A SHA-256 does not have exactly 64 digits, 0 to 9 and a to f in lower case."),
        why=N_(
            "It is the seal by which a change of a document is noticed. A digit more or less, and it fits no "
            "document at all."
        ),
        wrong=lines("""
            answers:
              D01:
                level: 2
                evidence:
                  - title: Decreto 512
                    type: official-act
                    sha256:
                      9F2C61AB
            """),
        right=lines("""
            answers:
              D01:
                level: 2
                evidence:
                  - title: Decreto 512
                    type: official-act
                    sha256:
                      1df7d93f553c1089cf7587342c820001a5b048b563fc433cc490e3f6f6f84bcf
            """),
    ),
    Rule(
        "bad-fingerprint",
        "error",
        N_("“{found}” is not a fingerprint"),
        N_("it looks like {expected}; trata writes it"),
        what=N_("A fingerprint (wording, content) does not look like one that trata writes."),
        why=N_(
            "By it trata tells whether the plan's words or a signed file have changed since. Written by hand "
            "it proves nothing."
        ),
        wrong=lines("""
            answers:
              D01:
                level: 2
                wording: 5FD58463
            """),
        right=lines("""
            answers:
              D01:
                level: 2
                wording: w-5fd58463
            """),
    ),
)
