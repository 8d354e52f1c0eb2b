"""Make the zip with which trata is installed offline: its wheel, those of all that it needs, and what to do.

Run by `make bundle`. The zip's bytes depend on nothing but the wheels' bytes.

pip downloads wheels for other machines, but reads a condition such as `platform_system == "Windows"` as one of the
machine that it runs on; so what a machine would still lack is found here, by its own conditions, and asked for too.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from trata_cli import __version__

ROOT = Path(__file__).resolve().parents[1]
PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14")
_WINDOWS: Final = {
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_system": "Windows",
    "sys_platform": "win32",
}
_LINUX: Final = {
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_system": "Linux",
    "sys_platform": "linux",
}
_OLDEST_DATE: Final = (1980, 1, 1, 0, 0, 0)  # that a zip can say

_README: Final = """\
trata {version}, to be installed without a connection. Needs Python {pythons}, 64 bits.
Put this folder where it is going to stay (once installed it is not to be moved), then:

Windows   double-click install.bat    then, in a command prompt here:   trata\\Scripts\\trata assess
Linux     sh install.sh               then:                             trata/bin/trata assess
"""
_LEEME: Final = """\
trata {version}, para instalar sin conexión. Hace falta Python {pythons}, de 64 bits.
Ponga esta carpeta donde vaya a quedar (una vez instalado, no la mueva) y después:

Windows   doble clic en install.bat   y luego, en un símbolo del sistema aquí:   trata\\Scripts\\trata assess
Linux     sh install.sh               y luego:                                   trata/bin/trata assess
"""
# Without accents: a batch file is read in the code page of its machine. It takes the newest Python that there are
# wheels for, which need not be the newest one that is there.
_INSTALL_BAT: Final = """\
@echo off
cd /d "%~dp0"
for %%v in ({newest_first}) do if not exist trata\\Scripts\\python.exe py -%%v -m venv trata 2>nul
trata\\Scripts\\python -m pip install --no-index --find-links wheels trata && trata\\Scripts\\trata --version
if errorlevel 1 echo No se pudo instalar: vea LEEME.txt. Not installed: see README.txt.
pause
"""
_INSTALL_SH: Final = """\
#!/bin/sh
set -e
cd "$(dirname "$0")"
"${{PYTHON:-python3}}" -m venv trata
trata/bin/python -m pip install --no-index --find-links wheels trata
trata/bin/trata --version
"""


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of machine: how people call it, its wheels' platform, and what conditions of requirements know of it."""

    system: str
    platform: str
    python: str
    conditions: Mapping[str, str]

    @property
    def name(self) -> str:
        """As in “Windows, Python 3.13”."""
        return f"{self.system}, Python {self.python}"

    def wants(self, requirement: Requirement) -> bool:
        """Whether a requirement holds on this machine."""
        known = {
            "extra": "",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
        }
        return requirement.marker is None or requirement.marker.evaluate({**known, **self.conditions})


TARGETS: Final = tuple(
    Target(system, platform, python, conditions)
    for system, platform, conditions in (
        ("Windows", "win_amd64", _WINDOWS),
        ("Linux", "manylinux_2_17_x86_64", _LINUX),
    )
    for python in PYTHONS
)


class Missing(Exception):
    """A machine for which there is no wheel of something that trata needs."""


def bundle(dist: Path) -> Path:
    """Build the wheel, gather those that it needs on every target, and pack them. Raises Missing."""
    with tempfile.TemporaryDirectory() as scratch:
        wheel = _build(Path(scratch))
        gathered = {each.name: each for target in TARGETS for each in gather(wheel, target, Path(scratch))}
        return pack({name: path.read_bytes() for name, path in gathered.items()}, dist)


def _build(folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT], check=True, stdout=sys.stderr)
    return folder / f"trata-{__version__}-py3-none-any.whl"


def gather(wheel: Path, target: Target, scratch: Path) -> list[Path]:
    """The wheels that one wheel needs on a target, itself among them. Raises Missing."""
    wanted = [str(wheel)]
    while True:
        folder = Path(tempfile.mkdtemp(dir=scratch))
        _download(wanted, target, folder)
        found = sorted(folder.iterdir())
        more = sorted(set(lacking(found, target)))
        if not more:
            return found
        wanted += more


def _download(wanted: Sequence[str], target: Target, folder: Path) -> None:
    where = ["--platform", target.platform, "--python-version", target.python, "--implementation", "cp"]
    what = ["--quiet", "--only-binary", ":all:", *where, "--dest", str(folder), *wanted]
    done = subprocess.run([sys.executable, "-m", "pip", "download", *what], check=False, capture_output=True, text=True)
    if done.returncode:
        none = re.search(r"No matching distribution found for (\S+)", done.stderr)
        why = f"no wheel of {none[1]}" if none else f"pip did not download: {done.stderr.strip()}"
        raise Missing(f"bundle: for {target.name}: {why}")


def lacking(wheels: Sequence[Path], target: Target) -> Iterator[str]:
    """What these wheels require on a target and none of them is."""
    there = dict(parse_wheel_filename(wheel.name)[:2] for wheel in wheels)
    for requirement in (each for wheel in wheels for each in _requirements(wheel) if target.wants(each)):
        version = there.get(canonicalize_name(requirement.name))
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            yield f"{requirement.name}{requirement.specifier}"


def _requirements(wheel: Path) -> Iterator[Requirement]:
    with zipfile.ZipFile(wheel) as content:
        name = next(name for name in content.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(content.read(name).decode())
    yield from map(Requirement, metadata.get_all("Requires-Dist") or [])


def pack(wheels: Mapping[str, bytes], dist: Path) -> Path:
    """The zip of some wheels, by their names, with the instructions; the same wheels give the same bytes."""
    top = f"trata-{__version__}"
    files = {f"{top}/wheels/{name}": content for name, content in wheels.items()}
    files |= {f"{top}/{name}": content for name, content in instructions().items()}
    dist.mkdir(parents=True, exist_ok=True)
    made = dist / f"{top}-offline.zip"
    with zipfile.ZipFile(made, "w") as bundle:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _OLDEST_DATE)
            entry.create_system = 3  # Unix, on whatever machine it is made
            entry.external_attr = (0o755 if name.endswith(".sh") else 0o644) << 16
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
            bundle.writestr(entry, files[name])
    return made


def instructions() -> dict[str, bytes]:
    """What to do, for people and for their machines, by file name; as Windows ends lines but for the shell's."""
    values = {
        "version": __version__,
        "pythons": " / ".join(PYTHONS),
        "newest_first": " ".join(reversed(PYTHONS)),
    }
    texts = {"README.txt": _README, "LEEME.txt": _LEEME, "install.bat": _INSTALL_BAT}
    files = {name: text.format(**values).replace("\n", "\r\n").encode() for name, text in texts.items()}
    return {**files, "install.sh": _INSTALL_SH.format(**values).encode()}


def main(dist: str = "dist") -> int:
    """Make the bundle in a folder, and say how big it is."""
    try:
        made = bundle(Path(dist))
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    print(f"{made.as_posix()}: {made.stat().st_size / 1_000_000:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
