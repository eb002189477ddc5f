"""Its models cannot be imported."""

from courses.plugin_api.api import CoursePlugin


class BadModels(CoursePlugin):
    """Its models cannot be imported."""

    name = "kapot.bad_models"
    label = "bad_models"
    slug = "bad_models"
    title = "BadModels"
