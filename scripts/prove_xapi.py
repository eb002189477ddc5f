"""Tries xAPI and cmi5 against what others made: @xapi/cmi5 as a unit of a course in a lesson,
@learninglocker/xapi-validation on every statement that we make, and Ralph as the record store.

Their packages are fetched into a folder of their own, `var/xapi-outside`, so that neither the site
nor its tests depend on them. A folder that has them already may be given. Ends as pytest does.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NODE = ("@xapi/cmi5@1.4.0", "@learninglocker/xapi-validation@3.0.0", "xhr2@0.2.1")
RALPH = ("ralph-malph[cli,lrs]==5.1.0", "requests==2.34.2", "python-jose[cryptography]==3.3.0")
"""Ralph names fewer packages than its server with files needs. It has a Python of its own."""


def fetch(folder: Path) -> None:
    """Get the packages."""
    folder.mkdir(parents=True, exist_ok=True)
    package = folder / "package.json"
    if not package.exists():
        package.write_text('{"private": true}\n')
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", *NODE], cwd=folder, check=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder / "ralph")], check=True)
    pip = [str(folder / "ralph" / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, *RALPH], check=True)


def main() -> int:
    """Fetch what is not there, and run the tests in `tests/plugins/xapi/outside`."""
    given = sys.argv[1:]
    folder = Path(given[0]).resolve() if given else ROOT / "var" / "xapi-outside"
    if not (folder / "ralph").exists():
        fetch(folder)
    pytest = [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider"]
    tests = sorted((ROOT / "tests" / "plugins" / "xapi" / "outside").glob("test_*.py"))
    return subprocess.run(
        [*pytest, *map(str, tests)],
        cwd=ROOT,
        env={**os.environ, "ACADEMY_XAPI": str(folder)},
        check=False,
    ).returncode


if __name__ == "__main__":
    raise SystemExit(main())
