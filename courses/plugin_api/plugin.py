"""The base class of a course plugin."""

from __future__ import annotations

import logging
import traceback
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import AppConfig

from courses.plugin_api import loading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.forms import Form

    from courses.plugin_api.contributions.base import Contribution, Text

logger = logging.getLogger("courses.plugins")


class CoursePlugin(AppConfig):
    """A Django app that adds to courses without changing them.

    `slug` names the plugin everywhere (data, addresses, commands) and never changes: lowercase
    letters, digits and underscores. The parts of the core are plugins too: they are `core` and
    cannot be switched off.
    """

    slug: ClassVar[str]
    title: ClassVar[Text]
    description: ClassVar[Text] = ""
    version: ClassVar[str] = "1.0"
    """The plugin's own version, as numbers with dots."""
    requires_api: ClassVar[str] = "1.0"
    """The version of the contract that the plugin needs; an academy with an older one leaves the
    plugin out and says so."""
    highest_api: ClassVar[str] = ""
    """The highest version of the contract that the plugin was tried with, such as `1.3`; an
    academy with a newer one leaves it out and says so. Empty: any of this major version, which is
    what the contract promises. Since 1.3."""
    requires_plugins: ClassVar[Mapping[str, str]] = {}
    """Other plugins that this one needs, by slug, with the lowest version of each. Without them it
    is left out; where one of them is off, so is this one. Since 1.3."""
    on_in_new_trainings: ClassVar[bool] = False
    """Whether the plugin is switched on in a training that somebody makes in the editor."""
    core: ClassVar[bool] = False

    default = False

    failure: str = ""
    """Why the plugin could not be loaded, as a traceback; empty when it could."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Make the plugin, and not this base class that its apps.py imports, Django's choice."""
        super().__init_subclass__(**kwargs)
        cls.default = True
        # Whatever the class inherits, from a mixin too.
        cls.ready = _kept_inside(cls.ready)  # type: ignore[method-assign, assignment]

    def contributions(self) -> Sequence[Contribution]:
        """What this plugin adds. Called once, after all apps are loaded; import here, not above."""
        return ()

    def settings_form(self) -> type[Form] | None:
        """The form for the plugin's settings in a training; None when it has none.

        What it cleans is kept as JSON (of a chosen object its key). `initial` of the fields are
        the settings of a training where nobody has filled them in.
        """
        return None

    def site_settings_form(self) -> type[Form] | None:
        """The form for the plugin's settings on the whole site; None when it has none. Since 1.3.

        It stands on the plugin's page in the administration, for who runs the site, and is kept as
        that of `settings_form` is. `site_settings_of` reads it.
        """
        return None

    def import_models(self) -> None:
        """Load the plugin's models; one that fails stays out and does not stop the site."""
        if self.core:
            super().import_models()
            return
        try:
            super().import_models()
        except loading.FAILURES:
            self.fail(traceback.format_exc())

    def fail(self, why: str) -> None:
        """Keep the plugin out of everything from here on, and tell the operator."""
        self.failure = why
        loading.hide(self)
        logger.error("Plugin %s could not be loaded:\n%s", self.slug, why)


def _kept_inside(ready: Callable[[Any], None]) -> Callable[[Any], None]:
    """`ready()` of a plugin that fails keeps the plugin out; one of the core stops the site."""

    if getattr(ready, "kept_inside", False):
        return ready

    @wraps(ready)
    def guarded(self: CoursePlugin) -> None:
        if self.core:
            ready(self)
            return
        if self.failure:
            return
        try:
            ready(self)
        except loading.FAILURES:
            self.fail(traceback.format_exc())
        loading.has_started(self)

    guarded.kept_inside = True  # type: ignore[attr-defined]
    return guarded
