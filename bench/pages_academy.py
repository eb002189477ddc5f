"""Make an academy whose pages are looked at: a process for each version.

    python bench/pages_academy.py fill

It runs by its path with PYTHONPATH at the version of the academy that it is for, so it uses only
what older versions have too. It prints JSON.
"""

from __future__ import annotations

import json
from typing import Any


def fill() -> dict[str, Any]:
    """Tables, the demo, the files that the server sends, and where the pages are."""
    from django.core.management import call_command

    from academy.demo import load
    from academy.demo.auth import DEMO_DOMAIN
    from courses.catalogue.models import LessonPage
    from courses.enrolment.enums import TAKES_PART
    from courses.enrolment.models import Enrolment
    from courses.people.models import User

    call_command("migrate", interactive=False, verbosity=0)
    load.load(lambda _text: None)
    # Of the administration no page is looked at, and its files take long to compress.
    call_command(
        "collectstatic", interactive=False, verbosity=0, ignore_patterns=["wagtail*", "admin"]
    )
    volunteer = User.objects.get(email=f"vrijwilliger{DEMO_DOMAIN}")
    session = session_of(volunteer)
    followed = Enrolment.objects.filter(person=volunteer, status__in=TAKES_PART)
    lesson = LessonPage.objects.live().filter(is_open=True).order_by("path").first()
    own = next(
        one
        for one in LessonPage.objects.live().order_by("path")
        if followed.filter(edition__training=one.training).exists()
    )
    if lesson is None:
        raise SystemExit("bench: the demo has no open lesson")
    return {
        "session": session,
        "pages": {
            "home": "/",
            "catalogue": "/trainingen/",
            "training": lesson.training.get_url_parts()[2],
            "lesson": lesson.get_url_parts()[2],
        },
        "own": {"lesson_signed_in": own.get_url_parts()[2]},
    }


def session_of(person: Any) -> str:
    """The key of a session in which this person is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(fill()))
