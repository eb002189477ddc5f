"""Makes a process that has loaded the program, and belongs to no academy, one of this academy.

Loading takes three seconds of a processor and is the same for all academies of an installation.
What differs comes from the environment, so a copy of such a process reads the settings again.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import environ
from django.conf import Settings, settings
from django.core.cache import caches
from django.core.signals import setting_changed
from django.db import connections
from django.utils.log import configure_logging
from django_tasks import task_backends

from academy.operations.apps import start_by_settings
from courses.common import process_cache

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

OWN = ("ACADEMY_", "DJANGO_", "DATABASE_URL", "EMAIL_URL", "CACHE_URL")
"""How the names begin of variables that say which academy this is."""
MODULE = "DJANGO_SETTINGS_MODULE"
USUAL_MODULE = "academy.settings.production"
HANDLERS: tuple[Any, ...] = (connections, caches, task_backends)
"""What opens something by the settings when it is first asked for it."""
NOBODYS = {
    "sqlite": "sqlite:////nonexistent/academy.sqlite3",
    "postgres": "postgres://nobody@127.0.0.1:1/none",
}
"""Databases that are not there: what asks for one while it is no academy's fails, and harms none.
Of each kind one, as some tables are defined by the kind of database."""


class OtherProgram(Exception):  # noqa: N818 it is no error
    """This academy loads something else (other plugins, another kind of database): it needs a
    process that was started for it."""


def read(file: Path) -> dict[str, str]:
    """The variables in a file as systemd reads it: NAME=value on each line.

    Raises:
        OSError: it cannot be read.
    """
    found: dict[str, str] = {}
    reader: Any = type("VariablesOfAFile", (environ.Env,), {"ENVIRON": found})
    with file.open() as opened:
        reader.read_env(opened)
    return found


def of_nobody(variables: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The environment of a process that loads the program as an academy with these variables does,
    and is no academy.

    Args:
        variables: of that academy.
        folder: where it may write.
    """
    kind = "sqlite" if _scheme(variables) == "sqlite" else "postgres"
    return {
        **without_academy(os.environ),
        MODULE: variables.get(MODULE, USUAL_MODULE),
        "DATABASE_URL": NOBODYS[kind],
        "ACADEMY_DATA_DIR": str(folder),
        "ACADEMY_SECRET_KEY": "of nobody",
        "ACADEMY_ALLOWED_HOSTS": "nobody.invalid",
    }


def _scheme(variables: Mapping[str, str]) -> str:
    return variables.get("DATABASE_URL", "sqlite:").partition(":")[0]


def without_academy(environment: Mapping[str, str]) -> dict[str, str]:
    """These variables, without those that say which academy this is."""
    return {name: value for name, value in environment.items() if not name.startswith(OWN)}


def take_on(variables: Mapping[str, str]) -> None:
    """Become the academy of these variables: in a copy of a process of nobody, and once.

    Raises:
        OtherProgram: what is loaded is not what this academy loads.
        Exception: as reading the settings raises.
    """
    # What Django keeps of settings, it forgets for tests that change one; packages do as well.
    import django.test.signals  # noqa: F401, PLC0415 only where it is needed

    kept = without_academy(os.environ)
    os.environ.clear()
    os.environ.update({MODULE: USUAL_MODULE, **kept, **variables})
    for name in [one for one in sys.modules if one.startswith("academy.settings")]:
        del sys.modules[name]
    new: Any = Settings(os.environ[MODULE])
    before = settings._wrapped  # noqa: SLF001 as override_settings does
    if _program(new) != _program(before):
        raise OtherProgram
    settings._wrapped = new  # noqa: SLF001 the same
    for handler in HANDLERS:
        for alias in handler:
            if hasattr(handler._connections, alias):  # noqa: SLF001 it has no word for this
                del handler[alias]
        handler._settings = None  # noqa: SLF001 the same
        vars(handler).pop("settings", None)
    for name in dir(new):
        # Django warns of these two, which need what stands above.
        if name not in {"DATABASES", "CACHES"} and getattr(new, name) != getattr(
            before, name, None
        ):
            setting_changed.send(Settings, setting=name, value=getattr(new, name), enter=True)
    process_cache.forget()
    configure_logging(new.LOGGING_CONFIG, new.LOGGING)
    start_by_settings()


def _program(of: Any) -> tuple[object, ...]:  # noqa: ANN401 Django says no more of it
    """What is decided when the program is loaded."""
    kinds = tuple(one["ENGINE"] for one in of.DATABASES.values())
    return (tuple(of.INSTALLED_APPS), kinds, of.DEMO, of.AUTH_USER_MODEL, of.ROOT_URLCONF)
