"""Files are written whole or not at all, and an answer's save keeps all that it does not change."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import editing
from tests.support import PLAN, python
from trata_cli.files import saving, writing
from trata_cli.files.document import read
from trata_cli.files.saving import NotSaved, as_data, new_file, save_answer
from trata_cli.files.typed import read_as
from trata_cli.files.writing import write
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
