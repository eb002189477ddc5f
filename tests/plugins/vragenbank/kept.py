"""Banks as they are kept, and lessons that ask their questions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from courses.catalogue.services import activate_plugin
from courses.people.enums import Role
from plugins.vragenbank import services
from plugins.vragenbank.models import BankQuestion, QuestionBank
from tests.factories import make_lesson, person_in_role

if TYPE_CHECKING:
    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.people.models import User
    from courses.plugin_api.api import Json

TWO = """
// [id:een]
::Eerste::Kies goed. {=Goed#Ja! ~Fout#Nee.####Uitleg één.}

// [id:twee]
::Tweede::Hoeveel? {#3.5:0.1#Precies. ~#Reken nog eens.}
"""


def coordinator() -> User:
    return person_in_role(Role.COORDINATOR)


def upload(text: str | bytes, name: str = "vragen.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def bank_with(
    text: str | bytes = TWO, *, training: TrainingPage | None = None, title: str = "Bank"
) -> QuestionBank:
    """A bank with the questions of a file."""
    actor = coordinator()
    bank = services.make_bank(
        actor=actor, title=title, training_id=training.pk if training else None
    )
    bring(text, bank)
    return bank


def bring(text: str | bytes, bank: QuestionBank) -> services.TakenOver:
    """Take all of a file into a bank."""
    actor = coordinator()
    held = services.hold_file(actor=actor, bank=bank, upload=upload(text))
    return services.take_over(actor=actor, held=held, numbers=None)


def version_of(bank: QuestionBank, key: str) -> int:
    """The id of the newest version of a question."""
    question = BankQuestion.objects.get(bank=bank, key=key)
    return question.versions.get(number=question.latest).pk


def lesson_asking(
    training: TrainingPage,
    *,
    settings: dict[str, Json] | None = None,
    slug: str = "les",
    **value: Any,
) -> LessonPage:
    """A lesson with an exercise, `vragen`, in a training with the plugin on."""
    activation = activate_plugin(training=training, plugin="vragenbank")
    activation.settings = settings or {}
    activation.save()
    stored = {
        "title": "Wat weet je?",
        "introduction": "",
        "questions": [],
        "bank": "",
        "number": None,
        **value,
    }
    body = [{"type": "vragenbank_questions", "id": "vragen", "value": stored}]
    return make_lesson(training, title="Les", slug=slug, body=json.dumps(body))
