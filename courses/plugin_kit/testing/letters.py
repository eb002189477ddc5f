"""Mails about the world's training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import override

from courses.catalogue.mail_texts import Facts, letter_about

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
            training_id=world.training.pk,
            language=language,
            facts=Facts(
                first_name=world.participant.first_name,
                training=world.training.title,
                url=address,
                when="maandag 1 maart, 10.00 – 13.00 uur",
                where="Buurthuis, Dorpsstraat 1, Utrecht",
            ),
            context={
                "person": world.participant,
                "edition": world.edition,
                "training": world.training,
                "sessions": list(world.edition.sessions.all()),
                "place_in_queue": 1,
                "deadline": "morgen om 12.00 uur",
                "url": address,
                "takes_part": True,
            },
        )
