"""The settings of a public server, on this machine alone and with the unit's page type."""

from academy.settings.production import *  # noqa: F403
from academy.settings.production import DATA_DIR, INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "bench.unit"]

# Styles and scripts are not measured, so nothing has to be collected or compressed.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = DATA_DIR / "static"
# Publishing tells people by mail; nothing leaves this machine.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# Long enough that no kept page runs out of time while it is measured.
PAGE_CACHE_SECONDS = 600
