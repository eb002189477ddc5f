"""System checks: whether the keys of evaluations are where no backup and no visitor finds them."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import checks
from django.core.checks import Error, Tags, register
from django.db import DatabaseError

from courses.evaluation import keys
from courses.evaluation.keys import Folder
from courses.evaluation.queries.sealing import keys_problem
from courses.evaluation.screening.due import DEDUCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig
    from django.core.checks import CheckMessage

ELSEWHERE = "Set ACADEMY_EVALUATION_KEYS to a folder of its own that no backup takes along."


@register(Tags.security)
def keys_stand_apart(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Not among files that are served, nor in the folder of the database itself."""
    store = keys.store()
    if not isinstance(store, Folder):
        return []
    problems: list[CheckMessage] = []
    folder = store.folder.resolve()
    for name in ("MEDIA_ROOT", "STATIC_ROOT"):
        if folder.is_relative_to(Path(getattr(settings, name)).resolve()):
            text = f"The keys of evaluations are in {name}, whose files visitors can get."
            problems.append(Error(text, hint=ELSEWHERE, id="evaluation.E001"))
    if folder == _database_folder():
        text = "The keys of evaluations are in the folder of the database, and so in its backups."
        problems.append(Error(text, hint=ELSEWHERE, id="evaluation.E002"))
    return problems


@register(Tags.security, deploy=True)
def keys_are_in_no_backup(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Not below a folder that a careless backup takes along whole."""
    store = keys.store()
    if not isinstance(store, Folder):
        return []
    folder = store.folder.resolve()
    if not any(
        folder.is_relative_to(one) for one in (settings.DATA_DIR, _database_folder()) if one
    ):
        return []
    text = f"The keys of evaluations are below the data folder: {folder}"
    hint = f"Leave that folder out of every backup, or better: {ELSEWHERE}"
    return [checks.Warning(text, hint=hint, id="evaluation.W001")]


@register(Tags.security)
def keys_can_be_used(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """The place is there, for us alone, and loses nothing by itself."""
    return [
        checks.Warning(f"Evaluations cannot keep their keys safe: {problem}", id="evaluation.W002")
        for problem in keys.store().problems()
    ]


@register(Tags.database)
def keys_are_there(
    app_configs: Sequence[AppConfig] | None = None,
    databases: Sequence[str] | None = None,
    **kwargs: object,
) -> list[CheckMessage]:
    """Every open form has its key here. Else this machine looks elsewhere than the others."""
    if "default" not in (databases or ()):
        return []
    try:
        problem = keys_problem()
    except DatabaseError:
        # The tables are not there, or those of an older version: `migrate` asks before it begins.
        return []
    hint = "Do all processes and machines look in the same place? Is the disk mounted?"
    # No error: a key that is away may not keep `migrate` from working.
    return [checks.Warning(problem, hint=hint, id="evaluation.W003")] if problem else []


@register()
def screening_is_known(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """What looks for names in open answers is something that we have."""
    chosen = settings.ACADEMY_SCREENING
    if chosen not in ("simple", DEDUCE):
        text = f"ACADEMY_SCREENING={chosen} is unknown; open answers get the simple screening."
        return [checks.Warning(text, hint='Say "simple" or "deduce".', id="evaluation.W004")]
    if chosen == DEDUCE and find_spec("deduce") is None:
        text = "ACADEMY_SCREENING=deduce, and deduce is not installed: open answers get the simple "
        hint = "pip install deduce==3.0.6, or leave ACADEMY_SCREENING out."
        return [checks.Warning(f"{text}screening.", hint=hint, id="evaluation.W004")]
    return []


def _database_folder() -> Path | None:
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return None
    return Path(database["NAME"]).resolve().parent
