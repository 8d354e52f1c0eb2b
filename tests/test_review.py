"""`trata review`: what each line of a reviewer means, and that the country's own answer stays whatever is typed."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import GARDEN_FILE, NAMES_WRAPPED, PLAN, environment, trata
from trata_cli.files.document import from_bytes, read
from trata_cli.files.saving import AnswerFile
from trata_cli.method import reviewing
from trata_cli.method.dialogue import Ask, Done, Edit, Effect, End, Interview, Save, Say, Show
from trata_cli.model.assessment import Answer, Statement
from trata_cli.views.review import prompt
from trata_cli.views.terminal import Look

TODAY = "2026-12-05"
BY = "Defensoría del Pueblo"
NAME = "XPE-2026.yaml"
HEAD = "format: trata/assessment/1\nplan: {id: oea-trata, version: 1}\ncountry: XPE\nyear: 2026\nstatus: draft\n"
WHOLE = f"""{HEAD}answers:
  # la mesa lo discutió dos veces
  D01:
    level: 3   # por mayoría
    note: "Ejecutada."
    evidence:
      - title: Decreto 512
        type: official-act
  D02a:
    level: not-applicable
    reason: No se da.
    statements:
      - {{by: Fiscalía General, role: institution, level: 2}}   # de viva voz

      - by: Universidad Nacional
        role: reviewer
        level: 1
        note: >
          Hay un estudio
          en curso.
  D02b: {{level: 2, note: Parcial.}}
  D03:
    note: Sin nivel todavía.
  D04:
    level: 0
    note: Buscado y no hallado.
"""
ANSWERS = {
    "D01": Answer(level=3, note="Ejecutada."),
    "D02a": Answer(level="not-applicable", reason="No se da."),
    "D02b": Answer(level=2),
    "D03": Answer(note="Sin nivel todavía."),
}
WALK = ["D01", "D02a", "D02b"]


def said(level: Any, **fields: Any) -> Statement:
    return Statement.model_validate({"by": BY, "role": "reviewer", "level": level, "date": TODAY, **fields})


def begin(**statements: Statement) -> Interview:
    answers = {
        id_: answer.model_copy(update={"statements": (statements[id_],)}) if id_ in statements else answer
        for id_, answer in ANSWERS.items()
    }
    return reviewing.begin(PLAN, TODAY, answers, WALK, BY)


def run(state: Interview, *lines: str) -> tuple[Interview, list[Effect]]:
    """The state after some lines, and the effects of the last."""
    effects: list[Effect] = []
    for line in lines:
        state, effects = reviewing.step(state, line)
    return state, effects


def saves(id_: str, new: Statement, old: Statement | None = None) -> Save:
    """What goes to disk: the reviewer's own statement and nothing else."""
    return Save(id_, Answer(statements=(old,) if old else ()), Answer(statements=(new,)))


# What a line means.


@pytest.mark.parametrize("typed", ["a", "A", " a ", "3"])
def test_agreeing_is_saved_at_once_and_asks_for_a_comment(typed: str) -> None:
    state, effects = run(begin(), typed)
    assert (state.id, state.ask, effects) == ("D01", Ask.NOTE, [saves("D01", said(3))])
    state, effects = run(state, "")
    assert (state.id, state.ask) == ("D02a", Ask.LEVEL)
    assert effects == [saves("D01", said(3), said(3)), Done("D01"), Show("screen")]


def test_a_comment_of_agreement() -> None:
    _, effects = run(begin(), "a", "Bien documentado.")
    assert effects[0] == saves("D01", said(3, note="Bien documentado."), said(3))


@pytest.mark.parametrize("nothing", ["", "  ", "\t"])
def test_another_level_is_saved_with_its_comment_and_not_without(nothing: str) -> None:
    state, effects = run(begin(), "2")
    assert (state.ask, effects) == (Ask.NOTE, [])
    assert run(state, nothing) == (state, [Say("Here a comment is needed; - goes back to the level.")])
    state, effects = run(state, "Falta la evaluación.")
    assert effects == [saves("D01", said(2, note="Falta la evaluación.")), Done("D01"), Show("screen")]
    assert state.answers["D01"] == ANSWERS["D01"].model_copy(
        update={"statements": (said(2, note="Falta la evaluación."),)}
    )


