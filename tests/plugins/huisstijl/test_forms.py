"""What can be set for the certificates of a training."""

from __future__ import annotations

from typing import Any

import pytest

from courses.plugin_host import plugin_settings
from plugins.huisstijl.forms import StyleSettings
from tests.factories import PartnerFactory

pytestmark = pytest.mark.django_db

NOTHING = {
    "partner": None,
    "together_with": "",
    "colour": "teal",
    "signer_name": "",
    "signer_role": "",
    "own_text": "",
}


def test_where_nobody_has_filled_in_anything_the_settings_are_plain() -> None:
    assert plugin_settings.defaults("huisstijl") == NOTHING


def test_what_is_filled_in_is_kept_as_json() -> None:
    partner = PartnerFactory.create()
    form = StyleSettings({"partner": partner.pk, "colour": "blue", "signer_name": " Anna V. "})
    assert form.is_valid()
    assert plugin_settings.cleaned(form) == {
        **NOTHING,
        "partner": partner.pk,
        "colour": "blue",
        "signer_name": "Anna V.",
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"colour": "yellow"}, "colour"),
        ({"partner": 0}, "partner"),
        ({"together_with": "a" * 121}, "together_with"),
        ({"signer_name": "a" * 81}, "signer_name"),
        ({"signer_name": "a", "signer_role": "a" * 81}, "signer_role"),
        ({"own_text": "a" * 201}, "own_text"),
        ({"signer_role": "coördinator"}, "signer_name"),
    ],
)
def test_what_does_not_fit_is_refused(changes: dict[str, Any], field: str) -> None:
    assert list(StyleSettings({**NOTHING, **changes}).errors) == [field]
