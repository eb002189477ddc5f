"""Every address of the site."""

from pathlib import Path

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from academy.website.history import site_history, site_history_results
from academy.website.settings_admin import edit_settings
from academy.website.views import staff_door
from courses.catalogue.views import serve_document
from courses.common import addresses
from courses.common.addresses import pattern
from courses.plugin_host.endpoints import serve as plugin_endpoint

ADMIN = pattern(addresses.ADMIN)

urlpatterns: list[URLPattern | URLResolver] = [
    # Wagtail's own sign-in form knows nothing of codes, limits and the second step: it stays shut.
    path(f"{ADMIN}login/", staff_door),
    path("_util/login/", staff_door),
    # Before Wagtail's own: what everybody did is not for every trainer.
    path(f"{ADMIN}reports/site-history/", site_history),
    path(f"{ADMIN}reports/site-history/results/", site_history_results),
    path(f"{ADMIN}settings/<slug:app_name>/<slug:model_name>/<int:pk>/", edit_settings),
    path(ADMIN, include(wagtailadmin_urls)),
    # As Wagtail's own, and in pieces for players of video and sound.
    re_path(r"^documenten/(\d+)/(.*)$", serve_document),
    path("documenten/", include(wagtaildocs_urls)),
    path(pattern(addresses.ACCOUNT), include("courses.people.account_urls")),
    path("", include("academy.operations.urls")),
    path("", include("academy.api.urls")),
    path("", include("academy.website.urls")),
    path("", include("courses.people.urls")),
    path("", include("courses.catalogue.urls")),
    path("", include("courses.interest.urls")),
    path("", include("courses.glossary.urls")),
    path("", include("courses.editions.urls")),
    path("", include("courses.enrolment.urls")),
    path("", include("courses.reports.partner_urls")),
    path("", include("courses.calendars.urls")),
    # Before the pages of plugins, which could have any address below theirs.
    path("", include("courses.plugin_files.urls")),
    path("", include("courses.learning.urls")),
    path("", include("courses.attendance.urls")),
    path("", include("courses.evaluation.urls")),
    path("", include("courses.certificates.urls")),
    path("", include("courses.records.urls")),
    path("p/<slug:plugin>/<path:name>", plugin_endpoint, name="plugin_endpoint"),
]
if settings.DEMO:
    # A server's proxy does this, for the pictures alone; here no proxy stands in front.
    from django.urls import re_path
    from django.views.static import serve

    urlpatterns += [
        re_path(
            f"^media/{folder}/(?P<path>.*)$",
            serve,
            {"document_root": Path(settings.MEDIA_ROOT, folder)},
        )
        for folder in ("images", "original_images")
    ]

# Wagtail answers every other address, so it comes last.
urlpatterns.append(path("", include(wagtail_urls)))
