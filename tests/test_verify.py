"""`trata verify`: a report is what its files give, or what is not as it was."""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
from io import BytesIO
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.golden_documents import GARDEN_FOLDER, LIBRARY_FOLDER
from tests.support import GARDEN_FILE, LIBRARY_FILES, trata
from trata_cli import __version__

FORMATS = ("md", "html", "docx")
EARLIER = """\
format: trata/assessment/1
plan: {id: huerto, version: 1}
country: XPE
year: 2024
status: draft
answers: {}
"""
SAME = "report.{form} is what XPE-2026.yaml gives, byte for byte.\n"


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    """A folder with two years of the garden and its plan."""
    folder = shutil.copytree(GARDEN_FOLDER, tmp_path / "garden")
    (folder / "plans").mkdir()
    shutil.copy(GARDEN_FILE, folder / "plans")
    return folder


def report(folder: Path, form: str, *options: str | Path) -> Path:
    """The report of this year in this format."""
    path = folder / f"report.{form}"
    done = trata("report", "XPE-2026.yaml", "-o", path, *options, cwd=folder)
    assert done.returncode == 0, done.stderr
    return path


def verify(folder: Path, form: str = "md", *options: str | Path, **changes: str) -> CompletedProcess[str]:
    return trata("verify", f"report.{form}", "XPE-2026.yaml", *options, cwd=folder, **changes)


def said(done: CompletedProcess[str]) -> tuple[int, str, str]:
    return done.returncode, done.stdout, done.stderr


def sha256(*paths: Path) -> str:
    """That of a file; of several, of theirs."""
    found = [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    return found[0] if len(found) == 1 else hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "options",
    [(), ("--audience", "internal", "--date", "2026-11-30"), ("--lang", "es")],
    ids=["plain", "internal", "Spanish"],
)
def test_the_same_bytes(garden: Path, form: str, options: tuple[str, ...]) -> None:
    report(garden, form, *options)

    assert said(verify(garden, form)) == (0, SAME.format(form=form), "")


def test_no_file_has_to_keep_its_name_or_its_place(garden: Path) -> None:
    report(garden, "html")
    (garden / "moved").mkdir()
    for name in ("XPE-2026.yaml", "XPE-2025.yaml", "plans/huerto-1.yaml", "anexos"):
        shutil.move(garden / name, garden / "moved" / Path(name).name.replace("XPE-", "copy-"))
    moved = Path("moved")
    done = trata(
        *("verify", "report.html", moved / "copy-2026.yaml", "--previous", moved / "copy-2025.yaml"),
        *("--plan", moved / "huerto-1.yaml"),
        cwd=garden,
    )

    assert said(done) == (0, f"report.html is what {moved / 'copy-2026.yaml'} gives, byte for byte.\n", "")


def test_a_report_without_last_year_stays_without_it(garden: Path) -> None:
    last_year = garden / "XPE-2025.yaml"
    last_year.rename(garden / "away.yaml")
    report(garden, "md")
    (garden / "away.yaml").rename(last_year)

    assert said(verify(garden)) == (0, SAME.format(form="md"), "")
    assert said(verify(garden, "md", "--previous", "XPE-2025.yaml")) == (
        1,
        "Last year's file is not the one with which the report was made.\n"
        "  for the report: none\n"
        f"  now:            {sha256(last_year)}\n",
        "",
    )


def test_last_years_file_that_is_missing_has_to_be_named(garden: Path) -> None:
    report(garden, "md")
    (garden / "XPE-2025.yaml").unlink()

    text = "trata: the report was made with last year's file: name it with --previous\n"
    assert said(verify(garden)) == (2, "", text)


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_bytes_with_the_history_and_the_balanced_share(garden: Path, form: str) -> None:
    report(garden, form, "--history", ".", "--index")

    assert said(verify(garden, form, "--history", ".")) == (0, SAME.format(form=form), "")


def test_the_balanced_share_is_in_the_manifest(garden: Path) -> None:
    report(garden, "md", "--index")

    assert said(verify(garden)) == (0, SAME.format(form="md"), "")


