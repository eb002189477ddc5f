"""Where the files of courses are: with the academy, for who follows or gives the training."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import FileReader, Files


class CourseFiles(Files):
    """Uploaded packages; each file in one has its own address."""

    name = "courses"
    label = _("cmi5-cursussen")
    kinds = ("zip",)
    most_bytes = 200 * 1024 * 1024
    most_unpacked_bytes = 500 * 1024 * 1024
    readers = (FileReader.PARTICIPANT, FileReader.STAFF)
    opens_packages = True


COURSE_FILES = CourseFiles()
