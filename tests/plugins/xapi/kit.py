"""What the kit cannot make up for this plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import signing

from courses.common import clock
from plugins.xapi.enums import Version
from plugins.xapi.models import CoursePackage, Registration
from plugins.xapi.services import consents, courses, sessions, stores
from tests.plugins.xapi.made import alone, course, unit

if TYPE_CHECKING:
    from courses.catalogue.models import TrainingPage
    from courses.people.models import User
    from courses.plugin_kit.testing import World
    from plugins.xapi.models import RecordStore


FAR = "https://elders.voorbeeld.nl/au/"


def a_store() -> RecordStore:
    """A store that is on and does not exist."""
    return stores.save_store(
        name="Een gemeente",
        endpoint="https://lrs.example/xapi/",
        key="sleutel",
        secret="geheim",
        version=Version.V1,
        is_on=True,
    )


def prepare(_self: object, training: TrainingPage) -> None:
    """A store, for which people are asked, and a course to put in a lesson."""
    a_store()
    courses.add_course(training_id=training.pk, upload=alone(course(unit("een", FAR))))


def sent() -> dict[str, str]:
    """What we send ourselves when somebody did a course."""
    result = {"satisfied": True, "done": 1, "number": 1, "percent": 80}
    return {"signed": signing.dumps(result, salt=sessions.RESULT_SALT)}


def keep(_self: object, world: World, person: User, mark: str) -> None:
    """What stays of somebody: a consent, and what was told."""
    consent = consents.give(person=person, store=a_store())
    consent.statements.create(verb="completed", about=mark, at=clock.now(), sent_at=clock.now())
    registration = Registration.objects.create(
        person=person,
        package=CoursePackage.objects.filter(training=world.training)[0],
        lesson=world.lesson,
        block="blok",
    )
    session = registration.sessions.create(unit=0, mode="Normal")
    registration.statements.create(
        session=session, verb="a:b", body={"response": mark}, at=clock.now()
    )
    registration.states.create(unit=0, name="plek", media_type="text/plain", content=mark.encode())
