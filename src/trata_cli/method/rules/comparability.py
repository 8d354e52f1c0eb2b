"""What is wrong with a plan's word on how it compares with the edition before."""

from __future__ import annotations

from typing import Final

from trata_cli.i18n import N_
from trata_cli.method.rules.rule import Rule, lines


def _with_indicators(example: str, *indicators: str) -> str:
    """An example below a plan's indicators, each on a line of its own."""
    head = """
            pillars:
              - id: suelo
                title: Suelo
                directives:
                  - number: 1
                    text: Cuidar el suelo.
                    indicators:
            """
    return lines(head) + "".join(f"          - {{{each}, kind: obra}}\n" for each in indicators) + lines(example)


_OTHER_WORDS: Final = "id: S1, text: Suelo cuidado todo el año."
_TWO: Final = ("id: S1, text: Suelo cuidado.", "id: S2, text: Suelo regado.")
_PIECES: Final = ("id: S1a, text: Suelo cuidado.", "id: S1b, text: Suelo regado.")

COMPARABILITY: Final = (
    Rule(
        "comparability-missing",
        "warning",
        N_("version {version} does not say how it compares with the edition before"),
        N_("add “comparability”: what became of each indicator"),
        what=N_("A plan is a later edition and has no “comparability”."),
        why=N_(
            "Until it says what became of each indicator, no year can be compared with those of the edition before."
        ),
        wrong=lines("""
            version: 2
            """),
        right=lines("""
            version: 2
            comparability:
              before: 1
              indicators:
                S1: {change: same}
            """),
    ),
    Rule(
        "edition-before-missing",
        "warning",
        N_("version {found} of “{id}” was not found, so nothing could be compared with it"),
        N_("name it with --plan; {name} is looked for beside this file, in plans/ there, and in what came with trata"),
        what=N_("The edition that “before” names was not found."),
        why=N_("Whether what the plan says of each indicator is so, only the texts of both editions can show."),
        wrong=lines("""
            version: 8
            comparability:
              before: 7
              indicators:
                S1: {change: same}
            """),
        right=lines("""
            version: 8
            comparability:
              before: 1
              indicators:
                S1: {change: same}
            """),
    ),
    Rule(
        "bad-edition-before",
        "error",
        N_("“before” is {found}, and this is version {version}"),
        N_("name the version before this one"),
        what=N_("The edition that “before” names is not an earlier one."),
        why=N_("Years go forward: an edition can only say what became of the indicators of an earlier one."),
        wrong=lines("""
            version: 2
            comparability:
              before: 2
              indicators:
                S1: {change: same}
            """),
        right=lines("""
            version: 2
            comparability:
              before: 1
              indicators:
                S1: {change: same}
            """),
    ),
    Rule(
        "change-missing",
        "error",
        N_("nothing is said of {ids}"),
        N_("give each an entry; of one that is as it was: change: same"),
        what=N_("“comparability” does not say what became of each indicator of the plan."),
        why=N_("What nobody thought of is most often what makes two years incomparable."),
        wrong=lines("""
            comparability:
              before: 1
              indicators: {}
            """),
        right=lines("""
            comparability:
              before: 1
              indicators:
                S1: {change: same}
            """),
    ),
    Rule(
        "indicator-lost",
        "error",
        N_("nothing is said of what became of {ids}, of version {version}"),
        N_("carry each on in another entry (was: …), or retire it: change: retired, with its reason"),
        what=N_("An indicator of the edition before is neither carried on nor retired."),
        why=N_("A commitment that was reported on for years must not vanish without anybody saying why."),
        wrong=lines("""
            pillars: []
            comparability:
              before: 1
              indicators: {}
            """),
        right=lines("""
            pillars: []
            comparability:
              before: 1
              indicators:
                S1: {change: retired, reason: La escuela ya no tiene suelo.}
            """),
    ),
    Rule(
        "change-unexplained",
        "error",
        N_("“{change}” needs a reason"),
        N_("add “reason”: why it is not as it was"),
        what=N_("An indicator is not as it was, and “reason” is missing."),
        why=N_("Whoever reads the series in ten years has nobody left to ask."),
        wrong=lines("""
            pillars: []
            comparability:
              before: 1
              indicators:
                S1: {change: retired}
            """),
        right=lines("""
            pillars: []
            comparability:
              before: 1
              indicators:
                S1: {change: retired, reason: La escuela ya no tiene suelo.}
            """),
    ),
    Rule(
        "bad-was",
        "error",
        N_("ids in “was” of a “{change}” indicator: {found}; there should be: {expected}"),
        N_("same, reworded, rescaled: its old id or nothing; split: one; merged: two or more; new, retired: none"),
        what=N_("The number of ids in “was” does not fit the change."),
        why=N_("A split has one origin and a merger several: otherwise it is not known what is compared with what."),
        wrong=lines("""
            comparability:
              before: 1
              indicators:
                S1: {change: new, was: [S1], reason: Se pide por primera vez.}
            """),
        right=lines("""
            comparability:
              before: 1
              indicators:
                S1: {change: same, was: [S1]}
            """),
    ),
    Rule(
        "claimed-twice",
        "error",
        N_("more than one entry goes back to “{found}”: {ids}"),
        N_("leave it to one of them; if it was divided, each is a split"),
        what=N_("Several entries go back to the same indicator of the edition before, and not each is a split."),
        why=N_("The same old answers would count for two indicators."),
        wrong=_with_indicators(
            """
            comparability:
              before: 1
              indicators:
                S1: {change: same}
                S2: {change: same, was: [S1]}
            """,
            *_TWO,
        ),
        right=_with_indicators(
            """
            comparability:
              before: 1
              indicators:
                S1: {change: same}
                S2: {change: new, reason: Se pide por primera vez.}
            """,
            *_TWO,
        ),
    ),
    Rule(
        "split-alone",
        "error",
        N_("“{found}” is split, and this is its only piece"),
        N_("mark its other pieces as split too; if there are none, it is reworded or rescaled"),
        what=N_("An indicator of the edition before is split into a single one."),
        why=N_("What is divided has two pieces or more: either one is missing, or nothing was divided."),
        wrong=_with_indicators(
            """
            comparability:
              before: 1
              indicators:
                S1a: {change: split, was: [S1], reason: Eran dos cosas.}
                S1b: {change: new, reason: Eran dos cosas.}
            """,
            *_PIECES,
        ),
        right=_with_indicators(
            """
            comparability:
              before: 1
              indicators:
                S1a: {change: split, was: [S1], reason: Eran dos cosas.}
                S1b: {change: split, was: [S1], reason: Eran dos cosas.}
            """,
            *_PIECES,
        ),
    ),
    Rule(
        "id-reused",
        "error",
        N_("“{found}” was an indicator of the edition before, and here it is the id of another"),
        N_("give one that was never used; if it is the same indicator, say so: was, change"),
        what=N_("An id of the edition before names something else in this one."),
        why=N_(
            "Whoever lays two years side by side by their ids would compare what has nothing to do with each other."
        ),
        wrong=lines("""
            comparability:
              before: 1
              indicators:
                S1: {change: retired, reason: La escuela ya no tiene suelo.}
            """),
        right=lines("""
            comparability:
              before: 1
              indicators:
                S1: {change: same}
            """),
    ),
    Rule(
        "unknown-old-indicator",
        "error",
        N_("“{found}” is not an indicator of version {version}"),
        N_("correct the id; if there was none, it is new"),
        what=N_("An entry goes back to an indicator that the edition before does not have."),
        why=N_("A slip in an id, and the indicator's history is cut off."),
        wrong=_with_indicators(
            """
            comparability:
              before: 1
              indicators:
                S1: {change: same}
                S2: {change: same, was: [S7]}
            """,
            *_TWO,
        ),
        right=_with_indicators(
            """
            comparability:
              before: 1
              indicators:
                S1: {change: same}
                S2: {change: new, reason: Se pide por primera vez.}
            """,
            *_TWO,
        ),
    ),
    Rule(
        "not-the-same",
        "error",
        N_("“same” is said, but the words of {id} in version {version} were others"),
        N_("say reworded, or rescaled if its levels mean something else; what differs: trata plan diff"),
        what=N_(
            "An indicator is said to be the same, and the directive, its text, its guidance or what its levels mean "
            "differs."
        ),
        why=N_("Answers to other words would be compared as if nothing had changed."),
        wrong=_with_indicators(
            """
            comparability:
              before: 1
              indicators:
                S1: {change: same}
            """,
            _OTHER_WORDS,
        ),
        right=_with_indicators(
            """
            comparability:
              before: 1
              indicators:
                S1: {change: reworded, reason: Ahora dice desde cuándo.}
            """,
            _OTHER_WORDS,
        ),
    ),
    Rule(
        "not-rescaled",
        "error",
        N_("“{change}” is said, but version {version} has other levels or another threshold"),
        N_("say rescaled, with the new level of each old one: levels"),
        what=N_("The plan's levels or its threshold changed, and an indicator that is carried on is not rescaled."),
        why=N_("The same number would mean something else from one year to the next, and nobody would notice."),
        wrong=lines("""
            fulfilled_from: 0
            comparability:
              before: 1
              indicators:
                S1: {change: same}
            """),
        right=lines("""
            fulfilled_from: 0
            comparability:
              before: 1
              indicators:
                S1: {change: rescaled, levels: {1: 1}, reason: Basta con menos.}
            """),
    ),
    Rule(
        "nothing-changed",
        "warning",
        N_("“{change}” is said, but its words and levels are those of version {version}"),
        N_("say same; if something should differ, mend the text"),
        what=N_("An indicator is said to be reworded or rescaled, and nothing that is read for an answer differs."),
        why=N_("Either a change did not get into the file, or readers look for one that is not there."),
        wrong=lines("""
            comparability:
              before: 1
              indicators:
                S1: {change: reworded, reason: Ahora dice desde cuándo.}
            """),
        right=lines("""
            comparability:
              before: 1
              indicators:
                S1: {change: same}
            """),
    ),
    Rule(
        "level-map-missing",
        "error",
        N_("“rescaled” needs the new level of each old one"),
        N_("add “levels”, with a line such as 1: 2 for each; leave out an old level without a counterpart"),
        what=N_("An indicator is rescaled, and “levels” does not say which level each old one is now."),
        why=N_("Without it no old answer can be compared with a new one."),
        wrong=_with_indicators(
            """
            comparability:
              before: 1
              indicators:
                S1: {change: rescaled, reason: Se pide más.}
            """,
            _OTHER_WORDS,
        ),
        right=_with_indicators(
            """
            comparability:
              before: 1
              indicators:
                S1: {change: rescaled, reason: Se pide más., levels: {0: 0, 1: 1}}
            """,
            _OTHER_WORDS,
        ),
    ),
    Rule(
        "level-map-needless",
        "error",
        N_("“levels” has no place with “{change}”"),
        N_("delete “levels”; if levels mean something else, it is rescaled"),
        what=N_("“levels” stands in an entry that is not rescaled."),
        why=N_("Either nothing is to be converted, or the change is another than the one that is named."),
        wrong=lines("""
            comparability:
              before: 1
              indicators:
                S1: {change: same, levels: {0: 0, 1: 1}}
            """),
        right=lines("""
            comparability:
              before: 1
              indicators:
                S1: {change: same}
            """),
    ),
    Rule(
        "level-map-falls",
        "error",
        N_("old level {level} becomes {found}, and a lower one becomes {reached}"),
        N_("a higher old level becomes the same new level or a higher one"),
        what=N_("In “levels” a higher old level becomes a lower new one."),
        why=N_("A country that had done more would stand below one that had done less."),
        wrong=_with_indicators(
            """
            comparability:
              before: 1
              indicators:
                S1: {change: rescaled, reason: Se pide más., levels: {0: 1, 1: 0}}
            """,
            _OTHER_WORDS,
        ),
        right=_with_indicators(
            """
            comparability:
              before: 1
              indicators:
                S1: {change: rescaled, reason: Se pide más., levels: {0: 0, 1: 1}}
            """,
            _OTHER_WORDS,
        ),
    ),
    Rule(
        "unknown-old-level",
        "error",
        N_("{found} is not a level of version {version}"),
        N_("its levels: {expected}"),
        what=N_("“levels” speaks of a level that the edition before does not have."),
        why=N_("No answer was ever given at that level: a digit is wrong, or the edition is another one."),
        wrong=_with_indicators(
            """
            comparability:
              before: 1
              indicators:
                S1: {change: rescaled, reason: Se pide más., levels: {0: 0, 1: 1, 2: 1}}
            """,
            _OTHER_WORDS,
        ),
        right=_with_indicators(
            """
            comparability:
              before: 1
              indicators:
                S1: {change: rescaled, reason: Se pide más., levels: {0: 0, 1: 1}}
            """,
            _OTHER_WORDS,
        ),
    ),
    Rule(
        "fulfilment-moves",
        "warning",
        N_("old level {level} becomes {now}; fulfilled is from {threshold} on: what counts changes by definition"),
        N_("if that is meant, say so in its reason; else choose another level, or leave this one out"),
        what=N_("An old level above the threshold becomes a new one below it, or the other way round."),
        why=N_("“Fulfilled x of n” would rise or fall from one year to the next without anybody having done anything."),
        wrong=lines("""
            fulfilled_from: 0
            comparability:
              before: 1
              indicators:
                S1: {change: rescaled, levels: {0: 0, 1: 1}, reason: Basta con menos.}
            """),
        right=lines("""
            fulfilled_from: 0
            comparability:
              before: 1
              indicators:
                S1: {change: rescaled, levels: {1: 1}, reason: Basta con menos.}
            """),
    ),
)
