"""Pages in a real browser, and on paper. Programs come from the system's packages, libraries from npm."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal
from xml.etree import ElementTree

from tests import npm
from tests.support import ROOT

Scheme = Literal["light", "dark"]
Paper = Literal["A4", "Letter"]

AXE: Final = ("axe-core", "4.14.1", "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745")
PLAYWRIGHT: Final = ("playwright-core", "1.65.1", "6f5a60be62a4fddfbe7d10c448d8fbd54547da3358f2f8a04211440471ee863e")
VNU: Final = ("vnu-jar", "26.9.27", "5970d3ffca91a627cf0965e5d91bb2e4242307c29292998de0b419d6a901b2b7")
_XHTML: Final = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Look:
    """A page shown in one way; with an anchor, as a link to it shows the page."""

    page: Path
    width: int = 1280
    scheme: Scheme = "light"
    anchor: str | None = None


@dataclass(frozen=True)
class Line:
    """A line of text on paper: its box in points, from the top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Sheet:
    """A printed page: its size in points, its lines from the top down."""

    width: float
    height: float
    lines: tuple[Line, ...]


def installed(program: str, package: str) -> str:
    """A program of the system; where it lacks, Debian's package manager brings it."""
    if not shutil.which(program):
        install(package)
    return str(shutil.which(program))


def install(package: str) -> None:
    """Let Debian's package manager bring a package."""
    sudo = ["sudo", "-n"] if os.geteuid() else []
    get = [*sudo, "apt-get", "-o", "DPkg::Lock::Timeout=600"]
    subprocess.run([*get, "update"], check=True)
    subprocess.run([*get, "install", "--yes", "--no-install-recommends", package], check=True)


def libraries(folder: Path) -> Path:
    """A folder with what the browser's script needs, as node looks for it."""
    modules = folder / "node_modules"
    modules.mkdir()
    for name, version, sha256 in (AXE, PLAYWRIGHT):
        npm.package(name, version, sha256, folder).rename(modules / name)
    return modules


def opened(modules: Path, looks: Sequence[Look] = (), prints: Sequence[tuple[Path, Paper, Path]] = ()) -> list[Any]:
    """What the browser says of each look; and each page printed on a paper into a file."""
    given = {
        "executable": installed("chromium", "chromium"),
        "axe": str(modules / "axe-core" / "axe.min.js"),
        "looks": [
            {"url": look.page.as_uri(), "width": look.width, "scheme": look.scheme, "anchor": look.anchor}
            for look in looks
        ],
        "prints": [{"url": page.as_uri(), "format": paper, "path": str(path)} for page, paper, path in prints],
    }
    done = subprocess.run(
        ["node", ROOT / "tests" / "browser.cjs"],
        input=json.dumps(given),
        env=os.environ | {"NODE_PATH": str(modules)},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: list[Any] = json.loads(done.stdout)
    return found


def html_errors(folder: Path, pages: Sequence[Path]) -> list[str]:
    """What the W3C's checker has against pages."""
    java = installed("java", "default-jre-headless")
    jar = npm.package(*VNU, folder) / "build" / "dist" / "vnu.jar"
    done = subprocess.run([java, "-jar", jar, "--format", "json", *pages], check=False, capture_output=True, text=True)
    found = json.loads(done.stderr)["messages"]
    errors = [each for each in found if each["type"] == "error"]
    return [f"{Path(each['url']).name}:{each['lastLine']}: {each['message']}" for each in errors]


def facts(pdf: Path) -> str:
    """What a PDF says of itself."""
    command = [installed("pdfinfo", "poppler-utils"), pdf]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def sheets(pdf: Path) -> list[Sheet]:
    """The pages of a PDF."""
    command = [installed("pdftotext", "poppler-utils"), "-bbox-layout", pdf, "-"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [_sheet(page) for page in ElementTree.fromstring(done.stdout).iter(f"{_XHTML}page")]  # noqa: S314 - our own


def _sheet(page: ElementTree.Element) -> Sheet:
    lines = [_line(line) for line in page.iter(f"{_XHTML}line")]
    return Sheet(
        float(page.attrib["width"]), float(page.attrib["height"]), tuple(sorted(lines, key=lambda each: each.bottom))
    )


def _line(line: ElementTree.Element) -> Line:
    text = " ".join(word.text or "" for word in line.iter(f"{_XHTML}word"))
    return Line(text, *(float(line.attrib[name]) for name in ("xMin", "yMin", "xMax", "yMax")))
