"""Settings of the demo: what production serves, on this machine alone, with accounts that all know.

Not for a server: the demo's password is public. `ACADEMY_DEBUG=1` shows errors on screen as well.
"""

from academy.settings.base import *  # noqa: F403
from academy.settings.base import DEBUG, STORAGES, env

DEMO = True
# There is no TLS: addresses that others send people back to are the ones that work here.
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
ALLOWED_HOSTS = env.list("ACADEMY_ALLOWED_HOSTS", default=["*"])
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "academy.demo.auth.DemoPasswordBackend",
]
if not DEBUG:
    STORAGES = {
        **STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    WHITENOISE_MAX_AGE = 60
    # With errors on screen there is no worker: what is to be done is done at once.
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
PAGE_CACHE_SECONDS = env.int("ACADEMY_PAGE_CACHE_SECONDS", default=60)