@pytest.mark.parametrize(
    ("typed", "word"),
    [("n", "not-applicable"), ("s", "no-information"), ("sin información", "no-information")],
)
def test_the_comment_of_a_word_is_its_reason(typed: str, word: str) -> None:
    state, effects = run(begin(), typed)
    assert (state.ask, effects) == (Ask.NOTE, [])
    assert run(state, "")[0] == state
    assert run(state, "No se da.")[1][0] == saves("D01", said(word, reason="No se da."))


def test_agreeing_with_a_word_needs_a_reason_as_well() -> None:
    state, effects = run(begin(), "g 2a", "a")
    assert (state.id, state.ask, effects) == ("D02a", Ask.NOTE, [])
    assert run(state, "")[0] == state
    assert run(state, "Consta en actas.")[1][0] == saves("D02a", said("not-applicable", reason="Consta en actas."))


def test_the_same_level_again_keeps_the_comment_by_enter() -> None:
    old = said(2, note="Falta la evaluación.", date="2026-10-01")
    state, effects = run(begin(D01=old), "g 1", "2")
    assert (state.ask, effects) == (Ask.NOTE, [])
    assert run(state, "")[1][0] == saves("D01", said(2, note="Falta la evaluación."), old)
    assert run(state, "Otra cosa.")[1][0] == saves("D01", said(2, note="Otra cosa."), old)


def test_another_level_than_the_last_time_lets_the_old_comment_go() -> None:
    old = said("not-applicable", reason="No se da.", internal_note="Ver oficio 8.", date="2026-10-01")
    _, effects = run(begin(D01=old), "g 1", "a")
    assert effects == [saves("D01", said(3, internal_note="Ver oficio 8."), old)]


def test_enter_leaves_it_unreviewed() -> None:
    state, effects = run(begin(), "")
    assert (state.id, state.answers, effects) == ("D02a", begin().answers, [Show("screen")])


def test_the_end_of_the_walk() -> None:
    state, effects = run(begin(), "", "", "")
    assert effects == [Show("totals", "prevencion"), Show("totals"), End(finished=True)]
    assert state.answers == begin().answers


@pytest.mark.parametrize(
    ("typed", "id_", "ask", "effects"),
    [
        ("g 2b", "D02b", Ask.LEVEL, [Show("screen")]),
        ("2b", "D02b", Ask.LEVEL, [Show("screen")]),
        ("-", "D01", Ask.LEVEL, [Say("This is the first indicator.")]),
        ("d", "D01", Ask.LEVEL, [Show("directive")]),
        ("?", "D01", Ask.LEVEL, [Show("help")]),
        ("q", "D01", Ask.LEVEL, [End(finished=False)]),
        ("/niños", "D01", Ask.SEARCH, [Show("hits")]),
        ("g 99", "D01", Ask.LEVEL, [Say("“{typed}” is no indicator; /word searches the texts.", {"typed": "99"})]),
    ],
)
def test_going_about_is_as_in_the_interview(typed: str, id_: str, ask: Ask, effects: list[Effect]) -> None:
    state, found = run(begin(), typed)
    assert (state.id, state.ask, found, state.answers) == (id_, ask, effects, begin().answers)


@pytest.mark.parametrize("typed", ["=", "t", "u", "x", "5", "03", "zz", "/", "g", "agree", "aa", "²"])
def test_what_means_nothing_here_gets_one_line(typed: str) -> None:
    scale = {"scale": "0–4"}
    expected = [Say("Allowed: a, {scale}, n, s, Enter, -, g ID, /word, d, ?, q.", scale)]
    assert run(begin(), typed) == (begin(), expected)


@pytest.mark.parametrize("typed", ["a", "2", "n"])
def test_there_is_nothing_to_review_where_nothing_is_answered(typed: str) -> None:
    for id_ in ("D03", "D04"):
        before = run(begin(), f"g {id_}")[0]
        expected = [Say("{id} has no answer yet: there is nothing to review.", {"id": id_})]
        assert run(before, typed) == (before, expected)


def test_back_from_the_comment_drops_the_level_that_waited() -> None:
    state, effects = run(begin(), "2", "-")
    assert (state, effects) == (begin(), [Show("screen")])


