"""The rules of an edition: what they are, who is told, and that they are kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from courses.common import clock
from courses.common.components.telephone import phone_links
from courses.common.errors import Refusal
from courses.editions import house_rules, queries, services
from courses.editions.house_rules import HouseRules
from courses.editions.models import Edition
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.services import enrol, withdraw
from courses.people.enums import Role
from courses.plugin_api import events
from courses.plugin_host.models import Delivery
from tests.courses.editions.test_admin import form_data
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PartnerFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
    start_of,
)

pytestmark = pytest.mark.django_db

OF_THE_TRAINING: dict[str, Any] = {
    "minimum": 8,
    "decide_days": 3,
    "withdraw_until_hours": 48,
    "first_session_required": True,
    "may_catch_up": True,
    "partners_only": True,
}


@pytest.mark.both_databases
def test_what_an_edition_leaves_open_is_as_its_training_says() -> None:
    training = TrainingFactory.create(**OF_THE_TRAINING)
    edition = EditionFactory.create(training=training)
    day = clock.local_day(start_of(edition)) - timedelta(days=3)
    assert HouseRules.of(edition) == HouseRules(
        minimum=8,
        decide_by=day,
        withdraw_until_hours=48,
        first_session_required=True,
        may_catch_up=True,
        partners_only=True,
    )
    own = HouseRules(minimum=0, withdraw_until_hours=0, partners_only=False)
    edition = EditionFactory.create(training=training, rules=own)
    assert HouseRules.of(edition) == HouseRules(
        minimum=0,
        decide_by=None,
        withdraw_until_hours=0,
        first_session_required=True,
        may_catch_up=True,
        partners_only=False,
    )


def test_a_later_change_of_the_training_changes_no_promise() -> None:
    training = TrainingFactory.create(**OF_THE_TRAINING)
    edition = EditionFactory.create(training=training)
    training.minimum = 12
    training.save()
    services.save_edition(edition=Edition.objects.get(pk=edition.pk), actor=None)
    assert Edition.objects.get(pk=edition.pk).minimum == 8


def test_a_copy_has_the_rules_of_the_edition_and_a_day_of_its_own_to_decide() -> None:
    start = clock.now() + timedelta(days=10)
    rules = HouseRules(minimum=5, decide_by=clock.local_day(start) - timedelta(days=4))
    copy = services.copy_edition(
        edition=EditionFactory.create(starts_at=start, rules=rules), actor=None
    )
    assert (copy.minimum, copy.decide_by) == (
        5,
        clock.local_day(start_of(copy)) - timedelta(days=4),
    )


def test_the_day_to_decide_is_before_the_first_session(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    data = form_data(TrainingFactory.create(), minimum="4", decide_by="2031-01-01")
    page = client.post("/beheer/uitvoeringen/new/", data)
    assert page.context["form"].errors == {"decide_by": ["Beslis voor de eerste bijeenkomst."]}


@pytest.mark.both_databases
def test_a_day_to_decide_that_has_been_is_refused_when_it_is_chosen(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    yesterday = clock.today() - timedelta(days=1)
    data = form_data(TrainingFactory.create(), minimum="4", decide_by=f"{yesterday:%Y-%m-%d}")
    page = client.post("/beheer/uitvoeringen/new/", data)
    assert page.context["form"].errors == {
        "decide_by": ["Deze dag is al geweest. Kies vandaag of later."]
    }
    edition = EditionFactory.create(rules=HouseRules(minimum=4, decide_by=clock.today()))
    Edition.objects.filter(pk=edition.pk).update(decide_by=yesterday)
    edition.refresh_from_db()
    # It went by since, which is no reason to refuse another change.
    edition.note = "Cijfers"
    services.save_edition(edition=edition, actor=None)
    edition.refresh_from_db()
    assert (edition.note, edition.decide_by) == ("Cijfers", yesterday)


def test_what_is_planned_late_is_decided_at_once() -> None:
    training = TrainingFactory.create(minimum=4, decide_days=14)
    edition = EditionFactory.create(training=training, starts_at=clock.now() + timedelta(days=3))
    assert edition.decide_by == clock.today()


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ({"minimum": "", "withdraw_until_hours": "", "partners_only": "unknown"}, (8, 48, True)),
        ({"minimum": "0", "withdraw_until_hours": "2", "partners_only": "false"}, (0, 2, False)),
    ],
)
def test_a_form_left_open_takes_the_rules_of_the_training(
    client: Client, typed: dict[str, str], becomes: tuple[int, int, bool]
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.get("/beheer/uitvoeringen/new/")
    assert "zoals bij de training" in page.content.decode()
    # What is left open stands open: a number would not be the training's.
    form = page.context["form"]
    assert [form[name].value() for name in ("minimum", "withdraw_until_hours")] == [None, None]
    training = TrainingFactory.create(**OF_THE_TRAINING)
    assert client.post("/beheer/uitvoeringen/new/", form_data(training, **typed)).status_code == 302
    edition = Edition.objects.get()
    assert (edition.minimum, edition.withdraw_until_hours, edition.partners_only) == becomes


def sentences(**rules: Any) -> list[str]:
    return house_rules.sentences(EditionFactory.create(sessions=2, rules=HouseRules(**rules)))


def test_the_page_says_the_rules_and_no_others(client: Client) -> None:
    assert sentences(withdraw_until_hours=0) == ["Afmelden kan op de site tot het begin."]
    edition = EditionFactory.create(
        sessions=2,
        rules=HouseRules(
            minimum=8, first_session_required=True, may_catch_up=True, partners_only=True
        ),
    )
    said = house_rules.sentences(edition)
    assert [one[:22] for one in said] == [
        "Deze groep is alleen v",
        "Deze groep gaat door a",
        "Zorg dat je er de eers",
        "Mis je één keer? Dan k",
        "Afmelden kan op de sit",
    ]
    page = client.get(f"/inschrijven/{edition.pk}/").content.decode()
    assert [phone_links(one) in page for one in said] == [True] * 5
    with clock.at(start_of(edition) + timedelta(weeks=2)):
        assert "Goed om te weten" not in client.get(f"/inschrijven/{edition.pk}/").content.decode()


# --- Withdrawing ------------------------------------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("hours", "before", "may"), [(24, 25, True), (24, 23, False), (0, 1, True)]
)
def test_one_withdraws_in_time_and_calls_after_that(hours: int, before: int, may: bool) -> None:
    enrolment = EnrolmentFactory.create(rules=HouseRules(withdraw_until_hours=hours))
    with clock.at(start_of(enrolment.edition) - timedelta(hours=before)):
        if may:
            withdraw(enrolment=enrolment, actor=enrolment.person)
            return
        with pytest.raises(Refusal, match=r"tot 24 uur voor het begin\. Bel .*\(030\) 236 17 45"):
            withdraw(enrolment=enrolment, actor=enrolment.person)
        # Staff always can: for who called.
        staff = person_in_role(Role.COORDINATOR)
        assert withdraw(enrolment=enrolment, actor=staff).status == EnrolmentStatus.WITHDRAWN


def test_who_only_waits_can_always_leave_the_list() -> None:
    edition = EditionFactory.create(capacity=1)
    EnrolmentFactory.create(edition=edition)
    waiting = EnrolmentFactory.create(edition=edition)
    with clock.at(start_of(edition) - timedelta(hours=1)):
        withdraw(enrolment=waiting, actor=waiting.person)
    waiting.refresh_from_db()
    assert waiting.status == EnrolmentStatus.WITHDRAWN


def test_the_page_says_whom_to_call_instead_of_asking(client: Client) -> None:
    enrolment = EnrolmentFactory.create()
    client.force_login(enrolment.person)
    url = f"/inschrijven/{enrolment.edition_id}/afmelden/"
    assert "Ja, meld me af" in client.get(url).content.decode()
    with clock.at(start_of(enrolment.edition) - timedelta(hours=2)):
        client.force_login(enrolment.person)
        page = client.get(url).content.decode()
    assert ("Ja, meld me af" in page, "Bel Infopunt Informele Zorg" in page) == (False, True)


# --- For partners' volunteers only ------------------------------------------------------------


@pytest.mark.both_databases
def test_an_edition_for_partners_lets_in_their_volunteers_and_whom_staff_enrol(
    client: Client,
) -> None:
    edition = EditionFactory.create(rules=HouseRules(partners_only=True))
    outsider, insider = PersonFactory.create(), PersonFactory.create(partner=PartnerFactory())
    with pytest.raises(Refusal, match="alleen voor vrijwilligers van onze partnerorganisaties"):
        enrol(person=outsider, edition=edition)
    assert enrol(person=insider, edition=edition).status == EnrolmentStatus.CONFIRMED
    client.force_login(outsider)
    page = client.get(f"/inschrijven/{edition.pk}/").content.decode()
    for words in ("Kies dan je organisatie", 'href="/mijn/gegevens/"', "(030) 236 17 45"):
        assert words in page
    staff = person_in_role(Role.COORDINATOR)
    assert enrol(person=outsider, edition=edition, actor=staff).by_staff
    assert "Alleen voor vrijwilligers van partnerorganisaties" in (
        client.get("/agenda/").content.decode()
    )


# --- Whether a group goes on ------------------------------------------------------------------


@pytest.mark.both_databases
def test_what_is_too_small_is_asked_in_time_until_somebody_decides() -> None:
    start = clock.now() + timedelta(days=20)
    day = clock.local_day(start) - timedelta(days=7)
    rules = HouseRules(minimum=2, decide_by=day)
    edition = EditionFactory.create(starts_at=start, rules=rules)
    EditionFactory.create(starts_at=start)
    EditionFactory.create(starts_at=start, rules=rules, publish=False)
    assert list(queries.to_decide()) == []
    with clock.at(clock.moment_of(day) - timedelta(days=2)):
        assert list(queries.to_decide()) == [edition]
        first = enrol(person=PersonFactory.create(), edition=edition)
        second = enrol(person=PersonFactory.create(), edition=edition)
        assert list(queries.to_decide()) == []
        withdraw(enrolment=first, actor=None)
        withdraw(enrolment=second, actor=None)
        assert list(queries.to_decide()) == [edition]
        services.confirm_edition(edition=edition, actor=None)
        assert list(queries.to_decide()) == []
    assert house_rules.sentences(Edition.objects.get(pk=edition.pk))[0] == "Deze groep gaat door."


def test_over_what_has_begun_nothing_is_decided_any_more() -> None:
    edition = EditionFactory.create(rules=HouseRules(minimum=5))
    with clock.at(start_of(edition)):
        assert list(queries.to_decide()) == []
        with pytest.raises(Refusal, match="valt niets meer te beslissen"):
            services.confirm_edition(edition=edition, actor=None)


# --- Who hears of it --------------------------------------------------------------------------


class Heard:
    """What was published, by the name of the event."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.events: list[tuple[str, int]] = []
        monkeypatch.setattr(events, "_sinks", [self.take])

    def take(self, published: Any) -> None:
        self.events += [
            (type(one).__name__, getattr(one, "person_id", one.edition_id)) for one in published
        ]


