"""The tags and filters that a plugin's mail may use: Django's own, without some.

Left out is what reads files, settings, addresses or the request, and what makes a text of any
length out of nothing.
"""

from django.template import Library, defaultfilters, defaulttags

TAGS = {"csrf_token", "debug", "load", "lorem", "querystring", "url"}
FILTERS = {"center", "floatformat", "ljust", "pprint", "rjust", "stringformat"}

register = Library()
register.tags = {name: tag for name, tag in defaulttags.register.tags.items() if name not in TAGS}
register.filters = {
    name: one for name, one in defaultfilters.register.filters.items() if name not in FILTERS
}
