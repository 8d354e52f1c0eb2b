"""What goes wrong while somebody answers: nothing that was entered is lost, and everybody is told."""

from __future__ import annotations

import re
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests import editing
from tests.person import EMPTY, FILE, Person
from tests.support import trata

ASKED = "{id} is not saved. Enter = try again, the path of a new file = save there, q = quit"
WHOLE = (
    "D01 could not be saved. This was your answer:\n"
    "   level 3\n"
    "   Note: Nota con «ñ».\n"
    "   Evidence: Decreto 1 (official act, 2026-03, Mesa, Biblioteca)\n"
)
"""An answer of which all but the last piece is on disk: it is printed whole."""

# A disk that is full as long as there is a file of that name: a new file can be made, and takes no content.
FULL_DISK = """
import errno, os
from pathlib import Path
fsync, full = os.fsync, Path("full").resolve()
def refuse(handle):
    if full.exists():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    fsync(handle)
os.fsync = refuse
from trata_cli.cli import main
raise SystemExit(main())
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with an empty draft."""
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text(EMPTY, encoding="utf-8")
    return tmp_path


def answers(path: Path) -> Any:
    """The answers of a file as texts, without what the program adds of its own."""
    found = editing.load(path.read_text(encoding="utf-8"))["answers"]
    return {
        id_: {key: value for key, value in answer.items() if key not in ("answered", "wording")}
        for id_, answer in found.items()
    }


def on_one_line(shown: str) -> str:
    return " ".join(shown.split())


def litter(desk: Path) -> list[str]:
    return [path.name for path in desk.rglob(".trata-*")]


# A save that fails: told, kept, offered again.


@contextmanager
def full_disk(desk: Path, _person: Person) -> Iterator[None]:
    (desk / "full").touch()
    yield
    (desk / "full").unlink()


