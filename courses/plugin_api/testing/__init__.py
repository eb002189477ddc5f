"""Where the kit for authors was: `courses.plugin_kit.testing`. Gone in version 1.2."""

from courses.plugin_api.deprecation import forward

__getattr__ = forward(__name__, to="courses.plugin_kit.testing", since="1.1", gone_in="1.2")
