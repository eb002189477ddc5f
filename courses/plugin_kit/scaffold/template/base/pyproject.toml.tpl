[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "$dash"
version = "1.0.0"
description = "$title: a course plugin for the Vrijwilligersacademie"
readme = "README.md"
requires-python = ">=3.11"

# The academy finds the plugin by this; "v1" is the version of the contract that it keeps to.
[project.entry-points."$group"]
$slug = "$slug.apps:${Class}Plugin"

[tool.setuptools.packages.find]
include = ["$slug*"]

[tool.setuptools.package-data]
$slug = ["templates/**/*", "static/**/*", "locale/*/LC_MESSAGES/*"]

[tool.pytest.ini_options]
DJANGO_SETTINGS_MODULE = "academy.settings.test"
addopts = ["--import-mode=importlib"]
testpaths = ["tests"]
