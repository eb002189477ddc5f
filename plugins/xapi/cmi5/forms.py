"""The forms with which a trainer adds courses. Whether a course will do is for the services."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CourseFileField(forms.FileField):
    """A course as a file; an empty one is refused in words of our own."""

    def __init__(self, **options: object) -> None:
        widget = forms.FileInput(attrs={"accept": ".zip,.xml"})
        super().__init__(allow_empty_file=True, widget=widget, **options)  # type: ignore[arg-type]


class CourseForm(forms.Form):
    """A course to add."""

    # What is empty is not wrong before it is sent.
    use_required_attribute = False

    file = CourseFileField(
        label=_("Cursus"),
        help_text=_(
            "Een zip-bestand van hoogstens 200 MB met cmi5.xml erin. Of alleen cmi5.xml, als de "
            "cursus op een andere website staat."
        ),
    )
    title = forms.CharField(
        label=_("Naam"),
        max_length=200,
        required=False,
        help_text=_("Zo heet het in de lijst. Laat leeg voor de naam uit de cursus."),
    )


class NewVersionForm(forms.Form):
    """A newer version of a course."""

    use_required_attribute = False

    file = CourseFileField(
        label=_("Nieuwe versie"),
        help_text=_(
            "Dezelfde cursus, met dezelfde onderdelen in dezelfde volgorde. Nieuwe onderdelen "
            "mogen erachter. Deelnemers houden wat zij deden. Wie nu bezig is, opent haar opnieuw."
        ),
    )
