"""The surroundings of a bench: a folder of its own, and settings that lead to nothing else."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def prepared() -> Iterator[Path]:
    """The folder, with the environment set for it; before anything reads the settings."""
    with tempfile.TemporaryDirectory(prefix="academy-bench-") as folder:
        os.environ.update(variables(Path(folder), secret=secrets.token_hex(32)))
        os.environ.pop("ACADEMY_PLUGINS_DISABLED", None)
        os.environ.pop("ACADEMY_PLUGINS_ONLY", None)
        # Nothing is collected, and WhiteNoise warns of a folder that is not there.
        (Path(folder) / "static").mkdir()
        yield Path(folder)


def variables(folder: Path, *, secret: str) -> dict[str, str]:
    """The settings of a server on this machine alone, with its files in `folder`."""
    return {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "ACADEMY_DATA_DIR": str(folder),
        "ACADEMY_SECRET_KEY": secret,
        "ACADEMY_ALLOWED_HOSTS": "127.0.0.1",
        "ACADEMY_BASE_URL": "http://127.0.0.1",
        "ACADEMY_HTTPS": "0",
        "ACADEMY_DEBUG": "0",
    }


def is_quick() -> bool:
    """Whether the operator asked for a minute's worth."""
    return os.environ.get("QUICK", "") not in ("", "0")
