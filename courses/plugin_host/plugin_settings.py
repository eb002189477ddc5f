"""The settings that a plugin has, in a training or on the site: asked by its own form, kept as
JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.forms import Form
from django.utils.translation import gettext

from courses.common.process_cache import Memo
from courses.common.text import plain_text
from courses.plugin_api.contributions.base import Json, checked_json
from courses.plugin_host import guard, registry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courses.plugin_api.plugin import CoursePlugin


IN_TRAINING, ON_SITE = "settings_form", "site_settings_form"
"""The two forms of a plugin, by the name of the method that gives it."""


def form_class(plugin: CoursePlugin, which: str = IN_TRAINING) -> type[Form] | None:
    """The plugin's form; None when it has none, or fails."""
    return guard.run(plugin, which, lambda: _asked(plugin, which), default=None)


def _asked(plugin: CoursePlugin, which: str) -> type[Form] | None:
    return _checked_form(getattr(plugin, which)())


def _checked_form(form: Any) -> type[Form] | None:
    if form is not None and not (isinstance(form, type) and issubclass(form, Form)):
        raise TypeError("no form")
    return form


_defaults: Memo[tuple[str, str], Mapping[str, Json]] = Memo()


def defaults(slug: str, which: str = IN_TRAINING) -> Mapping[str, Json]:
    """What the settings are where nobody has filled them in: the `initial` of the form's fields.

    Known once for each process, so keep it constant. What fails is asked again the next time.
    """
    known = _defaults.get((slug, which))
    if known is not None:
        return known
    plugin = registry.find(slug)
    if plugin is None:
        return {}
    found = guard.run(plugin, which, lambda: _initial(plugin, which), default=None)
    if found is None:
        return {}
    return _defaults.put((slug, which), found)


def _initial(plugin: CoursePlugin, which: str) -> Mapping[str, Json]:
    form = _asked(plugin, which)
    if form is None:
        return {}
    values: Mapping[str, Json] = _as_json(
        {name: field.initial for name, field in form.base_fields.items()}
    )
    return values


def cleaned(form: Form) -> Json:
    """What a valid form holds, as JSON; of a chosen object its key."""
    return _as_json(
        {name: form.fields[name].prepare_value(value) for name, value in form.cleaned_data.items()}
    )


def readable(
    plugin: CoursePlugin, settings: Mapping[str, Any], which: str = IN_TRAINING
) -> dict[str, str]:
    """Settings as people read them: each field's label with its value in words.

    Empty where the plugin has no form, or fails.
    """
    words = words_by_name(plugin, settings, which)
    form = form_class(plugin, which)
    if form is None:
        return {}
    return guard.run(
        plugin,
        which,
        lambda: {
            plain_text(bound.label): words[bound.name]
            for bound in form(prefix="plugin").visible_fields()
            if bound.name in words
        },
        default={},
    )


def words_by_name(
    plugin: CoursePlugin, settings: Mapping[str, Any], which: str = IN_TRAINING
) -> dict[str, str]:
    """Values of settings as people read them, by the name of the field."""
    form = form_class(plugin, which)
    if form is None:
        return {}
    values = {**defaults(plugin.slug, which), **settings}
    return guard.run(
        plugin,
        which,
        lambda: {
            name: _words(field, values.get(name))
            for name, field in form(initial=values, prefix="plugin").fields.items()
        },
        default={},
    )


def _words(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Ja") if value else gettext("Nee")
    names = _names_of_choices(getattr(field, "choices", ()))
    several = value if isinstance(value, (list, tuple)) else [value]
    words = [names.get(str(one), str(one)) for one in several if one not in (None, "")]
    return plain_text(", ".join(words))


def _names_of_choices(choices: Any) -> dict[str, str]:
    names: dict[str, str] = {}
    for key, label in choices:
        # A group of choices has the list of them where one has its label.
        inner = label if isinstance(label, (list, tuple)) else [(key, label)]
        names.update((str(one), str(name)) for one, name in inner)
    return names


def _as_json(values: Mapping[str, Any]) -> Json:
    values = {name: _plain(value) for name, value in values.items()}
    return checked_json(json.loads(json.dumps(values, cls=DjangoJSONEncoder)))


def _plain(value: Any) -> Any:
    if callable(value):
        value = value()
    return list(value) if isinstance(value, (set, frozenset, tuple)) else value
