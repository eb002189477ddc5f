"""The tags and filters that a plugin's mail may use: Django's own, without some.

Left out is what reads files, settings, addresses or the request, and what makes a text of any
length out of nothing or out of two. No filter may give more than fits in a mail, so that a chain
of them breaks off while its text is still small.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.template import Library, defaultfilters, defaulttags

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_CHARACTERS = 100_000

TAGS = {"csrf_token", "debug", "load", "lorem", "querystring", "url"}
FILTERS = {"add", "center", "floatformat", "join", "ljust", "pprint", "rjust", "stringformat"}


def _bounded(one: Callable[..., object]) -> Callable[..., object]:
    """The filter, which fails when it makes something too long.

    Raises:
        ValueError: its text or list is too long.
    """

    @wraps(one)
    def bounded(*args: object) -> object:
        result = one(*args)
        if isinstance(result, (str, list)) and len(result) > MOST_CHARACTERS:
            raise ValueError(f"a filter that gives {len(result)} characters")
        return result

    return bounded


register = Library()
register.tags = {name: tag for name, tag in defaulttags.register.tags.items() if name not in TAGS}
register.filters = {
    name: _bounded(one)
    for name, one in defaultfilters.register.filters.items()
    if name not in FILTERS
}
