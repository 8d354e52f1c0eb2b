"""What is wrong with a plan itself."""

from __future__ import annotations

from typing import Final

from trata_cli.i18n import N_
from trata_cli.method.rules.rule import Rule, lines

PLANS: Final = (
    Rule(
        "bad-id",
        "error",
        N_("“{found}” is not an id"),
        N_("a letter, then letters, digits, _ or -"),
        what=N_(
            "An id does not begin with a letter, or has signs other than letters without accents, digits, _ and -."
        ),
        why=N_(
            "An id is typed at the keyboard, is a key in files and part of their names, and has to look the "
            "same on every system."
        ),
        wrong=lines("""
            id: plan de ejemplo
            """),
        right=lines("""
            id: plan-de-ejemplo
            """),
    ),
    Rule(
        "too-long",
        "error",
        N_("{found} characters; a short form has at most {most}, on one line"),
        N_("shorten it"),
        what=N_("The short form of a level is longer than 60 characters, or has more than one line."),
        why=N_(
            "It stands on one line of the interview's screen and beside the bars of charts; the whole text has "
            "no such limit."
        ),
        wrong=lines("""
            kinds:
              obra:
                name: Obra
                renewal: standing
                levels:
                  0: {short: Nada, text: Nada.}
                  1:
                    short: Terminada, recibida, inaugurada y abierta a todos los pueblos
                    text: Terminada, recibida, inaugurada y abierta a todos los pueblos.
            """),
        right=lines("""
            kinds:
              obra:
                name: Obra
                renewal: standing
                levels:
                  0: {short: Nada, text: Nada.}
                  1:
                    short: Terminada y en uso
                    text: Terminada, recibida, inaugurada y abierta a todos los pueblos.
            """),
    ),
    Rule(
        "double-id",
        "error",
        N_("“{found}” is already the name of something above"),
        N_("give one of them another"),
        what=N_("Two pillars, directives or indicators of a plan have the same name or number."),
        why=N_(
            "A name has to mean one thing in the whole plan, or nobody knows to which of the two an answer belongs."
        ),
        wrong=lines("""
            pillars:
              - {id: suelo, title: Suelo, directives: []}
              - {id: suelo, title: Agua, directives: []}
            """),
        right=lines("""
            pillars:
              - {id: suelo, title: Suelo, directives: []}
              - {id: agua, title: Agua, directives: []}
            """),
    ),
    Rule(
        "unknown-kind",
        "error",
        N_("“{found}” is not a kind of this plan"),
        N_("use one of: {expected}"),
        what=N_("An indicator is of a kind that the plan does not describe."),
        why=N_("The kind says what each level means; without it nobody can answer the indicator."),
        wrong=lines("""
            pillars:
              - id: suelo
                title: Suelo
                directives:
                  - number: 1
                    text: Cuidar el suelo.
                    indicators:
                      - {id: S1, text: Suelo cuidado., kind: obras}
            """),
        right=lines("""
            pillars:
              - id: suelo
                title: Suelo
                directives:
                  - number: 1
                    text: Cuidar el suelo.
                    indicators:
                      - {id: S1, text: Suelo cuidado., kind: obra}
            """),
    ),
    Rule(
        "missing-descriptor",
        "error",
        N_("kind “{kind}” does not say what level {level} means"),
        N_("add a descriptor for level {level}"),
        what=N_("A kind does not say what one of the plan's levels means."),
        why=N_(
            "Each person would read a level without words in a way of their own, and answers could not be compared."
        ),
        wrong=lines("""
            kinds:
              obra:
                name: Obra
                renewal: standing
                levels:
                  0: {short: Nada, text: Nada.}
            """),
        right=lines("""
            kinds:
              obra:
                name: Obra
                renewal: standing
                levels:
                  0: {short: Nada, text: Nada.}
                  1: {short: Hecha, text: Hecha.}
            """),
    ),
    Rule(
        "unknown-level",
        "error",
        N_("{found} is not a level of this plan"),
        N_("its levels: {expected}"),
        what=N_("A descriptor or a case is of a level that the plan does not have."),
        why=N_(
            "Nobody could ever choose it: either the level is missing above (levels), or the descriptor has "
            "the wrong number."
        ),
        wrong=lines("""
            kinds:
              obra:
                name: Obra
                renewal: standing
                levels:
                  0: {short: Nada, text: Nada.}
                  1: {short: Hecha, text: Hecha.}
                  2: {short: Premiada, text: Premiada.}
            """),
        right=lines("""
            kinds:
              obra:
                name: Obra
                renewal: standing
                levels:
                  0: {short: Nada, text: Nada.}
                  1: {short: Hecha, text: Hecha.}
            """),
    ),
    Rule(
        "level-count",
        "error",
        N_("a plan has 2 to 10 levels; here are {found}"),
        N_("mend “levels”"),
        what=N_("A plan has fewer than 2 levels or more than 10."),
        why=N_(
            "A single level tells nothing apart, and more than ten no reader can; screens and charts are made "
            "for 2 to 10."
        ),
        wrong=lines("""
            levels: {0: Nada}
            fulfilled_from: 0
            kinds:
              obra:
                name: Obra
                renewal: standing
                levels:
                  0: {short: Nada, text: Nada.}
            """),
        right=lines("""
            levels: {0: Nada, 1: Hecho}
            fulfilled_from: 1
            kinds:
              obra:
                name: Obra
                renewal: standing
                levels:
                  0: {short: Nada, text: Nada.}
                  1: {short: Hecha, text: Hecha.}
            """),
    ),
    Rule(
        "bad-threshold",
        "error",
        N_("“fulfilled_from” is {found}, which is not a level"),
        N_("use one of: {expected}"),
        what=N_("The level from which an indicator counts as fulfilled is none of the plan's levels."),
        why=N_("“Fulfilled x of n”, the first figure of every report, is counted from this level on."),
        wrong=lines("""
            levels: {0: Nada, 1: Hecho}
            fulfilled_from: 3
            """),
        right=lines("""
            levels: {0: Nada, 1: Hecho}
            fulfilled_from: 1
            """),
    ),
    Rule(
        "edition-changed",
        "error",
        N_("this is not “{id}”, version {version}, as it was published: its texts differ"),
        N_("raise the version: {next} is free"),
        what=N_("A plan calls itself an edition that was published, and its texts differ from that edition."),
        why=N_(
            "Answers of several years and countries rest on the words of an edition: they must mean the same "
            "for ever. Changed words make a new edition, with a version of its own."
        ),
        wrong=lines("""
            id: oea-trata
            version: 1
            title: Plan de trabajo con otros textos
            """),
        right=lines("""
            id: plan-nacional
            version: 1
            title: Plan de trabajo con otros textos
            """),
    ),
)
