"""Fill pretix with as many events as the academy has trainings, and say where its pages are.

    /tmp/pretix/bin/python bench/pretix_pages.py 200

It is run by a Python that has pretix. PRETIX_CONFIG_FILE names its configuration, with an empty
database. It prints JSON.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def fill(number: int) -> dict[str, Any]:
    """One organiser with events that cost nothing and have twelve seats each."""
    from datetime import timedelta

    import pretix
    from django.core.management import call_command
    from django.utils.timezone import now
    from django_scopes import scopes_disabled
    from pretix.base.models import Event, Organizer

    call_command("migrate", verbosity=0, skip_checks=True, stdout=sys.stderr)
    with scopes_disabled():
        organizer = Organizer.objects.create(name="Vrijwilligersacademie", slug="academie")
        for one in range(number):
            event = Event.objects.create(
                organizer=organizer,
                name=f"Training {one + 1}",
                slug=f"training-{one + 1}",
                currency="EUR",
                date_from=now() + timedelta(days=one + 1),
                live=True,
                is_public=True,
                plugins="",
            )
            event.settings.locales = ["nl"]
            event.settings.locale = "nl"
            seats = event.quotas.create(name="Plaatsen", size=12)
            seats.items.add(event.items.create(name="Deelnemer", default_price=0))
    return {
        "version": pretix.__version__,
        "list": "/academie/",
        "detail": "/academie/training-1/",
        "session": _session(),
    }


def _session() -> str:
    """A session as that of somebody who is choosing, as it goes in a cookie."""
    from importlib import import_module

    from django.conf import settings

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["carts"] = {}
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "pretix.settings"
    import django

    django.setup()
    print(json.dumps(fill(int(sys.argv[1]))))