def test_a_history_has_to_be_named(garden: Path) -> None:
    report(garden, "md", "--history", ".")

    text = "trata: the report was made with a history: name its folder with --history\n"
    assert said(verify(garden)) == (2, "", text)


def test_no_year_of_a_history_has_to_keep_its_name_or_its_place(garden: Path) -> None:
    report(garden, "md", "--history", ".")
    years = garden / "years"
    years.mkdir()
    shutil.copy(garden / "XPE-2025.yaml", years / "one.yaml")
    shutil.copytree(garden / "plans", years / "plans")
    shutil.copytree(garden / "anexos", years / "anexos")

    assert said(verify(garden, "md", "--history", "years")) == (0, SAME.format(form="md"), "")


def test_a_history_of_other_years(garden: Path) -> None:
    report(garden, "md", "--history", ".")
    earlier, last, this = (garden / f"XPE-{year}.yaml" for year in (2024, 2025, 2026))
    earlier.write_text(EARLIER, "utf-8")

    assert said(verify(garden, "md", "--history", ".")) == (
        1,
        "The years of the history are not those with which the report was made.\n"
        f"  for the report: {sha256(last, this)}\n"
        f"  now:            {sha256(earlier, last, this)}\n",
        "",
    )


def test_a_report_without_a_history_stays_without_it(garden: Path) -> None:
    report(garden, "md")

    assert said(verify(garden, "md", "--history", ".")) == (
        1,
        "The years of the history are not those with which the report was made.\n"
        "  for the report: none\n"
        f"  now:            {sha256(garden / 'XPE-2025.yaml', garden / 'XPE-2026.yaml')}\n",
        "",
    )


def test_the_plan_s_files_are_those_of_all_editions(tmp_path: Path) -> None:
    folder = shutil.copytree(LIBRARY_FOLDER, tmp_path / "library")
    (folder / "plans").mkdir()
    old, new = (Path(shutil.copy(path, folder / "plans")) for path in LIBRARY_FILES)
    report(folder, "md")
    assert said(verify(folder)) == (0, SAME.format(form="md"), "")

    before = sha256(old, new)
    old.write_bytes(old.read_bytes() + b"# more\n")
    assert said(verify(folder)) == (
        1,
        "The plan's file is not the one with which the report was made.\n"
        f"  for the report: {before}\n"
        f"  now:            {sha256(old, new)}\n",
        "",
    )


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("XPE-2026.yaml", "The assessment is not the one of which the report was made."),
        ("XPE-2025.yaml", "Last year's file is not the one with which the report was made."),
        ("plans/huerto-1.yaml", "The plan's file is not the one with which the report was made."),
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_an_input_that_is_another(garden: Path, form: str, name: str, sentence: str) -> None:
    report(garden, form)
    path = garden / name
    before = sha256(path)
    path.write_bytes(path.read_bytes() + b"# more\n")

    lines = f"{sentence}\n  for the report: {before}\n  now:            {sha256(path)}\n"
    assert said(verify(garden, form)) == (1, lines, "")


def test_every_input_that_is_another_is_named(garden: Path) -> None:
    report(garden, "md")
    for name in ("XPE-2026.yaml", "XPE-2025.yaml", "plans/huerto-1.yaml"):
        (garden / name).write_bytes((garden / name).read_bytes() + b"# more\n")

    done = verify(garden)
    assert (done.returncode, len(done.stdout.splitlines()), done.stderr) == (1, 9, "")


def test_a_line_that_somebody_changed(garden: Path) -> None:
    path = report(garden, "md")
    lines = path.read_text("utf-8").split("\n")
    number = next(number for number, line in enumerate(lines, start=1) if line.startswith("# "))
    before, lines[number - 1] = lines[number - 1], "# Another country"
    path.write_text("\n".join(lines), "utf-8", newline="\n")

    assert said(verify(garden)) == (
        1,
        "The report was changed after it was made. The first line that is not as it was is line "
        f"{number}:\n  in the report: # Another country\n  as it was:     {before}\n",
        "",
    )


