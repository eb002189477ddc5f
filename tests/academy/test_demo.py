"""The demo loads whole and once, and shows the figures that the sources give."""

from __future__ import annotations

import gzip
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.images import get_image_model
from wagtail.models import Page
from whitenoise import WhiteNoise

from academy.demo.auth import DEMO_PASSWORD
from academy.demo.history import EDITIONS, FIRST_GROUP
from academy.website.management.commands.demo import compress_what_visitors_get
from courses.catalogue.models import TrainingPage
from courses.certificates.models import Certificate
from courses.common import clock
from courses.editions.models import Edition
from courses.enrolment.models import Enrolment
from courses.evaluation.enums import Occasion
from courses.evaluation.models import EvaluationForm
from courses.people.models import User

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

pytestmark = pytest.mark.django_db

COUNTED = (User, Page, Edition, Enrolment, Certificate)


def test_what_visitors_get_is_compressed_and_the_rest_need_not_be(tmp_path: Path) -> None:
    css = "a { color: red }\n" * 500
    for name in ("website/dist/site.css", "catalogue/themes/rouw.svg", "wagtailadmin/core.css"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(css)
    for _twice in range(2):
        compress_what_visitors_get(tmp_path)
    made = sorted(str(one.relative_to(tmp_path)) for one in tmp_path.rglob("*.gz"))
    assert made == ["catalogue/themes/rouw.svg.gz", "website/dist/site.css.gz"]

    # So the server of the demo answers with it.
    served = WhiteNoise(application=lambda *_none: [], root=tmp_path, prefix="static/")
    body = served.files["/static/website/dist/site.css"].get_response(
        "GET", {"HTTP_ACCEPT_ENCODING": "gzip"}
    )
    assert ("Content-Encoding", "gzip") in body.headers
    assert body.file is not None
    assert gzip.decompress(body.file.read()).decode() == css


def _load() -> str:
    told = StringIO()
    call_command("demo", stdout=told)
    return told.getvalue()


def _counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


@pytest.fixture
def demo_settings(settings: Settings) -> Any:
    settings.DEMO = True
    settings.AUTHENTICATION_BACKENDS = [
        *settings.AUTHENTICATION_BACKENDS,
        "academy.demo.auth.DemoPasswordBackend",
    ]
    return settings


def _signed_in(name: str) -> Client:
    client = Client()
    response = client.post(
        "/account/login/", {"login": f"{name}@demo.example", "password": DEMO_PASSWORD}
    )
    assert response.status_code == 302, response.context["form"].errors
    return client


def test_outside_the_demo_there_is_no_demo(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("demo", stdout=StringIO())
    assert User.objects.count() == 0


def test_the_demo_is_what_the_readme_promises(demo_settings: Any) -> None:
    """One test, since loading takes a while: loading twice, the figures, the roles' pages."""
    assert "Loaded in" in _load()
    once = _counts()
    assert "loaded already" in _load()
    assert _counts() == once

    seen = get_image_model().objects.values_list("description", flat=True)
    assert (len(seen), "" in seen) == (3, False)
    _the_sources_figures()
    _every_account_finds_its_pages()
    _one_certificate_was_replaced()
    _people_answer_until_a_whole_hour()
    _nobody_gets_in_outside_the_demo(demo_settings)


def _the_sources_figures() -> None:
    """12 participants, 11 answers, 8,3; over seven editions 66 participants and 8,5."""
    coordinator = _signed_in("coordinator")
    training = TrainingPage.objects.get(slug="eenzaamheid-signaleren")
    first = (
        Edition.objects.filter(training=training, note__startswith="Gereconstrueerd")
        .order_by("starts_at")
        .first()
    )
    assert first is not None
    page = coordinator.get(f"/beheer/evaluaties/uitvoering/{first.pk}/")
    figures = page.context["figures"]
    assert (figures.invited, figures.answered, f"{figures.mean:.2f}") == (12, 11, "8.27")
    text = page.content.decode()
    assert "8,3" in text
    assert first.note in text

    whole = coordinator.get(
        f"/beheer/evaluaties/training/{training.pk}/?van=2019-01-01&tot=2020-12-31"
    )
    figures = whole.context["figures"]
    assert len(whole.context["rows"]) == len(EDITIONS) == 7
    assert (figures.invited, f"{figures.mean:.2f}") == (66, "8.49")
    assert "8,5" in whole.content.decode()

    survey = EvaluationForm.objects.get(occasion=Occasion.SURVEY)
    text = coordinator.get(f"/beheer/evaluaties/enquete/{survey.pk}/").content.decode()
    said = ["211 uitgenodigd, 23 antwoorden (10,9 %).", '<p class="va-mean">7,2</p>']
    said += ["Ingevuld door 13 mensen. Meer antwoorden waren mogelijk.", "Gereconstrueerd: 211"]
    assert [one for one in said if one not in text] == []

    took_part = Enrolment.objects.filter(edition=first).select_related("person")
    assert sorted(one.person.background for one in took_part) == sorted(FIRST_GROUP)


def _every_account_finds_its_pages() -> None:
    for name, address in (
        ("vrijwilliger", "/mijn/"),
        ("trainer", "/beheer/presentie/"),
        ("coordinator", "/beheer/evaluaties/"),
        ("beheerder", "/beheer/users/"),
    ):
        assert _signed_in(name).get(address).status_code == 200
    assert Client().get("/demo/post/").status_code in (200, 404)


def _one_certificate_was_replaced() -> None:
    new = Certificate.objects.select_related("replaces").get(replaces__isnull=False)
    assert new.replaces is not None
    page = Client().get(f"/certificaat/{new.replaces.code}/").content.decode()
    assert new.code in page
    own = _signed_in("vrijwilliger").get("/mijn/overzicht/").content.decode()
    assert "EHBO voor vrijwilligers" in own


def _people_answer_until_a_whole_hour() -> None:
    """Whenever the demo was begun."""
    open_forms = EvaluationForm.objects.filter(closes_at__gt=clock.now())
    assert {one.closes_at.minute for one in open_forms} == {0}


def _nobody_gets_in_outside_the_demo(settings: Settings) -> None:
    settings.DEMO = False
    response = Client().post(
        "/account/login/", {"login": "coordinator@demo.example", "password": DEMO_PASSWORD}
    )
    assert response.status_code == 200
    assert response.context["form"].errors