def test_a_comment_is_text_whatever_it_says() -> None:
    for comment in ("a", "3", "/niños", "g 1", "=", "x", "d", "u"):
        assert run(begin(), "2", comment)[1][0] == saves("D01", said(2, note=comment))


def test_a_comment_from_the_editor() -> None:
    state, effects = run(begin(), "2", "e")
    assert (state.ask, effects) == (Ask.NOTE, [Edit("")])
    assert reviewing.take_note(state, " \n")[1] == [Say("Here a comment is needed; - goes back to the level.")]
    state, effects = reviewing.take_note(state, "q\n\nFalta\r\nmucho.\n")
    assert (state.id, effects[0]) == ("D02a", saves("D01", said(2, note="q\n\nFalta\nmucho.")))


def test_an_empty_editor_takes_a_comment_of_agreement_out() -> None:
    old = said(3, note="Bien.")
    state, effects = run(begin(D01=old), "g 1", "a", "e")
    assert effects == [Edit("Bien.")]
    assert reviewing.take_note(state, "")[1][0] == saves("D01", said(3), old)


def test_what_was_typed_is_cleaned_and_told() -> None:
    _, effects = run(begin(), "2", "uno\u2028dos\x07")
    assert effects[:2] == [
        Say("Characters that no text can hold were left out, foreign line ends replaced."),
        saves("D01", said(2, note="uno\ndos")),
    ]
    state = run(begin(), "a")[0]
    assert run(state, "\x07")[0] == state  # nobody meant Enter


def test_it_resumes_at_the_first_without_a_level_of_this_reviewer() -> None:
    assert begin().id == "D01"
    assert begin(D01=said(3)).id == "D02a"
    assert begin(D01=said(3), D02a=said(1)).id == "D02b"
    assert begin(D01=said(3), D02a=said(1), D02b=said(2)).id == "D01"
    assert begin(D01=said(None, note="Por ver.")).id == "D01"
    assert begin(D01=said(3, by="Universidad Nacional")).id == "D01"
    assert begin(D01=said(3, role="institution")).id == "D01"


def test_the_tally() -> None:
    assert reviewing.tally(begin(D01=said(3), D02a=said(1))) == reviewing.Tally(agreed=1, differ=1, waiting=1)
    assert reviewing.tally(begin(D01=said(3)), "prevencion") == reviewing.Tally(1, 0, 2)
    assert reviewing.tally(begin(D01=said(3)), "represion") == reviewing.Tally(0, 0, 0)


@pytest.mark.parametrize("width", [80, 40, 20])
@pytest.mark.parametrize("lines", [(), ("a",), ("2",), ("n",), ("/niños",)])
def test_every_question_names_its_indicator_and_fits(width: int, lines: tuple[str, ...]) -> None:
    shown = [line.text for line in prompt(run(begin(), *lines)[0], Look(width))]
    assert "D01" in shown[0]
    assert max(map(len, shown)) <= width


# Laws.

TYPED = st.lists(
    st.sampled_from(
        ["a", "0", "2", "4", "n", "s", "", "-", "e", "g 1", "g 2a", "2b", "/niños", "1", "d", "?", "q", "x"]
    )
    | st.text(max_size=12),
    max_size=25,
)


def own(answer: Answer) -> Answer:
    return answer.model_copy(update={"statements": ()})


def others(answer: Answer) -> list[Statement]:
    return [each for each in answer.statements if (each.by, each.role) != (BY, "reviewer")]


@given(TYPED)
def test_whatever_is_typed_the_countrys_answer_stays(lines: Sequence[str]) -> None:
    state = begin(D02a=said(1, by="Universidad Nacional"), D02b=said(1, role="institution"))
    before = state.answers
    for line in lines:
        state, effects = reviewing.step(state, line)
        assert {id_: own(each) for id_, each in state.answers.items()} == {id_: own(a) for id_, a in before.items()}
        assert {id_: others(each) for id_, each in state.answers.items()} == {
            id_: others(a) for id_, a in before.items()
        }
        for save in (effect for effect in effects if isinstance(effect, Save)):
            assert save.old is not None
            assert save.new is not None
            for side in (save.old, save.new):
                assert (own(side), others(side)) == (Answer(), [])