def test_a_line_that_was_added_or_taken_out_at_the_end(garden: Path) -> None:
    path = report(garden, "md")
    whole = path.read_text("utf-8")
    count = whole.count("\n")
    path.write_text(f"{whole}\n\nmore", "utf-8", newline="\n")
    done = verify(garden)
    assert done.stdout.endswith(f"is line {count + 2}:\n  in the report: \n  as it was:     (it ends before)\n")
    assert done.returncode == 1

    path.write_text(whole.removesuffix("\n"), "utf-8", newline="\n")
    done = verify(garden)
    assert done.stdout.endswith(f"is line {count + 1}:\n  in the report: (it ends before)\n  as it was:     \n")
    assert done.returncode == 1


def test_what_somebody_wrote_is_shown_masked_and_without_control_characters(garden: Path) -> None:
    path = report(garden, "md")
    path.write_text(path.read_text("utf-8").replace("# ", "# \x1b[2J juana.perez@example.org ", 1), "utf-8")

    done = verify(garden)
    assert done.returncode == 1
    assert "juana.perez@example.org" not in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(
    ("spelt", "sentence"),
    [
        (lambda text: text.replace("\n", "\r\n").encode(), "only the ends of the lines were changed on the way."),
        (lambda text: text.replace("\n", "\r").encode(), "only the ends of the lines were changed on the way."),
        (lambda text: b"\xef\xbb\xbf" + text.encode(), "it was saved as UTF-8 + BOM; trata writes UTF-8."),
        (lambda text: b"\xff\xfe" + text.encode("utf-16-le"), "it was saved as UTF-16; trata writes UTF-8."),
        (lambda text: b"\xfe\xff" + text.encode("utf-16-be"), "it was saved as UTF-16; trata writes UTF-8."),
    ],
)
@pytest.mark.parametrize("form", ["md", "html"])
def test_a_copy_that_is_only_spelt_otherwise(garden: Path, form: str, spelt: object, sentence: str) -> None:
    path = report(garden, form)
    assert callable(spelt)
    path.write_bytes(spelt(path.read_text("utf-8")))

    assert said(verify(garden, form)) == (1, f"The text is the same, the bytes are not: {sentence}\n", "")


def test_a_copy_in_an_old_code_page(garden: Path) -> None:
    path = report(garden, "md")
    path.write_bytes(path.read_text("utf-8").encode("cp1252", "replace"))

    done = verify(garden)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(("The text is the same", "The report was changed after it was made."))


def test_a_report_of_another_version(garden: Path) -> None:
    path = report(garden, "md")
    made = path.read_text("utf-8")
    other = made.replace(f'"trata":"{__version__}"', '"trata":"0.0.9"')
    path.write_text(other, "utf-8", newline="\n")
    cannot = (
        "All of which the report was made is the same. Whether its text is can't be told: trata 0.0.9 wrote it, and "
        f"this is trata {__version__}.\n"
    )
    assert said(verify(garden)) == (1, cannot, "")

    template = re.sub(r'"template":"[0-9a-f]{64}"', f'"template":"{"0" * 64}"', other)
    path.write_text(template, "utf-8", newline="\n")
    assert said(verify(garden)) == (1, cannot, "")

    same = other.replace(f"trata {__version__}", "trata 0.0.9")
    path.write_text(same, "utf-8", newline="\n")
    assert said(verify(garden)) == (0, SAME.format(form="md"), "")


def test_a_template_of_this_version_that_is_another(garden: Path) -> None:
    path = report(garden, "md")
    path.write_text(re.sub(r'"template":"\w+"', f'"template":"{"0" * 64}"', path.read_text("utf-8")), "utf-8")

    done = verify(garden)
    assert done.returncode == 1
    assert done.stdout.startswith("The template or its styles are not those with which the report was made.\n")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"# Report\n",
        b"\xff\xfe\x00",
        b"\x00" * 1000,
        b"PK\x03\x04 no zip",
        b"<!-- trata-manifest {} -->",
        b'<!-- trata-manifest {"format":"md"} -->',
        b"<!-- trata-manifest " + b"[" * 100_000 + b" -->",
        "# Report <!-- trata-manifest ñ -->".encode("latin-1"),
    ],
)
def test_what_is_no_report(garden: Path, content: bytes) -> None:
    (garden / "report.md").write_bytes(content)

    text = "has no manifest that this version can read: it is no report of trata, or the manifest was changed.\n"
    assert said(verify(garden)) == (1, "", f"trata: report.md {text}")


