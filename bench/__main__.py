"""Measure the academy; `python -m bench`, or `python -m bench plugins` for what plugins cost,
`python -m bench saving` for many people in e-learning at the same time, `python -m bench uploading`
for a big package of it,
`python -m bench enrolment` for enrolling under pressure, `python -m bench evaluation` for
evaluations with many answers, `python -m bench certificates` for what certificates cost, or
`python -m bench pages` for what pages weigh, `python -m bench scale` for an academy on two
machines, `python -m bench suite` for what the tests take, or `python -m bench demo` for how long
`make demo` takes, `python -m bench beside` for pages beside those of an older commit,
`python -m bench databases` for the same on both databases, `python -m bench pretix` for pages
beside those of pretix.

The first compares pages with their unit, a bare Wagtail page, the second sites with 0, 10 and 50
idle plugins, the third enrolling with that unit and with an older commit, the fourth evaluations
and the last the tests with those of an older commit (`make bench`, `make bench-plugins`,
`make bench-enrolment`, `make bench-evaluation`, `make bench-certificates`, `make bench-pages`,
`make bench-suite`, `make bench-demo`, `make bench-beside`).
QUICK=1 ends within a minute or so. For the first two DATABASE_URL names an empty PostgreSQL
database to use instead of a fresh
SQLite file. What the figures mean stands in docs/performance.md.
"""

from __future__ import annotations

import signal
import sys
from time import monotonic
from typing import TYPE_CHECKING

from bench import environment, idle

if TYPE_CHECKING:
    from pathlib import Path

SUBJECTS = (
    "",
    "plugins",
    "saving",
    "uploading",
    "enrolment",
    "evaluation",
    "certificates",
    "pages",
    "scale",
    "suite",
    "demo",
    "beside",
    "databases",
    "pretix",
)


def main(subject: str = "", commit: str = "") -> None:
    """Prepare the environment before anything reads the settings, then measure.

    Raises:
        SystemExit: there is no such subject.
    """
    if subject not in SUBJECTS:
        raise SystemExit(
            f"bench: nothing is known of {subject!r}; say `plugins`, `saving`, `uploading`, "
            "`enrolment`, `evaluation`, `certificates`, `pages`, `scale`, `suite`, `demo`, "
            "`beside`, `databases`, `pretix` or nothing"
        )
    if subject in ("suite", "demo"):
        _with_surroundings_of_their_own(subject, commit)
        return
    started = monotonic()
    with environment.prepared() as folder:
        if subject == "enrolment":
            # Each academy is a process with a database of its own.
            from bench import enrolment

            effort = enrolment.QUICK if environment.is_quick() else enrolment.FULL
            enrolment.run(effort, folder, commit or enrolment.BEFORE, started)
            return
        if subject == "evaluation":
            from bench import evaluation

            quick = environment.is_quick()
            evaluation.run(folder, commit or evaluation.BEFORE, started, quick=quick)
            return
        if subject == "certificates":
            from bench import certificates_speed as speed

            speed_effort = speed.QUICK if environment.is_quick() else speed.FULL
            speed.run(speed_effort, folder, commit or speed.BEFORE, started)
            return
        if subject in ("pages", "beside", "databases"):
            _pages_beside_older_ones(subject, folder, commit, started)
            return
        if subject == "scale":
            from bench import scale

            scale.run(scale.QUICK if environment.is_quick() else scale.FULL, folder, started)
            return
        if subject == "plugins":
            # This process is the operator's: it installs all of them, so `migrate` sees them.
            idle.put_on_path(folder)

        _in_this_process(subject, folder, started)


def _with_surroundings_of_their_own(subject: str, commit: str) -> None:
    """What measures other processes, of two versions that are checked out."""
    quick = environment.is_quick()
    if subject == "suite":
        from bench import suite

        suite.run(suite.QUICK if quick else suite.FULL, commit or suite.BEFORE)
    else:
        from bench import demo_start

        demo_start.run(commit or demo_start.BEFORE, quick=quick)


def _pages_beside_older_ones(subject: str, folder: Path, commit: str, started: float) -> None:
    """What a browser needs for pages, or what the server does."""
    quick = environment.is_quick()
    if subject == "pages":
        from bench import pages

        pages.run(pages.QUICK if quick else pages.FULL, folder, commit or pages.BEFORE, started)
    elif subject == "databases":
        from bench import beside, databases

        databases.run(
            databases.QUICK if quick else databases.FULL, folder, commit or beside.BEFORE, started
        )
    else:
        from bench import beside

        beside.run(beside.QUICK if quick else beside.FULL, folder, commit or beside.BEFORE, started)


def _in_this_process(subject: str, folder: Path, started: float) -> None:
    """What fills its academy here: pages, idle plugins, and e-learning."""
    import django

    django.setup()
    quick = environment.is_quick()
    if subject == "plugins":
        from bench import plugins

        plugins.run(plugins.QUICK if quick else plugins.FULL, folder, started)
    elif subject == "saving":
        from bench import saving

        saving.run(folder, started, quick=quick)
    elif subject == "pretix":
        from bench import beside_pretix

        effort = beside_pretix.QUICK if quick else beside_pretix.FULL
        beside_pretix.run(effort, folder, started)
    elif subject == "uploading":
        from bench import uploading

        uploading.run(folder, started)
    else:
        from bench import measure

        measure.run(measure.QUICK if quick else measure.FULL, folder, started)


if __name__ == "__main__":
    # A request to end reaches the `finally` blocks, so no server or folder stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    main(*sys.argv[1:3])
