"""Its ready() fails."""

from courses.plugin_api.api import CoursePlugin


class BadReady(CoursePlugin):
    """Its ready() fails."""

    name = "kapot.bad_ready"
    label = "bad_ready"
    slug = "bad_ready"
    title = "BadReady"

    def ready(self) -> None:
        raise RuntimeError("broken when ready")
