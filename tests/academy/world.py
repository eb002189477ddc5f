"""A small academy with somebody in every role, for tests that look at the whole site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from wagtail.models import Site

from courses.attendance.services import mark_attendance
from courses.certificates.services import issue_if_complete
from courses.common import clock
from courses.enrolment.models import Enrolment
from courses.evaluation.enums import Purpose
from courses.evaluation.models import FormTemplate
from courses.evaluation.services import open_form
from courses.learning.services import finish_lesson
from courses.people.enums import Role
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PartnerFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
    person_in_role,
)

if TYPE_CHECKING:
    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.certificates.models import Certificate
    from courses.editions.models import Edition
    from courses.people.models import User


@dataclass(frozen=True)
class World:
    """Two trainings, an edition of each trainer, and people with and without a part in them."""

    people: dict[str, User | None]
    training: TrainingPage
    draft: TrainingPage
    open_lesson: LessonPage
    closed_lesson: LessonPage
    coming: Edition
    past: Edition
    others: Edition
    concept: Edition
    certificate: Certificate
    enrolment: Enrolment

    def addresses(self) -> dict[str, Any]:
        """What the placeholders in an address of a test's table stand for."""
        return {
            "training": self.training.slug,
            "training_pk": self.training.pk,
            "draft": self.draft.slug,
            "draft_pk": self.draft.pk,
            "open_lesson": self.open_lesson.slug,
            "closed_lesson": self.closed_lesson.slug,
            "coming": self.coming.pk,
            "past": self.past.pk,
            "others": self.others.pk,
            "concept": self.concept.pk,
            "code": self.certificate.code,
            "certificate": self.certificate.pk,
            "participant": self.enrolment.person_id,
            "site": Site.objects.get().pk,
            "template": FormTemplate.objects.get(purpose=Purpose.END).pk,
            "form": self.past.evaluation_forms.get().pk,
            "invitation": self.past.evaluation_forms.get()
            .participations.get(person=self.enrolment.person_id)
            .pk,
        }


def make_world() -> World:
    """The world: `participant` follows the training, `stranger` follows another one.

    `contact` is the contact person of the organisation that `stranger` comes from.
    """
    trainer, other_trainer = person_in_role(Role.TRAINER), person_in_role(Role.TRAINER)
    contact, partner = person_in_role(Role.VOLUNTEER), PartnerFactory.create()
    partner.contacts.add(contact)
    participant = person_in_role(Role.VOLUNTEER)
    stranger = person_in_role(Role.VOLUNTEER, partner=partner)
    training = TrainingFactory.create(title="Luisteren", slug="luisteren", owner=trainer)
    open_lesson = make_lesson(training, title="Beginnen", slug="beginnen", is_open=True)
    closed_lesson = make_lesson(training, title="Doorvragen", slug="doorvragen")
    draft = TrainingFactory.create(title="In de maak", slug="in-de-maak", live=False, owner=trainer)
    coming = EditionFactory.create(training=training, trainers=[trainer])
    others = EditionFactory.create(trainers=[other_trainer])
    concept = EditionFactory.create(training=training, trainers=[trainer], publish=False)
    EnrolmentFactory.create(person=stranger, edition=others)
    past = held_edition(training, [participant, PersonFactory.create()], trainers=[trainer])
    for lesson in (open_lesson, closed_lesson):
        finish_lesson(person=participant, lesson=lesson)
    enrolment = Enrolment.objects.get(person=participant, edition=past)
    certificate = issue_if_complete(enrolment_id=enrolment.pk)
    assert certificate is not None
    return World(
        people={
            "visitor": None,
            "stranger": stranger,
            "participant": participant,
            "contact": contact,
            "trainer": trainer,
            "other_trainer": other_trainer,
            "coordinator": person_in_role(Role.COORDINATOR),
            "administrator": person_in_role(Role.ADMINISTRATOR),
        },
        training=training,
        draft=draft,
        open_lesson=open_lesson,
        closed_lesson=closed_lesson,
        coming=coming,
        past=past,
        others=others,
        concept=concept,
        certificate=certificate,
        enrolment=enrolment,
    )


def held_edition(
    training: TrainingPage,
    people: list[User],
    *,
    ended: datetime | None = None,
    evaluate: bool = True,
    **fields: Any,
) -> Edition:
    """An edition that is over, in which all `people` were present; its evaluation is open."""
    starts_at = (ended or clock.now() - timedelta(days=3)) - timedelta(hours=3)
    edition = EditionFactory.create(training=training, starts_at=starts_at, **fields)
    enrolments = [EnrolmentFactory.create(person=one, edition=edition) for one in people]
    mark_attendance(
        session=edition.sessions.get(),
        present=[one.pk for one in enrolments],
        absent=[],
        actor=None,
    )
    if evaluate:
        open_form(edition=edition)
    return edition
