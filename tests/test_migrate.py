"""`trata migrate`: every answer is carried over, or asked anew with what it said kept; no level is guessed."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests import editing
from tests.support import GARDEN_FILE, LIBRARY_FILES, ROOT, load, trata
from trata_cli.files.assessments import Reading, check_document
from trata_cli.files.document import Document, from_bytes
from trata_cli.files.migrating import migrated
from trata_cli.files.plans import Shelf, check_plan
from trata_cli.method.comparability import origins
from trata_cli.method.migration import Migration, migrate, undefined
from trata_cli.model.comparability import ChangeKind
from trata_cli.model.plan import Plan

OLD, NEW = map(load, LIBRARY_FILES)
OLD_TEXT, NEW_TEXT = (path.read_text("utf-8") for path in LIBRARY_FILES)
HEAD = """\
format: trata/assessment/1
plan: {id: biblioteca, version: 1}
country: XPE
year: 2025
status: draft
"""
TITLE = "# From biblioteca-1 to biblioteca-2. What has no place in the newer edition, as it was:\n"
STAYS = "New file: new.yaml. XPE-2025.yaml is as it was.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plans").mkdir()
    for path in LIBRARY_FILES:
        shutil.copy(path, tmp_path / "plans")
    return tmp_path


def carried(folder: Path, text: str, *options: str, to: str = "biblioteca-2") -> tuple[int, str, str, str | None]:
    """Exit code, table, talk and the new file of a migration."""
    old, new = folder / "XPE-2025.yaml", folder / "new.yaml"
    old.write_bytes(text.encode())
    done = trata("migrate", old.name, "--to", to, "-o", new.name, *options, cwd=folder, COLUMNS="100")
    assert old.read_bytes() == text.encode()
    return done.returncode, done.stdout, done.stderr, new.read_bytes().decode() if new.exists() else None


def refused(folder: Path, text: str, *options: str, to: str = "biblioteca-2") -> tuple[int, str]:
    """Exit code and reason of a migration that writes nothing."""
    code, table, reason, new = carried(folder, text, *options, to=to)
    assert (table, new) == ("", None)
    return code, reason.removeprefix("trata: ")


# What becomes of each answer.


def test_every_change_and_what_became_of_its_answer(folder: Path) -> None:
    text = """\
# Primera edición
format: trata/assessment/1
plan: {id: biblioteca, version: 1}  # la de 2020
country: XPE
year: 2025
status: draft
answers:
  L1: {level: 2, wording: w-01234567}
  L2:
    level: 1
    note: Fichas hasta junio.
  L3:
    level: 1   # por revisar
    wording: w-89abcdef
  # el horario
  L4:
    level: not-applicable
    reason: Abre todo el día.
  L5: {level: 2, note: "Ocho talleres.", evidence: [{title: Lista, type: third-party}]}
  L6:
    level: 3
    note: Seis talleres.
    evidence:
      - {title: Lista, type: third-party}
      - {title: Acta, type: official-act, audience: internal}
  L7:
    level: 1
    reason: Falta la furgoneta.
    note: |
      A domicilio, no.
      A escuelas, sí.
    target: {level: 2, by: 2026-12}
  L8:
    level: 3
    target: {level: 3}
    statements:
      - {by: Red, role: reviewer, level: 2, target: {level: 3}}
"""
    code, table, talk, new = carried(folder, text)

    assert table == (
        "biblioteca-1 → biblioteca-2\n"
        "  Indicator    Change    Answer            Level\n"
        "  L1           same      carried over      2\n"
        "  L3           reworded  to be read again  1\n"
        "  L4 → H1      same      carried over      not applicable\n"
        "  L5, L6 → L9  merged    to be answered    2, 3 → unanswered\n"
        "  L7 → L7a     split     to be answered    1 → unanswered\n"
        "  L7 → L7b     split     to be answered    1 → unanswered\n"
        "  L8           rescaled  to be read again  3 → 2\n"
        "  L10          new       to be answered    unanswered\n"
        "  L2           retired   in comments       1\n"
        "Answers in the old file: 8 · carried over: 4, to be read again: 2 · to be answered anew: 3 · in\n"
        "comments: 1\n"
    )
    assert new == (
        """\
