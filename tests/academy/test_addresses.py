"""Every mail leads to the site's own address, however it is asked and Wagtail's is set."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client
from wagtail.models import Site

from courses.catalogue.models import LessonPage, TrainingPage
from courses.people.enums import Role
from tests.factories import PersonFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

    from courses.people.models import User

OURS = "https://academie.example.org:8443"


def _links() -> set[str]:
    """The beginnings of all addresses in the mails."""
    texts = [f"{one.subject} {one.body}" for one in mail.outbox]
    return set(re.findall(r"https?://[^/\s]+", " ".join(texts)))


@pytest.fixture
def at_our_address(settings: Settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = OURS


@pytest.mark.django_db
@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_the_mails_of_the_workflow_lead_to_the_sites_address(
    at_our_address: None,
    decision: str,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    trainer, coordinator = person_in_role(Role.TRAINER), person_in_role(Role.COORDINATOR)
    training = TrainingFactory.create(owner=trainer, live=False)
    training.save_revision(user=trainer)
    with django_capture_on_commit_callbacks(execute=True):
        state = training.get_workflow().start(training, trainer)
        task = state.current_task_state
        getattr(task, decision)(user=coordinator)
    assert len(mail.outbox) >= 2
    assert _links() == {OURS}


@pytest.mark.django_db
def test_the_mails_about_an_account_lead_to_the_sites_address(at_our_address: None) -> None:
    person: User = PersonFactory.create()
    client = Client(headers={"host": "elders.example.com:9999"})
    client.post("/account/login/code/", {"email": "onbekend@example.org"})
    client.post(
        "/account/signup/",
        {"email": person.email, "first_name": "A", "last_name": "B", "background": "volunteer"},
    )
    client.post("/account/password/reset/", {"email": person.email})
    assert mail.outbox
    assert _links() <= {OURS}


@pytest.mark.django_db
def test_a_page_has_the_sites_address_and_on_a_second_site_that_ones(at_our_address: None) -> None:
    training = TrainingFactory.create(slug="luisteren", lessons=1)
    lesson = LessonPage.objects.get()
    assert training.full_url == f"{OURS}/trainingen/luisteren/"
    assert lesson.full_url == f"{OURS}/trainingen/luisteren/lessen/les-1/"
    assert TrainingPage(title="Nog nergens").full_url is None
    root = Site.objects.get().root_page
    Site.objects.create(hostname="tweede.example.org", port=80, root_page=root)
    Site.clear_site_root_paths_cache()
    assert (
        TrainingPage.objects.get(pk=training.pk).full_url
        == "http://localhost/trainingen/luisteren/"
    )


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        (
            {"ACADEMY_ALLOWED_HOSTS": "academie.example.org,www.example.org"},
            "https://academie.example.org",
        ),
        ({"ACADEMY_ALLOWED_HOSTS": ".example.org", "ACADEMY_HTTPS": "0"}, "http://example.org"),
        (
            {"ACADEMY_ALLOWED_HOSTS": "intern", "ACADEMY_BASE_URL": "https://academie.example.org"},
            "https://academie.example.org",
        ),
    ],
)
def test_a_server_that_was_told_no_address_uses_its_first_host(
    environment: dict[str, str], address: str, tmp_path: Path
) -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "from academy.settings import production as p; print(p.WAGTAILADMIN_BASE_URL)",
        ],
        env={
            "PATH": os.environ["PATH"],
            "ACADEMY_SECRET_KEY": "x",
            "ACADEMY_DATA_DIR": str(tmp_path),
            **environment,
        },
        cwd=django_settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == address