@contextmanager
def no_more_bytes(_desk: Path, person: Person) -> Iterator[None]:
    """The system itself refuses every byte, to administrators as well."""
    before = resource.prlimit(person.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(person.process.pid, resource.RLIMIT_FSIZE, (0, before[1]))
    yield
    resource.prlimit(person.process.pid, resource.RLIMIT_FSIZE, before)


def closed(name: str, mode: int) -> Callable[[Path, Person], Any]:
    @contextmanager
    def close(desk: Path, _person: Person) -> Iterator[None]:
        path = desk / name
        before = path.stat().st_mode
        path.chmod(mode)
        yield
        path.chmod(before)

    return close


@contextmanager
def folder_away(desk: Path, _person: Person) -> Iterator[None]:
    (desk / "assessments").rename(desk / "away")
    yield
    (desk / "away").rename(desk / "assessments")


@contextmanager
def folder_instead(desk: Path, _person: Person) -> Iterator[None]:
    (desk / FILE).rename(desk / "away")
    (desk / FILE).mkdir()
    yield
    (desk / FILE).rmdir()
    (desk / "away").rename(desk / FILE)


def written_over(content: str) -> Callable[[Path, Person], Any]:
    @contextmanager
    def write(desk: Path, _person: Person) -> Iterator[None]:
        before = (desk / FILE).read_bytes()
        (desk / FILE).write_text(content, encoding="utf-8")
        yield
        assert (desk / FILE).read_text(encoding="utf-8") == content
        (desk / FILE).write_bytes(before)

    return write


FAULTS = {
    "full-disk": (full_disk, "the disk is full"),
    "no-more-bytes": (no_more_bytes, "the file is too big for this disk"),
    "read-only-folder": (closed("assessments", 0o555), "no permission"),
    "read-only-file": (closed(FILE, 0o444), "no permission"),
    "closed-folder": (closed("assessments", 0o000), "no permission"),
    "vanished-folder": (folder_away, "it does not exist"),
    "folder-instead": (folder_instead, "the file has no plain place for it"),
    "emptied-by-an-editor": (written_over(""), "the file has no plain place for it"),
    "half-written-by-an-editor": (written_over(EMPTY[:40] + "{"), "the file has no plain place for it"),
    "final": (written_over(EMPTY.replace("draft", "final")), None),
}


@contextmanager
def interview(desk: Path, *options: str, **changes: str) -> Iterator[Person]:
    with Person(desk, "assess", FILE, *options, program=("-c", FULL_DISK), **changes) as person:
        person.question()
        yield person


@pytest.mark.parametrize("name", FAULTS)
def test_a_save_that_fails_is_told_and_offered_again(desk: Path, name: str) -> None:
    fault, reason = FAULTS[name]
    told = f"trata: D01 could not be saved: {reason}." if reason else f"trata: {FILE} is final and is not changed."
    with interview(desk) as person:
        person.types("3")
        before = (desk / FILE).read_bytes()
        with fault(desk, person):
            for typed in ("Nota con «ñ».", "", ""):
                shown = on_one_line(person.types(typed))
                assert told in shown
                assert shown.endswith(f"{ASKED.format(id='D01')} >")
        assert (desk / FILE).read_bytes() == before
        assert "D01 · Evidence: title" in person.types("")
        person.send("q")
        assert person.ends() == 0
    assert answers(desk / FILE) == {"D01": {"level": "3", "note": "Nota con «ñ»."}}
    assert litter(desk) == []


def test_what_was_to_follow_follows_when_it_is_saved(desk: Path) -> None:
    with interview(desk) as person:
        person.types("n")
        with full_disk(desk, person):
            shown = person.types("No se da en el país.")
            assert "D01 saved" not in shown
        shown = person.types("")
        assert "D01 saved\n" in shown
        assert "D02a  Level" in shown
    assert answers(desk / FILE) == {"D01": {"level": "not-applicable", "reason": "No se da en el país."}}


def interrupted(by: signal.Signals) -> Callable[[Person], None]:
    def interrupt(person: Person) -> None:
        person.process.send_signal(by)
        while person.process.poll() is None and not person.hears(5):  # it came right before the program waited
            person.process.send_signal(by)

    return interrupt


ENDS: dict[str, Callable[[Person], None]] = {
    "q": lambda person: person.send("q"),
    "ctrl-d": lambda person: person.send("\x04"),
    "ctrl-c": interrupted(signal.SIGINT),
    "kill": interrupted(signal.SIGTERM),
}


@pytest.mark.parametrize("end", ENDS)
def test_leaving_an_answer_that_is_on_no_disk(desk: Path, end: str) -> None:
    with interview(desk) as person:
        person.types("3", "Nota con «ñ».")
        before = (desk / FILE).read_bytes()
        with full_disk(desk, person):
            person.types("Decreto 1 | a | 2026-03 | Mesa | Biblioteca")
            start = len(person.shown)
            ENDS[end](person)
            assert person.ends() == 1
    assert WHOLE in person.shown[start:]
    assert person.shown.splitlines()[-1].startswith(f"Answers saved in {(desk / FILE).resolve()}. Go on with: ")
    assert (desk / FILE).read_bytes() == before


def test_over_a_pipe_it_ends_at_once(desk: Path) -> None:
    (desk / "assessments").chmod(0o555)
    typed = "3\n" * 3
    try:
        done = trata("assess", FILE, cwd=desk, typed=typed)
    finally:
        (desk / "assessments").chmod(0o755)
    assert (done.returncode, done.stderr) == (1, "trata: D01 could not be saved: no permission.\n")
    assert "D01 could not be saved. This was your answer:\n   level 3\n" in done.stdout
    assert done.stdout.count("\n> ") == 1
    assert (desk / FILE).read_text(encoding="utf-8") == EMPTY


# That a text is public, which can't be noted.

TOLD = (
    "trata: D01: that it is public could not be noted: {reason}. "
    "Write beside the text: # trata: ignore=personal-data-phone Línea."
)


@contextmanager
def final(desk: Path, _person: Person) -> Iterator[None]:
    """Somebody signs the file in the meantime."""
    path = desk / FILE
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("status: draft", "status: final"), encoding="utf-8")
    yield
    path.write_text(before, encoding="utf-8")


@contextmanager
def other_text(desk: Path, _person: Person) -> Iterator[None]:
    """Somebody else changes the text in the meantime."""
    path = desk / FILE
    path.write_text(path.read_text(encoding="utf-8").replace("0981", "0982"), encoding="utf-8")
    yield


NOT_NOTED = {
    full_disk: "the disk is full",
    final: "the file is final",
    other_text: "there is no plain place beside the text, or it has changed",
}


