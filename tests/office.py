"""Documents in LibreOffice: what another program than Word and Excel makes of them."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.browser import installed


def converted(document: Path, form: str, folder: Path, package: str) -> Path:
    """A document as LibreOffice, which a package brings, saves it in another form (`pdf`, `csv`) in a folder."""
    profile = (folder / "profile").as_uri()  # of its own: two at once would wait for each other
    command = [installed("soffice", package), "--headless", f"-env:UserInstallation={profile}"]
    subprocess.run([*command, "--convert-to", form, "--outdir", folder, document], check=True, capture_output=True)
    return folder / f"{document.stem}.{form}"
