"""Tries LTI against what others made: ltijs as a tool, lti1p3platform as a platform.

Their packages are fetched into a folder of their own, `var/lti-outside`, so that neither the site
nor its tests depend on them. A folder that has them already may be given. Ends as pytest does.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NODE = ("ltijs@5.9.9", "ltijs-sequelize@2.4.4", "sqlite3@6.0.1")
PYTHON = ("lti1p3platform==0.1.8", "jwcrypto==1.6.1")


def fetch(folder: Path) -> None:
    """Get the packages; those of Python without what they depend on, which is here already."""
    folder.mkdir(parents=True, exist_ok=True)
    package = folder / "package.json"
    if not package.exists():
        # Only sqlite3 may build what it needs.
        package.write_text('{"private": true, "allowScripts": {"sqlite3": true}}\n')
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", *NODE], cwd=folder, check=True)
    target = ["--target", str(folder / "python"), "--upgrade"]
    pip = [sys.executable, "-m", "pip", "install", "--no-deps", *target]
    subprocess.run([*pip, *PYTHON], check=True)


def main() -> int:
    """Fetch what is not there, and run the tests in `tests/plugins/lti/outside`."""
    given = sys.argv[1:]
    folder = Path(given[0]).resolve() if given else ROOT / "var" / "lti-outside"
    if not (folder / "node_modules" / "ltijs").exists():
        fetch(folder)
    paths = [str(folder / "python"), os.environ.get("PYTHONPATH", "")]
    environment = {
        **os.environ,
        "ACADEMY_LTIJS": str(folder),
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
    }
    pytest = [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider"]
    tests = sorted((ROOT / "tests" / "plugins" / "lti" / "outside").glob("test_*.py"))
    return subprocess.run(
        [*pytest, *map(str, tests)], cwd=ROOT, env=environment, check=False
    ).returncode


if __name__ == "__main__":
    raise SystemExit(main())
