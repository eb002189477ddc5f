"""What the kit cannot make up for this plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.common import clock
from plugins.xapi.enums import Version
from plugins.xapi.services import consents, stores

if TYPE_CHECKING:
    from courses.catalogue.models import TrainingPage
    from courses.people.models import User
    from courses.plugin_kit.testing import World
    from plugins.xapi.models import RecordStore


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


def prepare(_self: object, _training: TrainingPage) -> None:
    """A store, for which people are asked."""
    a_store()


def keep(_self: object, _world: World, person: User, mark: str) -> None:
    """What stays of somebody: a consent, and what was told."""
    consent = consents.give(person=person, store=a_store())
    consent.statements.create(verb="completed", about=mark, at=clock.now(), sent_at=clock.now())