def test_trainers_can_be_told_what_changes_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    anna, bert = person_in_role(Role.TRAINER), person_in_role(Role.TRAINER)
    edition = EditionFactory.create(trainers=[anna], publish=False)
    heard = Heard(monkeypatch)
    draft = Edition.objects.get(pk=edition.pk)
    draft.trainers = [bert]
    services.save_edition(edition=draft, actor=None)
    assert heard.events == []
    services.publish_edition(edition=edition, actor=None)
    assert heard.events == [("EditionPublished", edition.pk), ("TrainerAssigned", bert.pk)]
    heard.events.clear()
    published = Edition.objects.get(pk=edition.pk)
    published.trainers = [anna]
    services.save_edition(edition=published, actor=None)
    assert heard.events == [("TrainerAssigned", anna.pk), ("TrainerRemoved", bert.pk)]
    heard.events.clear()
    services.hand_over_editions(people=[anna.pk], successor=bert, actor=None)
    assert heard.events == [("TrainerAssigned", bert.pk)]
    heard.events.clear()
    services.confirm_edition(edition=edition, actor=None)
    services.cancel_edition(edition=edition, actor=None)
    assert heard.events == [("EditionConfirmed", edition.pk), ("EditionCancelled", edition.pk)]


def test_no_plugin_gets_these_events() -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = EditionFactory.create(trainers=[trainer])
    services.cancel_edition(edition=edition, actor=None)
    assert (
        not Delivery.objects.filter(event__in=("TrainerAssigned", "EditionCancelled"))
        .exclude(plugin__in=("notices",))
        .exists()
    )
