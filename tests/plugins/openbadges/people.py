"""What these tests are about: certificates with a badge in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from courses.catalogue.models import TrainingGoal
from courses.catalogue.services import activate_plugin, save_plugin_settings
from tests.courses.certificates.people import make_certificate
from tests.factories import PartnerFactory, TrainingFactory

if TYPE_CHECKING:
    from pathlib import Path

    from courses.catalogue.models import TrainingPage
    from courses.certificates.models import Certificate


def make_training(
    *, goals: tuple[str, ...] = (), eqf_level: str = "", **fields: Any
) -> TrainingPage:
    """A training in which certificates get a badge."""
    training: TrainingPage = TrainingFactory.create(
        **{"title": "Eenzaamheid signaleren", "partner": PartnerFactory.create(), **fields}
    )
    for goal in goals:
        TrainingGoal.objects.create(training=training, text=goal)
    activate_plugin(training=training, plugin="openbadges")
    if eqf_level:
        save_plugin_settings(
            training=training, plugin="openbadges", settings={"eqf_level": eqf_level}
        )
    return training


def with_badge(*, training: TrainingPage | None = None, **fields: Any) -> Certificate:
    """A certificate that was issued on 4 March 2026, with a badge."""
    return make_certificate(training=training or make_training(), **fields)


def write_key(path: Path) -> Path:
    """A key as an operator makes one (`openssl genpkey -algorithm ed25519`)."""
    path.write_bytes(
        Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path