def without_reviews(data: Any) -> Any:
    """What a file says without what the reviewer says in it."""
    if isinstance(data, dict):
        kept = {key: without_reviews(value) for key, value in data.items()}
        return {key: value for key, value in kept.items() if value != () or key != "statements"}
    if isinstance(data, tuple):
        mine = ("by", BY), ("role", "reviewer")
        return tuple(
            without_reviews(each) for each in data if not (isinstance(each, dict) and set(mine) <= set(each.items()))
        )
    return data


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@given(lines=TYPED)
@settings(max_examples=25, deadline=None)
def test_whatever_is_typed_the_file_says_all_that_it_said(
    tmp_path_factory: pytest.TempPathFactory, eol: str, lines: Sequence[str]
) -> None:
    path = tmp_path_factory.mktemp("review") / NAME
    path.write_bytes(WHOLE.replace("\n", eol).encode())
    file = AnswerFile(read(path), PLAN)
    answers = {
        "D01": Answer(level=3),
        "D02a": Answer(level="not-applicable", reason="No se da."),
        "D02b": Answer(level=2),
        "D04": Answer(level=0),
    }
    state = reviewing.begin(PLAN, TODAY, answers, list(answers), BY)
    for line in lines:
        state, effects = reviewing.step(state, line)
        for save in (effect for effect in effects if isinstance(effect, Save)):
            file.save(save.id, save.old, save.new)
    after = path.read_bytes()
    assert without_reviews(from_bytes(NAME, after).data) == without_reviews(from_bytes(NAME, WHOLE.encode()).data)
    found = iter(after.decode().split(eol))
    in_flow = "  D02b: {level: 2, note: Parcial.}"  # its statements stand on the same line
    assert all(line in found for line in WHOLE.split("\n") if line != in_flow), "a line went or changed"


# The program.


def file(folder: Path, text: str = WHOLE) -> Path:
    path = folder / NAME
    path.write_bytes(text.encode())
    return path


def review(folder: Path, *lines: str, by: str = BY, options: Sequence[str] = (), **changes: str) -> Any:
    typed = "".join(f"{line}\n" for line in lines)
    return trata("review", NAME, "--by", by, *options, cwd=folder, typed=typed, **changes)


def now(path: Path) -> str:
    """A file with today's date as that of these tests."""
    return re.sub(f"(?<=date: ){date.today().isoformat()}", TODAY, path.read_bytes().decode())


def test_a_whole_review(tmp_path: Path) -> None:
    path = file(tmp_path)
    done = review(tmp_path, "a", "", "1", "Hay un estudio: el de 2025.", "s", "No consta.", "a", "Se buscó bien.")
    assert (done.returncode, done.stderr) == (0, NAMES_WRAPPED)
    assert now(path) == (
        f"""{HEAD}answers:
  # la mesa lo discutió dos veces
  D01:
    level: 3   # por mayoría
    note: "Ejecutada."
    evidence:
      - title: Decreto 512
        type: official-act
    statements:
      - by: Defensoría del Pueblo
        role: reviewer
        level: 3
        date: 2026-12-05
  D02a:
    level: not-applicable
    reason: No se da.
    statements:
      - {{by: Fiscalía General, role: institution, level: 2}}   # de viva voz

      - by: Universidad Nacional
        role: reviewer
        level: 1
        note: >
          Hay un estudio
          en curso.
      - by: Defensoría del Pueblo
        role: reviewer
        level: 1
        note: 'Hay un estudio: el de 2025.'
        date: 2026-12-05
  D02b: {{level: 2, note: Parcial., statements: [{{by: Defensoría del Pueblo, role: reviewer, level: no-information, """
        f"""reason: No consta., date: 2026-12-05}}]}}
  D03:
    note: Sin nivel todavía.
  D04:
    level: 0
    note: Buscado y no hallado.
    statements:
      - by: Defensoría del Pueblo
        role: reviewer
        level: 0
        note: Se buscó bien.
        date: 2026-12-05
"""
    )
    assert trata("validate", NAME, cwd=tmp_path).returncode == 0
    assert re.findall(r"^.* saved$", done.stdout, re.M) == ["D01 saved", "D02a saved", "D02b saved", "D04 saved"]
    assert done.stdout.splitlines()[-4:] == [
        "Review by Defensoría del Pueblo",
        "  Agreed: 2 · another level: 2 · not reviewed: 0",
        "",
        f"Review saved in {path.resolve()}. Go on with: trata review {NAME} --by 'Defensoría del Pueblo'",
    ]


