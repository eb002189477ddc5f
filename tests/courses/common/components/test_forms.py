"""Fields and errors of forms."""

import re

import pytest
from django import forms

from tests.courses.common.components.markup import Elements, render, words


class Profile(forms.Form):
    name = forms.CharField(label="Voornaam", help_text="Zo noemen we je.")
    phone = forms.CharField(label="Telefoon", required=False)
    partner = forms.ChoiceField(label="Organisatie", choices=[("a", "Geen"), ("b", "Buurthuis")])
    background = forms.ChoiceField(
        label="Ik doe mee als",
        choices=[("resident", "Bewoner"), ("volunteer", "Vrijwilliger")],
        widget=forms.RadioSelect,
        help_text="Kies er één.",
    )
    channels = forms.MultipleChoiceField(
        label="Hoe kwam je bij ons?",
        choices=[("friend", "Via een bekende"), ("paper", "Via de krant")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    remarks = forms.CharField(label="Opmerking", widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="Ik ga akkoord")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_text_field_is_tied_to_its_label_and_help() -> None:
    elements = Elements(render("{% field form.name %}", form=Profile()))
    control = elements.one("input")
    assert elements.one("label")["for"] == control["id"] == "id_name"
    assert control["aria-describedby"] == "id_name_help"
    assert "aria-invalid" not in control


def test_an_error_is_tied_to_the_field_and_what_was_typed_stays() -> None:
    html = render("{% field form.name %}", form=Profile({"name": " " * 3}))
    control = Elements(html).one("input")
    assert control["aria-describedby"] == "id_name_help id_name_error"
    assert control["aria-invalid"] == "true"
    assert 'id="id_name_error"' in html


def test_a_field_that_may_stay_empty_says_so() -> None:
    assert words(render("{% field form.phone %}", form=Profile())) == "Telefoon (niet verplicht)"
    assert words(render("{% field form.name help='' %}", form=Profile())) == "Voornaam"


def test_a_group_of_choices_is_a_fieldset_with_a_legend() -> None:
    form = Profile({"background": "volunteer"})
    elements = Elements(render('{% field form.background style="cards" %}', form=form))
    assert elements.one("fieldset")["aria-describedby"] == "id_background_help"
    assert [
        (attrs["type"], attrs["value"], "checked" in attrs) for attrs in elements.all("input")
    ] == [("radio", "resident", False), ("radio", "volunteer", True)]


def test_several_choices_can_be_made_and_stay_made() -> None:
    form = Profile({"channels": ["friend", "paper"]})
    elements = Elements(render("{% field form.channels %}", form=form))
    assert [
        (attrs["type"], attrs["name"], "checked" in attrs) for attrs in elements.all("input")
    ] == [("checkbox", "channels", True), ("checkbox", "channels", True)]


def test_a_group_with_an_error_is_marked() -> None:
    html = render("{% field form.background %}", form=Profile({"name": "x"}))
    fieldset = Elements(html).one("fieldset")
    assert fieldset["aria-describedby"] == "id_background_help id_background_error"
    assert fieldset["aria-invalid"] == "true"


def test_a_single_checkbox_stands_before_its_label() -> None:
    html = render("{% field form.agreed %}", form=Profile())
    assert words(html) == "Ik ga akkoord"
    assert Elements(html).one("input")["type"] == "checkbox"
    assert Elements(html).one("label")["for"] == "id_agreed"


def test_a_hidden_field_is_only_a_field() -> None:
    html = render("{% field form.token %}", form=Profile())
    assert words(html) == ""
    assert Elements(html).one("input")["type"] == "hidden"


def test_attributes_reach_the_control() -> None:
    html = render('{% field form.remarks rows=4 data_wordcount="75" %}', form=Profile())
    control = Elements(html).one("textarea")
    assert (control["rows"], control["data-wordcount"]) == ("4", "75")


@pytest.mark.parametrize("name", list(Profile.base_fields))
def test_every_kind_of_field_has_unique_ids(name: str) -> None:
    html = render("{% field bound %}", bound=Profile({})[name])
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))


def test_the_summary_links_each_error_to_its_field() -> None:
    form = Profile({"name": "Sam", "partner": "a", "token": "x"})
    html = render("{% form_errors form %}", form=form)
    targets = [attrs["href"] for attrs in Elements(html).all("a")]
    assert targets == ["#id_background_0", "#id_agreed"]
    whole = render("{% for bound in form %}{% field bound %}{% endfor %}", form=form)
    for target in targets:
        assert target
        assert f'id="{target[1:]}"' in whole


def test_a_page_that_comes_back_opens_at_the_summary_with_or_without_a_script() -> None:
    form = Profile({"name": ""})
    (summary,) = [
        one
        for one in Elements(render("{% form_errors form %}", form=form)).all("div")
        if "id" in one
    ]
    assert (summary["id"], "autofocus" in summary) == ("fouten", True)
    assert "autofocus" not in render("{% form_errors form focus=False %}", form=form)


def test_a_form_without_errors_has_no_summary() -> None:
    assert render("{% form_errors form %}", form=Profile()).strip() == ""
