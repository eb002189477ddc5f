"""Where the files of packages are: with the academy, for who follows or gives the training."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import FileReader, Files


class Packages(Files):
    """Uploaded packages; each file in one has its own address."""

    name = "packages"
    label = _("SCORM-pakketten")
    kinds = ("zip",)
    most_bytes = 200 * 1024 * 1024
    most_unpacked_bytes = 500 * 1024 * 1024
    readers = (FileReader.PARTICIPANT, FileReader.STAFF)
    opens_packages = True


PACKAGES = Packages()
