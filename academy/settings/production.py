"""Settings for a public server: everything secret or local comes from the environment."""

from academy.settings.base import *  # noqa: F403
from academy.settings.base import (  # noqa: F401
    ACADEMY_CONTENT_HOST,
    ACADEMY_LOG,
    BASE_DIR,
    DATABASES,
    MIDDLEWARE,
    SILENCED_SYSTEM_CHECKS,
    STORAGES,
    TEMPLATES,
    env,
)
from academy.settings.databases import cache

DEBUG = False
DEMO = False
SECRET_KEY = env.str("ACADEMY_SECRET_KEY")
ALLOWED_HOSTS = env.list("ACADEMY_ALLOWED_HOSTS")
if ACADEMY_CONTENT_HOST:
    ALLOWED_HOSTS.append(ACADEMY_CONTENT_HOST.partition(":")[0])
EMAIL_CONFIG = env.email("EMAIL_URL", default="smtp://localhost:25")
vars().update(EMAIL_CONFIG)
# Django waits for ever: a mail server that answers nothing would keep the worker from all else.
EMAIL_TIMEOUT = 20

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Only what may be lost: limits on how often someone may try are counted in the database.
CACHES = {"default": cache(env.str("CACHE_URL", default="locmemcache://"))}

SECURE_SSL_REDIRECT = env.bool("ACADEMY_HTTPS", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE_SSL_REDIRECT else 0
# Whether other names below this one are over HTTPS too, only their owner knows; a proxy can say so.
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W005", "security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if not env.str("ACADEMY_BASE_URL", default="") and ALLOWED_HOSTS:
    # The first host that the server answers to, rather than a machine that only developers have.
    WAGTAILADMIN_BASE_URL = (
        f"{'https' if SECURE_SSL_REDIRECT else 'http'}://{ALLOWED_HOSTS[0].lstrip('*.')}"
    )
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE_SSL_REDIRECT else "http"
# How many proxies of our own stand in front: without it all visitors would share one address, and
# so the limits on how often someone may try to sign in.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ACADEMY_PROXIES", default=1 if SECURE_SSL_REDIRECT else 0)

# Django writes nothing to the console unless DEBUG is on; a server's journal should have it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "academy.operations.logs.Line"},
        "json": {"()": "academy.operations.logs.Json"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json" if ACADEMY_LOG == "json" else "line",
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}
