"""The entry for a web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.production")

django_application = get_wsgi_application()

# Imported now that Django is set up: the cache reads the settings.
from academy.website.compression import Compression  # noqa: E402
from academy.website.page_cache import wrap  # noqa: E402

application = Compression(wrap(django_application))
