"""Its slug is that of another plugin."""

from courses.plugin_api.api import CoursePlugin


class Taken(CoursePlugin):
    """Its slug is that of another plugin."""

    name = "kapot.taken"
    label = "bellen"
    slug = "bellen"
    title = "Taken"
