"""It needs a newer contract."""

from courses.plugin_api.api import CoursePlugin


class TooNew(CoursePlugin):
    """It needs a newer contract."""

    name = "kapot.too_new"
    label = "too_new"
    slug = "too_new"
    title = "TooNew"
    requires_api = "1.99"
