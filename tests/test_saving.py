"""Files are written whole or not at all, and an answer's save keeps all that it does not change."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests import editing
from tests.calls import watched
from tests.support import PLAN, ROOT, python
from trata_cli.files import saving, writing
from trata_cli.files.assessments import search
from trata_cli.files.document import read
from trata_cli.files.saving import (
    AnswerFile,
    ChangedElsewhere,
    NotSaved,
    Signed,
    as_data,
    new_file,
    save_answer,
)
from trata_cli.files.typed import read_as
from trata_cli.files.writing import sweep, write
from trata_cli.model.assessment import Answer, Assessment, Evidence, Statement, Target

HEAD = "format: trata/assessment/1\nplan: {id: oea-trata, version: 1}\ncountry: XPE\nyear: 2026\nstatus: draft\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "XPE-2026.yaml"
    path.write_bytes(b"old\n")
    return path


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


# Writing.


def test_the_content_takes_the_old_ones_place(file: Path) -> None:
    file.chmod(0o640)
    write(file, b"new\n")
    assert file.read_bytes() == b"new\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert names(file.parent) == [file.name]


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_a_new_file_has_the_mode_that_new_files_have(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        write(tmp_path / "new", b"x")
    finally:
        assert os.umask(before) == mask
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o666 & ~mask


def test_a_link_is_written_through(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "links" / "link.yaml"
    link.parent.mkdir()
    link.symlink_to("../XPE-2026.yaml")
    write(link, b"new\n")
    assert link.is_symlink()
    assert file.read_bytes() == b"new\n"
    assert names(link.parent) == ["link.yaml"]


def test_a_link_to_nothing_is_written_through(tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to("target.yaml")
    write(link, b"new\n")
    assert link.is_symlink()
    assert (tmp_path / "target.yaml").read_bytes() == b"new\n"


def test_a_loop_of_links_is_an_error_of_the_system(tmp_path: Path) -> None:
    loop = tmp_path / "loop.yaml"
    loop.symlink_to("loop.yaml")
    with pytest.raises(OSError) as raised:
        write(loop, b"x")
    assert raised.value.errno == errno.ELOOP
    assert loop.is_symlink()


@pytest.mark.parametrize(
    "name", ["País – ñandú.yaml", "日本 👩🏽‍⚖️.yaml", "a b'c\"d.yaml", "-x.yaml", "x" * 250 + ".yaml"]
)
def test_names_of_all_sorts(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, b"one")
    write(tmp_path / name, b"two")
    assert (tmp_path / name).read_bytes() == b"two"
    assert names(tmp_path) == [name]


def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()
    write(pipe, b"new\n")
    reader.join(timeout=30)
    assert heard == [b"new\n"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        write(tmp_path, b"x")


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write(tmp_path / "no" / "file", b"x")


TRY = """
import sys
from itertools import chain
from pathlib import Path
from trata_cli.files.writing import write
try:
    write(Path(sys.argv[1]), b"new")
except PermissionError as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize(("of_file", "of_folder"), [(0o444, 0o755), (0o644, 0o555)])
def test_a_read_only_file_and_folder(file: Path, of_file: int, of_folder: int) -> None:
    file.chmod(of_file)
    file.parent.chmod(of_folder)
    try:
        done = python("-c", TRY, file, cwd=file.parent)
    finally:
        file.parent.chmod(0o755)
    assert (done.stdout, done.stderr) == ("PermissionError\n", "")
    assert names(file.parent) == [file.name]
    assert file.read_bytes() == b"old\n"


def failing(error: BaseException) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    return fail


def full_disk() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Cut:
    """A file that takes some of the bytes before the disk is full."""

    def __init__(self, handle: int, mode: str) -> None:
        self.file = os.fdopen(handle, mode)

    def __enter__(self) -> Cut:
        return self

    def __exit__(self, *about: object) -> None:
        self.file.close()

    def write(self, content: bytes) -> int:
        self.file.write(content[:2])
        self.file.flush()
        raise full_disk()


STEPS: dict[str, tuple[object, str]] = {
    "fsync": (os, "fsync"),
    "chmod": (Path, "chmod"),
    "replace": (Path, "replace"),
    "mkstemp": (tempfile, "mkstemp"),
    "mode": (writing, "_mode"),
}