def test_a_second_review_replaces_the_first_and_shows_it(tmp_path: Path) -> None:
    path = file(tmp_path)
    review(tmp_path, "2", "Falta mucho.", "q")
    done = review(tmp_path, "-", "a", "Ya no.", "q")
    assert done.returncode == 0
    assert f"Your review of {date.today()}:\n   level 2\n   Falta mucho.\n" in done.stdout
    assert now(path) == WHOLE.replace(
        "        type: official-act\n",
        "        type: official-act\n    statements:\n      - by: Defensoría del Pueblo\n        role: reviewer\n"
        "        level: 3\n        note: Ya no.\n        date: 2026-12-05\n",
    )


def test_it_goes_on_where_it_was(tmp_path: Path) -> None:
    file(tmp_path)
    assert asked(review(tmp_path, "a", "", "q").stdout) == ["D01", "D01", "D02a"]
    assert asked(review(tmp_path, "q").stdout) == ["D02a"]
    assert asked(review(tmp_path, "q", by="Universidad Nacional").stdout) == ["D01"]


def asked(shown: str) -> list[str]:
    """The indicators of the questions, in their order."""
    lines = shown.splitlines()
    heads = re.compile(r"(D\d+[a-z]?)  a agree|(D\d+[a-z]?) · You")
    return [match[1] or match[2] for line in lines if (match := heads.match(line))]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ([], ["D01", "D02a", "D02b", "D04"]),
        (["--only", "2"], ["D02a", "D02b"]),
        (["--only", "4,1"], ["D01", "D04"]),
        (["--pillar", "prevencion"], ["D01", "D02a", "D02b", "D04"]),
    ],
)
def test_a_narrow_walk(tmp_path: Path, options: list[str], ids: list[str]) -> None:
    file(tmp_path)
    done = review(tmp_path, "", "", "", "", options=options)
    assert (done.returncode, asked(done.stdout)) == (0, ids)


def test_personal_data_in_a_comment_is_pointed_out(tmp_path: Path) -> None:
    path = file(tmp_path)
    comment = "Escribir a buzon@defensoria.example."
    done = review(tmp_path, "2", comment, "p Buzón de la oficina.", "1", comment, "Por correo.", "q")
    assert (done.returncode, done.stderr) == (0, NAMES_WRAPPED)
    shown = "D01 · Comment: “b••••@••••••••••.•••••••” looks like an e-mail address\n"
    keys = "Type the text anew · p = it is public · e = editor · Enter = leave it\n"
    assert shown + keys in done.stdout
    assert "Noted in the file: it is public.\nD01 saved\n" in done.stdout
    code = "personal-data-email"
    text = now(path)
    assert text.count(f"        note: {comment}  # trata: ignore={code} Buzón de la oficina.\n") == 1
    assert text.count("note: Por correo.\n") == 1
    assert text.count(comment) == 1
    problems = trata("validate", path.name, "--format", "json", cwd=tmp_path).stdout
    assert code not in problems


def test_nothing_to_review(tmp_path: Path) -> None:
    path = file(tmp_path)
    for options in (["--pillar", "represion"], ["--only", "3"]):
        done = review(tmp_path, "a", options=options)
        expected = "Nothing is answered here: there is nothing to review.\n"
        assert (done.returncode, done.stdout, done.stderr) == (0, expected, "")
    file(tmp_path, HEAD + "answers: {}\n")
    assert review(tmp_path, "a").returncode == 0
    assert path.read_text() == HEAD + "answers: {}\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([NAME], "--by is missing."),
        ([NAME, "--by", " \n"], "option --by needs a value."),
        ([NAME, "--by", BY, "--only", "99"], "“99” is no indicator. See the ids with: trata plan show"),
        (["-", "--by", BY], "A review needs a file; standard input is for the answers."),
        (["no.yaml", "--by", BY], "no.yaml can't be opened: it does not exist."),
    ],
)
def test_what_was_typed_is_refused_with_2(tmp_path: Path, arguments: list[str], says: str) -> None:
    path = file(tmp_path)
    done = trata("review", *arguments, cwd=tmp_path, typed="a\n")
    assert (done.returncode, done.stdout, done.stderr.splitlines()[0]) == (2, "", f"trata: {says}")
    assert path.read_text("utf-8") == WHOLE


