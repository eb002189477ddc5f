"""Which names a plugin can have."""

from __future__ import annotations

import keyword
import re
import sys
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext as _

from courses.common.errors import Refusal
from courses.plugin_host import registry
from courses.plugin_host.discovery import candidate_names
from courses.plugin_host.models import PluginState

NAME = re.compile(r"[a-z][a-z0-9_]*")
FEWEST, MOST = 2, 30


def refuse_unfit(name: str) -> None:
    """See to it that `name` can be a package, an app and a plugin.

    Raises:
        Refusal: it cannot, and why.
    """
    if not NAME.fullmatch(name):
        raise Refusal(
            _("“%(name)s” kan niet. Gebruik kleine letters, cijfers en _, en begin met een letter.")
            % {"name": name}
        )
    if not FEWEST <= len(name) <= MOST:
        raise Refusal(
            _("Kies een naam van %(fewest)d tot %(most)d tekens.")
            % {"fewest": FEWEST, "most": MOST}
        )
    if keyword.iskeyword(name) or name in sys.stdlib_module_names:
        raise Refusal(
            _("“%(name)s” is al iets van Python zelf. Kies een andere naam.") % {"name": name}
        )
    if name in _names_of_plugins():
        raise Refusal(
            _("Er is al een uitbreiding met de naam “%(name)s”. Kies een andere naam.")
            % {"name": name}
        )
    if name in {one.label for one in apps.get_app_configs()} or find_spec(name) is not None:
        raise Refusal(
            _("“%(name)s” is hier al geïnstalleerd. Kies een andere naam.") % {"name": name}
        )


def _names_of_plugins() -> set[str]:
    """Of those that work, those that cannot be used, and those that are gone."""
    installed = {plugin.slug for plugin in registry.plugins()}
    return {"core", *installed, *candidate_names(settings.BUNDLED_PLUGINS), *_remembered()}


def _remembered() -> list[str]:
    try:
        return list(PluginState.objects.values_list("plugin", flat=True))
    except DatabaseError:
        # An author may have no database yet.
        return []