@pytest.mark.parametrize("error", [full_disk(), KeyboardInterrupt(), PermissionError(errno.EACCES, "no")], ids=repr)
@pytest.mark.parametrize("step", STEPS)
def test_whatever_fails_the_old_file_is_whole(
    file: Path, step: str, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(*STEPS[step], failing(error))
        with pytest.raises(type(error)):
            write(file, b"new and longer\n")
    assert file.read_bytes() == b"old\n"
    assert names(file.parent) == [file.name]


def test_a_disk_that_is_full_half_way(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "open", Cut, raising=False)
    with pytest.raises(OSError, match="No space"):
        write(file, b"new\n")
    assert file.read_bytes() == b"old\n"
    assert names(file.parent) == [file.name]


@pytest.mark.parametrize("call", ["open", "fsync"])
def test_a_folder_that_can_not_be_synced_is_no_error(file: Path, call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = getattr(os, call)

    def only_files(what: Any, *args: Any) -> Any:
        folder = what == file.parent if call == "open" else stat.S_ISDIR(os.fstat(what).st_mode)
        if folder:
            raise PermissionError(errno.EACCES, "no")
        return real(what, *args)

    monkeypatch.setattr(os, call, only_files)
    write(file, b"new\n")
    assert file.read_bytes() == b"new\n"


def test_where_a_file_is_held_it_is_tried_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, tries = Path.replace, iter([True, True, False])

    def held(self: Path, target: Path) -> Path:
        if next(tries):
            raise PermissionError(errno.EACCES, "held")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)  # noqa: ARG005
    monkeypatch.setattr(writing, "_REPLACE_TRIES", 3)
    write(file, b"new\n")
    assert file.read_bytes() == b"new\n"


def test_everything_is_on_the_disk_before_it_takes_the_old_ones_place(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def noting(what: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            done.append(what)
            return real(*args)

        return call

    monkeypatch.setattr(os, "fsync", noting("fsync", os.fsync))
    monkeypatch.setattr(Path, "replace", noting("replace", Path.replace))
    write(file, b"new\n")
    assert done == ["fsync", "replace", "fsync"]


# Saving an answer.


def assessment(tmp_path: Path, answers: str, head: str = HEAD) -> Path:
    path = tmp_path / "XPE-2026.yaml"
    path.write_bytes((head + answers).encode())
    return path


def known(path: Path, id_: str) -> Answer | None:
    """The answer as a command knows it after reading."""
    found, _ = read_as(Assessment, read(path))
    return found.answers.get(id_) if found else None


def saved(path: Path, id_: str, old: Answer | None, new: Answer | None) -> str:
    save_answer(path, PLAN, id_, old, new)
    return path.read_bytes().decode().removeprefix(HEAD)


def changed(old: Answer | None, **fields: Any) -> Answer:
    return (old or Answer()).model_copy(update=fields)


ACT = Evidence(title="Decreto 1", type="official-act")


def test_a_first_answer(tmp_path: Path) -> None:
    path = assessment(tmp_path, "answers: {}\n")
    assert saved(path, "D01", None, Answer(level=3, note="n", evidence=(ACT,))) == (
        "answers:\n  D01:\n    level: 3\n    note: n\n"
        "    evidence:\n      - title: Decreto 1\n        type: official-act\n"
    )


def test_a_byte_order_mark_stays(tmp_path: Path) -> None:
    path = tmp_path / "XPE-2026.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD.encode() + b"answers: {}\n")
    save_answer(path, PLAN, "D01", None, Answer(level=3))
    assert path.read_bytes() == b"\xef\xbb\xbf" + HEAD.encode() + b"answers:\n  D01:\n    level: 3\n"


def test_what_is_not_known_stays(tmp_path: Path) -> None:
    before = (
        "answers:\n  D01:\n    puntaje: 010\n    level: 7   # ?\n    target: ninguno\n"
        "    evidence:\n      - título: x\n        type: official-act\n"
    )
    path = assessment(tmp_path, before)
    new = changed(known(path, "D01"), note="n")
    assert saved(path, "D01", known(path, "D01"), new) == before + "    note: n\n"


def test_evidence_is_added_behind_what_did_not_read(tmp_path: Path) -> None:
    before = "answers:\n  D01:\n    evidence:\n      - título: x  # ?\n"
    path = assessment(tmp_path, before)
    old = known(path, "D01")
    first = changed(old, evidence=(ACT,))
    text = saved(path, "D01", old, first)
    assert text == before + "      - title: Decreto 1\n        type: official-act\n"
    dated = changed(first, evidence=(ACT.model_copy(update={"date": "2026"}),))
    assert saved(path, "D01", first, dated) == text + "        date: 2026\n"
    assert saved(path, "D01", dated, changed(dated, evidence=())) == before


def test_fields_of_evidence_that_say_nothing_new_stay(tmp_path: Path) -> None:
    before = (
        "answers:\n  D01:\n    evidence:\n"
        "      - {title: A, type: statement, audience: public, covers: [2026]}\n"
        "      - type: statement\n        title: B\n        audience: public\n"
    )
    path = assessment(tmp_path, before)
    old = known(path, "D01")
    assert old is not None
    one, two = old.evidence
    new = changed(old, evidence=(one, two.model_copy(update={"issuer": "M"})))
    assert saved(path, "D01", old, new) == before + "        issuer: M\n"


def test_the_last_evidence_goes_with_its_key(tmp_path: Path) -> None:
    path = assessment(tmp_path, "answers:\n  D01:\n    level: 2\n    evidence: [{title: A, type: statement}]\n")
    old = known(path, "D01")
    assert saved(path, "D01", old, changed(old, evidence=())) == "answers:\n  D01:\n    level: 2\n"


def test_evidence_of_others_in_the_meantime_stays(tmp_path: Path) -> None:
    item = "      - title: {}\n        type: statement\n"
    head = "answers:\n  D01:\n    evidence:\n"
    path = assessment(tmp_path, head + item.format("A"))
    old = known(path, "D01")
    assert old is not None
    assessment(tmp_path, head + item.format("X") + item.format("A") + item.format("Y"))
    new = changed(old, evidence=(*old.evidence, ACT))
    act = item.format("Decreto 1").replace("statement", "official-act")
    expected = head + item.format("X") + item.format("A") + act + item.format("Y")
    assert saved(path, "D01", old, new) == expected


def test_evidence_that_another_changed_is_not_guessed_at(tmp_path: Path) -> None:
    path = assessment(tmp_path, "answers:\n  D01:\n    evidence: [{title: A, type: statement}]\n")
    old = known(path, "D01")
    assert old is not None
    assessment(tmp_path, "answers:\n  D01:\n    evidence: [{title: B, type: statement}]\n")
    before = path.read_bytes()
    with pytest.raises(NotSaved):
        save_answer(path, PLAN, "D01", old, changed(old, evidence=(*old.evidence, ACT)))
    assert path.read_bytes() == before


def test_a_target_changes_in_part(tmp_path: Path) -> None:
    path = assessment(tmp_path, "answers:\n  D01:\n    target:\n      lead: M  # quién\n      level: 2\n")
    old = known(path, "D01")
    assert old is not None
    new = changed(old, target=Target(level=3, lead="M"))
    assert saved(path, "D01", old, new) == "answers:\n  D01:\n    target:\n      lead: M  # quién\n      level: 3\n"


def test_a_level_in_quotes_becomes_a_number(tmp_path: Path) -> None:
    path = assessment(tmp_path, 'answers:\n  D01:\n    level: "2"\n')
    assert saved(path, "D01", known(path, "D01"), Answer(level=2)) == "answers:\n  D01:\n    level: 2\n"


def test_statements_are_not_the_countrys_to_clear(tmp_path: Path) -> None:
    good = "    statements:\n      - {by: Fiscalía, role: institution, level: 2}\n"
    path = assessment(tmp_path, "answers:\n  D13:\n    level: 3\n    note: n\n" + good)
    left = Answer(statements=(Statement(by="Fiscalía", role="institution", level=2),))
    assert saved(path, "D13", known(path, "D13"), left) == "answers:\n  D13:\n" + good


def test_statements_that_did_not_read_are_not_cleared_either(tmp_path: Path) -> None:
    bad = "    statements:\n      - {de: Fiscalía}  # ?\n"
    path = assessment(tmp_path, "answers:\n  D13:\n    level: 3\n" + bad)
    assert saved(path, "D13", known(path, "D13"), None) == "answers:\n  D13:\n" + bad


def test_statements_keep_what_is_written_in_them(tmp_path: Path) -> None:
    text = (
        "answers:\n  D13:\n    statements:\n      - by: F  # quién\n        role: institution\n        level: 2\n"
        "        evidence:\n          - {title: A, type: statement, covers: [2026], audience: public}\n"
    )
    path = assessment(tmp_path, text)
    old = known(path, "D13")
    assert old is not None
    new = changed(old, statements=(old.statements[0].model_copy(update={"level": 3}),))
    assert saved(path, "D13", old, new) == text.replace("level: 2", "level: 3")


def test_clearing(tmp_path: Path) -> None:
    path = assessment(tmp_path, "answers:\n  # sobre D01\n  D01: {level: 1}\n  D03: {level: 2}\n")
    expected = "answers:\n  # sobre D01\n  D03: {level: 2}\n"
    assert saved(path, "D01", known(path, "D01"), None) == expected
    assert saved(path, "D01", None, None) == expected


def test_edits_of_others_between_two_saves_stay(tmp_path: Path) -> None:
    path = assessment(tmp_path, "answers: {}\n")
    one = Answer(level=3)
    save_answer(path, PLAN, "D01", None, one)
    path.write_bytes(path.read_bytes() + b"  D03:  # a mano\n    level: 1\n# fin\n")
    save_answer(path, PLAN, "D02a", None, Answer(level=2))
    text = saved(path, "D01", one, changed(one, note="n"))
    assert text == (
        "answers:\n  D01:\n    level: 3\n    note: n\n  D02a:\n    level: 2\n  D03:  # a mano\n    level: 1\n# fin\n"
    )


def test_the_same_again_does_not_touch_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = assessment(tmp_path, "answers:\n  D01: {level: 3}\n")
    monkeypatch.setattr(saving, "write", failing(AssertionError()))
    save_answer(path, PLAN, "D01", None, Answer(level=3))


@pytest.mark.parametrize(
    "answers",
    [
        "answers: [\n",
        "answers:\n\tD01: {}\n",
        "answers:\n  D01: {level: 1}\n  D01: {level: 2}\n",
        "answers: &a {}\n",
        "answers: {}\n---\nanswers: {}\n",
        "answers: ninguna\n",
        "answers: [D01]\n",
        "answers:\n  D01: 3\n",
        "answers:\n  D01: [level]\n",
        "answers:\n  D01: {evidence: ninguna}\n",
        "answers:\n  ? D01\n  ? D02a\n",
    ],
)
def test_where_there_is_no_plain_place_nothing_is_saved(tmp_path: Path, answers: str) -> None:
    path = assessment(tmp_path, answers)
    before = path.read_bytes()
    with pytest.raises(NotSaved):
        save_answer(path, PLAN, "D01", None, Answer(level=3, evidence=(ACT,)))
    assert path.read_bytes() == before
    assert names(tmp_path) == [path.name]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"\n# nada\n", b"a: \x1b\n", b"x" * (5 * 1024 * 1024 + 1)])
def test_what_does_not_parse_says_why(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "XPE-2026.yaml"
    path.write_bytes(content)
    with pytest.raises(NotSaved) as raised:
        save_answer(path, PLAN, "D01", None, Answer(level=3))
    assert raised.value.problems
    assert path.read_bytes() == content


def test_a_missing_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        save_answer(tmp_path / "no.yaml", PLAN, "D01", None, Answer(level=3))


def every_field() -> Iterator[Answer]:
    evidence = Evidence(
        title="T: t",
        type="third-party",
        date="2026-03",
        covers=(2025, 2026),
        issuer="M #1",
        url="https://a.example/?b=c,d",
        audience="internal",
    )
    target = Target(level=4, by="2027-12", lead="M", action="- a\n- b")
    statement = Statement(by="F", role="reviewer", level="no-information", reason="r", evidence=(evidence, ACT))
    yield Answer(level=0)
    yield Answer(level="not-applicable", reason="yes", note="1", internal_note="a\n\n b")
    yield Answer(level=3, evidence=(evidence, ACT), answered="2026-01-01", decided="2026-01-02", target=target)
    yield Answer(statements=(statement, statement))


@pytest.mark.parametrize("start", ["answers: {}\n", "answers:\n", "", "answers: {D02a: {level: 1}}\n"])
@pytest.mark.parametrize("answer", [*every_field()], ids=lambda answer: ",".join(as_data(answer)))
def test_what_is_saved_reads_back_the_same(tmp_path: Path, start: str, answer: Answer) -> None:
    path = assessment(tmp_path, start)
    save_answer(path, PLAN, "D01", None, answer)
    assert known(path, "D01") == answer
    assert editing.told(editing.load(path.read_text(encoding="utf-8"))["answers"]["D01"])


def test_a_new_file() -> None:
    assert new_file(PLAN, "XPE", 2026, "Mesa: «x»", {"institution": "M", "ids": ["prevencion", "D31"]}) == (
        "format: trata/assessment/1\nplan: {id: oea-trata, version: 1}\ncountry: XPE\nyear: 2026\n"
        "institution: 'Mesa: «x»'\nstatus: draft\n"
        "part:\n  institution: M\n  ids:\n    - prevencion\n    - D31\nanswers: {}\n"
    )


# An interview's file, and somebody else at it.

ONE = "answers:\n  D01: {level: 1}\n  D40: {level: 2}\n"


def of_interview(path: Path) -> AnswerFile:
    return AnswerFile(read(str(path)), PLAN)


def said(path: Path) -> str:
    return path.read_bytes().decode().removeprefix(HEAD)


def test_what_others_changed_is_noticed_once(tmp_path: Path) -> None:
    path = assessment(tmp_path, ONE)
    file = of_interview(path)
    assert file.save("D01", Answer(level=1), Answer(level=3)) is False
    assessment(tmp_path, said(path).replace("level: 2", "level: 0"))
    assert file.save("D01", Answer(level=3), Answer(level=2)) is True
    assert file.save("D01", Answer(level=2), Answer(level=1)) is False
    assert said(path) == file.document.text.removeprefix(HEAD) == "answers:\n  D01: {level: 1}\n  D40: {level: 0}\n"


def test_changes_that_say_nothing_new_are_no_news(tmp_path: Path) -> None:
    file = of_interview(path := assessment(tmp_path, ONE))
    assessment(tmp_path, "# a mano\nanswers:\n  D01:\n    level: 1  # ?\n  D40: {level: 2}\n", HEAD)
    assert file.save("D01", Answer(level=1), Answer(level=3)) is False
    assert said(path) == "# a mano\nanswers:\n  D01:\n    level: 3  # ?\n  D40: {level: 2}\n"


@pytest.mark.parametrize("theirs", ["level: 0", "level: 1, note: n", "level: 1, nota: n", ""])
@pytest.mark.parametrize("mine", [Answer(level=3), None], ids=["changed", "cleared"])
def test_the_same_answer_changed_on_both_sides_is_not_saved_unseen(
    tmp_path: Path, theirs: str, mine: Answer | None
) -> None:
    file = of_interview(path := assessment(tmp_path, ONE))
    changed_there = ONE.replace("level: 1", theirs)
    assessment(tmp_path, changed_there)
    with pytest.raises(ChangedElsewhere):
        file.save("D01", Answer(level=1), mine)
    assert said(path) == file.document.text.removeprefix(HEAD) == changed_there
    assert file.save("D01", known(path, "D01"), Answer(level=4)) is False
    assert known(path, "D01") == Answer(level=4)


def test_an_answer_that_is_given_once_more_is_not_taken_for_what_others_made_of_it(tmp_path: Path) -> None:
    file = of_interview(path := assessment(tmp_path, ONE))
    assessment(tmp_path, changed_there := ONE.replace("level: 1", "level: 4"))
    with pytest.raises(ChangedElsewhere):
        file.save("D01", Answer(level=1), Answer(level=1))
    assert said(path) == changed_there


def test_an_answer_that_others_cleared_is_none_of_which_nothing_changes(tmp_path: Path) -> None:
    path = assessment(tmp_path, "answers: {}\n")
    save_answer(path, PLAN, "D01", Answer(level=1), Answer(level=1))
    assert said(path) == "answers: {}\n"


def test_statements_of_two_sides_are_put_together(tmp_path: Path) -> None:
    line = "      - {{by: {}, role: reviewer, level: 2}}\n"
    head = "answers:\n  D01:\n    level: 1\n"
    file = of_interview(path := assessment(tmp_path, head))
    assessment(tmp_path, head + "    statements:\n" + line.format("Fiscalía"))
    mine = Statement(by="Mesa", role="reviewer", level=3)
    old = Answer(level=1)
    assert file.save("D01", old, changed(old, statements=(mine,))) is True
    assert said(path) == (
        head
        + "    statements:\n"
        + line.format("Fiscalía")
        + "      - by: Mesa\n        role: reviewer\n        level: 3\n"
    )


def test_a_statement_is_not_in_the_way_of_what_the_country_says(tmp_path: Path) -> None:
    file = of_interview(path := assessment(tmp_path, "answers:\n  D01:\n    level: 1\n"))
    assessment(tmp_path, "answers:\n  D01:\n    level: 4\n")
    mine = Statement(by="Mesa", role="reviewer", level=3)
    assert file.save("D01", Answer(level=1), Answer(level=1, statements=(mine,))) is True
    assert known(path, "D01") == Answer(level=4, statements=(mine,))


@pytest.mark.parametrize("status", ["status: final", "status: draft\nfinal: {content: c-0123456789abcdef}"])
def test_a_file_that_became_final_is_not_changed(tmp_path: Path, status: str) -> None:
    file = of_interview(path := assessment(tmp_path, ONE))
    assessment(tmp_path, ONE, HEAD.replace("status: draft", status))
    before = path.read_bytes()
    with pytest.raises(Signed):
        file.save("D01", Answer(level=1), Answer(level=3))
    with pytest.raises(Signed):
        save_answer(path, PLAN, "D01", Answer(level=1), Answer(level=3))
    assert path.read_bytes() == before


PUBLIC = "answers:\n  D05:\n    level: 2\n    note: Línea 0800 555 0123.\n"
PHONE, WHY = ["personal-data-phone"], "Línea nacional."
NOTED = "  # trata: ignore=personal-data-phone Línea nacional."


def test_what_is_public_is_noted_beside_the_text(tmp_path: Path) -> None:
    file = of_interview(path := assessment(tmp_path, PUBLIC))
    assert file.acknowledge("D05", ("note",), "Línea 0800 555 0123.", PHONE, WHY) is False
    assert said(path) == file.document.text.removeprefix(HEAD) == PUBLIC.replace("0123.", f"0123.{NOTED}")
    assert file.save("D05", Answer(level=2), Answer(level=3)) is False
    assert said(path) == PUBLIC.replace("0123.", f"0123.{NOTED}").replace("2", "3", 1)


def test_what_others_changed_meanwhile_stays_and_is_noticed(tmp_path: Path) -> None:
    file = of_interview(path := assessment(tmp_path, PUBLIC))
    theirs = assessment(tmp_path, "# a mano\n" + PUBLIC.replace("level: 2", "level: 1") + "  D40: {level: 2}\n")
    assert file.acknowledge("D05", ("note",), "Línea 0800 555 0123.", PHONE, WHY) is True
    assert said(path) == "# a mano\n" + PUBLIC.replace("level: 2", "level: 1").replace("0123.", f"0123.{NOTED}") + (
        "  D40: {level: 2}\n"
    )
    assert theirs == path


def test_a_text_is_found_wherever_it_stands_in_its_list(tmp_path: Path) -> None:
    text = """\
answers:
  D05:
    statements:
      - by: Fiscalía
        role: institution
        note: Línea 0800 555 0123.
      - by: Defensoría
        role: reviewer
        note: Otra.
    note: Línea 0800 555 0123.
    evidence:
      - title: Línea 0800 555 0123.
        type: statement
"""
    file = of_interview(path := assessment(tmp_path, text))
    file.acknowledge("D05", ("statements", 7, "note"), "Línea 0800 555 0123.", PHONE, WHY)
    assert said(path) == text.replace("0123.", f"0123.{NOTED}", 1)


@pytest.mark.parametrize(
    "answers",
    [
        PUBLIC.replace("0123", "0124"),  # somebody else has changed it
        "answers: {}\n",
        "answers:\n  D05: {level: 2, note: Línea 0800 555 0123.}\n",
        'answers:\n  D05:\n    note: "Línea 0800\n      555 0123."\n',
    ],
)
def test_where_the_text_has_no_plain_place_nothing_is_noted(tmp_path: Path, answers: str) -> None:
    file = of_interview(path := assessment(tmp_path, answers))
    with pytest.raises(NotSaved):
        file.acknowledge("D05", ("note",), "Línea 0800 555 0123.", PHONE, WHY)
    assert said(path) == answers


def test_in_a_final_file_nothing_is_noted(tmp_path: Path) -> None:
    file = of_interview(assessment(tmp_path, PUBLIC))
    path = assessment(tmp_path, PUBLIC, HEAD.replace("draft", "final"))
    with pytest.raises(Signed):
        file.acknowledge("D05", ("note",), "Línea 0800 555 0123.", PHONE, WHY)
    assert said(path).endswith(PUBLIC)


def test_going_on_in_another_file(tmp_path: Path) -> None:
    file = of_interview(path := assessment(tmp_path, ONE))
    file.save("D01", Answer(level=1), Answer(level=3))
    assessment(tmp_path, "answers: {}\n")  # what is written elsewhere is what was known here
    file.move(str(tmp_path / "otro.yml"))
    file.save("D40", Answer(level=2), Answer(level=0))
    assert file.path == tmp_path / "otro.yml"
    assert (tmp_path / "otro.yml").read_text() == HEAD + "answers:\n  D01: {level: 3}\n  D40: {level: 0}\n"
    assert said(path) == "answers: {}\n"


# One save at a time.


def test_a_save_waits_for_another_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, real = assessment(tmp_path, ONE), saving.write
    outcome: list[str] = []

    def write_beside(target: Path, content: bytes) -> None:
        monkeypatch.setattr(saving, "write", real)
        try:
            save_answer(path, PLAN, "D40", Answer(level=2), Answer(level=4))
        except BlockingIOError:
            outcome.append("waited")
        real(target, content)

    monkeypatch.setattr(writing, "_LOCK_PATIENCE", 0)
    monkeypatch.setattr(saving, "write", write_beside)
    save_answer(path, PLAN, "D01", Answer(level=1), Answer(level=3))
    assert outcome == ["waited"]
    save_answer(path, PLAN, "D40", Answer(level=2), Answer(level=4))
    assert said(path) == "answers:\n  D01: {level: 3}\n  D40: {level: 4}\n"


def test_where_there_are_no_locks_it_is_saved_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = assessment(tmp_path, ONE)
    monkeypatch.setattr(writing.fcntl, "flock", failing(OSError(errno.ENOLCK, "no locks")))
    save_answer(path, PLAN, "D01", Answer(level=1), Answer(level=3))
    monkeypatch.setattr(writing, "fcntl", None)
    save_answer(path, PLAN, "D40", Answer(level=2), Answer(level=4))
    assert said(path) == "answers:\n  D01: {level: 3}\n  D40: {level: 4}\n"


# Each process saves its own indicators as fast as it can, and looks before each save whether all of them are there.
RACE = """
import sys
from trata_cli.files.document import read
from trata_cli.files.saving import AnswerFile
from trata_cli.model.assessment import Answer
from tests.support import PLAN
from tests.test_saving import known
path, times, *ids = sys.argv[1:]
file, last = AnswerFile(read(path), PLAN), dict.fromkeys(ids)
for n in range(int(times)):
    for id_ in ids:
        assert known(path, id_) == last[id_], (id_, n)
        file.save(id_, last[id_], new := Answer(level=n % 5, note=f"Vez {n} de {id_}"))
        last[id_] = new
"""


@pytest.mark.slow
def test_processes_that_save_into_one_file_as_fast_as_they_can(tmp_path: Path) -> None:
    path, times = assessment(tmp_path, "answers: {}\n"), 40
    shares = [["D01", "D10", "D40"], ["D02a", "D11", "D41"], ["D02b", "D12", "D42"]]
    racers = [subprocess.Popen([sys.executable, "-c", RACE, str(path), str(times), *ids], cwd=ROOT) for ids in shares]
    while any(racer.poll() is None for racer in racers):
        assert not read(path).faults
    assert [racer.returncode for racer in racers] == [0, 0, 0]
    for id_ in chain(*shares):
        assert known(path, id_) == Answer(level=(times - 1) % 5, note=f"Vez {times - 1} de {id_}")
    assert names(tmp_path) == [path.name]


# Every call to the system in turn.

AFTER = "answers:\n  D01: {level: 3, note: Nota.}\n  D40: {level: 2}\n"


def save_once(path: Path) -> None:
    of_interview(path).save("D01", Answer(level=1), Answer(level=3, note="Nota."))


def calls_of(do: Callable[[Path], None], path: Path) -> list[str]:
    """The calls to the system that something makes."""
    made: list[str] = []
    with watched(made.append):
        do(path)
    return made


NEEDED = {"os.open", "file.read", "fcntl.flock", "file.write", "os.fsync", "file.close", "os.chmod", "os.replace"}


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES], ids=errno.errorcode.get)
@pytest.mark.parametrize("and_all_that_follow", [False, True], ids=["one", "all-that-follow"])
def test_whichever_call_fails_the_file_is_the_old_or_the_new_one(
    tmp_path: Path, code: int, and_all_that_follow: bool
) -> None:
    calls = calls_of(save_once, assessment(tmp_path, ONE))
    assert set(calls) >= NEEDED
    unsaved = set()
    for number, name in enumerate(calls):
        path = assessment(tmp_path, ONE)
        made: list[str] = []

        def fail(call: str, made: list[str] = made, number: int = number) -> None:
            made.append(call)
            if len(made) - 1 == number or (and_all_that_follow and len(made) > number):
                raise OSError(code, os.strerror(code))

        with watched(fail), contextlib.suppress(OSError):
            save_once(path)
            assert said(path) == AFTER, f"{number}: {name} failed, nothing was saved, and nobody was told"
        if said(path) != AFTER:
            unsaved.add(name)
            assert said(path) == ONE, f"{number}: {name}"
        left = [each for each in names(tmp_path) if each != path.name]
        assert not left or and_all_that_follow, f"{number}: {name}"
        for each in left:
            (tmp_path / each).unlink()
        save_answer(path, PLAN, "D01", known(path, "D01"), Answer(level=3, note="Nota."))
        assert said(path) == AFTER
    assert unsaved >= NEEDED - {"fcntl.flock"}


