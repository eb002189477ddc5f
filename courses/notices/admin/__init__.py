"""Notices in the administration: whom to call, which letters to print, what people were told."""

from courses.notices.admin.calls import on_to_the_next
from courses.notices.admin.urls import CoordinatorMenuItem, StaffMenuItem, urlpatterns

__all__ = [
    "CoordinatorMenuItem",
    "StaffMenuItem",
    "on_to_the_next",
    "urlpatterns",
]
