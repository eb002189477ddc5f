"""Settings of an academy from which the folder `plugins/` was taken away."""

from academy.settings.test import *  # noqa: F403
from academy.settings.test import INSTALLED_APPS

BUNDLED_PLUGINS = []
INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith("plugins.")]
