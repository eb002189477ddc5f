"""Who may see what: each role at each kind of page, and whose things appear in lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Site, Task, Workflow

from courses.editions.enums import EditionStatus, Place
from courses.editions.models import Edition
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.evaluation.enums import Purpose
from courses.evaluation.models import FormTemplate
from courses.glossary.models import GlossaryWord
from courses.people.enums import Role
from courses.people.models import User
from tests.factories import PartnerFactory, PersonFactory, make_theme, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.academy.world import World

pytestmark = pytest.mark.django_db

ROLES = (
    "visitor",
    "stranger",
    "participant",
    "trainer",
    "other_trainer",
    "coordinator",
    "administrator",
)

# The columns follow ROLES. 302 is a visitor sent to the door, or Wagtail sending someone back
# to its front page with "you may not do that"; 404 hides that the thing is there at all.
TABLE = """
/                                               200 200 200 200 200 200 200
/trainingen/                                    200 200 200 200 200 200 200
/trainingen/{training}/                         200 200 200 200 200 200 200
/trainingen/{draft}/                            404 404 404 404 404 404 404
/trainingen/{training}/lessen/{open_lesson}/    200 200 200 200 200 200 200
/trainingen/{training}/lessen/{closed_lesson}/  302 403 200 200 200 200 200
/trainingen/{training}/klaar/                   302 302 200 302 302 302 302
/trainingen/{training}/boekje/                  200 200 200 200 200 200 200
/trainingen/{training}/boekje/bestand/          200 200 200 200 200 200 200
/agenda/                                        200 200 200 200 200 200 200
/agenda.ics                                     200 200 200 200 200 200 200
/leerlijnen/                                    200 200 200 200 200 200 200
/lezingen/                                      200 200 200 200 200 200 200
/moeilijke-woorden/                             200 200 200 200 200 200 200
/signaal/                                       200 200 200 200 200 200 200
/privacy/                                       200 200 200 200 200 200 200
/zoeken/                                        200 200 200 200 200 200 200
/welke-training/                                200 200 200 200 200 200 200
/trainingen/{training}/nieuwe-datum/            302 200 200 200 200 200 200
/trainingen/{draft}/nieuwe-datum/               302 404 404 404 404 404 404
/gezond/                                        200 200 200 200 200 200 200
/demo/post/                                     404 404 404 404 404 404 404
/mijn/                                          302 200 200 200 200 200 200
/mijn/agenda/                                   302 200 200 200 200 200 200
/mijn/overzicht/                                302 200 200 200 200 200 200
/mijn/overzicht/pdf/                            302 200 200 200 200 200 200
/mijn/overzicht/elders/                         302 200 200 200 200 200 200
/mijn/gegevens/                                 302 200 200 200 200 200 200
/mijn/gegevens/download/                        302 200 200 200 200 200 200
/mijn/gegevens/sleutels/                        302 200 200 200 200 200 200
/api/                                           200 200 200 200 200 200 200
/api/v1/openapi.json                            200 200 200 200 200 200 200
/api/v1/trainings                               200 200 200 200 200 200 200
/api/v1/me                                      401 401 401 401 401 401 401
/api/v1/figures                                 401 401 401 401 401 401 401
/account/login/                                 200 302 302 302 302 302 302
/account/signup/                                200 302 302 302 302 302 302
/account/email/                                 302 200 200 200 200 200 200
/inschrijven/{coming}/                          200 200 200 200 200 200 200
/inschrijven/{concept}/                         404 404 404 404 404 404 404
/inschrijven/{past}/afmelden/                   302 404 200 404 404 404 404
/inschrijven/{others}/afmelden/                 302 200 404 404 404 404 404
/evaluatie/{past}/                              302 404 200 404 404 404 404
/evaluatie/{past}/bedankt/                      302 404 302 404 404 404 404
/evaluatie/{others}/                            302 404 404 404 404 404 404
/evaluatie/                                     200 200 200 200 200 200 200
/evaluatie/formulier/{form}/                    302 404 200 404 404 404 404
/certificaat/                                   200 200 200 200 200 200 200
/certificaat/{code}/                            200 200 200 200 200 200 200
/certificaat/{code}/pdf/                        302 404 200 404 404 200 200
/certificaat/{code}/naam/                       302 404 200 404 404 404 404
/c/{code}/                                      302 302 302 302 302 302 302
/beheer/                                        302 302 302 200 200 200 200
/beheer/pages/{training_pk}/edit/               302 302 302 200 302 200 200
/beheer/pages/{draft_pk}/edit/                  302 302 302 200 302 200 200
/beheer/pages/{draft_pk}/history/               302 302 302 200 302 200 200
/beheer/pages/{draft_pk}/view_draft/            302 302 302 200 302 200 200
/beheer/pages/{training_pk}/unpublish/          302 302 302 302 302 200 200
/beheer/pages/{training_pk}/delete/             302 302 302 302 302 302 302
/beheer/uitvoeringen/                           302 302 302 200 200 200 200
/beheer/uitvoeringen/new/                       302 302 302 200 200 200 200
/beheer/uitvoeringen/edit/{coming}/             302 302 302 200 302 200 200
/beheer/uitvoeringen/edit/{others}/             302 302 302 302 200 200 200
/beheer/uitvoeringen/history/{others}/          302 302 302 302 200 200 200
/beheer/uitvoeringen/usage/{others}/            302 302 302 302 200 200 200
/beheer/uitvoeringen/delete/{coming}/           302 302 302 302 302 302 302
/beheer/uitvoeringen/delete/{concept}/          302 302 302 302 302 200 200
/beheer/uitvoeringen/{concept}/publiceer/       302 302 302 200 404 200 200
/beheer/uitvoeringen/{others}/annuleer/         302 302 302 404 200 200 200
/beheer/uitvoeringen/{concept}/kopieer/         302 302 302 200 404 200 200
/beheer/uitvoeringen/{concept}/ook/             302 302 302 200 404 200 200
/beheer/uitvoeringen/{others}/beslis/           302 302 302 404 200 200 200
/beheer/uitvoeringen/{others}/samenvoegen/      302 302 302 404 200 200 200
/beheer/uitvoeringen/opgave/                    302 302 302 302 302 200 200
/beheer/locaties/                               302 302 302 200 200 200 200
/beheer/uitbreidingen/                          302 302 302 302 302 302 200
/beheer/uitbreidingen/bellen/                   302 302 302 302 302 302 200
/beheer/uitbreidingen/bellen/site/              302 302 302 302 302 302 200
/beheer/trainingen/{training_pk}/uitbreidingen/ 302 302 302 200 302 200 200
/beheer/trainingen/{training_pk}/uitbreidingen/bellen/ 302 302 302 200 302 200 200
/beheer/trainingen/{training_pk}/belangstelling/ 302 302 302 200 302 200 200
/beheer/webhooks/                               302 302 302 302 302 200 200
/beheer/zoekwoorden/                            302 302 302 302 302 200 200
/beheer/zoekwoorden/new/                        302 302 302 302 302 200 200
/beheer/zoekwoorden-niet-gevonden/              302 302 302 302 302 200 200
/beheer/rapporten/bereik/participants/          302 302 302 403 403 200 200
/beheer/presentie/                              302 302 302 200 200 200 200
/beheer/presentie/{past}/                       302 302 302 200 404 200 200
/beheer/presentie/{others}/                     302 302 302 404 200 200 200
/beheer/presentie/{past}/deelnemers.csv         302 302 302 200 404 200 200
/beheer/presentie/{others}/deelnemers.csv       302 302 302 404 200 200 200
/beheer/evaluaties/                             302 302 302 200 200 200 200
/beheer/evaluaties/?export=csv                  302 302 302 200 200 200 200
/beheer/evaluaties/training/{training_pk}/      302 302 302 200 404 200 200
/beheer/evaluaties/uitvoering/{past}/           302 302 302 200 404 200 200
/beheer/evaluaties/uitvoering/{past}/?export=xlsx 302 302 302 200 404 200 200
/beheer/open-antwoorden/                        302 302 302 200 200 200 200
/beheer/open-antwoorden/?export=csv             302 302 302 200 200 200 200
/beheer/open-antwoorden/bekijken/               302 302 302 302 302 200 200
/beheer/open-antwoorden/bekijken/{form}/        302 302 302 302 302 302 302
/beheer/open-antwoorden/onderwerpen/            302 302 302 302 302 200 200
/beheer/open-antwoorden/geen-namen/             302 302 302 302 302 200 200
/beheer/formulieren/                            302 302 302 302 302 200 200
/beheer/formulieren/new/                        302 302 302 302 302 200 200
/beheer/formulieren/edit/{template}/            302 302 302 302 302 200 200
/beheer/formulieren/history/{template}/         302 302 302 302 302 200 200
/beheer/formulieren/{template}/voorbeeld/       302 302 302 302 302 200 200
/beheer/trainingen/{training_pk}/formulieren/   302 302 302 200 302 200 200
/beheer/trainingen/{training_pk}/formulieren/end/voorbeeld/ 302 302 302 200 302 200 200
/beheer/enquetes/                               302 302 302 302 302 200 200
/beheer/enquetes/nieuw/                         302 302 302 302 302 200 200
/beheer/evaluatie/                              302 302 302 200 200 200 200
/beheer/evaluatie/uitvoering/{past}/            302 302 302 200 404 200 200
/beheer/evaluatie/uitvoering/{past}/code/       302 302 302 200 404 200 200
/beheer/evaluatie/formulier/{form}/papier/      302 302 302 302 404 200 200
/beheer/evaluatie/reacties/                     302 302 302 200 200 200 200
/beheer/evaluatie/reacties/{form}/              302 302 302 404 404 404 404
/beheer/evaluatie/telefoon/{invitation}/        302 302 302 302 302 200 200
/beheer/certificaten/                           302 302 302 302 302 200 200
/beheer/certificaten/vormgeving/                302 302 302 302 302 200 200
/beheer/certificaten/vormgeving/voorbeeld/      302 302 302 302 302 200 200
/beheer/certificaten/{certificate}/             302 302 302 302 302 200 200
/beheer/certificaten/{certificate}/vervang/     302 302 302 302 302 200 200
/beheer/certificaten/uitvoering/{past}/         302 302 302 302 302 200 200
/beheer/certificaten/uitvoering/{past}/voortgang/ 302 302 302 302 302 200 200
/beheer/certificaten/uitvoering/{past}/printen/ 302 302 302 302 302 200 200
/beheer/certificaten/uitvoering/{past}/bewaren/ 302 302 302 302 302 200 200
/beheer/moeilijke_woorden/                      302 302 302 302 302 200 200
/beheer/gezichten/                              302 302 302 302 302 200 200
/beheer/settings/catalogue/infopuntsettings/{site}/ 302 302 302 302 302 200 200
/beheer/workflows/list/                         302 302 302 302 302 302 200
/beheer/workflows/tasks/index/                  302 302 302 302 302 302 200
/beheer/redirects/                              302 302 302 302 302 302 200
/beheer/users/                                  302 302 302 302 302 200 200
/beheer/elders-gevolgd/                         302 302 302 302 302 200 200
/beheer/personen/{participant}/leeroverzicht/   302 302 302 302 302 200 200
/beheer/personen/{participant}/                 302 302 302 200 404 200 200
/beheer/zoek/                                   302 302 302 200 200 200 200
/beheer/bellen/                                 302 302 302 200 200 200 200
/beheer/brieven/                                302 302 302 200 200 200 200
/beheer/berichten/                              302 302 302 200 200 200 200
/beheer/users/new/                              302 302 302 302 302 302 200
/beheer/groups/                                 302 302 302 302 302 302 302
/beheer/sites/                                  302 302 302 302 302 302 302
/beheer/images/                                 302 302 302 200 200 200 200
/beheer/documents/                              302 302 302 200 200 200 200
/beheer/reports/workflow/                       302 302 302 200 200 200 200
/beheer/reports/site-history/                   302 302 302 302 302 200 200
/beheer/reports/site-history/results/           302 302 302 302 302 200 200
/beheer/reports/site-history/?export=csv        302 302 302 302 302 200 200
/beheer/account/                                302 302 302 200 200 200 200
"""


def _expected(role: str) -> dict[str, int]:
    column = ROLES.index(role) + 1
    rows = [line.split() for line in TABLE.strip().splitlines()]
    return {row[0]: int(row[column]) for row in rows}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_exactly_what_belongs_to_it(
    world: World, client_of: Callable[[str], Client], role: str
) -> None:
    client = client_of(role)
    expected = _expected(role)
    addresses = world.addresses()
    assert {
        address: client.get(address.format(**addresses)).status_code for address in expected
    } == expected


@pytest.mark.parametrize("role", ["visitor", "participant"])
def test_what_opens_in_dutch_opens_in_english_too(
    world: World, client_of: Callable[[str], Client], role: str
) -> None:
    """By the cookie, and by the language of who is signed in."""
    client = client_of(role)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    User.objects.update(language="en")
    expected = _expected(role)
    addresses = world.addresses()
    assert {
        address: client.get(address.format(**addresses)).status_code for address in expected
    } == expected


@pytest.mark.parametrize(("role", "shown"), [("trainer", False), ("coordinator", True)])
def test_the_history_of_the_site_is_in_the_menu_of_who_may_see_it(
    client_of: Callable[[str], Client], role: str, shown: bool
) -> None:
    page = client_of(role).get("/beheer/").content.decode()
    assert ("/beheer/reports/workflow/" in page, "/beheer/reports/site-history/" in page) == (
        True,
        shown,
    )


# --- Denied by default ------------------------------------------------------------------------

# Wagtail's drawings and words; nothing of ours is behind them.
OPEN_TO_ALL = {"beheer/sprite/", "beheer/jsi18n/"}
DOORS = ("/toegang/", "/beheer/login/", "/account/login/")
SAMPLES = {
    "int": "1",
    "slug": "catalogue",
    "str": "1",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


def _patterns(
    patterns: list[URLPattern | URLResolver], before: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern), one


def _keys(world: World) -> dict[str, int]:
    """By the beginning of an address: the key of something that exists there, and is another's."""
    owner = world.people["administrator"]
    picture = Image.objects.create(title="Foto", file=get_test_image_file(), uploaded_by_user=owner)
    document = Document.objects.create(
        title="Blad", file=ContentFile(b"blad", name="blad.txt"), uploaded_by_user=owner
    )
    somebody = world.people["participant"]
    assert somebody is not None
    return {
        "beheer/api/main/^documents/": document.pk,
        "beheer/api/main/^images/": picture.pk,
        "beheer/certificaten/": world.certificate.pk,
        "beheer/certificaten/uitvoering/": world.past.pk,
        "beheer/collections/": Collection.objects.get().pk,
        "beheer/documents/": document.pk,
        "beheer/evaluatie/formulier/": world.past.evaluation_forms.get().pk,
        "beheer/evaluatie/telefoon/": world.addresses()["invitation"],
        "beheer/evaluatie/uitvoering/": world.past.pk,
        "beheer/evaluaties/training/": world.training.pk,
        "beheer/evaluaties/uitvoering/": world.past.pk,
        "beheer/formulieren/": FormTemplate.objects.get(purpose=Purpose.END).pk,
        "beheer/groups/": Group.objects.first().pk,  # type: ignore[union-attr]
        "beheer/images/": picture.pk,
        "beheer/personen/": somebody.pk,
        "beheer/moeilijke_woorden/": GlossaryWord.objects.create(word="rouw", meaning="x").pk,
        "beheer/partners/": PartnerFactory.create().pk,
        "beheer/presentie/": world.past.pk,
        "beheer/redirects/": Redirect.objects.create(old_path="/x", redirect_link="/y").pk,
        "beheer/sites/": Site.objects.get().pk,
        "beheer/themas/": make_theme().pk,
        "beheer/uitvoeringen/": world.past.pk,
        "beheer/users/": somebody.pk,
        "beheer/workflows/tasks/": Task.objects.get().pk,
        "beheer/workflows/": Workflow.objects.get().pk,
    }


