"""Every page of the administration that is ours, and how it takes care of two people at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.views.generic import EditView

from courses.common.edit_conflict_views import EditConflictMixin

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPARES = "its service compares what the page showed"
STATES = "it says what should be, and a service refuses what does not fit the state"
READS = "it changes nothing"

PAGES = {
    "attendance_csv": READS,
    "attendance_editions": READS,
    "attendance_editions_results": READS,
    "attendance_sheet": COMPARES,
    "certificate_admin": STATES,
    "certificates_admin": READS,
    "certificates_admin_results": READS,
    "certificate_replace": STATES,
    "edition_add_participant": STATES,
    "edition_cancel": COMPARES,
    "edition_copy": STATES,
    "edition_enrolments": READS,
    "edition_publish": STATES,
    "edition_withdraw_participant": COMPARES,
    "plugin_clear_faults": STATES,
    "plugin_detail": READS,
    "plugin_switch": STATES,
    "plugins_admin": READS,
    "training_plugin": COMPARES,
    "training_plugin_change": STATES,
    "training_plugin_withdraw": STATES,
    "training_plugins": READS,
}


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one)
        else:
            yield one


def _view(pattern: URLPattern) -> Any:
    return getattr(pattern.callback, "view_class", None)


def _ours(pattern: URLPattern) -> bool:
    module = (_view(pattern) or pattern.callback).__module__
    return module.startswith(("courses.", "plugins.", "academy."))


def _administration() -> list[URLPattern]:
    (top,) = (one for one in get_resolver().url_patterns if str(one.pattern) == "beheer/")
    assert isinstance(top, URLResolver)
    return list(_patterns(top))


def test_of_each_page_it_is_known_how_it_takes_care_of_two_people_at_once() -> None:
    names = {
        str(one.name)
        for one in _administration()
        if _ours(one) and (_view(one) is None or str(one.name) in PAGES)
    }
    assert names == PAGES.keys()


def test_each_page_of_wagtails_that_changes_a_row_of_ours_compares() -> None:
    edits = [_view(one) for one in _administration() if one.name == "edit" and _ours(one)]
    assert edits
    assert [view for view in edits if not issubclass(view, EditConflictMixin)] == []


ELSEWHERE = {
    "wagtail.admin.viewsets.pages": "pages have revisions, and Wagtail says who saved meanwhile",
    "wagtail.contrib.settings.views.redirect_to_relevant_instance": "it only leads to the form",
    "wagtail.documents.views.multiple": "the details of what one uploads at this moment",
    "wagtail.images.views.multiple": "the details of what one uploads at this moment",
}


def test_each_page_of_wagtails_that_changes_a_row_compares() -> None:
    """`edit_conflict_forms` reaches all that are made of Wagtail's general view."""
    views = [
        _view(one) or one.callback
        for one in _administration()
        if str(one.name).startswith("edit") and "edition" not in str(one.name)
    ]
    others = [
        f"{view.__module__}.{view.__name__}"
        for view in views
        if not (isinstance(view, type) and issubclass(view, EditView))
    ]
    assert len(views) > 12
    assert [one for one in others if not one.startswith(tuple(ELSEWHERE))] == []