# Primera edición
format: trata/assessment/1
plan: {id: biblioteca, version: 2}  # la de 2020
country: XPE
year: 2025
status: draft
answers:
  L1: {level: 2, wording: w-01234567}
  L3:
    level: 1   # por revisar
    wording: w-89abcdef
  # el horario
  H1:
    level: not-applicable
    reason: Abre todo el día.
  L9:
    note: |-
      L5: Ocho talleres.
      L6: Seis talleres.
    evidence:
      - title: Lista
        type: third-party
      - title: Acta
        type: official-act
        audience: internal
  L7a:
    note: |
      A domicilio, no.
      A escuelas, sí.
  L7b:
    note: |
      A domicilio, no.
      A escuelas, sí.
  L8:
    level: 2
    target: {level: 2}
    statements:
      - {by: Red, role: reviewer, level: 2, target: {level: 2}}
"""
        + TITLE
        + """\
# answers:
#   L2:
#     level: 1
#     note: Fichas hasta junio.
#   L5:
#     level: 2
#   L6:
#     level: 3
#   L7:
#     level: 1
#     reason: Falta la furgoneta.
#     target:
#       level: 2
#       by: 2026-12
"""
    )
    assert (code, talk) == (
        0,
        STAYS
        + "0 errors, 6 warnings. See them with: trata validate new.yaml\n"
        + "Go on with: trata assess new.yaml --pending\n",
    )


def test_what_was_read_in_other_words_is_named_until_it_is_read_again(folder: Path) -> None:
    """The fingerprint that an answer was given with is carried along: it is not that of the newer words."""
    trata("init", "XPE", "2025", "-o", "XPE-2025.yaml", "--plan", "plans/biblioteca-1.yaml", cwd=folder)
    for id_ in ("L1", "L3", "L8"):
        trata("set", "XPE-2025.yaml", id_, "--level", "1", cwd=folder)
    trata("migrate", "XPE-2025.yaml", "--to", "plans/biblioteca-2.yaml", "-o", "new.yaml", cwd=folder)
    found = trata("validate", "new.yaml", cwd=folder).stdout

    assert re.findall(r"warning re-read: .* for (\w+) ", found) == ["L3", "L8"]


def test_who_answers_what_and_what_was_signed(folder: Path) -> None:
    text = """\
format: trata/assessment/1
plan: {id: biblioteca, version: 1}
country: XPE
year: 2025
status: reviewed
assignments:
  Archivo: [L2]
  Escuela: [L7, L2]
  Red: [fondo, lectores]
  Taller: [L6, L5]
answers: {L4: {level: 1}}
"""
    code, table, talk, new = carried(folder, text)

    assert (code, table.splitlines()[4]) == (0, "  L4 → H1      same      carried over    1")
    assert talk == (
        STAYS
        + "It is a draft: what was reviewed or signed were the answers to the edition before.\n"
        + "0 errors, 1 warning. See them with: trata validate new.yaml\n"
        + "Go on with: trata assess new.yaml --pending\n"
    )
    assert new == (
        """\
format: trata/assessment/1
plan: {id: biblioteca, version: 2}
country: XPE
year: 2025
status: draft
assignments:
  Escuela: [L7a, L7b]
  Red: [fondo, lectores]
  Taller: [L9]
answers: {H1: {level: 1}}
"""
        + TITLE
        + """\
