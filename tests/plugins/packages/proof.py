"""What works in an environment in which packages with plugins are installed.

Run by `test_installed_package.py` in that environment, as a script with the names of steps; it
prints what it found at each as JSON.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from courses.catalogue.models import LessonPage  # noqa: E402
from courses.catalogue.queries import active_plugins  # noqa: E402
from courses.certificates.queries import progress  # noqa: E402
from courses.common.streams import placeholder  # noqa: E402
from courses.enrolment.models import Enrolment  # noqa: E402
from courses.learning.models import ExerciseAttempt  # noqa: E402
from courses.people.models import User  # noqa: E402
from courses.plugin_desk import overview  # noqa: E402
from courses.plugin_host import registry  # noqa: E402
from courses.plugin_kit.testing.walk import stored_body  # noqa: E402
from courses.plugin_kit.testing.world import make_world  # noqa: E402

SLUG = "buurtgroet"
ON, OFF = "conformance-aan", "conformance-uit"
FOLLOWS = {ON: "participant", OFF: "stranger"}
LESSON = "/trainingen/{}/lessen/proefles/"
PAGE = f"/trainingen/{{}}/p/{SLUG}/"


def _browser(role: str, language: str = "nl") -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(User.objects.get(email=f"{role}@conformance.example.org"))
    return client


def _lesson(training: str) -> LessonPage:
    page: LessonPage = LessonPage.objects.get(slug="proefles", url_path__contains=f"/{training}/")
    return page


def _parts(training: str) -> dict[str, Any]:
    """What a participant of the training sees of the plugin."""
    browser = _browser(FOLLOWS[training])
    answer = browser.get(f"{LESSON.format(training)}?alles=1")
    html = answer.content.decode()
    enrolment = Enrolment.objects.select_related("edition").filter(
        edition__training__slug=training, edition__ends_at__gt=django.utils.timezone.now()
    )
    return {
        "lesson": answer.status_code,
        "signs": html.count('class="buurtgroet-sign"'),
        "exercises": html.count("-greeting"),
        "placeholders": html.count(str(placeholder())),
        "page": browser.get(PAGE.format(training)).status_code,
        "criterion": [
            str(one.state) for one in progress(enrolment.get()) if one.key == f"{SLUG}_left"
        ],
    }


def _post_answer(training: str) -> int:
    ident = next(
        one["id"] for one in _lesson(training).body.raw_data if one["type"] == f"{SLUG}_choose"
    )
    data = {f"opdracht-{ident}-greeting": "0"}
    address = f"{LESSON.format(training)}opdracht/{ident}/"
    return _browser(FOLLOWS[training]).post(address, data).status_code


def _row() -> list[str]:
    row = overview.plugin_row(SLUG)
    return [str(row.status), row.source, str(row.title)] if row else []


def _greetings() -> list[str]:
    from django.apps import apps

    return list(apps.get_model(SLUG, "Greeting").objects.values_list("text", flat=True))


def first() -> dict[str, Any]:
    """A fresh database; the plugin is on in one training."""
    call_command("migrate", verbosity=0)
    plugin = registry.find(SLUG)
    assert plugin is not None
    world = make_world(plugin, block_values={})
    report = f"/beheer/rapporten/{SLUG}/greetings/"
    before = {training: _parts(training) for training in (ON, OFF)}
    found = {
        "row": _row(),
        "on": [SLUG in active_plugins(one.pk) for one in (world.training, world.other_training)],
        "before": before,
        "answers": [_post_answer(ON), _post_answer(OFF)],
        "greeting": [
            _browser(FOLLOWS[training]).post(PAGE.format(training), {"text": "Dag!"}).status_code
            for training in (ON, OFF)
        ],
        "criterion": [_parts(training)["criterion"] for training in (ON, OFF)],
        "english": "Greet the neighbourhood"
        in _browser("participant", "en").get(PAGE.format(ON)).content.decode(),
    }
    table = _browser("coordinator").get(report)
    html = table.content.decode()
    found["report"] = [table.status_code, world.training.title in html,
                       world.other_training.title in html]  # fmt: skip
    return {**found, **_kept()}


def gone() -> dict[str, Any]:
    """The plugin is not installed any more."""
    found = {
        "row": _row(),
        "home": Client().get("/").status_code,
        "parts": _parts(ON),
        "editor": _browser("coordinator").get(f"/beheer/pages/{_lesson(ON).pk}/edit/").status_code,
    }
    page = _lesson(ON)
    page.title = "Een andere titel"
    page.save_revision().publish(skip_permission_checks=True)
    return {**found, "title": _lesson(ON).title, **_kept()}


def back() -> dict[str, Any]:
    """The plugin is installed again."""
    call_command("migrate", verbosity=0)
    return {"row": _row(), "parts": _parts(ON), "greetings": _greetings(), **_kept()}


def broken() -> dict[str, Any]:
    """Plugins that cannot be used, beside one that can."""
    return {
        "home": Client().get("/").status_code,
        "left_out": {one.name: str(one.reason) for one in settings.PLUGINS.left_out},
        "failed": {
            one.slug: one.failure.strip().splitlines()[-1]
            for one in registry.plugins()
            if one.failure
        },
        "row": _row(),
    }


def _kept() -> dict[str, Any]:
    return {
        "body": stored_body(_lesson(ON)),
        "attempts": ExerciseAttempt.objects.filter(block_type=f"{SLUG}_choose").count(),
    }


if __name__ == "__main__":
    steps = {"first": first, "gone": gone, "back": back, "broken": broken}
    print(json.dumps({name: steps[name]() for name in sys.argv[1:]}))