def _admin_addresses(world: World) -> list[str]:
    """An address for every pattern under /beheer/, with things that exist where that matters."""
    keys = _keys(world)
    existing = {
        "app_label": "wagtailcore",
        "model_name": "page",
        "action": "delete",
        "action_name": "publish",
        "content_type_model_name": "trainingpage",
        "enrolment_pk": world.enrolment.pk,
    }
    found = []
    for route, _pattern in _patterns(get_resolver().url_patterns):
        if not route.startswith("beheer/") or route in OPEN_TO_ALL:
            continue
        key = next((key for start, key in keys.items() if route.startswith(start)), world.draft.pk)
        address = re.sub(r"\(\?P<\w+>[^()]*\)", "1", route)  # a group of a regular expression
        address = re.sub(
            r"<(?:(\w+):)?(\w+)>",
            lambda part, key=key: str(  # type: ignore[misc]
                existing.get(part[2], key if part[1] == "int" else SAMPLES.get(part[1], "1"))
            ),
            address,
        )
        found.append("/" + re.sub(r"[\^$\\]", "", address.replace(".*", "x")))
    return found


@pytest.mark.parametrize("role", ["visitor", "stranger"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_under_beheer_opens_for_who_has_no_business_there(
    world: World, client_of: Callable[[str], Client], role: str, method: str
) -> None:
    client = client_of(role)
    addresses = _admin_addresses(world)
    opened = {}
    for address in addresses:
        response = getattr(client, method)(address)
        sent_to_the_door = response.status_code == 302 and response["Location"].startswith(DOORS)
        if not sent_to_the_door and response.status_code not in (403, 404, 405):
            opened[address] = response.status_code
    assert len(addresses) > 150
    # A password cannot be changed there and signing out is for everyone.
    opened.pop("/beheer/logout/", None)
    assert opened == {}


# What a trainer of another training may open of all that is there: lists that hold only what is his
# or hers, making something new, choosing, and Wagtail's overviews of pages. Nothing by its number,
# but the tree of pages, and what may be chosen.
OPEN_TO_TRAINERS = re.compile(
    r"""/beheer/(
    |onderdelen/|taalhulp/|zoek/|varianten/|(bellen|brieven|berichten)/(resultaten/)?|brieven/print/
    |test404/|account/|dismissibles/|logout/|failwhale/|tag-autocomplete/
    |evaluaties/(vergelijken/)?|open-antwoorden/|evaluatie/(reacties/)?(resultaten/)?|presentie/(resultaten/)?|uitvoeringen/(results/|new/)?|forms/(results/)?
    |locaties/(results/|new/)?|locaties/kies/(results/|create/|chosen-multiple/|chosen/\d+/)?
    |(images|documents)/((results|add|multiple/add)/)?
    |(images|documents)/chooser/((results|chosen-multiple|create|chosen/1|\d+/select_format)/)?
    |api/main/(pages|images|documents)/(\d+/)?
    |embeds/chooser/(upload/)?|choose-[a-z-]+/(search/|chosen-multiple/|\d+/)?
    |pages/(\d+/|\d+/results/|\d+/revisions/|search/|search/results/)?
    |pages/usage/catalogue/trainingpage/(results/)?|pages/create/wagtailcore/page
    |pages/\d+/move/\d+/confirm/|pages/workflow/confirm_cancellation/\d+/
    |reports/(workflow|workflow_tasks|aging-pages|page-types-usage)/(results/)?
    |workflows/task_chooser/(results/|create/|\d+/)?
    |editing-sessions/release/\d+/
    )""",
    re.VERBOSE,
)
FRONT_PAGE = "/beheer/"
"""Where Wagtail sends who may not do something."""


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_trainer_opens_and_changes_nothing_of_another_by_its_number(
    world: World, client_of: Callable[[str], Client], method: str
) -> None:
    client = client_of("other_trainer")
    addresses = _admin_addresses(world)
    opened = {}
    for address in addresses:
        if OPEN_TO_TRAINERS.fullmatch(address):
            continue
        response = getattr(client, method)(address)
        sent_away = response.status_code == 302 and response["Location"] == FRONT_PAGE
        if not sent_away and response.status_code not in (403, 404, 405):
            opened[address] = response.status_code
    assert len(addresses) > 150
    assert opened == {}


# --- Whose things appear in lists -----------------------------------------------------------


def test_lists_show_a_trainer_the_own_editions_and_a_coordinator_all(
    world: World, client_of: Callable[[str], Client]
) -> None:
    def listed(role: str, address: str) -> set[int]:
        response = client_of(role).get(address)
        return {edition.pk for edition in response.context["object_list"]}

    own = {world.coming.pk, world.past.pk, world.concept.pk}
    assert listed("trainer", "/beheer/uitvoeringen/") == own
    assert listed("other_trainer", "/beheer/uitvoeringen/") == {world.others.pk}
    assert listed("coordinator", "/beheer/uitvoeringen/") == own | {world.others.pk}
    published = own - {world.concept.pk}
    assert listed("trainer", "/beheer/presentie/") == published
    assert listed("other_trainer", "/beheer/presentie/") == {world.others.pk}
    assert listed("administrator", "/beheer/presentie/") == published | {world.others.pk}


def _named(client: Client, address: str, people: dict[str, User]) -> set[str]:
    response = client.get(address)
    text = response.content.decode("utf-8-sig")
    return {key for key, person in people.items() if person.last_name in text}


def test_names_and_addresses_stay_within_the_group(
    world: World, client_of: Callable[[str], Client]
) -> None:
    people: dict[str, Any] = {key: world.people[key] for key in ("stranger", "participant")}
    for key, person in people.items():
        person.last_name = f"Bijzonder{key}"
        person.save()
    sheet = f"/beheer/presentie/{world.past.pk}/"
    for address in (sheet, f"{sheet}deelnemers.csv"):
        assert _named(client_of("trainer"), address, people) == {"participant"}
        assert _named(client_of("other_trainer"), address, people) == set()
        assert _named(client_of("coordinator"), address, people) == {"participant"}
    for address in (
        "/beheer/",
        "/beheer/reports/site-history/",
        f"/beheer/uitvoeringen/history/{world.past.pk}/",
        "/beheer/evaluaties/",
        f"/beheer/evaluaties/uitvoering/{world.past.pk}/",
        f"/beheer/evaluatie/uitvoering/{world.past.pk}/",
        f"/trainingen/{world.training.slug}/",
        f"/inschrijven/{world.past.pk}/",
        "/agenda/",
    ):
        for role in ("trainer", "other_trainer", "stranger"):
            if role != "stranger" or "beheer" not in address:
                assert _named(client_of(role), address, people) <= {role}, (role, address)


def test_the_online_link_is_for_participants_and_staff(world: World) -> None:
    link = "https://vergaderen.example/geheim"
    Edition.objects.filter(pk=world.coming.pk).update(place=Place.ONLINE, online_link=link)
    stranger, participant = PersonFactory.create(), PersonFactory.create()
    Enrolment.objects.create(
        person=participant, edition=world.coming, status=EnrolmentStatus.CONFIRMED
    )
    seen = {}
    for name, person in (("visitor", None), ("stranger", stranger), ("participant", participant)):
        client = Client()
        if person:
            client.force_login(person)
        for address in (f"/inschrijven/{world.coming.pk}/", "/agenda/", "/agenda.ics"):
            seen[name, address] = link in client.get(address).content.decode()
    assert [key for key, shown in seen.items() if shown] == [
        ("participant", f"/inschrijven/{world.coming.pk}/")
    ]


# --- Changing things ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"),
    [("stranger", 302), ("other_trainer", 404), ("trainer", 302), ("coordinator", 302)],
)
def test_only_staff_of_an_edition_call_it_off(
    world: World, client_of: Callable[[str], Client], role: str, status: int
) -> None:
    response = client_of(role).post(f"/beheer/uitvoeringen/{world.coming.pk}/annuleer/")
    world.coming.refresh_from_db()
    allowed = role in ("trainer", "coordinator")
    assert response.status_code == status
    assert world.coming.status == (EditionStatus.CANCELLED if allowed else EditionStatus.OPEN)


def test_a_trainer_submits_but_never_publishes(
    world: World, client_of: Callable[[str], Client]
) -> None:
    trainer = client_of("trainer")
    page = trainer.get(f"/beheer/pages/{world.draft.pk}/edit/").content.decode()
    assert 'name="action-submit"' in page
    assert 'name="action-publish"' not in page
    world.draft.refresh_from_db()
    trainer.post(f"/beheer/pages/{world.draft.pk}/edit/", {"action-publish": "1"})
    world.draft.refresh_from_db()
    assert not world.draft.live


def test_who_may_not_enter_the_administration_is_told_so(
    client_of: Callable[[str], Client],
) -> None:
    """And is not sent round and round between two pages."""
    visitor = client_of("visitor").get("/beheer/", follow=True)
    assert [address for address, _status in visitor.redirect_chain] == [
        "/toegang/?next=/beheer/",
        "/account/login/?next=/beheer/",
    ]
    volunteer = client_of("stranger").get("/beheer/", follow=True)
    assert [address for address, _status in volunteer.redirect_chain] == ["/toegang/?next=/beheer/"]
    assert volunteer.status_code == 403
    assert "Deze pagina is niet voor jou" in volunteer.content.decode()


def test_the_administration_has_no_way_in_of_its_own(world: World) -> None:
    """A password alone, past the second step, opens nothing."""
    coordinator = world.people["coordinator"]
    assert coordinator is not None
    coordinator.set_password("een-lang-wachtwoord")
    coordinator.save()
    client = Client()
    credentials = {"username": coordinator.email, "password": "een-lang-wachtwoord"}
    assert client.post("/beheer/login/", credentials).status_code == 405
    assert client.get("/beheer/presentie/").status_code == 302


def test_somebody_who_left_gets_nowhere(world: World) -> None:
    """An account that was switched off, and a trainer whose role was taken away."""
    gone = person_in_role(Role.COORDINATOR)
    client = Client()
    client.force_login(gone)
    assert client.get("/beheer/presentie/").status_code == 200
    gone.groups.clear()
    assert client.get("/beheer/presentie/").status_code == 302
    gone.is_active = False
    gone.save()
    assert client.get("/mijn/").status_code == 302


def test_a_change_needs_the_token_of_this_site(world: World) -> None:
    """A form on another site cannot enrol somebody or cancel an edition."""
    person = world.people["stranger"]
    assert person is not None
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    for address in (
        f"/inschrijven/{world.coming.pk}/",
        f"/trainingen/{world.training.slug}/lessen/{world.open_lesson.slug}/klaar/",
        f"/evaluatie/{world.past.pk}/",
    ):
        assert client.post(address, {"action": "enrol"}).status_code == 403
    assert not Enrolment.objects.filter(person=person, edition=world.coming).exists()
