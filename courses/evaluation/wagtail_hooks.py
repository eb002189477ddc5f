"""Where evaluations join Wagtail's administration."""

from courses.evaluation.builder import hooks  # noqa: F401 - registers the screens of the builder