# status: reviewed
# assignments:
#   Archivo:
#     - L2
#   Escuela:
#     - L2
"""
    )


def test_a_final_file_becomes_a_draft_and_its_signature_a_comment(folder: Path) -> None:
    words = "".join(f"  {id_}: {{level: no-information, reason: Sin datos.}}\n" for id_ in OLD.places)
    (folder / "XPE-2025.yaml").write_text(
        HEAD.replace("draft", "reviewed\ninstitution: Red") + "answers:\n" + words, "utf-8"
    )
    assert trata("finalize", "XPE-2025.yaml", cwd=folder).returncode == 0
    signed = (folder / "XPE-2025.yaml").read_text("utf-8")
    (final,) = re.findall(r"(?m)^final:\n((?:  .*\n)+)", signed)
    code, _, talk, new = carried(folder, signed)

    assert code == 0
    assert "It is a draft" in talk
    assert new is not None
    body, comments = new.split(TITLE)
    assert yaml.safe_load(body)["status"] == "draft"
    assert "final" not in yaml.safe_load(body)
    assert comments.startswith(
        "# status: final\n# final:\n" + re.sub("(?m)^", "# ", final.rstrip("\n")) + "\n# answers:"
    )


def test_a_part_is_asked_for_what_became_of_its_indicators(folder: Path) -> None:
    part = "part: {institution: Red, ids: [L7, L2, L4]}\nanswers: {}\n"
    _, _, _, new = carried(folder, HEAD + part)

    left = "# part:\n#   ids:\n#     - L2\n"
    assert (
        new
        == (HEAD + part).replace("version: 1", "version: 2").replace("[L7, L2, L4]", "[L7a, L7b, H1]") + TITLE + left
    )


def test_what_moved_out_of_a_pillar_that_was_assigned_is_named_beside_it(folder: Path) -> None:
    line = "          - {id: H1, text: Horario de tarde y de sábados acordado., kind: acuerdo}\n"
    first = "          - {id: L1, text: Compra anual de libros realizada., kind: servicio}\n"
    moved = NEW_TEXT.replace(line, "").replace(first, first + line)
    moved = moved.replace("H1: {change: same,", "H1: {change: reworded, reason: Ahora es del fondo.,")
    (folder / "plans" / "biblioteca-2.yaml").write_text(moved, "utf-8")
    _, _, _, new = carried(folder, HEAD + "assignments: {Red: [lectores]}\nanswers:\n")

    assert new == HEAD.replace("version: 1", "version: 2") + "assignments: {Red: [lectores, H1]}\nanswers:\n"


def test_a_file_without_answers(folder: Path) -> None:
    code, table, _, new = carried(folder, HEAD + "answers: {}\n")

    assert (code, new) == (0, HEAD.replace("version: 1", "version: 2") + "answers: {}\n")
    assert table.endswith(
        "  L2           retired                   unanswered\nAnswers in the old file: 0 · carried over: 0"
        ", to be read again: 0 · to be answered anew: 0 · in\ncomments: 0\n"
    )


def test_line_ends_and_a_byte_order_mark_stay(folder: Path) -> None:
    text = "\ufeff" + (HEAD + "answers:\n  L2: {level: 1}\n  L4:\n    level: 0\n").replace("\n", "\r\n")
    _, _, _, new = carried(folder, text)

    body = HEAD.replace("version: 1", "version: 2") + "answers:\n  H1:\n    level: 0\n"
    comments = TITLE + "# answers:\n#   L2:\n#     level: 1\n"
    assert new == "\ufeff" + (body + comments).replace("\n", "\r\n")


def test_a_file_without_a_last_line_end(folder: Path) -> None:
    _, _, _, new = carried(folder, HEAD + "answers:\n  L2: {level: 1}\n  L4:\n    note: |\n      Sí.")

    body = HEAD.replace("version: 1", "version: 2") + "answers:\n  H1:\n    note: |\n      Sí.\n"
    assert new == body + TITLE + "# answers:\n#   L2:\n#     level: 1\n"


def test_personal_data_that_somebody_let_stand_has_to_be_looked_at_again(folder: Path) -> None:
    """The comment that let it stand was about another place; the new file is there to be mended."""
    text = HEAD + (
        "answers:\n"
        "  L1:\n    level: 1\n    note: CPF 123.456.789-09.  # trata: ignore=personal-data-document es público\n"
        "  L2:\n    level: 1\n    note: CPF 123.456.789-09.  # trata: ignore=personal-data-document es público\n"
        "  L3:\n    level: 1\n"
    )
    code, _, talk, new = carried(folder, text)

    assert new is not None
    assert new.count("ignore=personal-data-document") == 1
    assert (code, re.findall(r"(?m)^(?:trata: )?(new.yaml:\d+:\d+: error [\w-]+)", talk)) == (
        1,
        ["new.yaml:16:17: error personal-data-document"],
    )
    assert talk.startswith(STAYS)


# Over several editions.


def third(*changes: tuple[str, str]) -> str:
    """An edition after the second: H1 has its old name again, L8 another scale, all else is as it was."""
    text = NEW_TEXT[: NEW_TEXT.index("comparability:")].replace("version: 2", "version: 3").replace("id: H1", "id: L4h")
    text = text.replace("Todo el personal formado.", "Todo el personal formado y evaluado.")
    text += "comparability:\n  before: 2\n  indicators:\n    L4h: {change: same, was: [H1]}\n"
    text += "    L8: {change: rescaled, reason: Se evalúa., levels: {0: 0, 1: 1, 2: 1, 3: 3}}\n"
    text += "".join(f"    {id_}: {{change: same}}\n" for id_ in ("L1", "L3", "L9", "L7a", "L7b", "L10"))
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def test_over_the_edition_between(folder: Path) -> None:
    (folder / "third.yaml").write_text(third(), "utf-8")
    text = HEAD + "answers:\n  L2: {level: 1}\n  L4: {level: 3}\n  L8: {level: 3}\n"
    code, table, talk, new = carried(folder, text, to="third.yaml")

    assert re.findall(r"(?m)^\S+ → \S+$", table) == ["biblioteca-1 → biblioteca-2", "biblioteca-2 → biblioteca-3"]
    assert re.findall(r"(?m)^  L8 .*$", table) == [
        "  L8           rescaled  to be read again  3 → 2",
        "  L8         rescaled  to be read again  2 → 1",
    ]
    assert new == HEAD.replace("version: 1", "version: 3") + (
        "answers:\n  L4h: {level: 3}\n  L8: {level: 1}\n" + TITLE + "# answers:\n#   L2:\n#     level: 1\n"
    )
    assert (code, talk.splitlines()[-1]) == (0, "Go on with: trata assess new.yaml --pending --plan third.yaml")


def test_the_edition_between_is_not_there(folder: Path) -> None:
    (folder / "third.yaml").write_text(third(), "utf-8")
    (folder / "plans" / "biblioteca-2.yaml").unlink()
    elsewhere = str(LIBRARY_FILES[1])

    assert refused(folder, HEAD + "answers: {}\n", to="third.yaml") == (
        1,
        "From biblioteca-1 to biblioteca-3 the way leads over biblioteca-2, which was not found: "
        "name it with --plan.\n",
    )
    assert carried(folder, HEAD + "answers: {}\n", "--plan", elsewhere, to="third.yaml")[0] == 0


@pytest.mark.parametrize("before", ["before: 0", None])
def test_an_edition_that_says_nothing_of_the_old_one(folder: Path, before: str | None) -> None:
    text = NEW_TEXT.replace("before: 1", before) if before else NEW_TEXT[: NEW_TEXT.index("comparability:")]
    (folder / "second.yaml").write_text(text, "utf-8")

    assert refused(folder, HEAD + "answers: {}\n", to="second.yaml") == (
        1,
        "Nothing says what became of the indicators of biblioteca-1: biblioteca-2 does not (comparability).\n",
    )


# Refused.


def test_a_level_without_a_counterpart_is_named_wherever_it_stands(folder: Path) -> None:
    path = folder / "plans" / "biblioteca-2.yaml"
    path.write_text(NEW_TEXT.replace("{0: 0, 1: 1, 2: 2, 3: 2}", "{0: 0, 1: 1}"), "utf-8")
    text = HEAD + (
        "answers:\n  L1: {level: 3}\n  L8:\n    level: 2\n    target: {level: 3}\n"
        "    statements: [{by: Red, role: reviewer, level: 1, target: {level: 2}}]\n"
    )
    none = "has no counterpart in biblioteca-2.\n"

    assert refused(folder, text) == (
        1,
        f"answers.L8.level: level 2 {none}"
        f"answers.L8.target.level: level 3 {none}"
        f"answers.L8.statements.0.target.level: level 2 {none}",
    )


def test_a_file_with_errors(folder: Path) -> None:
    code, reason = refused(folder, HEAD + "answers:\n  L7x: {level: 1}\n  L1: {level: 1}\n")

    assert (code, reason) == (
        1,
        "XPE-2025.yaml:7:3: error unknown-indicator: “L7x” is not an indicator of this plan\n"
        "     7 |   L7x: {level: 1}\n"
        "       |   ^\n"
        "       → Did you mean “L7”?\n"
        "\n"
        "1 file, 1 error, 0 warnings\n",
    )


def test_an_edition_that_contradicts_the_one_before(folder: Path) -> None:
    (folder / "plans" / "biblioteca-2.yaml").write_text(
        NEW_TEXT.replace("    L2: {change: retired", "    L0: {change: retired"), "utf-8"
    )
    code, reason = refused(folder, HEAD + "answers: {L2: {level: 1}}\n")

    assert code == 1
    assert "error indicator-lost" in reason


def test_a_part_of_which_nothing_is_left(folder: Path) -> None:
    assert refused(folder, HEAD + "part: {institution: Red, ids: [L2]}\nanswers: {}\n") == (
        1,
        "biblioteca-2 has nothing any more of what this part answers.\n",
    )


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("biblioteca-1", "The file answers biblioteca-1, and biblioteca-1 is no later edition of that plan.\n"),
        (str(GARDEN_FILE), "The file answers biblioteca-1, and huerto-1 is no later edition of that plan.\n"),
        ("nothing.yaml", "nothing.yaml can't be opened: it does not exist.\n"),
        (
            "biblioteca-9",
            "biblioteca-9 is neither a file nor an edition in plans/, in ./plans/ or among those that came with "
            "trata.\n",
        ),
    ],
)
def test_a_plan_that_leads_nowhere(folder: Path, to: str, reason: str) -> None:
    assert refused(folder, HEAD + "answers: {}\n", to=to) == (2, reason)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ((), "--output is missing.\nHelp: trata migrate --help\n"),
        (("-o", "XPE-2025.yaml"), "XPE-2025.yaml can't be written: a file of that name is already there.\n"),
        (("-o", "new.txt"), "new.txt can't be written: a new file needs a name that ends in .yaml.\n"),
        (("-o", "-"), "- can't be written: a new file needs a name that ends in .yaml.\n"),
        (
            ("-o", "plans/new.yaml"),
            "plans/new.yaml has to lie in the folder of XPE-2025.yaml: its evidence and its plan are found from "
            "there.\n",
        ),
    ],
)
def test_a_new_file_that_has_no_place(folder: Path, options: tuple[str, ...], reason: str) -> None:
    (folder / "XPE-2025.yaml").write_text(HEAD + "answers: {}\n", "utf-8")
    before = sorted(path.name for path in folder.rglob("*"))
    done = trata("migrate", "XPE-2025.yaml", "--to", "biblioteca-2", *options, cwd=folder)

    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"trata: {reason}")
    assert sorted(path.name for path in folder.rglob("*")) == before
    assert (folder / "XPE-2025.yaml").read_text("utf-8") == HEAD + "answers: {}\n"


def test_standard_input_is_no_file(folder: Path) -> None:
    done = trata("migrate", "-", "--to", "biblioteca-2", "-o", "new.yaml", cwd=folder, typed=HEAD)

    assert (done.returncode, done.stderr) == (2, "trata: What is migrated is a file; standard input is none.\n")


def test_a_layout_without_a_plain_place_is_refused_in_words(folder: Path) -> None:
    """Behind the sign of a key that has one there is no line for another entry."""
    text = HEAD + "? answers\n: L2: {level: 1}\n"
    code, reason = refused(folder, text)

    assert (code, reason) == (
        1,
        "XPE-2025.yaml could not be carried over: it is not laid out plainly enough for it.\n",
    )


def test_quiet_says_only_the_table(folder: Path) -> None:
    code, table, talk, _ = carried(folder, HEAD + "answers: {L1: {level: 1}}\n", "--quiet")

    assert (code, table.splitlines()[2], talk) == (0, "  L1           same      carried over    1", "")


def test_the_document_shows_what_happens(folder: Path) -> None:
    text = (ROOT / "docs" / "migrating.md").read_text("utf-8")
    (shown,) = re.findall(r"```console\n\$ trata (.+?)\n(.+?)```", text, flags=re.DOTALL)
    shutil.copy(ROOT / "tests" / "plans" / "biblioteca" / "XPE-2025.yaml", folder)
    done = trata(*shlex.split(shown[0]), cwd=folder, COLUMNS="80")

    parts = [re.escape(part) for part in shown[1].split("…\n")]
    assert re.fullmatch("(?:.*\\n)*?".join(parts), done.stdout + done.stderr), done.stdout + done.stderr


def test_the_document_has_a_row_for_every_change() -> None:
    text = (ROOT / "docs" / "migrating.md").read_text("utf-8")
    assert re.findall(r"(?m)^\| `(\w+)` \|", text) == [*get_args(ChangeKind)]


# Laws.

laws = settings(
    max_examples=1000,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
SHELF = Shelf([str(path) for path in LIBRARY_FILES])
_TEXTS = st.sampled_from(
    ["Sí.", "no", "12:30", "# trata", "Dos\nlíneas", "Una línea\n", "«ñ»: {x}", "- lista", " a", "|", "'"]
)
_LEVELS = st.integers(0, 3)
_EVIDENCE = st.fixed_dictionaries(
    {"title": _TEXTS, "type": st.sampled_from(["official-act", "third-party"])},
    optional={
        "date": st.just("2025-03"),
        "covers": st.sampled_from([2025, [2024, 2025]]),
        "issuer": _TEXTS,
        "audience": st.sampled_from(["public", "internal"]),
    },
)
_TARGET = st.fixed_dictionaries({"level": _LEVELS}, optional={"by": st.just("2026-12"), "action": _TEXTS})
_SAID: dict[str, Any] = {
    "level": _LEVELS | st.sampled_from(["not-applicable", "no-information"]),
    "note": _TEXTS,
    "internal_note": _TEXTS,
    "evidence": st.lists(_EVIDENCE, max_size=3, unique_by=str),
    "target": _TARGET,
}
_STATEMENT = st.fixed_dictionaries(
    {"by": _TEXTS, "role": st.sampled_from(["institution", "reviewer"]), "reason": _TEXTS}, optional=_SAID
)
_ANSWER = st.fixed_dictionaries(
    {"reason": _TEXTS},  # which two of the levels need
    optional={
        **_SAID,
        "answered": st.just("2025-11-24"),
        "wording": st.just("w-01234567"),
        "statements": st.lists(_STATEMENT, max_size=2),
    },
)
_NAMES = st.sampled_from([*OLD.places, "fondo", "lectores"])
_FILES = st.fixed_dictionaries(
    {"answers": st.dictionaries(st.sampled_from([*OLD.places]), _ANSWER)},
    optional={
        "assignments": st.dictionaries(
            st.sampled_from(["Red", "Escuela"]), st.lists(_NAMES, min_size=1, max_size=4, unique=True), min_size=1
        ),
        "institution": _TEXTS,
    },
)


class _Dumper(yaml.SafeDumper):
    """YAML without anchors, which an assessment may not have."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - yaml calls it so
        return True


