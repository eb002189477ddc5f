"""Each version that was on the site can be put back from the history of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
import pytest
from django.urls import reverse
from wagtail.utils.timestamps import render_timestamp

from courses.catalogue.standings import standings
from courses.people.enums import Role
from tests.academy.odd_values import Page, send
from tests.factories import TrainingFactory, make_lesson, person_in_role

if TYPE_CHECKING:
    from django.test import Client
    from wagtail.models import Revision

    from courses.catalogue.models import LessonPage
    from courses.people.models import User

pytestmark = pytest.mark.django_db

PUT_BACK = "Zet deze versie terug"
DRAFT = "Concept opgeslagen"


@pytest.fixture
def lesson() -> LessonPage:
    """A lesson that the academy began with: no draft was saved of what is on the site."""
    page = make_lesson(TrainingFactory.create(), title="Hoe rouw gaat")
    page.save_revision().publish()
    return page


def history(client: Client, page: LessonPage) -> list[tuple[str, str, dict[str, str]]]:
    """Each line, newest first: what happened, how that version stands, what one can do with it."""
    response = client.get(reverse("wagtailadmin_pages:history", args=(page.pk,)))
    rows = lxml.html.fromstring(response.content.decode()).xpath("//main//tbody/tr")
    return [
        (
            row.xpath("string(.//*[contains(@class, 'w-gap-2')]/text()[1])").strip(),
            " ".join(one.text_content().strip() for one in row.find_class("w-status")),
            {link.text.strip(): link.get("href") for link in row.xpath("./td[1]//a")},
        )
        for row in rows
    ]


def test_what_was_on_the_site_first_can_be_put_back(client: Client, lesson: LessonPage) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    first = lesson.latest_revision
    lesson.title = "Rouw"
    lesson.save_revision(user=coordinator, log_action=True).publish(user=coordinator)
    client.force_login(coordinator)

    lines = history(client, lesson)
    newest, old = (line for line in lines if line[0] == "Gepubliceerd")
    assert [(what, status) for what, status, _ways in (newest, old)] == [
        ("Gepubliceerd", "Wat op de site staat"),
        ("Gepubliceerd", ""),
    ]
    assert PUT_BACK not in newest[2]
    back = old[2][PUT_BACK]
    assert back == reverse("wagtailadmin_pages:revisions_revert", args=(lesson.pk, first.pk))

    page = client.get(back)
    text = " ".join(lxml.html.fromstring(page.content.decode()).text_content().split())
    assert "Er is nog niets veranderd." in text
    for button in ("Zet terug als concept", "Zet terug op de site"):
        assert button in text
    assert 'value="Hoe rouw gaat"' in page.content.decode()


def test_no_draft_is_named_when_all_of_it_is_on_the_site(
    client: Client, lesson: LessonPage
) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    lesson.title = "Rouw"
    revision = lesson.save_revision(user=coordinator, log_action=True)

    assert [status for _what, status, _ways in history(client, lesson)][:2] == [
        "Nieuwste concept",
        "Wat op de site staat",
    ]
    revision.publish(user=coordinator)
    statuses = [status for _what, status, _ways in history(client, lesson)]
    assert statuses[:3] == ["Wat op de site staat", "", ""]


def saved(client: Client, address: str, **changed: str) -> None:
    """The form at an address is saved as a draft."""
    page = Page(address, client.get(address).content.decode())
    form = next(one for one in page.forms if "title" in one.values)
    shown = {name: form.values[name] for name in form.values if name[:7] != "action-"}
    form.action = address
    assert send(client, form, {**shown, **{name: [text] for name, text in changed.items()}}) == 302


def test_what_is_put_back_as_it_stands_on_the_site_is_no_change(
    client: Client, lesson: LessonPage
) -> None:
    """Whoever made it would not know whether it had to be sent in."""
    client.force_login(person_in_role(Role.COORDINATOR))
    on_site = lesson.latest_revision
    said = []

    def standing() -> str:
        page = type(lesson).objects.get(pk=lesson.pk)
        return standings([page])[page.pk]

    edit = reverse("wagtailadmin_pages:edit", args=(lesson.pk,))
    saved(client, edit, title="Anders")
    said.append(standing())
    saved(client, reverse("wagtailadmin_pages:revisions_revert", args=(lesson.pk, on_site.pk)))
    said.append(standing())
    saved(client, edit, title="Toch anders")
    said.append(standing())
    assert said == [
        "Staat op de site, met een wijziging in concept",
        "Staat op de site",
        "Staat op de site, met een wijziging in concept",
    ]


@pytest.mark.parametrize(
    ("role", "to_do"),
    [(Role.COORDINATOR, "Kies dan onderaan ‘Publiceren’."), (Role.TRAINER, "Stuur het dan in")],
)
def test_who_puts_a_version_back_as_a_draft_hears_what_is_still_to_do(
    client: Client, lesson: LessonPage, role: Role, to_do: str
) -> None:
    person = person_in_role(role)
    lesson.owner = person
    lesson.save_revision().publish()
    old = lesson.latest_revision
    lesson.title = "Rouw"
    lesson.save_revision().publish()
    client.force_login(person)
    saved(client, reverse("wagtailadmin_pages:revisions_revert", args=(lesson.pk, old.pk)))
    page = client.get(reverse("wagtailadmin_pages:edit", args=(lesson.pk,)))
    (told,) = [str(one) for one in page.context["messages"] if "is weer zoals op" in str(one)]
    assert told.startswith("‘Hoe rouw gaat’ is weer zoals op ")
    assert "Dit is een concept: op de site verandert nog niets." in told
    assert to_do in told


def test_who_puts_back_what_is_on_the_site_hears_that_it_is(
    client: Client, lesson: LessonPage
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    on_site = lesson.latest_revision
    edit = reverse("wagtailadmin_pages:edit", args=(lesson.pk,))
    saved(client, edit, title="Anders")
    saved(client, reverse("wagtailadmin_pages:revisions_revert", args=(lesson.pk, on_site.pk)))
    said = [str(one) for one in client.get(edit).context["messages"]]
    assert any("Zo staat het ook op de site." in one for one in said)


def test_a_version_that_is_gone_is_not_offered(client: Client, lesson: LessonPage) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    first = lesson.latest_revision
    lesson.save_revision(user=coordinator).publish(user=coordinator)
    first.delete()

    assert [bool(ways) for _what, _status, ways in history(client, lesson)][:2] == [True, False]


@pytest.mark.both_databases
def test_drafts_in_a_row_are_one_line_and_can_be_seen_all(
    client: Client, lesson: LessonPage
) -> None:
    coordinator, trainer = person_in_role(Role.COORDINATOR), person_in_role(Role.TRAINER)

    def draft(title: str, user: User) -> Revision:
        lesson.title = title
        return lesson.save_revision(user=user, log_action=True)

    for title in ("een", "twee", "drie"):
        draft(title, trainer)
    draft("vier", coordinator)
    last = draft("vijf", coordinator)
    last.publish(user=coordinator)
    draft("zes", trainer)
    client.force_login(coordinator)

    happened = [what for what, _status, _ways in history(client, lesson)]
    assert [what for what in happened if what in {DRAFT, "Gepubliceerd"}][:4] == [
        DRAFT,
        "Gepubliceerd",
        DRAFT,
        DRAFT,
    ]
    assert happened.count(DRAFT) == 3

    address = reverse("wagtailadmin_pages:history", args=(lesson.pk,))
    page = lxml.html.fromstring(client.get(address).content.decode())
    (more,) = page.xpath("//a[contains(., 'Toon elk concept')]/@href")
    rows = lxml.html.fromstring(client.get(more).content.decode()).xpath("//main//tbody/tr")
    assert sum(DRAFT in row.text_content() for row in rows) == 6


def test_a_version_has_the_same_name_where_it_is_listed_and_where_it_is_put_back(
    client: Client, lesson: LessonPage
) -> None:
    """Who put it on the site is somebody else than who wrote it."""
    trainer = person_in_role(Role.TRAINER, first_name="Thijs", last_name="Maker")
    coordinator = person_in_role(Role.COORDINATOR)
    lesson.title = "Rouw"
    old = lesson.save_revision(user=trainer, log_action=True)
    old.publish(user=coordinator)
    lesson.save_revision(user=trainer).publish(user=coordinator)
    client.force_login(coordinator)
    moment = render_timestamp(old.created_at)

    listed = client.get(reverse("wagtailadmin_pages:history", args=(lesson.pk,))).content.decode()
    assert f"Versie van {moment}, bewaard door Thijs Maker" in listed
    back = reverse("wagtailadmin_pages:revisions_revert", args=(lesson.pk, old.pk))
    told = " ".join(lxml.html.fromstring(client.get(back).content.decode()).text_content().split())
    assert f"in de versie van {moment}, bewaard door Thijs Maker" in told
