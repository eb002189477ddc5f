"""One of each thing that has an address, beside the world: what the table of answers asks for.

What belongs to somebody belongs to `trainer` and the participant of the world, so that it is
another's for all others. What is nobody's in particular was made by the administrator.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Site, Task, TaskState, Workflow, WorkflowState

from courses.catalogue.models import (
    CataloguePage,
    CoursePluginActivation,
    InfopuntSettings,
    LearningPathPage,
    PluginChange,
    TrainingPage,
)
from courses.catalogue.variant_services import make_variant
from courses.common import clock
from courses.editions.enums import PaperKind
from courses.editions.models import Location, ReportedPaper, ReportedParticipant
from courses.enrolment.models import EnrolmentQuestion
from courses.evaluation.enums import Purpose
from courses.evaluation.models import (
    FormTemplate,
    ScreeningException,
    TextAnswer,
    Topic,
)
from courses.evaluation.services import open_survey
from courses.glossary.models import GlossaryWord
from courses.notices.models import Notice
from courses.people.models import Partner, TrainerPortrait, User
from courses.records.models import TrainingElsewhere
from courses.search.models import WordGroup
from courses.translations.models import ContentLanguage
from tests.factories import PersonFactory, add_page, make_theme

if TYPE_CHECKING:
    from tests.academy.world import World


PLUGINS_WITH_PAGES = (
    "praktijkopdracht",
    "aanwezigheid_online",
    "lti",
    "scorm",
    "vragenbank",
    "xapi",
)


def make_everything(world: World) -> dict[str, Any]:
    """The keys of one of each thing, by the name that an address has in the table."""
    # Made at the first look otherwise.
    InfopuntSettings.for_site(Site.objects.get())
    for plugin in PLUGINS_WITH_PAGES:
        CoursePluginActivation.objects.create(training=world.training, plugin=plugin)
    participant, trainer = _person(world, "participant"), _person(world, "trainer")
    variant = make_variant(
        # As the database has it: a page counts its lessons.
        base=TrainingPage.objects.get(pk=world.training.pk),
        title="Luisteren kort",
        for_whom="wie haast heeft",
        actor=None,
    )
    return {
        **world.addresses(),
        **_of_the_site(_person(world, "administrator")),
        **_of_evaluations(world),
        **_of_pages(world),
        "home_pk": world.training.get_parent().get_parent().pk,
        "stranger": _person(world, "stranger").pk,
        "enrolment": world.enrolment.pk,
        "session": world.past.sessions.get().pk,
        "notice": Notice.objects.filter(person=participant).latest("created_at").pk,
        "elsewhere": _elsewhere(participant).pk,
        "portrait": TrainerPortrait.objects.create(person=trainer, face="zon").pk,
        "variant": variant.pk,
        "change": PluginChange.objects.create(
            training=world.training, plugin="kennistoets", active=True, asked_by=trainer
        ).pk,
        "question": EnrolmentQuestion.objects.create(
            training=world.training, text="Wat eet je?", reason="Voor de lunch"
        ).pk,
        **_of_a_report(world, participant),
        "partner": Partner.objects.get(contacts=_person(world, "contact")).pk,
        "partners_enrolment": _person(world, "stranger").enrolments.get().pk,
    }


def _person(world: World, role: str) -> User:
    person = world.people[role]
    assert person is not None
    return person


def _of_the_site(owner: User) -> dict[str, Any]:
    picture = Image.objects.create(title="Foto", file=get_test_image_file(), uploaded_by_user=owner)
    document = Document.objects.create(
        title="Blad", file=ContentFile(b"blad", name="blad.txt"), uploaded_by_user=owner
    )
    return {
        "picture": picture.pk,
        "document": document.pk,
        "document_name": document.filename,
        "collection": Collection.objects.get().add_child(name="Bestanden").pk,
        "group": Group.objects.order_by("pk")[0].pk,
        "location": Location.objects.create(name="De Wissel", address="Plein 1").pk,
        "theme": make_theme().pk,
        "word": GlossaryWord.objects.create(word="rouw", meaning="verdriet").pk,
        "word_group": WordGroup.objects.create(typed="oma", meant="ouderen").pk,
        "redirect": Redirect.objects.create(old_path="/x", redirect_link="/y").pk,
        "task": Task.objects.get().pk,
        "workflow": Workflow.objects.get().pk,
        "language": ContentLanguage.objects.create(code="fr", name="Frans").code,
    }


def _of_pages(world: World) -> dict[str, Any]:
    draft, trainer = world.draft, _person(world, "trainer")
    draft.save_revision(user=trainer)
    revision = draft.latest_revision
    started = Workflow.objects.get().start(draft, trainer)
    assert isinstance(started, WorkflowState)
    path = LearningPathPage(title="Een lijn", slug="een-lijn", summary="Kort")
    return {
        "revision": revision.pk if revision else 0,
        "workflow_state": started.pk,
        "task_state": TaskState.objects.get(workflow_state=started).pk,
        "path": add_page(CataloguePage.objects.get(), path).slug,
        "path_pk": path.pk,
    }


def _of_evaluations(world: World) -> dict[str, Any]:
    form = world.past.evaluation_forms.get()
    text = TextAnswer.objects.create(question=form.questions.order_by("pk")[0], text="Fijn")
    survey = open_survey(
        template=FormTemplate.objects.get(purpose=Purpose.END),
        title="Hoe gaat het",
        people=[PersonFactory.create() for _number in range(5)],
        closes_at=clock.now() + timedelta(days=20),
    )
    return {
        "text": text.pk,
        "topic": Topic.objects.create(name="Lokaal").pk,
        "no_name": ScreeningException.objects.create(words="Utrecht").pk,
        "survey": survey.pk,
    }


def _elsewhere(person: User) -> TrainingElsewhere:
    return TrainingElsewhere.objects.create(
        person=person, title="EHBO", organisation="Rode Kruis", day=date(2025, 3, 1)
    )


def _of_a_report(world: World, participant: User) -> dict[str, Any]:
    name = ReportedParticipant.objects.create(edition=world.past, person=participant)
    paper = ReportedPaper.objects.create(
        edition=world.past, kind=PaperKind.choices[0][0], name="lijst.pdf", size=4
    )
    return {"named": name.pk, "paper": paper.pk}
