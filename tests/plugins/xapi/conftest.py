"""What the tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courses.catalogue.services import activate_plugin
from plugins.xapi.enums import Version
from plugins.xapi.services import consents, stores
from tests.factories import EditionFactory, EnrolmentFactory, TrainingFactory
from tests.plugins.xapi import record_store
from tests.plugins.xapi.record_store import KEY, SECRET, Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

    from courses.catalogue.models import TrainingPage
    from courses.enrolment.models import Enrolment
    from plugins.xapi.models import Consent, RecordStore


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """A store elsewhere, that may be asked."""
    with record_store.running() as found:
        settings.ACADEMY_INSIDE_HOSTS = [f"127.0.0.1:{found.port}"]
        yield found


@pytest.fixture
def named(db: None, store: Store) -> RecordStore:
    """The same store as an administrator named it here, on."""
    return stores.save_store(
        name="Gemeente Utrecht",
        endpoint=store.endpoint,
        key=KEY,
        secret=SECRET,
        version=Version.V1,
        is_on=True,
    )


@pytest.fixture
def training(db: None) -> TrainingPage:
    """A training with two lessons, in which the plugin is on."""
    training = TrainingFactory.create(title="Luisteren", slug="luisteren", lessons=2)
    activate_plugin(training=training, plugin="xapi", actor=None)
    return training


@pytest.fixture
def enrolment(training: TrainingPage) -> Enrolment:
    """Somebody who takes part, since before anything was asked."""
    return EnrolmentFactory.create(edition=EditionFactory.create(training=training))


@pytest.fixture
def consent(enrolment: Enrolment, named: RecordStore) -> Consent:
    """That person agreed."""
    return consents.give(person=enrolment.person, store=named)