@pytest.mark.parametrize("final", ["status: final\n", "status: draft\nfinal: {content: c-0123456789abcdef}\n"])
def test_a_final_file_is_refused(tmp_path: Path, final: str) -> None:
    text = WHOLE.replace("status: draft\n", final)
    path = file(tmp_path, text)
    done = review(tmp_path, "a")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"trata: {NAME} is final and is not changed.\n"
    assert path.read_text("utf-8") == text


def test_a_file_that_does_not_parse_is_refused(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + "answers:\n  D01: {level: 3\n")
    before = path.read_bytes()
    done = review(tmp_path, "a")
    assert (done.returncode, done.stdout, path.read_bytes()) == (1, "", before)
    assert f"{NAME}:7:8: error not-yaml" in done.stderr


def test_errors_elsewhere_do_not_stop_a_review(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + "answers:\n  D01:\n    level: 3\n    nota: x\n  D02a: {level: 9}\n")
    done = review(tmp_path, "2", "Falta.")
    assert done.returncode == 0
    assert f"The file has errors; see them with: trata validate {NAME}" in done.stdout
    assert asked(done.stdout) == ["D01", "D01"]
    assert now(path) == HEAD + (
        "answers:\n  D01:\n    level: 3\n    statements:\n      - by: Defensoría del Pueblo\n"
        "        role: reviewer\n        level: 2\n        note: Falta.\n        date: 2026-12-05\n"
        "    nota: x\n  D02a: {level: 9}\n"
    )


def test_another_plan(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD.replace("oea-trata", "huerto") + "answers:\n  S-1: {level: 2}\n")
    done = review(tmp_path, "1", "Poco.", options=["--plan", str(GARDEN_FILE)])
    assert done.returncode == 0
    assert "level: 1, note: Poco." in path.read_text("utf-8")


def test_a_part_is_asked_its_own(tmp_path: Path) -> None:
    (tmp_path / "XPE-2026.justicia.yaml").write_text(
        HEAD + "part: {institution: Justicia, ids: [D01]}\nanswers:\n  D01: {level: 3}\n  D04: {level: 0}\n"
    )
    done = trata("review", "XPE-2026.justicia.yaml", "--by", BY, cwd=tmp_path, typed="\n")
    assert (done.returncode, asked(done.stdout)) == (0, ["D01"])


def test_a_review_that_can_not_be_saved_is_printed_whole(tmp_path: Path) -> None:
    path = file(tmp_path)
    path.chmod(0o444)
    done = review(tmp_path, "2", "Falta la evaluación.")
    assert (done.returncode, path.read_text("utf-8")) == (1, WHOLE)
    assert "D01 could not be saved. This was your review:\n   level 2\n   Falta la evaluación.\n" in done.stdout


# At a terminal.

QUESTION = r"(?:[\r\n]|\x1b\[\?2004h)> $"
pexpect = pytest.importorskip("pexpect") if sys.platform != "win32" else None
on_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of Unix")


@contextmanager
def at_terminal(folder: Path) -> Iterator[Any]:
    """The review on a pseudo-terminal of 80 × 24, at its first question."""
    assert pexpect
    child = pexpect.spawn(
        sys.executable,
        ["-m", "trata_cli", "review", NAME, "--by", BY],
        cwd=str(folder),
        env=environment(TERM="xterm"),
        dimensions=(24, 80),
        encoding="utf-8",
        timeout=60,
    )
    child.delaybeforesend = None
    try:
        child.expect(QUESTION)
        yield child
    finally:
        child.close(force=True)


def types(child: Any, line: str) -> str:
    """What is shown after a line, up to the next question."""
    child.send(line + "\r")
    child.expect(QUESTION)
    return plain(child.before)


def plain(shown: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown).replace("\r\n", "\n")


