"""Certificates as they may come to be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from courses.certificates.codes import new_code
from courses.common import clock
from courses.plugin_api.contributions.certificates import CertificateData

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courses.plugin_kit.testing.world import World


def examples(world: World) -> Iterator[CertificateData]:
    """An ordinary certificate, and one on which everything is long."""
    day = clock.local_day(world.past_edition.starts_at).isoformat()  # type: ignore[arg-type]
    code = new_code()
    ordinary = CertificateData(
        name=world.participant.name,
        training=world.training.title,
        partner="",
        first_day=day,
        last_day=day,
        issued_on=clock.today().isoformat(),
        minutes=180,
        hours="3",
        place="Buurthuis",
        edition=world.past_edition.pk,
        code=code,
        check_url=f"https://academie.example.org/certificaat/{code}/",
    )
    yield ordinary
    yield replace(
        ordinary,
        name="Maria Wilhelmina Johanna " * 4 + "van den Voorbeeld & Zn.",
        training="Luisteren <en> doorvragen met aandacht voor elkaar " * 3,
        partner="Stichting Voorbeeld voor Zorg en Welzijn in de Buurt",
        minutes=2250,
        hours="37.5",
        place="Buurthuis en ontmoetingscentrum De Oude Wissel",
    )