def as_text(data: dict[str, Any], *, flow: bool | None) -> str:
    """A file in YAML as other programs write it: in blocks, in brackets, or as it comes."""
    reference = {"id": "biblioteca", "version": 1}
    whole = {"format": "trata/assessment/1", "plan": reference, "country": "XPE", "year": 2025, "status": "draft"}
    return str(
        yaml.dump({**whole, **data}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=flow)
    )


def read(text: str, shelf: Shelf) -> Reading:
    return check_document(from_bytes("-", text.encode()), shelf)


def stepped(reading: Reading, new: Plan, old: Plan) -> tuple[Migration, Document]:
    assert reading.assessment is not None
    assert not [*undefined(reading.assessment, new, old)]
    found = migrate(reading.assessment, new, old)
    return found, migrated(reading.document, found, origins(new, old) or {}, "What is left:")


def said(text: str) -> dict[str, Any]:
    """What each answer says, all values as texts."""
    return dict(editing.told(editing.load(text) or {}).get("answers", {}))


def on_the_new_scale(said: Any) -> Any:
    """What L8 says, with each level 3 a 2."""
    if isinstance(said, dict):
        return {key: "2" if (key, each) == ("level", "3") else on_the_new_scale(each) for key, each in said.items()}
    return [on_the_new_scale(each) for each in said] if isinstance(said, list) else said


