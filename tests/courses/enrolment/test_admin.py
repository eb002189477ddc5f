"""What staff do with enrolments in the administration."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from courses.common import clock, formats
from courses.editions.models import Edition
from courses.enrolment import services
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment
from courses.notices.enums import NoticeState
from courses.notices.models import Notice
from courses.notices.queries import call_list
from courses.notices.services import mark_done
from courses.people.enums import ContactWay, Role
from courses.people.models import User
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, person_in_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client: Client) -> User:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    return coordinator


def add_url(edition: Edition) -> str:
    return f"/beheer/uitvoeringen/{edition.pk}/inschrijven/"


def list_url(edition: Edition) -> str:
    return f"/beheer/uitvoeringen/{edition.pk}/inschrijvingen/"


NEW = {"first_name": "Greet", "last_name": "Nieuw", "background": "resident"}


def test_somebody_without_an_address_is_enrolled_by_phone(
    client: Client, coordinator: User
) -> None:
    edition = EditionFactory.create()
    page = client.post(add_url(edition), NEW, follow=True).content.decode()
    enrolment = Enrolment.objects.get()
    assert (enrolment.person.name, enrolment.person.email, enrolment.status) == (
        "Greet Nieuw",
        None,
        S.CONFIRMED,
    )
    assert "Greet Nieuw: Ingeschreven." in page


def test_nobody_calls_who_stood_there_when_the_name_was_written_down(
    client: Client, coordinator: User
) -> None:
    edition = EditionFactory.create()
    new = {**NEW, "telephone": "06 12345678"}
    page = client.post(f"{add_url(edition)}?hier=1", new, follow=True).content.decode()
    assert "Deze persoon heeft geen e-mailadres, en krijgt geen bericht" in page
    assert ("moet je bellen" in page, call_list().count()) == (False, 0)
    mailed = {**NEW, "first_name": "An", "email": "an@example.org"}
    page = client.post(f"{add_url(edition)}?hier=1", mailed, follow=True).content.decode()
    assert "1 krijgt een mail (An Nieuw)." in page
    by_telephone = {"first_name": "Wim", "last_name": "Anders", "telephone": "030 236 17 45"}
    client.post(add_url(edition), {**NEW, **by_telephone})
    assert [one.person.first_name for one in call_list()] == ["Wim"]


def test_somebody_we_know_is_chosen_from_the_list(client: Client, coordinator: User) -> None:
    edition, person = EditionFactory.create(), PersonFactory.create()
    client.post(add_url(edition), {"person": person.pk})
    assert Enrolment.objects.get().person == person


def test_without_a_name_nothing_happens_and_the_rest_stays_typed(
    client: Client, coordinator: User
) -> None:
    edition = EditionFactory.create()
    page = client.post(add_url(edition), {"email": "half@example.org"}).content.decode()
    assert "Vul de naam in, of zoek iemand die wij kennen." in page
    assert "half@example.org" in page
    assert Enrolment.objects.count() == 0


def test_a_known_address_is_not_used_twice_and_nobody_is_made(
    client: Client, coordinator: User
) -> None:
    edition = EditionFactory.create()
    PersonFactory.create(email="er-al@example.org")
    before = User.objects.count()
    page = client.post(add_url(edition), {**NEW, "email": "ER-AL@example.org"}).content.decode()
    assert "Iemand heeft dit e-mailadres al." in page
    assert (User.objects.count(), Enrolment.objects.count()) == (before, 0)


def test_a_refused_enrolment_leaves_no_new_account_behind(
    client: Client, coordinator: User
) -> None:
    edition = EditionFactory.create(publish=False)
    before = User.objects.count()
    assert client.post(add_url(edition), NEW).status_code == 200
    assert User.objects.count() == before


def test_the_list_shows_the_queue_in_order(client: Client, coordinator: User) -> None:
    edition = EnrolmentFactory.create(capacity=1).edition
    people = [PersonFactory.create(last_name=name) for name in ("Zwaan", "Aap")]
    for person in people:
        services.enrol(person=person, edition=edition)
    response = client.get(list_url(edition))
    assert [one.person for one in response.context["waiting"]] == people


def test_somebody_is_taken_out_after_asking_and_the_seat_is_offered(
    client: Client, coordinator: User
) -> None:
    holder = EnrolmentFactory.create(capacity=1)
    waiting = services.enrol(person=PersonFactory.create(), edition=holder.edition)
    url = f"/beheer/uitvoeringen/{holder.edition.pk}/afmelden/{holder.pk}/"
    asked = client.get(url).content.decode()
    assert ("Wil je" in asked, "Was het een vergissing?" in asked) == (True, True)
    after = client.post(url, follow=True).content.decode()
    again = f"/beheer/uitvoeringen/{holder.edition.pk}/inschrijvingen/{holder.pk}/opnieuw/"
    assert ("Toch niet?" in after, client.get(again).status_code) == (True, 200)
    assert again in after
    assert Enrolment.objects.get(pk=holder.pk).status == S.WITHDRAWN
    assert Enrolment.objects.get(pk=waiting.pk).status == S.OFFERED


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    client: Client,
    coordinator: User,
    people: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    edition = EditionFactory.create()
    for _ in range(people):
        EnrolmentFactory.create(edition=edition)
    client.get(list_url(edition))
    with django_assert_max_num_queries(17):
        client.get(list_url(edition))


def test_a_trainer_changes_own_lists_and_knows_no_others(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    own = EnrolmentFactory.create(trainers=[trainer])
    foreign = EnrolmentFactory.create(trainers=[person_in_role(Role.TRAINER)])
    client.force_login(trainer)
    statuses = [
        client.get(path).status_code
        for one in (own, foreign)
        for path in (
            list_url(one.edition),
            add_url(one.edition),
            f"/beheer/uitvoeringen/{one.edition.pk}/afmelden/{one.pk}/",
        )
    ]
    assert statuses == [200, 200, 200, 404, 404, 404]
    assert client.post(add_url(own.edition), NEW).status_code == 302
    assert Enrolment.objects.filter(edition=own.edition).count() == 2
    own.person.birth_year = 1951
    own.person.save()
    page = client.get(add_url(own.edition), {"q": own.person.last_name}).content.decode()
    assert (own.person.name_in_list in page, "1951" in page) == (True, False)
    # Of people who are in no edition of one's own one reads nothing, not by guessing names either.
    page = client.post(
        add_url(own.edition),
        {"first_name": foreign.person.first_name, "last_name": foreign.person.last_name},
    ).content.decode()
    assert "Vraag een coördinator" in page
    assert str(foreign.person.email) not in page
    assert client.post(add_url(own.edition), {"person": foreign.person.pk}).status_code == 200
    assert Enrolment.objects.filter(person=foreign.person).count() == 1


# --- Somebody new, or somebody we know? -----------------------------------------------------------


def test_a_new_name_beside_somebody_chosen_is_asked_about_and_stays_typed(
    client: Client, coordinator: User
) -> None:
    edition, person = EditionFactory.create(), PersonFactory.create()
    response = client.post(add_url(edition), {**NEW, "person": person.pk})
    assert list(response.context["form"].errors) == ["first_name"]
    page = response.content.decode()
    assert "Kies één van beide" in page
    assert ('value="Greet"' in page, Enrolment.objects.count()) == (True, 0)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("known", "typed", "asked"),
    [
        (None, "", True),
        (None, "nieuw@example.org", True),
        ("oud@example.org", "", True),
        ("oud@example.org", "nieuw@example.org", False),
    ],
)
def test_a_namesake_is_asked_about_before_a_second_account_is_made(
    client: Client, coordinator: User, known: str | None, typed: str, asked: bool
) -> None:
    edition = EditionFactory.create()
    first = PersonFactory.create(first_name="GREET", last_name="Niéuw", email=known)
    before = User.objects.count()
    sent = {**NEW, "email": typed}
    page = client.post(add_url(edition), sent).content.decode()
    assert ("Wij kennen al iemand die hierop lijkt" in page) == asked
    assert (User.objects.count() == before) == asked
    if asked:
        assert f"Niéuw, GREET ({known or 'geen e-mail'}, zelfde naam)" in page
        assert "Dit is iemand anders" in page
        # To look at who that is, what was typed need not be given up.
        link = page.partition(f'href="/beheer/personen/{first.pk}/"')[2].partition("</a>")[0]
        assert 'target="_blank"' in link
        assert "Niéuw, GREET" in link
        client.post(add_url(edition), {**sent, "somebody_else": "on"})
        assert (User.objects.count(), Enrolment.objects.count()) == (before + 1, 1)


def test_the_page_for_accounts_asks_about_namesakes_too(client: Client) -> None:
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    PersonFactory.create(first_name="Greet", last_name="Nieuw", email=None)
    sent = {**NEW, "language": "nl", "email": "", "partner": ""}
    page = client.post("/beheer/users/new/", sent).content.decode()
    assert "die hierop lijkt: Nieuw, Greet (geen e-mail, zelfde naam)." in page
    assert client.post("/beheer/users/new/", {**sent, "somebody_else": "on"}).status_code == 302
    assert User.objects.filter(first_name="Greet").count() == 2


def test_what_was_done_already_is_said_and_not_asked(client: Client, coordinator: User) -> None:
    enrolment = EnrolmentFactory.create()
    edition = enrolment.edition
    services.withdraw(enrolment=enrolment, actor=coordinator)
    url = f"/beheer/uitvoeringen/{edition.pk}/afmelden/{enrolment.pk}/"
    assert "Deze persoon is al afgemeld." in client.get(url, follow=True).content.decode()
    url = f"/beheer/uitvoeringen/{edition.pk}/publiceer/"
    page = client.get(url, follow=True)
    assert page.redirect_chain == [(f"/beheer/uitvoeringen/edit/{edition.pk}/", 302)]
    assert "De uitvoering staat op de site." in page.content.decode()
    services.cancel_edition(edition=edition, actor=coordinator)
    for action, said in (
        ("publiceer", "Publiceren kan niet meer."),
        ("annuleer", "De uitvoering gaat al niet door."),
    ):
        page = client.get(f"/beheer/uitvoeringen/{edition.pk}/{action}/", follow=True)
        assert said in page.content.decode()


def test_what_is_called_off_says_so_at_the_top_and_offers_nothing(
    client: Client, coordinator: User
) -> None:
    enrolment = EnrolmentFactory.create()
    edition = enrolment.edition
    services.withdraw(enrolment=enrolment, actor=enrolment.person)
    EnrolmentFactory.create(edition=edition)
    services.cancel_edition(edition=edition, reason="De trainer is ziek.", actor=coordinator)
    group = f"/beheer/uitvoeringen/{edition.pk}/groep/"
    edit = reverse("uitvoeringen:edit", args=[edition.pk])
    for url in (list_url(edition), add_url(edition), group, edit):
        page = client.get(url).content.decode()
        assert "Deze uitvoering gaat niet door." in page
        assert "De trainer is ziek." in page
        assert "Schrijf" not in page.partition("nice-padding")[2]
    # What was typed while it was called off, stays.
    page = client.post(add_url(edition), NEW).content.decode()
    assert "Deze uitvoering gaat niet door." in page
    assert "Greet" in page


def test_the_list_says_how_to_reach_somebody(client: Client, coordinator: User) -> None:
    person = PersonFactory.create(email="wil@example.org", telephone="06 12345678")
    edition = EnrolmentFactory.create(person=person).edition
    page = client.get(list_url(edition)).content.decode()
    assert 'href="tel:+31612345678"' in page
    assert "06 12345678" in page
    assert 'href="mailto:wil@example.org"' in page


def test_nobody_is_offered_to_be_enrolled_in_a_draft(client: Client, coordinator: User) -> None:
    edition = EditionFactory.create(publish=False)
    page = client.get(add_url(edition)).content.decode()
    assert "Deze uitvoering is nog niet gepubliceerd." in page
    assert "<button" not in page.partition("nice-padding")[2]
    assert add_url(edition) not in client.get(list_url(edition)).content.decode()


def test_who_is_written_down_afterwards_is_not_told_and_nobody_is_said_to_be(
    client: Client, coordinator: User
) -> None:
    held = EditionFactory.create(starts_at=clock.now() - timedelta(days=1))
    sent = {"first_name": "Bep", "background": "resident", "telephone": "030 236 17 45"}
    page = client.post(f"/beheer/uitvoeringen/{held.pk}/inschrijven/", sent, follow=True)
    assert [str(one) for one in page.context["messages"]] == ["Bep: Ingeschreven."]
    assert list(Notice.objects.values_list("kind", flat=True)) == []


def test_a_cancelled_edition_says_who_was_told_and_what_is_still_to_do(
    client: Client, coordinator: User
) -> None:
    edition = EditionFactory.create()
    for email, telephone in (("an@example.org", ""), (None, "06 12345678")):
        person = PersonFactory.create(email=email, telephone=telephone)
        EnrolmentFactory.create(edition=edition, person=person)
    services.cancel_edition(edition=edition, actor=coordinator)
    for url in (list_url(edition), reverse("uitvoeringen:edit", args=[edition.pk])):
        page = client.get(url).content.decode()
        assert "Nog niet iedereen weet het." in page
        assert f"/beheer/bellen/?edition={edition.pk}" in page
        assert "Bel nog 1 persoon" in page
    mark_done(notices=call_list(edition=edition), actor=coordinator)
    Notice.objects.filter(edition=edition, way=ContactWay.MAIL).update(
        state=NoticeState.SENT, settled_at=clock.now()
    )
    page = client.get(list_url(edition)).content.decode()
    assert "Iedereen weet het." in page
    assert "trainer weet" not in page
    assert "1 persoon kreeg een mail." in page
    assert "1 persoon hoorde het door de telefoon." in page
    # What stands on the page itself is not looked for elsewhere, and nobody is still awaited.
    assert "Nog niemand" not in page


@pytest.mark.both_databases
def test_an_edition_that_moved_says_who_was_told_of_that_and_what_is_still_to_do(
    client: Client, coordinator: User
) -> None:
    edition = EditionFactory.create()
    for _person in range(2):
        person = PersonFactory.create(email=None, telephone="06 12345678")
        EnrolmentFactory.create(edition=edition, person=person)
    # One of the two knows of being in it, so that one hears of the change alone.
    mark_done(notices=call_list(edition=edition).filter(person=person), actor=coordinator)
    url = reverse("uitvoeringen:edit", args=[edition.pk])
    assert "weet het." not in client.get(url).content.decode()
    for key in ("een", "twee"):
        services.tell_of_change(edition_id=edition.pk, only_taking_part=False, key=key)
    page = client.get(url).content.decode()
    assert "Deze uitvoering is veranderd." in page
    assert "Nog niet iedereen weet het." in page
    assert "Bel nog 2 mensen" in page
    assert f"/beheer/berichten/?edition={edition.pk}&amp;kind=enrolment_moved" in page
    mark_done(notices=call_list(edition=edition), actor=coordinator)
    page = client.get(url).content.decode()
    assert "Iedereen weet het." in page
    assert "2 mensen hoorden het door de telefoon." in page


def test_who_gives_what_is_called_off_is_counted_apart(
    client: Client,
    coordinator: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    trainer = person_in_role(Role.TRAINER, email="trainer@example.org")
    edition = EditionFactory.create(trainers=[trainer])
    for email in ("an@example.org", "bo@example.org"):
        EnrolmentFactory.create(edition=edition, person=PersonFactory.create(email=email))

    def said() -> str:
        page = client.get(list_url(edition)).content.decode()
        return " ".join(page.partition("weet het.</strong>")[2].partition("</p>")[0].split())

    with django_capture_on_commit_callbacks(execute=True):
        services.cancel_edition(edition=edition, actor=coordinator)
        # The message to the trainer is written a moment later: the number of people stays.
        assert said() == "2 mails gaan nog weg."
    Notice.objects.filter(edition=edition).update(state=NoticeState.DUE, settled_at=None)
    assert said() == "2 mails gaan nog weg. Ook 1 trainer krijgt nog een mail."
    Notice.objects.filter(edition=edition).update(state=NoticeState.SENT, settled_at=clock.now())
    assert said() == "2 mensen kregen een mail. Ook 1 trainer weet het."


def test_without_another_edition_the_page_that_cancels_leads_to_a_draft(
    client: Client, coordinator: User
) -> None:
    edition = EditionFactory.create()
    url = reverse("edition_cancel", args=[edition.pk])
    assert "Maak en publiceer die dan eerst." in client.get(url).content.decode()
    draft = EditionFactory.create(training=edition.training, publish=False)
    page = client.get(url).content.decode()
    assert "Publiceer het dan eerst. Kom daarna terug naar déze uitvoering" in page
    assert reverse("uitvoeringen:edit", args=[draft.pk]) in page


def test_enrolling_somebody_leads_to_a_group_too(client: Client, coordinator: User) -> None:
    edition = EditionFactory.create()
    which = reverse("enrol_group")
    assert which in client.get(reverse("enrol_by_telephone")).content.decode()
    assert reverse("edition_add_group", args=[edition.pk]) in client.get(which).content.decode()


def test_who_walks_in_needs_a_name_and_the_page_names_the_session(client: Client) -> None:
    edition = EditionFactory.create(sessions=2)
    _first, second = edition.sessions.order_by("starts_at")
    client.force_login(person_in_role(Role.COORDINATOR))
    address = f"{add_url(edition)}?hier={second.pk}"
    page = client.get(address)
    assert [one.name for one in page.context["form"].names()] == [
        "first_name",
        "last_name",
        "telephone",
    ]
    html = page.content.decode()
    assert formats.period(second.starts_at, second.ends_at) in html
    assert "<details" in html
    # What is wrong further down is not folded away.
    wrong = client.post(address, {"first_name": "Nel", "last_name": "Smit", "email": "nel"})
    assert wrong.context["form"].has_more()
    assert not page.context["form"].has_more()
    assert client.get(f"{add_url(edition)}?hier={'9' * 30}").context["session"] is None


def test_signing_off_says_that_it_is_about_the_whole_training(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    edition = EditionFactory.create(sessions=3)
    enrolment = EnrolmentFactory.create(edition=edition)
    url = f"/beheer/uitvoeringen/{edition.pk}/afmelden/{enrolment.pk}/"
    page = " ".join(client.get(url).content.decode().split())
    assert f"afmelden voor de hele training “{edition.training.title}”?" in page
    assert "bij alle 3 bijeenkomsten. Mist deze persoon er één? Doe dit dan niet." in page
    assert "achteraan op de wachtlijst" in page
    # Once it has begun nobody waits for it any more.
    with clock.at(edition.sessions.earliest("starts_at").starts_at):
        begun = " ".join(client.get(url).content.decode().split())
    assert "achteraan op de wachtlijst" not in begun
    assert "opnieuw inschrijven, als er dan nog plaats is." in begun
