"""Settings for the tests: a real database, mail in memory, tasks run at once."""

import gc
import os
import tempfile
import uuid

if "ACADEMY_DATA_DIR" not in os.environ:
    os.environ["ACADEMY_DATA_DIR"] = f"{tempfile.gettempdir()}/academy-test-{uuid.uuid4().hex}"
os.environ.setdefault("ACADEMY_SECRET_KEY", "only-for-tests")
os.environ["ACADEMY_DEBUG"] = "0"

from academy.settings.base import *  # noqa: F403
from academy.settings.base import DATA_DIR, DATABASES, MIDDLEWARE

# As manage.py does, also for processes that tests start: what is imported after this stays.
gc.set_threshold(100_000, 20, 20)

ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A thread that waits for a browser's next request holds no database.
DATABASES["default"]["CONN_MAX_AGE"] = 0
MIDDLEWARE = [m for m in MIDDLEWARE if "whitenoise" not in m]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads in the concurrency tests need connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
PAGE_CACHE_SECONDS = 60
# Each process its own: what one test changes makes nothing old for tests beside it.
PAGE_CACHE_SIGNAL = DATA_DIR / f"public-version-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
EVALUATION_KEYS = str(DATA_DIR / f"evaluation-keys-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
# Else requests would now and then cost a query more.
PLUGIN_USAGE_SECONDS = 0
WAGTAILADMIN_BASE_URL = "http://testserver"