KEPT = ("note", "internal_note", "evidence")


@pytest.mark.slow
@laws
@given(_FILES, st.sampled_from([True, False, None]))
def test_every_answer_is_accounted_for_and_nothing_is_lost(data: dict[str, Any], flow: bool | None) -> None:
    reading = read(as_text(data, flow=flow), SHELF)
    assert reading.ok
    found, document = stepped(reading, NEW, OLD)

    assert check_document(document, SHELF).assessment == found.assessment
    assert {each for row in found.rows for each in row.answers} == {*data["answers"]}
    assert {row.id for row in found.rows if row.id} == {*NEW.places}
    before, (body, _, comments) = said(reading.document.text), document.text.partition("# What is left:\n")
    now, left = said(body), said(re.sub("(?m)^# ?", "", comments))
    for old_id, new_id in (("L1", "L1"), ("L3", "L3"), ("L4", "H1")):
        assert now.get(new_id) == before.get(old_id)
    assert now.get("L8") == on_the_new_scale(before.get("L8"))
    assert left.get("L2") == before.get("L2")
    for old_id, new_id in (("L5", "L9"), ("L6", "L9"), ("L7", "L7a"), ("L7", "L7b")):
        answer, piece = before.get(old_id, {}), now.get(new_id, {})
        assert "level" not in piece
        assert {key: value for key, value in answer.items() if key not in KEPT} == left.get(old_id, {})
        assert all(each in with_years(piece["evidence"]) for each in with_years(answer.get("evidence", [])))
        assert all(answer[key] in piece[key] for key in KEPT[:2] if key in answer)


