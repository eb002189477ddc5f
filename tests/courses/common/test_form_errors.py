"""The notice above a form of Wagtail's leads to the fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from wagtail.admin import messages

from courses.common.form_errors import linked

if TYPE_CHECKING:
    from django.test import RequestFactory


class Form(forms.Form):
    title = forms.CharField(label="Titel <b>")

    def clean(self) -> None:
        self.add_error(None, linked("Les & zo", "/ergens/#daar"))
        self.add_error(None, "Kan <niet>")


def test_each_line_leads_to_its_place_and_no_text_becomes_markup(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    messages.validation_error(request, "Dit lukt nog niet.", Form({"title": ""}))
    (said,) = get_messages(request)
    text = str(said)
    assert '<li><a href="#id_title">Titel &lt;b&gt;: Dit is een verplicht veld.</a></li>' in text
    assert '<li><a href="/ergens/#daar">Les &amp; zo</a></li>' in text
    assert "<li>Kan &lt;niet&gt;</li>" in text
