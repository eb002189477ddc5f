"""What becomes of files of two accounts when they become one: all are of the one that stays."""

from courses.people import merge_rules

merge_rules.provide("plugin_files.PluginFile.person")
