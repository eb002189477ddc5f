"""The unit: a bare Wagtail page with one StreamField."""
