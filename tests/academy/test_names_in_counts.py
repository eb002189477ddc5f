"""Pages that ask before they delete count rows by the names of their models."""

from __future__ import annotations

from django.apps import apps
from django.utils import translation

from courses.plugin_api.plugin import CoursePlugin


def test_every_kind_of_row_has_a_name_for_one_and_for_many() -> None:
    """Django makes a name of the class, in English, and a plural with an s."""
    models = [
        model
        for config in apps.get_app_configs()
        if isinstance(config, CoursePlugin)
        for model in config.get_models()
    ]
    unnamed = [
        model._meta.label
        for model in models
        if not {"verbose_name", "verbose_name_plural"} <= model._meta.original_attrs.keys()
    ]
    assert unnamed == []
    with translation.override("nl"):
        alike = [
            model._meta.label
            for model in models
            if str(model._meta.verbose_name) == str(model._meta.verbose_name_plural)
        ]
    assert alike == []
