"""Says where a process that became one academy's keeps something of what it was before, and whether
it becomes one that needs another program."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from pathlib import Path

from academy.operations import academy_settings

MARK = "of-nobody"
"""Stands in each setting that an academy has of its own."""
TEXTS = {str, bytes, type(Path())}
PARSED_ADDRESSES = "SplitResult"
"""What Python keeps of the last addresses that it took apart, by their whole text."""
OWN = {
    "ACADEMY_BADGE_KEY": f"/{MARK}.pem",
    "ACADEMY_BASE_URL": f"https://{MARK}.example",
    "ACADEMY_EVALUATION_KEYS": f"/{MARK}",
    "ACADEMY_FROM_EMAIL": f"{MARK}@academie.example",
    "ACADEMY_PLUGIN_FILES": f"/{MARK}",
    "ACADEMY_SECRET_KEY": MARK,
    "ACADEMY_SIGNALS": f"valkey://{MARK}:1/0",
    "ACADEMY_SIGNING_KEY": f"/{MARK}.p12",
    "CACHE_URL": f"filecache:///{MARK}",
    "DATABASE_URL": f"sqlite:////{MARK}",
    "EMAIL_URL": f"smtp://{MARK}:25",
}


def main(folder: Path) -> None:
    """Load the program as `tick-all` does, become another academy, print what is left.

    One value is put there on purpose: who prints nothing has looked at nothing.
    """
    planted = [f"{MARK}, planted"]
    os.environ.update({**academy_settings.of_nobody({}, folder / MARK), **OWN})
    import django

    django.setup()
    from django.conf import settings

    from academy.operations import loading

    loading.load(to_serve=False)
    gc.unfreeze()
    somebody = dict.fromkeys(("ACADEMY_SECRET_KEY", "ACADEMY_ALLOWED_HOSTS"), "somebody")
    academy_settings.take_on({**somebody, "ACADEMY_DATA_DIR": str(folder / "somebody")})
    assert str(settings.DATA_DIR).endswith("somebody")
    for found in _kept():
        print(found)
    planted.clear()
    # What is loaded here is not what this one has.
    try:
        academy_settings.take_on({**somebody, "ACADEMY_PLUGINS_DISABLED": "all"})
    except academy_settings.OtherProgram:
        print("another program")


def _kept() -> set[str]:
    """What holds each text with the mark in it, but for this file."""
    gc.collect()
    modules = {id(vars(module)): name for name, module in [*sys.modules.items()] if module}
    return {
        f"{name}: {text!s}"
        for thing in gc.get_objects()
        if not (name := modules.get(id(thing), type(thing).__name__)).startswith(("__m", "tests."))
        if thing is not OWN and name != PARSED_ADDRESSES
        for text in gc.get_referents(thing)
        if type(text) in TEXTS and MARK in str(text)
    }


if __name__ == "__main__":
    main(Path(tempfile.mkdtemp(dir=sys.argv[1])))