@pytest.mark.parametrize("gone", [True, False], ids=["gone", "elsewhere"])
def test_whichever_call_fails_another_place_has_the_whole_file_or_none(tmp_path: Path, gone: bool) -> None:
    def go_on(path: Path) -> None:
        file = of_interview(path)
        if gone:
            path.unlink()
        file.move("" if gone else str(tmp_path / "otro.yaml"))

    place = tmp_path / ("XPE-2026.yaml" if gone else "otro.yaml")
    calls = calls_of(go_on, assessment(tmp_path, ONE))
    for number, name in enumerate(calls):
        (tmp_path / "otro.yaml").unlink(missing_ok=True)
        path = assessment(tmp_path, ONE)
        made: list[str] = []

        def fail(call: str, made: list[str] = made, number: int = number) -> None:
            made.append(call)
            if len(made) - 1 == number:
                raise OSError(errno.EIO, os.strerror(errno.EIO))

        with watched(fail), contextlib.suppress(OSError):
            go_on(path)
            assert place.exists(), f"{number}: {name}"
        assert not place.exists() or said(place) == ONE, f"{number}: {name}"
        assert {*names(tmp_path)} <= {path.name, place.name}


# A child for each call dies at it, before it is made or right behind it.
DEATHS = """
import os, sys
from itertools import chain
from pathlib import Path
from tests.calls import watched
from tests.test_saving import ONE, assessment, calls_of, names, said, save_once
folder = Path(sys.argv[1])
calls = calls_of(save_once, assessment(folder, ONE))
for when in ("before", "behind"):
    for number, name in enumerate(calls):
        path = assessment(folder, ONE)
        if not (child := os.fork()):
            made = []
            def die(call):
                made.append(call)
                if len(made) - 1 == number:
                    os._exit(9)
            with watched(**{when: die}):
                save_once(path)
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(when, name, status, repr(said(path)), sep="|")
"""


