"""The base class of a course plugin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.apps import AppConfig

from courses.plugin_api.contributions import Contribution, Text


class CoursePlugin(AppConfig):
    """A Django app that adds to courses without changing them.

    `slug` names the plugin everywhere (data, addresses, commands) and never changes. The parts of
    the core are plugins too: they are `core` and cannot be switched off.
    """

    slug: ClassVar[str]
    title: ClassVar[Text]
    description: ClassVar[Text] = ""
    version: ClassVar[str] = "1.0"
    core: ClassVar[bool] = False

    default = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Make the plugin, and not this base class that its apps.py imports, Django's choice."""
        super().__init_subclass__(**kwargs)
        cls.default = True

    def contributions(self) -> Sequence[Contribution]:
        """What this plugin adds. Called once, after all apps are loaded; import here, not above."""
        return ()
