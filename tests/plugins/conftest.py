"""The packages in `packages/` are installed in an environment of their own: see
`test_installed_package.py`."""

collect_ignore = ["packages", "lti/outside", "xapi/outside"]
