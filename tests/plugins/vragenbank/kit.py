"""What the conformance kit cannot make up for this plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plugins.vragenbank.models import HeldFile
from tests.plugins.vragenbank.kept import bank_with

if TYPE_CHECKING:
    from courses.catalogue.models import TrainingPage
    from courses.people.models import User

DRAWN: dict[str, Any] = {
    "title": "Wat weet je nu?",
    "introduction": "",
    "questions": [],
    "bank": "",
    "number": 3,
}
"""Questions of a bank that is there once the training is."""


def prepare(_kit: object, training: TrainingPage) -> None:
    DRAWN["bank"] = str(bank_with(training=training).pk)


def keep(_kit: object, _world: object, person: User, mark: str) -> None:
    HeldFile.objects.create(bank=bank_with(), person=person, name=f"{mark}.txt", content=b"x")
