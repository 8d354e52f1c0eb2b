"""What the reader refuses: bytes, YAML, and what an assessment needs none of."""

from __future__ import annotations

from typing import Final

from trata_cli.i18n import N_
from trata_cli.method.rules.rule import Rule, lines

READING: Final = (
    Rule(
        "empty-file",
        "error",
        N_("the file is empty"),
        N_("start one with: trata init COUNTRY YEAR"),
        what=N_("The file has nothing in it, or nothing but comments."),
        why=N_(
            "Only its first lines tell which country, year and plan a file speaks of; an empty one must not "
            "pass for an assessment without problems."
        ),
        wrong=N_("A file of 0 bytes, or one with comments alone."),
        right=N_("A file with the first lines that trata init writes: format, plan, country, year and status."),
    ),
    Rule(
        "file-too-big",
        "error",
        N_("the file has {found} bytes; at most {most} are read"),
        N_("is it an assessment?"),
        what=N_("The file is larger than 5 MiB and was not read."),
        why=N_(
            "An assessment with all its answers takes a few hundred kilobytes: a larger file is something "
            "else, or has a whole document pasted into it."
        ),
        wrong=N_("An assessment with a scanned decree pasted into a note."),
        right=N_("The decree in a file of its own, which the evidence names (file)."),
    ),
    Rule(
        "not-a-regular-file",
        "error",
        N_("this is not a regular file"),
        N_("name a YAML file or a folder"),
        what=N_("The path names something that is no ordinary file: a device, a pipe or a socket."),
        why=N_("Reading it might never end, and an assessment has to be a file that can be kept, copied and signed."),
        wrong=N_("A named pipe (FIFO) called XPE-2026.yaml."),
        right=N_("An ordinary file called XPE-2026.yaml."),
    ),
    Rule(
        "unreadable",
        "error",
        N_("the file can't be read: {reason}"),
        N_("check the link and the permissions"),
        what=N_("A file was found and could not be opened."),
        why=N_(
            "What could not be read was not checked: passed over in silence, it would make a folder look "
            "better than it is."
        ),
        wrong=N_("A link to a file that was moved or deleted, or a file that you have no permission to read."),
        right=N_("The file itself, in its folder, with permission to read it."),
    ),
    Rule(
        "not-utf8",
        "error",
        N_("byte {found} is not UTF-8"),
        N_("save the file again with the encoding UTF-8"),
        what=N_("The file is not saved as UTF-8, the encoding that every system reads alike."),
        why=N_(
            "In another encoding accents and ñ turn into other signs on another computer. Nothing is guessed: "
            "a wrong guess would change what the country wrote."
        ),
        wrong=N_("“Fiscalía” in a file that was saved as ANSI (Windows-1252)."),
        right=N_("“Fiscalía” in a file that was saved as UTF-8 (in Notepad: Save as, Encoding, UTF-8)."),
    ),
    Rule(
        "not-yaml",
        "error",
        N_("this is not YAML: {reason}"),
        N_("look at this line and the one above: quotes, colons, indentation"),
        what=N_("The text breaks the rules of YAML, the format of these files."),
        why=N_(
            "Until it is mended nothing of the file can be read. Most often it is a colon inside a text, a "
            "quote that is never closed, or a line that is not aligned with the others."
        ),
        wrong=lines("""
            answers:
              D01:
                level: 2
                note: Avance: dos departamentos
            """),
        right=lines("""
            answers:
              D01:
                level: 2
                note: "Avance: dos departamentos"
            """),
    ),
    Rule(
        "tab-indentation",
        "error",
        N_("a tab where YAML expects spaces"),
        N_("indent with spaces"),
        what=N_("A line begins with a tab instead of spaces."),
        why=N_(
            "The spaces at the start of a line show what belongs to what; a tab is wider in one program than "
            "in another, so YAML does not allow it there."
        ),
        wrong=lines("""
            answers:
            \tD01: {level: 2}  # una tabulación
            """),
        right=lines("""
            answers:
              D01: {level: 2}  # dos espacios
            """),
    ),
    Rule(
        "control-character",
        "error",
        N_("control character {found}"),
        N_("delete it"),
        what=N_("There is a character that can't be seen and belongs to no text, such as a bell or an escape."),
        why=N_(
            "Mostly it came along with something pasted. It can garble a screen or a report, and disguise what "
            "a line says."
        ),
        wrong=lines(r"""
            institution: "Mesa\a Interinstitucional"
            """),
        right=lines("""
            institution: "Mesa Interinstitucional"
            """),
    ),
    Rule(
        "line-separator",
        "error",
        N_("{found} is no line end here, though some programs take it for one"),
        N_("replace it with a space or a real line end"),
        what=N_("There is a sign that some programs take for the end of a line and others do not, such as U+2028."),
        why=N_(
            "The same file would have other lines on another computer. It comes along with texts pasted from "
            "web pages and word processors."
        ),
        wrong=lines(r"""
            institution: "Mesa\u2028Interinstitucional"
            """),
        right=lines("""
            institution: "Mesa Interinstitucional"
            """),
    ),
    Rule(
        "duplicate-key",
        "error",
        N_("the key “{found}” stands here twice"),
        N_("keep one of the two; nothing is chosen for you"),
        what=N_("The same key stands twice in one place."),
        why=N_(
            "Only one of the two can count, and programs differ in which: two people would read two answers in "
            "one file."
        ),
        wrong=lines("""
            answers:
              D01:
                level: 1
                level: 2
            """),
        right=lines("""
            answers:
              D01:
                level: 2
            """),
    ),
    Rule(
        "complex-key",
        "error",
        N_("a key has to be a simple text"),
        N_("write it as: key: value"),
        what=N_("A key is a list or a group of fields instead of a simple text."),
        why=N_(
            "A key is a name, such as D01 or level: each indicator gets an answer of its own, even if it is the same."
        ),
        wrong=lines("""
            answers:
              [D01, D03]: {level: 2}
            """),
        right=lines("""
            answers:
              D01: {level: 2}
              D03: {level: 2}
            """),
    ),
    Rule(
        "anchor",
        "error",
        N_("anchors such as “{found}” are not used here"),
        N_("delete it and write the value out"),
        what=N_("A value begins with &, which YAML takes for an anchor: a name under which the value can be repeated."),
        why=N_(
            "Each answer has to be readable by itself, without looking elsewhere. If the & belongs to the "
            "text, put the text in quotes, or YAML swallows the word."
        ),
        wrong=lines("""
            answers:
              D01:
                level: 1
                note: &falta Falta el decreto.
            """),
        right=lines("""
            answers:
              D01:
                level: 1
                note: Falta el decreto.
            """),
    ),
    Rule(
        "alias",
        "error",
        N_("aliases such as “{found}” are not used here"),
        N_("write the value out"),
        what=N_(
            "A value begins with *, which YAML takes for an alias: the repetition of a value that stands elsewhere."
        ),
        why=N_(
            "Each answer has to be readable by itself: what only points elsewhere changes unseen when the "
            "other place does. If the * belongs to the text, put the text in quotes."
        ),
        wrong=lines("""
            answers:
              D01:
                level: 1
                note: *falta
            """),
        right=lines("""
            answers:
              D01:
                level: 1
                note: Falta el decreto.
            """),
    ),
    Rule(
        "merge-key",
        "error",
        N_("merge keys (<<) are not used here"),
        N_("write the values out"),
        what=N_("The key << copies fields from another place into this one."),
        why=N_(
            "What an answer says has to stand in the answer: copied fields are easily overlooked, and a few "
            "lines of them can swell to a huge file."
        ),
        wrong=lines("""
            answers:
              D01:
                <<: {level: 2}
            """),
        right=lines("""
            answers:
              D01:
                level: 2
            """),
    ),
    Rule(
        "tag",
        "error",
        N_("tags such as “{found}” are not used here"),
        N_("delete the tag"),
        what=N_("A value begins with !, which YAML takes for a tag: an order on how to read the value."),
        why=N_(
            "A tag can turn a text into something else, and no field here needs one. If the ! belongs to the "
            "text, put the text in quotes."
        ),
        wrong=lines("""
            answers:
              D01:
                level: 1
                note: !Urgente falta el decreto.
            """),
        right=lines("""
            answers:
              D01:
                level: 1
                note: Urgente, falta el decreto.
            """),
    ),
    Rule(
        "several-documents",
        "error",
        N_("a second document begins here"),
        N_("one file holds one document: split it"),
        what=N_("A line of three hyphens (---) begins a second document in the same file."),
        why=N_("One file is one assessment: of two, nobody could tell which one counts."),
        wrong=lines("""
            answers:
              D01: {level: 2}
            ---
            answers:
              D03: {level: 1}
            """),
        right=lines("""
            answers:
              D01: {level: 2}
              D03: {level: 1}
            """),
    ),
    Rule(
        "too-deep",
        "error",
        N_("nested more than {most} deep"),
        N_("is it an assessment?"),
        what=N_("More than 50 brackets or steps of indentation lie one inside the other."),
        why=N_(
            "An assessment needs fewer than ten. So many come from a slip, or from a file that is made to "
            "bring programs down."
        ),
        wrong=lines("""
            answers:
              D01:
                note: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
                  ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
            """),
        right=lines("""
            answers:
              D01:
                note: Falta el decreto.
            """),
    ),
    Rule(
        "too-many-values",
        "error",
        N_("more than {most} keys and values"),
        N_("is it an assessment?"),
        what=N_("The file holds so many keys and values that it was not read to its end."),
        why=N_(
            "An assessment in which five institutions answer everything has fewer. A longer file is a table or a log "
            "that got into the folder, or is made to bring programs down."
        ),
        wrong=N_("A register with a line for every case of the year."),
        right=N_("The register in a file of its own, which the evidence names (file)."),
    ),
    Rule(
        "ignore-unused",
        "warning",
        N_("there is no warning “{found}” here that this comment could let stand"),
        N_("delete the comment, or put it on the line of the key that the warning names; errors can't be let stand"),
        what=N_("A comment lets a warning stand that is not there on its line."),
        why=N_(
            "Left there, it would one day silence the same warning when it comes for another reason, and "
            "nobody would look."
        ),
        wrong=lines("""
            answers:
              D01:
                level: 2  # trata: ignore=evidence-missing Falta publicarlo.
            """),
        right=lines("""
            answers:
              D01:
                level: 2
            """),
    ),
    Rule(
        "ignore-unexplained",
        "warning",
        N_("this comment lets “{found}” stand and does not say why, so it does not count"),
        N_("write the reason behind it: # trata: ignore={found} the reason"),
        what=N_("A comment lets a warning stand and does not say why."),
        why=N_(
            "Whoever reads the file next year has to know why the warning was set aside; without the reason it "
            "was only hidden, so the comment does not count."
        ),
        wrong=lines("""
            answers:
              D01:
                level: 3  # trata: ignore=evidence-missing
            """),
        right=lines("""
            answers:
              D01:
                level: 3  # trata: ignore=evidence-missing Se publica en enero.
            """),
    ),
)
