"""Where the registry was, which authors' tests use: `courses.plugin_host.registry`.

Gone in version 1.2.
"""

from courses.plugin_api.deprecation import forward

__getattr__ = forward(__name__, to="courses.plugin_host.registry", since="1.1", gone_in="1.2")
