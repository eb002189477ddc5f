"""How fast the academy is, next to a bare Wagtail page on the same server: `make bench`."""
