"""Two people at the settings of one plugin in one training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courses.catalogue.models import CoursePluginActivation
from courses.catalogue.services import activate_plugin, save_plugin_settings
from courses.people.enums import Role
from tests.factories import TrainingFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_an_older_page_of_a_plugin_undoes_no_newer_setting(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    training = TrainingFactory.create()
    activate_plugin(training=training, plugin="bereik")
    save_plugin_settings(training=training, plugin="bereik", settings={"goal": 10})
    url = f"/beheer/trainingen/{training.pk}/uitbreidingen/bereik/"
    older = {"snapshot": client.get(url).context["snapshot_token"], "plugin-goal": "20"}
    save_plugin_settings(training=training, plugin="bereik", settings={"goal": 15})
    page = client.post(url, older)
    kept = CoursePluginActivation.objects.get(training=training)
    assert [(one.theirs, one.yours) for one in page.context["conflict"].differences] == [
        ("15", "20")
    ]
    assert (kept.active, kept.settings) == (True, {"goal": 15})
    assert 'value="20"' in page.content.decode()

    sent = {**older, "snapshot": page.context["snapshot_token"]}
    taken = {**sent, "take_theirs": page.context["conflict"].keys}
    assert client.post(url, taken).status_code == 302
    kept.refresh_from_db()
    assert (kept.active, kept.settings) == (False, {"goal": 15})
    sent["snapshot"] = client.get(url).context["snapshot_token"]
    assert client.post(url, {**sent, "active": "1"}).status_code == 302
    kept.refresh_from_db()
    assert (kept.active, kept.settings) == (True, {"goal": 20})
