"""What happens because time passes."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from courses.catalogue.models import TrainingPage
from tests.factories import TrainingFactory

pytestmark = pytest.mark.django_db


def tick() -> str:
    out = StringIO()
    call_command("tick", stdout=out)
    return out.getvalue()


def test_a_page_appears_at_the_time_that_its_editor_chose(client: Client) -> None:
    training = TrainingFactory.create(slug="straks", live=False)
    past = timezone.now() - timedelta(minutes=1)
    training.go_live_at = past
    training.save_revision(approved_go_live_at=past)
    assert client.get("/trainingen/straks/").status_code == 404
    assert "pages on or off the site: 1" in tick()
    assert client.get("/trainingen/straks/").status_code == 200
    assert "pages on or off the site: 0" in tick()


def test_a_page_goes_off_the_site_when_its_time_is_over(client: Client) -> None:
    training = TrainingFactory.create(slug="voorbij")
    TrainingPage.objects.filter(pk=training.pk).update(
        expire_at=timezone.now() - timedelta(minutes=1)
    )
    assert client.get("/trainingen/voorbij/").status_code == 200
    assert "pages on or off the site: 1" in tick()
    assert client.get("/trainingen/voorbij/").status_code == 404
