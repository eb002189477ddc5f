"""The packages in `packages/` have tests of their own, for an environment in which they are
installed; see `test_installed_package.py`."""

collect_ignore = ["packages", "lti/outside"]