@pytest.mark.parametrize("fault", NOT_NOTED, ids=lambda fault: fault.__name__)
def test_what_could_not_be_noted_is_told_and_the_interview_goes_on(desk: Path, fault: Callable[..., Any]) -> None:
    with interview(desk) as person:
        person.types("3", "Línea 0981 555 123.")
        with fault(desk, person):
            shown = on_one_line(person.types("p Línea."))
            assert TOLD.format(reason=NOT_NOTED[fault]) in shown
            assert "D01 · Evidence: title" in shown
        person.send("q")
        assert person.ends() == 1
    text = (desk / FILE).read_text(encoding="utf-8")
    assert ("ignore" in text, re.sub("098[12]", "…", answers(desk / FILE)["D01"]["note"])) == (
        False,
        "Línea … 555 123.",
    )
    assert litter(desk) == []


def test_what_others_answered_meanwhile_is_named_when_it_is_noted(desk: Path) -> None:
    with interview(desk) as person:
        person.types("3", "Línea 0981 555 123.")
        path = desk / FILE
        path.write_text(path.read_text(encoding="utf-8") + "  D40: {level: 1}\n", encoding="utf-8")
        shown = person.types("p Línea.")
        assert "Changed elsewhere in the meantime: D40\n" in shown
        assert "Noted in the file: it is public.\n" in shown
        person.send("q")
        assert person.ends() == 0
    assert answers(path)["D40"] == {"level": "1"}
    assert "123.  # trata: ignore=personal-data-phone Línea.\n" in path.read_text(encoding="utf-8")


# A file that is gone, and other places.


def test_a_file_that_is_gone_is_written_again(desk: Path) -> None:
    (desk / FILE).write_text(EMPTY.replace("answers: {}", "# a mano\nanswers:\n  D40: {level: 1}"), encoding="utf-8")
    with interview(desk) as person:
        person.types("3", "Nota.", "")
        before = (desk / FILE).read_text(encoding="utf-8")
        (desk / FILE).unlink()
        shown = on_one_line(person.types("n", "Motivo."))
        assert "trata: D02a could not be saved: it does not exist." in shown
        assert "D02b  Level" in person.types("")
    text = (desk / FILE).read_text(encoding="utf-8")
    assert re.sub(r"  D02a:\n(    .*\n)+", "", text) == before
    assert answers(desk / FILE)["D02a"] == {"level": "not-applicable", "reason": "Motivo."}


def test_a_file_that_came_back_is_taken_as_it_is(desk: Path) -> None:
    with interview(desk) as person:
        (desk / FILE).unlink()
        person.types("3")
        (desk / FILE).write_text(EMPTY.replace("answers: {}", "answers:\n  D40: {level: 1}"), encoding="utf-8")
        shown = person.types("")
        assert "Changed elsewhere in the meantime: D40\n" in shown
        assert "D01 · Note" in shown
    assert answers(desk / FILE) == {"D01": {"level": "3"}, "D40": {"level": "1"}}


def test_leaving_where_the_file_is_gone(desk: Path) -> None:
    with interview(desk) as person:
        (desk / FILE).unlink()
        person.types("3")
        person.send("q")
        assert person.ends() == 1
    assert person.shown.endswith(
        f"D01 could not be saved. This was your answer:\n   level 3\n\n{(desk / FILE).resolve()} is no longer there.\n"
    )


PLACES = [
    ("otra/XPE-2026.yaml", "otra/XPE-2026.yaml"),
    ("otra", "otra/XPE-2026.yaml"),
    ("~/copia.yml", "copia.yml"),
    ("./copia 2.yaml", "copia 2.yaml"),
]


@pytest.mark.parametrize(("typed", "place"), PLACES, ids=[typed for typed, _ in PLACES])
def test_another_place(desk: Path, typed: str, place: str) -> None:
    (desk / "otra").mkdir()
    with interview(desk, HOME=str(desk)) as person:
        person.types("3")
        before = (desk / FILE).read_bytes()
        (desk / FILE).chmod(0o444)
        person.types("Nota.")
        assert "D01 · Evidence: title" in person.types(typed)
        person.types("")
        person.send("q")
        assert person.ends() == 0
    assert (desk / FILE).read_bytes() == before
    assert answers(desk / place) == {"D01": {"level": "3", "note": "Nota."}}
    assert person.shown.splitlines()[-1].startswith(f"Answers saved in {(desk / place).resolve()}. Go on with: ")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("./otro.yaml", "a file of that name is already there"),
        ("./", "a file of that name is already there"),
        ("none/x.yaml", "it does not exist"),
        ("~nobody-of-that-name/x.yaml", "it does not exist"),
        ("./copia", "a new file needs a name that ends in .yaml"),
        (f"./{'x' * 300}.yaml", "its name is too long"),
        ("otro.yaml/x.yaml", "part of its path is not a folder"),
    ],
)
def test_another_place_that_is_none(desk: Path, typed: str, reason: str) -> None:
    (desk / "otro.yaml").write_text("ajeno\n", encoding="utf-8")
    (desk / "XPE-2026.yaml").write_text("ajeno\n", encoding="utf-8")
    with interview(desk) as person, full_disk(desk, person):
        person.types("3")
        shown = on_one_line(person.types(typed))
        assert f"trata: D01 could not be saved: {reason}." in shown
        assert shown.endswith(f"{ASKED.format(id='D01')} >")
        assert {path.name for path in desk.iterdir()} == {"assessments", "full", "otro.yaml", "XPE-2026.yaml"}
        assert (desk / "otro.yaml").read_text(encoding="utf-8") == "ajeno\n"


