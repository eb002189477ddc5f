"""Say what a process takes that has Wagtail's own apps and nothing of ours, in megabytes.

With `page` as its argument it makes one page with WeasyPrint too.
"""

from __future__ import annotations

import resource
import sys

APPS = [
    *(f"wagtail.contrib.{name}" for name in ("forms", "redirects")),
    *(
        f"wagtail.{name}"
        for name in (
            *("embeds", "sites", "users", "snippets", "documents", "images", "search", "admin"),
        )
    ),
    *("wagtail", "modelcluster", "modelsearch", "taggit"),
    *(
        f"django.contrib.{name}"
        for name in ("auth", "contenttypes", "sessions", "messages", "staticfiles")
    ),
]


def main(*arguments: str) -> None:
    """Load it, and print the most that the process took."""
    import django
    from django.conf import settings

    settings.configure(
        INSTALLED_APPS=APPS,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        SECRET_KEY="bench",
        STATIC_URL="/static/",
        USE_TZ=True,
        WAGTAIL_SITE_NAME="Bench",
    )
    django.setup()
    if arguments:
        import weasyprint

        weasyprint.HTML(string="<html lang=nl><title>Kaal</title><p>Kaal").write_pdf()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
