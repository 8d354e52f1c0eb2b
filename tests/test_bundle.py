"""The zip for laptops without a connection: what is in it, for which machines it is enough, and its instructions."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tools import bundle

from tests.support import ROOT, environment
from trata_cli import __version__

WINDOWS, LINUX = (next(t for t in bundle.TARGETS if t.system == system) for system in ("Windows", "Linux"))
PROGRAMS = Path(sys.executable).parent
TOP = f"trata-{__version__}"
NO_INDEX = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}


def wheel(folder: Path, name: str, *requirements: str) -> Path:
    """A wheel with nothing in it but what it requires."""
    path = folder / f"{name}-py3-none-any.whl"
    package, version = name.split("-")
    lines = [f"Name: {package}", f"Version: {version}", *(f"Requires-Dist: {each}" for each in requirements)]
    with zipfile.ZipFile(path, "w") as content:
        content.writestr(f"{name}.dist-info/METADATA", "\n".join(["Metadata-Version: 2.1", *lines, ""]))
        content.writestr(f"{name}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        content.writestr(f"{name}.dist-info/RECORD", "")
    return path


def test_the_targets_are_those_that_the_instructions_name() -> None:
    assert [target.name for target in bundle.TARGETS] == [
        "Windows, Python 3.11",
        "Windows, Python 3.12",
        "Windows, Python 3.13",
        "Windows, Python 3.14",
        "Linux, Python 3.11",
        "Linux, Python 3.12",
        "Linux, Python 3.13",
        "Linux, Python 3.14",
    ]
    for text in ("README.txt", "LEEME.txt"):
        assert "Python 3.11 / 3.12 / 3.13 / 3.14, " in bundle.instructions()[text].decode()


def test_what_is_lacking_goes_by_the_conditions_of_the_target(tmp_path: Path) -> None:
    given = [
        wheel(
            tmp_path,
            "tree-1.0",
            'leaf; platform_system == "Windows"',
            'root>=2; sys_platform == "linux" and python_version < "3.12"',
            'bark; extra == "winter"',
            "Twig_Dry>=1",
        ),
        wheel(tmp_path, "twig_dry-1.5"),
        wheel(tmp_path, "root-1.0"),
    ]
    lacking = {target.name: list(bundle.lacking(given, target)) for target in bundle.TARGETS}
    assert lacking == {
        "Windows, Python 3.11": ["leaf"],
        "Windows, Python 3.12": ["leaf"],
        "Windows, Python 3.13": ["leaf"],
        "Windows, Python 3.14": ["leaf"],
        "Linux, Python 3.11": ["root>=2"],
        "Linux, Python 3.12": [],
        "Linux, Python 3.13": [],
        "Linux, Python 3.14": [],
    }


def test_what_is_lacking_is_gathered_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, scratch = tmp_path / "shelf", tmp_path / "scratch"
    shelf.mkdir()
    scratch.mkdir()
    wheel(shelf, "leaf-1.0", "vein")
    wheel(shelf, "vein-1.0")
    tree = wheel(tmp_path, "tree-1.0", 'leaf; platform_system == "Windows"')
    for name, value in {**NO_INDEX, "PIP_FIND_LINKS": str(shelf)}.items():
        monkeypatch.setenv(name, value)

    gathered = {each.system: [w.name for w in bundle.gather(tree, each, scratch)] for each in (WINDOWS, LINUX)}

    assert gathered == {
        "Windows": ["leaf-1.0-py3-none-any.whl", "tree-1.0-py3-none-any.whl", "vein-1.0-py3-none-any.whl"],
        "Linux": ["tree-1.0-py3-none-any.whl"],
    }


def test_a_wheel_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in NO_INDEX.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(bundle.Missing) as stop:
        bundle.gather(wheel(tmp_path, "tree-1.0", "leaf>=2"), WINDOWS, tmp_path)
    assert str(stop.value) == "bundle: for Windows, Python 3.11: no wheel of leaf>=2"


def test_whatever_else_pip_says_is_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    with pytest.raises(bundle.Missing, match=r"^bundle: for Linux, Python 3\.11: pip did not download: .*nowhere\.whl"):
        bundle.gather(tmp_path / "nowhere.whl", LINUX, tmp_path)


def test_the_same_wheels_make_the_same_bytes(tmp_path: Path) -> None:
    wheels = {"a-1-py3-none-any.whl": b"A", "b-1-py3-none-any.whl": b"B"}
    one = bundle.pack(wheels, tmp_path / "one")
    other = bundle.pack(dict(reversed(wheels.items())), tmp_path / "other")
    assert one.read_bytes() == other.read_bytes()
    assert one.name == f"{TOP}-offline.zip"
    with zipfile.ZipFile(one) as content:
        assert [(entry.filename, entry.date_time[0], entry.external_attr >> 16) for entry in content.infolist()] == [
            (f"{TOP}/LEEME.txt", 1980, 0o644),
            (f"{TOP}/README.txt", 1980, 0o644),
            (f"{TOP}/install.bat", 1980, 0o644),
            (f"{TOP}/install.sh", 1980, 0o755),
            (f"{TOP}/wheels/a-1-py3-none-any.whl", 1980, 0o644),
            (f"{TOP}/wheels/b-1-py3-none-any.whl", 1980, 0o644),
        ]


def test_windows_reads_its_files_as_windows_writes_them() -> None:
    files = bundle.instructions()
    for name in ("LEEME.txt", "README.txt", "install.bat"):
        assert files[name].count(b"\n") == files[name].count(b"\r\n") > 1
    assert b"\r" not in files["install.sh"]
    assert files["install.bat"].isascii()


@pytest.fixture(scope="module")
def unzipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of this checkout as somebody unzips it, far from the checkout."""
    folder = tmp_path_factory.mktemp("bundle")
    made = subprocess.run(
        [sys.executable, "-m", "tools.bundle", folder], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert re.fullmatch(rf"\S+/{TOP}-offline\.zip: \d+\.\d MB\n", made.stdout)
    subprocess.run([sys.executable, "-m", "zipfile", "-e", folder / f"{TOP}-offline.zip", folder], check=True)
    return folder / TOP


@pytest.mark.slow
def test_every_target_finds_all_that_it_needs(unzipped: Path) -> None:
    """uv reads every condition as the target would, and knows nothing but the zip's wheels."""
    platforms = {"Windows": "x86_64-pc-windows-msvc", "Linux": "x86_64-manylinux_2_17"}
    for target in bundle.TARGETS:
        only = ["--no-index", "--find-links", "wheels", "--only-binary", ":all:", "--no-config"]
        machine = ["--python-platform", platforms[target.system], "--python-version", target.python]
        done = subprocess.run(
            [PROGRAMS / "uv", "pip", "install", "--dry-run", *only, *machine, "--target", "there", "trata"],
            cwd=unzipped,
            env=environment(UV_PYTHON=sys.executable),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, f" + trata=={__version__}\n" in done.stderr) == (0, True), done.stderr


@pytest.mark.slow
def test_a_laptop_without_a_connection(unzipped: Path) -> None:
    """The two steps of the Linux line in LEEME.txt, as they stand, and a report at the end."""
    line = next(each for each in (unzipped / "LEEME.txt").read_text("utf-8").splitlines() if each.startswith("Linux"))
    parts = re.fullmatch(r"Linux +(.+?)  +y luego: +(.+)", line)
    assert parts

    def run(command: str, typed: str = "") -> str:
        env = environment(**NO_INDEX, PYTHON=sys.executable, TRATA_LANG="es", HOME=str(unzipped))
        return subprocess.run(
            ["sh", "-c", command], cwd=unzipped, env=env, input=typed, capture_output=True, encoding="utf-8", check=True
        ).stdout

    assert run(parts[1]).endswith(f"\ntrata {__version__}\n")
    trata = parts[2].removesuffix(" assess")
    assert run(f"{trata} plan show").startswith("Directrices e indicadores de resultado contra la trata de personas")
    assert "D01 guardado" in run(parts[2], "XPE\n2031\n2\nUna nota\n\nq\n")
    assert "    level: 2\n    note: Una nota\n" in (unzipped / "assessments" / "XPE-2031.yaml").read_text("utf-8")
    run(f"{trata} report assessments/XPE-2031.yaml -o informe.html")
    assert '<html lang="es"' in (unzipped / "informe.html").read_text("utf-8")