def with_years(evidence: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Evidence with what it would be understood as anyway."""
    return [{"audience": "public", **each} for each in evidence]


def reworded(ids: set[str], names: dict[str, str]) -> tuple[Plan, Plan]:
    """A second edition with other words under some ids and other names for some, and a third that takes all back."""
    second = OLD_TEXT.replace("version: 1", "version: 2")
    changes = {id_: ("reworded, reason: Otras palabras." if id_ in ids else "same") for id_ in OLD.places}
    for id_ in OLD.places:
        if id_ in ids:
            text = OLD.places[id_].indicator.text
            second = second.replace(f"text: {text}", f"text: Otra vez. {text}")
        second = second.replace(f"id: {id_},", f"id: {names.get(id_, id_)},")
    there = "".join(f"    {names.get(i, i)}: {{change: {c}, was: [{i}]}}\n" for i, c in changes.items())
    back = "".join(f"    {i}: {{change: {c}, was: [{names.get(i, i)}]}}\n" for i, c in changes.items())
    texts = (
        f"{second}\ncomparability:\n  before: 1\n  indicators:\n{there}",
        f"{OLD_TEXT.replace('version: 1', 'version: 3')}\ncomparability:\n  before: 2\n  indicators:\n{back}",
    )
    first, last = (check_plan(from_bytes("-", text.encode())).plan for text in texts)
    assert first is not None
    assert last is not None
    return first, last


@pytest.mark.slow
@laws
@given(
    _FILES,
    st.sampled_from([True, False, None]),
    st.sets(st.sampled_from([*OLD.places])),
    st.sets(st.sampled_from([*OLD.places])),
)
def test_over_pure_rewording_back_and_forth_is_the_identity(
    data: dict[str, Any], flow: bool | None, ids: set[str], renamed: set[str]
) -> None:
    between, last = reworded(ids, {id_: f"N-{id_}" for id_ in renamed})
    start = read(as_text(data, flow=flow), SHELF)
    assert start.ok
    _, there = stepped(start, between, OLD)
    _, back = stepped(Reading(there, migrate_of(start, between), between, ()), last, between)

    assert back.text == start.document.text.replace("version: 1", "version: 3", 1)


def migrate_of(reading: Reading, new: Plan) -> Any:
    assert reading.assessment is not None
    return migrate(reading.assessment, new, OLD).assessment