def test_at_whichever_call_the_process_dies_the_file_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    done = python("-c", DEATHS, tmp_path, cwd=ROOT)
    assert done.stderr == ""
    deaths = [line.split("|") for line in done.stdout.splitlines()]
    assert {status for _, _, status, _ in deaths} == {"9"}
    files = [said for _, _, _, said in deaths]
    assert set(files) == {repr(ONE), repr(AFTER)}
    for when in ("before", "behind"):
        found = [said for each, _, _, said in deaths if each == when]
        assert found == sorted(found, key=repr(AFTER).__eq__), "old up to a call, new from there on"
    renamed = [(when, said) for when, name, _, said in deaths if name == "os.replace"]
    assert renamed == [("before", repr(ONE)), ("behind", repr(AFTER))]


def test_what_the_dead_left_behind_is_nobodys_file_and_goes_some_day(tmp_path: Path) -> None:
    path = assessment(tmp_path, ONE)
    fresh, old, others = tmp_path / ".trata-new.tmp", tmp_path / ".trata-old.tmp", tmp_path / ".trata-x.yaml.tmp.bak"
    for each in (fresh, old, others):
        each.write_text("answers: [\n", encoding="utf-8")
    long_ago = time.time() - 2 * writing._LEFTOVER_AGE
    os.utime(old, (long_ago, long_ago))
    os.utime(others, (long_ago, long_ago))
    assert list(search(str(tmp_path))) == [str(path)]
    link = tmp_path / "links" / "link.yaml"
    link.parent.mkdir()
    link.symlink_to(path)
    sweep(link)
    assert sorted(names(tmp_path)) == [fresh.name, others.name, path.name, "links"]
    sweep(tmp_path / "none" / "x.yaml")
