"""Measure the academy beside its unit, a bare Wagtail page; `python -m bench` or `make bench`.

QUICK=1 ends within a minute. DATABASE_URL names an empty PostgreSQL database to use instead of
a fresh SQLite file. What the figures mean stands in docs/performance.md.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from time import monotonic


def main() -> None:
    """Prepare the environment before anything reads the settings, then measure."""
    started = monotonic()
    with tempfile.TemporaryDirectory(prefix="academy-bench-") as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="bench.settings",
            ACADEMY_DATA_DIR=folder,
            ACADEMY_SECRET_KEY=secrets.token_hex(32),
            ACADEMY_ALLOWED_HOSTS="127.0.0.1",
            ACADEMY_BASE_URL="http://127.0.0.1",
            ACADEMY_HTTPS="0",
            ACADEMY_DEBUG="0",
        )
        os.environ.pop("ACADEMY_PLUGINS_DISABLED", None)

        import django

        django.setup()
        from bench import measure

        quick = os.environ.get("QUICK", "") not in ("", "0")
        measure.run(measure.QUICK if quick else measure.FULL, Path(folder), started)


if __name__ == "__main__":
    main()
