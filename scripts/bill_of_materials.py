"""`make sbom`: what the academy is built of, from the lock files, as CycloneDX (JSON)."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "sbom"


def main() -> None:
    """One file for Python and one for the front end; neither needs the network."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    python, npm = FOLDER / "python.cdx.json", FOLDER / "npm.cdx.json"
    tool = [sys.executable, "-m", "cyclonedx_py", "requirements", "requirements.txt"]
    subprocess.run(
        [*tool, "--of", "JSON", "--output-reproducible", "-o", str(python)], cwd=ROOT, check=True
    )
    npm_command = runpy.run_path(str(ROOT / "scripts" / "setup.py"))["npm_command"]
    command, extra = npm_command()
    words = ["sbom", "--package-lock-only", "--omit", "dev", "--sbom-format", "cyclonedx"]
    made = subprocess.run(
        [*command, *words], cwd=ROOT, env={**os.environ, **extra}, check=True, capture_output=True
    )
    npm.write_bytes(made.stdout)
    for one in (python, npm):
        sys.stdout.write(f"{one.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
