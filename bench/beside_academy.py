"""Fill the demo of one version of the academy, and say where its pages are.

    python bench/beside_academy.py fill

It runs by its path with PYTHONPATH at the version that it is for, so it uses only what older
versions have too. It prints JSON.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any


def fill() -> dict[str, Any]:
    """As for the pages that are looked at, and two more: the own page, and evaluations."""
    from academy.demo.auth import DEMO_DOMAIN
    from courses.people.models import User

    place = Path(__file__).with_name("pages_academy.py")
    found = importlib.util.spec_from_file_location("pages_academy", place)
    assert found is not None
    assert found.loader is not None
    pages: Any = importlib.util.module_from_spec(found)
    found.loader.exec_module(pages)
    known: dict[str, Any] = pages.fill()
    coordinator = User.objects.get(email=f"coordinator{DEMO_DOMAIN}")
    known["own"] |= {"mine": "/mijn/", "evaluations": "/beheer/evaluaties/?since=&until="}
    known["sessions"] = {
        "volunteer": known.pop("session"),
        "coordinator": pages.session_of(coordinator),
    }
    return known


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(fill()))
