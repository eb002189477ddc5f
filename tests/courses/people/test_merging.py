"""Two accounts of one person become one, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from wagtail.models import ModelLogEntry

from courses.attendance.enums import Mark
from courses.attendance.models import Attendance
from courses.certificates.models import Certificate
from courses.common import clock
from courses.common.errors import Refusal
from courses.enrolment import services as enrolment_services
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.evaluation.double_rows import one_invitation
from courses.evaluation.models import EvaluationForm, Participation
from courses.evaluation.services import submit
from courses.learning.models import ExerciseAttempt, LessonProgress
from courses.notices.models import Notice
from courses.people import merge_rules, queries
from courses.people.enums import Role
from courses.people.merging import merge_people, why_not
from courses.people.models import User
from plugins.praktijkopdracht.models import Submission
from tests.courses.certificates.people import make_certificate
from tests.courses.evaluation.factories import FULL, open_evaluation
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
    person_in_role,
)

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks

pytestmark = pytest.mark.django_db

S = EnrolmentStatus


@pytest.fixture
def coordinator() -> User:
    return person_in_role(Role.COORDINATOR)


def two(**fields: object) -> tuple[User, User]:
    return PersonFactory.create(**fields), PersonFactory.create(**fields)


@pytest.mark.parametrize("name", ["people.User", "enrolment.Enrolment"])
def test_every_table_that_points_at_a_person_has_a_rule(name: str) -> None:
    """A new one fails here: say with `merge_rules.provide` what becomes of its rows.

    A plugin says so with `provide_merge_rule`.
    """
    columns = list(merge_rules.relations(apps.get_model(name)))
    assert len(columns) > 3
    forgotten = {
        merge_rules.name_of(one)
        for one in columns
        # Of packages that only tests install nobody has to think.
        if not merge_rules.has_rule(one) and not one.model.__module__.startswith("tests.")
    }
    assert forgotten == set()


@pytest.mark.both_databases
@pytest.mark.parametrize("is_swapped", [False, True])
def test_all_of_both_is_there_afterwards_whichever_stays(
    coordinator: User, is_swapped: bool
) -> None:
    one, other = two()
    certificates = [make_certificate(person=person) for person in (one, other)]
    training = TrainingFactory.create()
    lessons = [make_lesson(training, slug=slug) for slug in ("a", "b")]
    for person, lesson in zip((one, other), lessons, strict=True):
        LessonProgress.objects.create(person=person, lesson=lesson)
    enrolments = Enrolment.objects.count()
    notices = Notice.objects.count()
    stays, goes = (other, one) if is_swapped else (one, other)
    merge_people(stays=stays, goes=goes, actor=coordinator)
    assert not User.objects.filter(pk=goes.pk).exists()
    assert Enrolment.objects.filter(person=stays).count() == enrolments
    assert {one.pk for one in Certificate.objects.filter(enrolment__person=stays)} == {
        one.pk for one in certificates
    }
    assert LessonProgress.objects.filter(person=stays).count() == 2
    assert Notice.objects.filter(person=stays).count() == notices
    last = ModelLogEntry.objects.filter(action="people.merge").get()
    assert (last.object_id, last.user) == (str(stays.pk), coordinator)


@pytest.mark.both_databases
@pytest.mark.parametrize("is_swapped", [False, True])
def test_of_two_enrolments_in_one_edition_the_best_stays_and_the_seat_goes_to_the_next(
    coordinator: User,
    is_swapped: bool,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    one, other = two()
    edition = EditionFactory.create(capacity=2)
    EnrolmentFactory.create(person=one, edition=edition)
    EnrolmentFactory.create(person=other, edition=edition)
    next_in_line = EnrolmentFactory.create(edition=edition)
    assert next_in_line.status == S.WAITING
    session = edition.sessions.get()
    for person, mark in ((one, Mark.ABSENT), (other, Mark.PRESENT)):
        enrolment = Enrolment.objects.get(person=person, edition=edition)
        Attendance.objects.create(enrolment=enrolment, session=session, mark=mark)
    stays, goes = (other, one) if is_swapped else (one, other)
    with django_capture_on_commit_callbacks(execute=True):
        merge_people(stays=stays, goes=goes, actor=coordinator)
    enrolment = Enrolment.objects.get(person=stays, edition=edition)
    assert (enrolment.status, enrolment.attendances.get().mark) == (S.CONFIRMED, Mark.PRESENT)
    edition.refresh_from_db()
    next_in_line.refresh_from_db()
    assert (edition.seats_taken, next_in_line.status) == (2, S.OFFERED)
    assert not hasattr(edition, "erased_participants")


@pytest.mark.both_databases
@pytest.mark.parametrize("is_swapped", [False, True])
def test_a_seat_counts_more_than_having_left(coordinator: User, is_swapped: bool) -> None:
    one, other = two()
    edition = EditionFactory.create()
    left = EnrolmentFactory.create(person=one, edition=edition)
    enrolment_services.withdraw(enrolment=left, actor=one)
    seat = EnrolmentFactory.create(person=other, edition=edition)
    stays, goes = (other, one) if is_swapped else (one, other)
    merge_people(stays=stays, goes=goes, actor=coordinator)
    enrolment = Enrolment.objects.get(edition=edition)
    # Of what was held between, nobody has to say that this person was not there.
    assert (enrolment.status, enrolment.enrolled_at) == (S.CONFIRMED, seat.enrolled_at)
    edition.refresh_from_db()
    assert edition.seats_taken == 1


@pytest.mark.both_databases
@pytest.mark.parametrize("is_swapped", [False, True])
def test_who_brought_the_other_account_along_can_bring_somebody_still(
    coordinator: User, is_swapped: bool
) -> None:
    """He or she left, and whom we knew as another stayed."""
    one, edition = PersonFactory.create(), EditionFactory.create()
    enrolment, brought = enrolment_services.enrol_together(
        person=one, edition=edition, companion={"first_name": "Bo"}
    )
    enrolment_services.withdraw(enrolment=enrolment, actor=one, along=[])
    stays, goes = (brought.person, one) if is_swapped else (one, brought.person)
    merge_people(stays=stays, goes=goes, actor=coordinator)
    seat = Enrolment.objects.get(edition=edition)
    companion = enrolment_services.bring_along(enrolment=seat, companion={"first_name": "Cor"})
    assert (seat.brought_by, companion.comes_with) == (None, seat)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("first", "second"), [(True, False), (False, True), (True, True), (False, False)]
)
def test_who_answered_an_evaluation_once_has_answered_and_the_number_asked_stays(
    coordinator: User, first: bool, second: bool
) -> None:
    stays, goes = two()
    form = EvaluationForm.objects.create(
        edition=EditionFactory.create(), opened_at=clock.now(), closes_at=clock.now()
    )
    for person, answered in ((stays, first), (goes, second)):
        Participation.objects.create(form=form, person=person, answered=answered)
    merge_people(stays=stays, goes=goes, actor=coordinator)
    assert Participation.objects.get(form=form, person=stays).answered == (first or second)
    rest = Participation.objects.get(form=form, person=None)
    assert rest.answered == (first and second)


@pytest.mark.both_databases
@pytest.mark.parametrize("is_swapped", [False, True])
def test_who_answers_while_the_accounts_become_one_has_answered(is_swapped: bool) -> None:
    form = open_evaluation(people=two())
    one, other = form.participations.order_by("pk").select_related("person")
    own, goes = (other, one) if is_swapped else (one, other)
    # Read before somebody answered, and settled after that.
    assert one.person is not None
    submit(form=form, person=one.person, answers=FULL)
    one_invitation(own, goes)
    left = form.participations.get(person__isnull=False)
    assert (left.pk, left.answered) == (one.pk, True)


@pytest.mark.both_databases
def test_two_certificates_for_one_edition_become_one_that_names_the_other(
    coordinator: User,
) -> None:
    old = make_certificate()
    new = make_certificate()
    Enrolment.objects.filter(pk=new.enrolment_id).update(edition=old.enrolment.edition)
    stays, goes = old.enrolment.person, new.enrolment.person
    merge_people(stays=stays, goes=goes, actor=coordinator)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (new.replaces, new.replaced_at, old.replaced_by) == (old, None, new)
    assert Enrolment.objects.get(person=stays) == old.enrolment == new.enrolment


@pytest.mark.both_databases
def test_the_best_answer_to_an_exercise_stays(coordinator: User) -> None:
    stays, goes = two()
    lesson = make_lesson(TrainingFactory.create())
    for person, points in ((stays, 1), (goes, 3)):
        ExerciseAttempt.objects.create(
            person=person,
            lesson=lesson,
            exercise_id="a",
            block_type="b",
            points=points,
            out_of=3,
            finished=True,
        )
    merge_people(stays=stays, goes=goes, actor=coordinator)
    assert ExerciseAttempt.objects.get(person=stays).points == 3


def test_what_cannot_be_settled_stops_it_and_nothing_has_changed(coordinator: User) -> None:
    stays, goes = two()
    training = TrainingFactory.create()
    for person in (stays, goes):
        Submission.objects.create(
            person=person, training=training, assignment="a", title="b", text="c"
        )
        EnrolmentFactory.create(person=person)
    said = (
        "Beide accounts hebben iets dat één keer mag bestaan: ingeleverde opdracht. Samenvoegen "
        "kan dan niet. Vraag een technisch beheerder om hulp."
    )
    assert why_not(stays=stays, goes=goes, actor=coordinator) == said
    with pytest.raises(Refusal, match="één keer mag bestaan"):
        merge_people(stays=stays, goes=goes, actor=coordinator)
    assert Enrolment.objects.filter(person=goes).count() == 1


@pytest.mark.both_databases
@pytest.mark.parametrize("takes_other", [False, True])
def test_addresses_that_were_proved_stay_and_are_told(
    coordinator: User,
    takes_other: bool,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    stays = PersonFactory.create(email="een@example.org", telephone="0612345678")
    goes = PersonFactory.create(email="twee@example.org", first_name="Anders")
    for person in (stays, goes):
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    EmailAddress.objects.create(user=goes, email="vreemd@example.org", verified=False)
    take = ["email", "first_name"] if takes_other else []
    with django_capture_on_commit_callbacks(execute=True):
        merge_people(stays=stays, goes=goes, actor=coordinator, take=take)
    stays.refresh_from_db()
    main = "twee@example.org" if takes_other else "een@example.org"
    assert (stays.email, stays.first_name == "Anders") == (main, takes_other)
    kept = EmailAddress.objects.filter(user=stays).order_by("email")
    assert [(one.email, one.verified, one.primary) for one in kept] == [
        ("een@example.org", True, not takes_other),
        ("twee@example.org", True, takes_other),
    ]
    told = sorted((message.to[0], message.subject) for message in mail.outbox)
    subject = "Je accounts zijn samengevoegd"
    assert told == [("een@example.org", subject), ("twee@example.org", subject)]


@pytest.mark.both_databases
def test_an_address_that_nobody_proved_lets_nobody_into_the_other_account(
    coordinator: User,
) -> None:
    stays, goes = PersonFactory.create(email=None), PersonFactory.create(email="a@example.org")
    EmailAddress.objects.create(user=goes, email="a@example.org", verified=False, primary=True)
    merge_people(stays=stays, goes=goes, actor=coordinator)
    assert EmailAddress.objects.count() == 0


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR])
def test_an_account_with_rights_is_for_who_gives_those_out(coordinator: User, role: Role) -> None:
    stays, goes = PersonFactory.create(), person_in_role(role)
    with pytest.raises(Refusal, match="Je mag deze accounts niet samenvoegen"):
        merge_people(stays=stays, goes=goes, actor=coordinator)
    merge_people(stays=stays, goes=goes, actor=person_in_role(Role.ADMINISTRATOR))
    assert [group.name for group in stays.groups.all()] == [role.value]


@pytest.mark.both_databases
def test_staff_look_for_the_other_account_choose_and_confirm(
    client: Client, coordinator: User
) -> None:
    stays = PersonFactory.create(first_name="Mohamed", last_name="El Idrisi", email=None)
    goes = PersonFactory.create(
        first_name="Mohammed", last_name="El Idrissi", email=None, telephone="0612345678"
    )
    client.force_login(coordinator)
    page = client.get(f"/beheer/personen/{stays.pk}/samenvoegen/")
    assert page.context["found"] == [goes]
    url = f"/beheer/personen/{stays.pk}/samenvoegen/{goes.pk}/"
    page = client.get(url)
    asked = [name for name in page.context["form"].fields if name != "sure"]
    assert asked == ["take-first_name", "take-last_name", "take-telephone"]
    assert page.context["form"].fields["take-telephone"].initial == "goes"
    sent = dict.fromkeys(asked, "goes") | {"snapshot": page.context["snapshot_token"]}
    # Without being sure nothing is done.
    assert client.post(url, sent).context["form"].errors == {
        "sure": ["Vink aan dat je het zeker weet."]
    }
    assert client.post(url, {**sent, "sure": "on"}).status_code == 302
    stays.refresh_from_db()
    assert (stays.name, stays.telephone) == ("Mohammed El Idrissi", "06 12345678")
    assert not User.objects.filter(pk=goes.pk).exists()


@pytest.mark.both_databases
@pytest.mark.parametrize("take", ["stays", "goes"])
def test_an_address_is_kept_whole_and_asked_as_one(
    client: Client, coordinator: User, take: str
) -> None:
    first = {"street": "Dorpsstraat 1", "postcode": "3512 AB", "city": "Utrecht"}
    second = {"street": "", "postcode": "3581 CD", "city": "Utrecht"}
    stays = PersonFactory.create(first_name="Bep", last_name="Jansen", email=None, **first)
    goes = PersonFactory.create(first_name="Bep", last_name="Jansen", email=None, **second)
    client.force_login(coordinator)
    url = f"/beheer/personen/{stays.pk}/samenvoegen/{goes.pk}/"
    page = client.get(url)
    form = page.context["form"]
    assert list(form.fields) == ["take-address", "sure"]
    assert form.fields["take-address"].choices == [
        ("stays", "Dorpsstraat 1, 3512 AB, Utrecht"),
        ("goes", "3581 CD, Utrecht"),
    ]
    sent = {"take-address": take, "sure": "on", "snapshot": page.context["snapshot_token"]}
    assert client.post(url, sent).status_code == 302
    stays.refresh_from_db()
    assert {name: getattr(stays, name) for name in first} == (first if take == "stays" else second)


@pytest.mark.both_databases
def test_who_takes_a_part_of_an_address_takes_it_whole(coordinator: User) -> None:
    stays = PersonFactory.create(street="Dorpsstraat 1", postcode="3512 AB", city="Utrecht")
    goes = PersonFactory.create(postcode="3581 CD")
    merge_people(stays=stays, goes=goes, actor=coordinator, take=["postcode"])
    stays.refresh_from_db()
    assert (stays.street, stays.postcode, stays.city) == ("", "3581 CD", "")


def test_what_was_changed_meanwhile_is_looked_at_before_merging(
    client: Client, coordinator: User
) -> None:
    stays, goes = two(email=None)
    client.force_login(coordinator)
    url = f"/beheer/personen/{stays.pk}/samenvoegen/{goes.pk}/"
    token = client.get(url).context["snapshot_token"]
    goes.first_name = "Anders"
    goes.save()
    assert (
        client.post(
            url,
            {
                "sure": "on",
                "snapshot": token,
                "take-first_name": "stays",
                "take-last_name": "stays",
            },
        ).status_code
        == 302
    )
    assert User.objects.filter(pk=goes.pk).exists()


@pytest.mark.parametrize("role", [Role.TRAINER, Role.VOLUNTEER])
def test_who_does_not_manage_people_merges_nobody(client: Client, role: Role) -> None:
    stays, goes = two()
    client.force_login(person_in_role(role))
    for path in ("", f"{goes.pk}/"):
        url = f"/beheer/personen/{stays.pk}/samenvoegen/{path}"
        assert client.post(url, {"sure": "on"}).status_code == 302
    assert User.objects.filter(pk=goes.pk).exists()


@pytest.mark.parametrize("is_active", [True, False])
def test_no_role_comes_along_with_an_account_that_the_actor_may_not_manage(is_active: bool) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    administrator = person_in_role(Role.ADMINISTRATOR, is_active=is_active)
    volunteer = person_in_role(Role.VOLUNTEER)
    for stays, goes in ((volunteer, administrator), (administrator, volunteer)):
        with pytest.raises(Refusal):
            merge_people(stays=stays, goes=goes, actor=coordinator)
    assert not queries.may_manage(coordinator, administrator)


def test_a_merger_switches_no_account_on_for_who_may_not() -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    gone, here = PersonFactory.create(is_active=False), PersonFactory.create()
    with pytest.raises(Refusal, match="uitgezet"):
        merge_people(stays=gone, goes=here, actor=coordinator)
    merged = merge_people(stays=gone, goes=here, actor=person_in_role(Role.ADMINISTRATOR))
    assert merged.is_active
