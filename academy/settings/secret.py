"""The secret of a machine that was given none: the demo's, and that of who develops."""

from __future__ import annotations

import fcntl
import os
from functools import partial
from typing import TYPE_CHECKING

from django.utils.functional import lazy

from courses.common import process_cache

if TYPE_CHECKING:
    from pathlib import Path


def local(folder: Path) -> str:
    """A secret of this machine's own, so that none stands in the code.

    It is made when it is first needed, not when the settings are read.
    """
    return lazy(partial(_kept, folder / "secret_key"), str)()


@process_cache.for_process
def _kept(path: Path) -> str:
    """The secret in this file; a new one if there is none."""
    try:
        if secret := path.read_text().strip():
            return secret
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    # Late: it needs the settings, which are being read when this module is imported.
    from django.core.management.utils import get_random_secret_key  # noqa: PLC0415 - see above

    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        # Of processes that start together one makes it, and the others read what it made.
        fcntl.flock(file, fcntl.LOCK_EX)
        secret = file.read().strip()
        if not secret:
            secret = get_random_secret_key()
            file.write(secret)
    return secret
