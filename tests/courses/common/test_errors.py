"""What a service refuses, said in the form that asked for it."""

from __future__ import annotations

from django import forms

from courses.common.errors import Refusal, add_refusal


class _Form(forms.Form):
    name = forms.CharField()


def _refused(refusal: Refusal) -> dict[str, list[str]]:
    form = _Form({"name": "Els"})
    add_refusal(form, refusal)
    return {name: [str(error) for error in errors] for name, errors in form.errors.items()}


def test_a_refusal_stands_at_the_field_that_it_is_about() -> None:
    assert _refused(Refusal("Die naam kan niet.", field="name")) == {"name": ["Die naam kan niet."]}


def test_a_refusal_of_no_field_or_of_one_that_is_not_here_stands_above_the_form() -> None:
    assert _refused(Refusal("Dat kan niet.")) == {"__all__": ["Dat kan niet."]}
    assert _refused(Refusal("Te druk.", field="seats")) == {"__all__": ["Te druk."]}
