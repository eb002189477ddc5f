"""The entry for a web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.production")

django_application = get_wsgi_application()

# Imported now that Django is set up: the cache reads the settings.
from academy.website.compression import Compression  # noqa: E402
from academy.website.page_cache import wrap  # noqa: E402

application = Compression(wrap(django_application))

# What is there by now stays. Looking through all of it for garbage would keep somebody waiting for
# a fifth of a second every few dozen pages, and give each process pages of memory of its own.
gc.collect()
gc.freeze()
gc.set_threshold(25_000, 20, 20)
