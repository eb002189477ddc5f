"""Mails about the world's training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import override

from courses.catalogue.mail_texts import Facts, letter_about
from courses.notices import kinds, texts, writing

if TYPE_CHECKING:
    from courses.common.mail import Letter
    from courses.plugin_api.contributions.messages import NotificationKind
    from courses.plugin_kit.testing.world import World


def write(kind: NotificationKind, world: World, language: str) -> Letter:
    """The letter of this kind to the participant, by the plugin where it has a text."""
    address = f"https://academie.example.org/inschrijven/{world.edition.pk}/"
    with override(language):
        return letter_about(
            kind,
            own=_own(kind, world, language),
            training_id=world.training.pk,
            language=language,
            facts=Facts(
                first_name=world.participant.first_name,
                training=world.training.title,
                url=address,
                when="maandag 1 maart, 10.00 – 13.00 uur",
                where="Buurthuis, Dorpsstraat 1, Utrecht",
            ),
        )


def _own(kind: NotificationKind, world: World, language: str) -> Letter:
    """The academy's text, with an example for what the world does not have."""
    found = kinds.find(kind)
    assert found is not None, kind
    values = {one.name: str(one.example) for one in kinds.placeholders_of(found)}
    values |= {"voornaam": world.participant.first_name, "training": world.training.title}
    return texts.fill_in(writing.standard_text(found, language), values)
