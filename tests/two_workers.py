"""The academy as operators run it: two processes of gunicorn on the database of the tests.

They are copies of one that loaded the academy, as `manage.py academy run` makes them.
"""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from bench import environment, server
from courses.people.models import User

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.server import Server


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Serve the database of this process's tests, with files of its own in `folder`."""
    (folder / "static").mkdir()
    variables = environment.variables(folder, secret=settings.SECRET_KEY)
    variables["DATABASE_URL"] = address_of_database()
    with server.running(folder, variables, workers=2, threads=4, shares=True) as served:
        yield served


def address_of_database() -> str:
    """The database of the tests, as DATABASE_URL names it."""
    here = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{here['NAME']}"
    login = here["USER"] + (f":{here['PASSWORD']}" if here["PASSWORD"] else "")
    return f"postgres://{login}@{here['HOST']}:{here['PORT']}/{here['NAME']}"


def signed_in(number: int) -> dict[str, User]:
    """So many people, by the key of a session in which each is signed in."""
    password = make_password(None)
    people = User.objects.bulk_create(
        User(
            first_name="Bezoeker",
            last_name=f"{one:03}",
            email=f"bezoeker{one}@example.org",
            password=password,
        )
        for one in range(number)
    )
    store, tomorrow = SessionStore(), timezone.now() + timedelta(days=1)
    keys = {secrets.token_hex(16): person for person in people}
    Session.objects.bulk_create(
        Session(
            session_key=key,
            session_data=store.encode(
                {
                    SESSION_KEY: str(person.pk),
                    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: person.get_session_auth_hash(),
                }
            ),
            expire_date=tomorrow,
        )
        for key, person in keys.items()
    )
    return keys
