"""The settings of the plugin, as a coordinator fills them in."""

from __future__ import annotations

from typing import Any

import pytest

from courses.plugin_host import plugin_settings
from plugins.voorkennis.forms import PriorKnowledgeForm
from tests.factories import PartnerFactory, TrainingFactory

pytestmark = pytest.mark.django_db

EVERYONE: dict[str, Any] = {
    "needed": "all",
    "audience": "everyone",
    "others": "deny",
    "days": "14",
    "staff_may_deviate": "on",
}


def errors(**data: Any) -> dict[str, list[str]]:
    form = PriorKnowledgeForm({**EVERYONE, **data})
    return {name: [str(one) for one in found] for name, found in form.errors.items()}


def test_at_first_it_asks_nothing_and_coordinators_may_deviate() -> None:
    assert plugin_settings.defaults("voorkennis") == {
        "trainings": [],
        "needed": "all",
        "audience": "everyone",
        "partners": [],
        "others": "deny",
        "days": 14,
        "staff_may_deviate": True,
    }


def test_what_was_chosen_is_kept_as_keys() -> None:
    training, partner = TrainingFactory.create(), PartnerFactory.create()
    form = PriorKnowledgeForm(
        {
            "trainings": [training.pk],
            "needed": "one",
            "audience": "chosen_partners",
            "partners": [partner.pk],
            "others": "wait",
            "days": "7",
        }
    )
    assert form.is_valid()
    assert plugin_settings.cleaned(form) == {
        "trainings": [training.pk],
        "needed": "one",
        "audience": "chosen_partners",
        "partners": [partner.pk],
        "others": "wait",
        "days": 7,
        "staff_may_deviate": False,
    }


def test_asking_nothing_of_anyone_is_no_setting() -> None:
    assert errors() == {
        "trainings": ["Kies minstens één training, of kies voor wie de plaatsen zijn."]
    }
    assert errors(audience="any_partner") == {}
    assert errors(trainings=[TrainingFactory.create().pk]) == {}


def test_chosen_organisations_have_to_be_chosen() -> None:
    assert errors(audience="chosen_partners") == {"partners": ["Kies minstens één organisatie."]}


def test_organisations_that_would_not_count_are_not_passed_over_in_silence() -> None:
    assert errors(audience="any_partner", partners=[PartnerFactory.create().pk]) == {
        "audience": ["Je koos organisaties. Kies dan ook dat de plaatsen voor hen zijn."]
    }


@pytest.mark.parametrize("days", ["0", "366", "", "veel"])
def test_the_days_are_from_one_to_a_year(days: str) -> None:
    assert list(errors(audience="any_partner", days=days)) == ["days"]


def test_only_trainings_in_the_catalogue_can_be_chosen() -> None:
    draft = TrainingFactory.create(live=False)
    assert list(errors(trainings=[draft.pk])) == ["trainings"]
    titles = [TrainingFactory.create(title=title).title for title in ("B", "A")]
    chooser: Any = PriorKnowledgeForm().fields["trainings"]
    choices = [label for _value, label in chooser.choices]
    assert choices == sorted(titles)