def test_a_report_that_is_not_there_is_wrong_use(garden: Path) -> None:
    assert said(verify(garden)) == (2, "", "trata: report.md can't be opened: it does not exist.\n")


def test_a_folder_is_no_report(garden: Path) -> None:
    (garden / "report.md").mkdir()

    done = verify(garden)
    assert (done.returncode, done.stdout) == (1, "")
    assert "not-a-regular-file" in done.stderr


def test_a_huge_file_is_no_report(garden: Path) -> None:
    with (garden / "report.md").open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)

    done = verify(garden)
    assert (done.returncode, done.stdout) == (1, "")
    assert "file-too-big" in done.stderr


def test_an_assessment_that_is_not_there_is_wrong_use(garden: Path) -> None:
    report(garden, "md")
    done = trata("verify", "report.md", "none.yaml", cwd=garden)

    assert said(done) == (2, "", "trata: none.yaml can't be opened: it does not exist.\n")


def test_an_assessment_that_is_none(garden: Path) -> None:
    report(garden, "md")
    (garden / "XPE-2026.yaml").write_text("a: [", "utf-8")

    done = verify(garden)
    assert (done.returncode, done.stdout) == (1, "")
    assert "XPE-2026.yaml:1:5: error" in done.stderr


def test_a_template_of_ones_own_has_to_be_named(garden: Path) -> None:
    own = garden / "own.md.j2"
    own.write_text("# {{ view.country }}\n{% include 'part.j2' %}\n", "utf-8")
    (garden / "part.j2").write_text("{{ view.year }}\n", "utf-8")
    report(garden, "md", "--template", own)

    assert said(verify(garden)) == (
        2,
        "",
        "trata: the report was made with a template of one's own: name it with --template\n",
    )
    assert said(verify(garden, "md", "--template", own)) == (0, SAME.format(form="md"), "")

    (garden / "part.j2").write_text("{{ view.year }}!\n", "utf-8")
    done = verify(garden, "md", "--template", own)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("The template or its styles are not those with which the report was made.\n")


def test_a_word_document_that_was_saved_anew(garden: Path) -> None:
    path = report(garden, "docx")
    packed = BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    path.write_bytes(packed.getvalue())
    assert said(verify(garden, "docx")) == (0, SAME.format(form="docx"), "")

    with zipfile.ZipFile(path, "a") as more:
        more.writestr("word/more.xml", "<x/>")
    text = "The text is the same, the file is not: another program, such as a word processor, saved it anew.\n"
    assert said(verify(garden, "docx")) == (1, text, "")


def test_a_word_document_in_which_somebody_wrote(garden: Path) -> None:
    path = report(garden, "docx")
    packed = BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"Self-assessment 2026", b"Self-assessment 2027"))
    path.write_bytes(packed.getvalue())

    done = verify(garden, "docx")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("The report was changed after it was made. The first line that is not as it was is")
    assert "Self-assessment 2027\n" in done.stdout
    assert "Self-assessment 2026\n" in done.stdout


def test_a_bomb_is_no_word_document(garden: Path) -> None:
    with zipfile.ZipFile(garden / "report.docx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("docProps/custom.xml", b"\0" * (64 * 1024 * 1024 + 1))

    done = verify(garden, "docx")
    assert (done.returncode, done.stdout) == (1, "")
    assert "has no manifest" in done.stderr


def test_it_speaks_the_users_language_and_makes_the_report_in_its_own(garden: Path) -> None:
    path = report(garden, "md", "--lang", "es")
    assert said(verify(garden)) == (0, SAME.format(form="md"), "")

    (garden / "XPE-2026.yaml").unlink()
    text = "trata: No se puede abrir XPE-2026.yaml: no existe.\n"
    assert said(verify(garden, "md", "--lang", "es")) == (2, "", text)
    assert path.read_text("utf-8").startswith("# País Ejemplo · Autoevaluación 2026\n")