def test_another_place_may_fail_as_well(desk: Path) -> None:
    (desk / "otra").mkdir()
    with interview(desk) as person:
        with full_disk(desk, person):
            person.types("3")
            assert "trata: D01 could not be saved: the disk is full." in person.types("otra/")
            assert list((desk / "otra").iterdir()) == []
        assert "D01 · Note" in person.types("")
    assert answers(desk / FILE) == {"D01": {"level": "3"}}


def test_a_link_is_written_through(desk: Path) -> None:
    (desk / "otra").mkdir()
    (desk / FILE).rename(desk / "otra" / "real.yaml")
    (desk / FILE).symlink_to("../otra/real.yaml")
    with interview(desk) as person:
        person.types("3", "Nota.")
        (desk / "otra" / "real.yaml").unlink()
        person.types("Decreto 1 | a | 2026", "")
    assert (desk / FILE).is_symlink()
    assert answers(desk / "otra" / "real.yaml") == {
        "D01": {
            "level": "3",
            "note": "Nota.",
            "evidence": [{"title": "Decreto 1", "type": "official-act", "date": "2026"}],
        }
    }
    assert litter(desk) == []


# Somebody else at the same file.

BOTH = "D01 was changed elsewhere in the meantime."
ONE_OR_TWO = "D01: 1 = take what stands in the file, 2 = keep your answer"


def edit(desk: Path, old: str, new: str) -> None:
    """What an editor does."""
    text = (desk / FILE).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (desk / FILE).write_text(text.replace(old, new), encoding="utf-8")


def test_two_interviews_at_different_indicators(desk: Path) -> None:
    with interview(desk) as one, interview(desk) as other:
        one.types("3", "Uno.")
        shown = other.types("g D40", "2")
        assert "Changed elsewhere in the meantime: D01\n" in shown
        assert "Changed elsewhere" not in other.types("Dos.")
        shown = one.types("")
        assert "Changed elsewhere" not in shown  # nothing was to be saved
        shown = one.types("n", "Motivo.")
        assert shown.index("Changed elsewhere in the meantime: D40\n") < shown.index("D02a saved\n")
        assert "So far: level 2 — «Dos.»" in one.types("g D40")
    assert answers(desk / FILE) == {
        "D01": {"level": "3", "note": "Uno."},
        "D02a": {"level": "not-applicable", "reason": "Motivo."},
        "D40": {"level": "2", "note": "Dos."},
    }


@pytest.mark.parametrize(
    ("choice", "left"), [("1", {"level": "2", "note": "Dos."}), ("2", {"level": "4", "note": "Uno."})]
)
def test_two_interviews_at_the_same_indicator(desk: Path, choice: str, left: dict[str, str]) -> None:
    with interview(desk) as one, interview(desk) as other:
        one.types("3", "Uno.", "-")
        shown = other.types("2")
        assert BOTH in shown
        assert "1  In the file:\n   level 3\n   Note: Uno.\n2  Here:\n   level 2\n" in shown
        assert on_one_line(shown).endswith(f"{ONE_OR_TWO} >")
        assert ONE_OR_TWO in on_one_line(other.types("3"))
        other.types("2", "Dos.")
        shown = one.types("4")
        assert "1  In the file:\n   level 2\n   Note: Dos.\n2  Here:\n   level 4\n   Note: Uno.\n" in shown
        assert ("D01  Level" if choice == "1" else "D01 · Note") in one.types(choice)
        one.send("q")
        assert one.ends() == 0
    assert answers(desk / FILE) == {"D01": left}