def ends(child: Any) -> tuple[int, str]:
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus, plain(child.before)


@on_a_terminal
def test_at_a_terminal_each_is_on_disk_before_the_next_question(tmp_path: Path) -> None:
    path = file(tmp_path)
    with at_terminal(tmp_path) as child:
        assert "D01 · You: level 3, as the country. Comment" in types(child, "a")
        assert "        level: 3\n        date: 2026-12-05\n" in now(path)
        assert "✓ D01 saved" in types(child, "Bien.")
        assert "        level: 3\n        note: Bien.\n        date: 2026-12-05\n" in now(path)
        before = path.read_bytes()
        assert "D02a · You: level 1; the country: not applicable. Why? (e = editor)" in types(child, "1")
        assert path.read_bytes() == before
        child.send("q\r")
        code, shown = ends(child)
    assert code == 0
    assert "Agreed: 1 · another level: 0 · not reviewed: 3" in shown
    assert path.read_bytes() == before


@on_a_terminal
def test_interrupted_it_says_how_far_it_came(tmp_path: Path) -> None:
    file(tmp_path)
    with at_terminal(tmp_path) as child:
        types(child, "a")
        child.kill(signal.SIGINT)
        code, shown = ends(child)
    assert code == 130
    assert "Agreed: 1 · another level: 0 · not reviewed: 3" in shown


@on_a_terminal
def test_an_answer_that_changes_under_the_reviewer_is_named_and_stays_as_it_is_now(tmp_path: Path) -> None:
    path = file(tmp_path)
    with at_terminal(tmp_path) as child:
        path.write_text(WHOLE.replace("level: 3   # por mayoría", "level: 2   # se rebajó"), encoding="utf-8")
        shown = types(child, "a")
        assert "Changed elsewhere in the meantime: D01" in shown
        assert "D01 · You: level 3; the country: level 2. Why? (e = editor)" in shown
        types(child, "Era 3.")
        child.send("q\r")
        assert ends(child)[0] == 0
    assert now(path) == WHOLE.replace("level: 3   # por mayoría", "level: 2   # se rebajó").replace(
        "        type: official-act\n",
        "        type: official-act\n    statements:\n      - by: Defensoría del Pueblo\n        role: reviewer\n"
        "        level: 3\n        note: Era 3.\n        date: 2026-12-05\n",
    )


@on_a_terminal
def test_a_file_that_becomes_final_under_the_reviewer_is_not_changed(tmp_path: Path) -> None:
    path = file(tmp_path)
    with at_terminal(tmp_path) as child:
        types(child, "2")
        path.write_text(final := WHOLE.replace("status: draft", "status: final"), encoding="utf-8")
        assert f"trata: {NAME} is final and is not changed." in types(child, "Falta.")
        child.send("q\r")
        code, shown = ends(child)
    assert (code, path.read_text("utf-8")) == (1, final)
    assert "D01 could not be saved. This was your review:\n   level 2\n   Falta.\n" in shown


# Two at once.


def test_reviewers_at_the_same_indicator_are_both_kept(tmp_path: Path) -> None:
    """Also when one of them has second thoughts while the other one writes."""
    path = file(tmp_path, HEAD + "answers:\n  D01:\n    level: 3\n")
    answers = {"D01": Answer(level=3)}
    desks = {by: AnswerFile(read(path), PLAN) for by in ("Fiscalía", "Universidad")}
    states = {by: reviewing.begin(PLAN, TODAY, answers, ["D01"], by) for by in desks}
    for by, lines in [("Fiscalía", ["2", "No."]), ("Universidad", ["a"]), ("Fiscalía", ["-", "1", "Mucho menos."])]:
        for line in lines:
            states[by], effects = reviewing.step(states[by], line)
            for save in (effect for effect in effects if isinstance(effect, Save)):
                desks[by].save(save.id, save.old, save.new)
    assert path.read_text("utf-8") == HEAD + (
        "answers:\n  D01:\n    level: 3\n    statements:\n"
        "      - by: Fiscalía\n        role: reviewer\n        level: 1\n        note: Mucho menos.\n"
        "        date: 2026-12-05\n"
        "      - by: Universidad\n        role: reviewer\n        level: 3\n        date: 2026-12-05\n"
    )
