"""What a plugin is: its attributes, names, texts and imports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from courses.plugin_api import version
from courses.plugin_api.contributions.base import Contribution
from courses.plugin_api.contributions.screens import CourseUrls
from courses.plugin_host import registry
from courses.plugin_host.discovery import SLUG
from courses.plugin_kit.testing import breaking, source
from courses.plugin_kit.testing.conformance.base import Checks
from courses.plugin_kit.testing.faults import demand_none

if TYPE_CHECKING:
    from courses.plugin_api.plugin import CoursePlugin


class IdentityChecks(Checks):
    """Checks on what a plugin is."""

    def test_it_says_what_it_is(self, plugin: CoursePlugin) -> None:
        problems = []
        if not SLUG.fullmatch(plugin.slug):
            problems.append(f"slug {plugin.slug!r}: small letters, digits and underscores only")
        if not str(plugin.title).strip() or len(str(plugin.title)) > 100:
            problems.append("title: 1 to 100 characters")
        if not str(plugin.description).strip():
            problems.append("description: one or two sentences for who chooses plugins")
        if not re.fullmatch(r"\d+(\.\d+)*", str(plugin.version)):
            problems.append(f"version {plugin.version!r}: numbers with dots, such as 1.0.2")
        if not re.fullmatch(r"\d+\.\d+", str(plugin.requires_api)):
            problems.append(f"requires_api {plugin.requires_api!r}: such as 1.0")
        elif not version.offers(plugin.requires_api):
            problems.append(
                f"requires_api {plugin.requires_api!r}: this academy has {version.API_VERSION}"
            )
        demand_none(problems, "Correct these attributes of your CoursePlugin:")

    def test_its_names_are_its_own(self, plugin: CoursePlugin) -> None:
        problems = []
        if plugin.label != plugin.slug:
            problems.append(f"label {plugin.label!r}: make it the slug, {plugin.slug!r}")
        tables = [model._meta.db_table for model in plugin.get_models(include_auto_created=True)]
        problems += [
            f"table {name}: begin with {plugin.slug}_"
            for name in tables
            if not name.startswith(f"{plugin.slug}_")
        ]
        listed = breaking.names_of(tuple(plugin.contributions()))
        for kind, name in listed:
            if not (isinstance(name, str) and registry.NAME.fullmatch(name)):
                problems.append(f"{kind} {name!r}: small letters, digits and underscores only")
            if listed.count((kind, name)) > 1:
                problems.append(f"{kind} {name!r}: two have this name")
        problems += _url_names(plugin)
        demand_none(
            problems, "Names are part of what is stored, and must not clash with those of others:"
        )

    def test_its_app_config_can_be_imported_before_django_starts(
        self, plugin: CoursePlugin
    ) -> None:
        demand_none(
            source.problems_at_import(plugin),
            "Import your own modules inside contributions() and settings_form(), not at the top "
            "of apps.py or __init__.py; the settings import it before they are complete:",
        )

    def test_it_contributes_the_same_each_time(self, plugin: CoursePlugin) -> None:
        first, second = (tuple(plugin.contributions()) for _turn in range(2))
        wrong = [f"{type(one).__name__} is no contribution" for one in first
                 if not isinstance(one, Contribution)]  # fmt: skip
        if not wrong and breaking.names_of(first) != breaking.names_of(second):
            wrong = [f"first {breaking.names_of(first)}, then {breaking.names_of(second)}"]
        demand_none(wrong, "contributions() must give the same contributions every time:")

    def test_everything_has_a_docstring(self, plugin: CoursePlugin) -> None:
        demand_none(
            source.without_docstring(plugin),
            "Say in the docstring of each of these classes what it is; operators read it:",
        )

    def test_it_uses_only_what_is_public(self, plugin: CoursePlugin) -> None:
        others = [one.name for one in registry.plugins() if one.slug != plugin.slug]
        demand_none(
            source.private_imports(plugin, others),
            "Use `courses.plugin_api.api`, and models, services, queries and enums of the "
            "academy's parts (and courses.common.clock and .formats). The rest changes without "
            "notice:",
        )

    def test_every_text_is_there_in_english(self, plugin: CoursePlugin) -> None:
        demand_none(
            source.untranslated(plugin),
            "Translate these in locale/en/LC_MESSAGES/django.po of your package, and compile it "
            "(django-admin compilemessages):",
        )


def _url_names(plugin: CoursePlugin) -> list[str]:
    problems = []
    for urls in plugin.contributions():
        if isinstance(urls, CourseUrls):
            names = [pattern.name for pattern in urls.patterns() if getattr(pattern, "name", None)]
            problems += [f"URL name {one!r}: two have it" for one in names if names.count(one) > 1]
    return problems