def test_what_was_chosen_can_be_taken_back_to_what_the_other_said(desk: Path) -> None:
    with interview(desk) as person:
        person.types("3", "Uno.", "-")
        edit(desk, "level: 3", "level: 1")
        person.types("4", "2", "-", "u")
    assert answers(desk / FILE) == {"D01": {"level": "1", "note": "Uno."}}


def test_leaving_with_both_sides_open(desk: Path) -> None:
    with interview(desk) as person:
        person.types("3", "-")
        edit(desk, "level: 3", "level: 1")
        person.types("4")
        person.send("q")
        assert person.ends() == 1
    assert "D01 could not be saved. This was your answer:\n   level 4\n" in person.shown
    assert answers(desk / FILE) == {"D01": {"level": "1"}}


def test_an_editor_beside(desk: Path) -> None:
    with interview(desk) as person:
        person.types("3", "Uno.")
        edit(desk, "  D01:\n", "  # a mano\n  D01:  # primero\n")
        (desk / FILE).write_text((desk / FILE).read_text(encoding="utf-8") + "  D40: {level: 1}\n", encoding="utf-8")
        shown = person.types("Decreto 1 | a | 2026 | Mesa | Biblioteca | p")
        assert "Changed elsewhere in the meantime: D40\n" in shown
        edit(desk, "note: Uno.", "note: Otra.")
        edit(desk, "  D40: {level: 1}\n", "")
        shown = person.types("x 1")
        assert "Changed elsewhere in the meantime: D40\n" in shown
        assert (
            "1  In the file:\n   level 3\n   Note: Otra.\n"
            "   Evidence: Decreto 1 (official act, 2026, Mesa, Biblioteca)\n"
            "2  Here:\n   level 3\n   Note: Uno.\n"
        ) in shown
        person.types("2")
    assert answers(desk / FILE) == {"D01": {"level": "3", "note": "Uno."}}
    assert "answers:\n  # a mano\n  D01:  # primero\n    level: 3\n" in (desk / FILE).read_text(encoding="utf-8")


def test_the_same_change_on_both_sides_is_no_question(desk: Path) -> None:
    with interview(desk) as person:
        person.types("3")
        edit(desk, "    answered:", "    note: Igual.\n    answered:")
        assert "D01 · Evidence: title" in person.types("Igual.")
    assert answers(desk / FILE) == {"D01": {"level": "3", "note": "Igual."}}


STATEMENT = "    statements:\n      - {by: Fiscalía General, role: reviewer, level: 2}\n"


def test_a_reviewer_beside_is_no_conflict(desk: Path) -> None:
    with interview(desk) as person:
        person.types("3")
        (desk / FILE).write_text((desk / FILE).read_text(encoding="utf-8") + STATEMENT, encoding="utf-8")
        assert "D01 · Evidence: title" in person.types("Nota.")
        assert "Changed elsewhere in the meantime: D01\n" in person.shown
    text = (desk / FILE).read_text(encoding="utf-8")
    assert STATEMENT in text
    assert "    note: Nota.\n" in text


def test_a_choice_between_two_answers_is_none_between_statements(desk: Path) -> None:
    with interview(desk) as person:
        person.types("3", "-")
        edit(desk, "level: 3", "level: 1")
        (desk / FILE).write_text((desk / FILE).read_text(encoding="utf-8") + STATEMENT, encoding="utf-8")
        person.types("4", "2", "Nota.")
    text = (desk / FILE).read_text(encoding="utf-8")
    assert STATEMENT in text
    assert "  D01:\n    level: 4\n    note: Nota.\n" in text


def test_what_others_changed_is_not_for_u_to_take_back(desk: Path) -> None:
    with interview(desk) as person:
        person.types("3", "Uno.", "")
        edit(desk, "note: Uno.", "note: Otra.")
        person.types("n", "Motivo.")
        assert "D02a is as it was before." in person.types("u")
        assert "There is nothing to take back." in person.types("u")
    assert answers(desk / FILE) == {"D01": {"level": "3", "note": "Otra."}}


def test_errors_of_others_do_not_stop_the_interview(desk: Path) -> None:
    with interview(desk) as person:
        person.types("3", "Uno.")
        edit(desk, "country: XPE", "pais: XPE")
        assert "D02a  Level" in person.types("Decreto 1 | a | 2026 | Mesa | B | p", "")
        assert "So far: level 3" in person.types("g D01")
    assert answers(desk / FILE)["D01"]["evidence"][0]["title"] == "Decreto 1"
