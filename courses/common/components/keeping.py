"""Parts of a page that are made once and kept until something public changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from courses.common.public_version import memory

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.template.base import FilterExpression, Parser, Token
    from django.template.context import Context
    from django.utils.safestring import SafeString

register = template.Library()


class KeptNode(template.Node):
    """Content that is the same for everyone for whom the values are the same."""

    def __init__(self, nodelist: template.NodeList, values: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values

    def render(self, context: Context) -> SafeString:
        request: HttpRequest | None = context.get("request")
        # A preview shows what is not public yet.
        if request is None or getattr(request, "is_preview", False):
            return self.nodelist.render(context)
        host = request.META.get("HTTP_HOST", "")
        key = ("template", host, *(value.resolve(context) for value in self.values))
        return memory.get(key, lambda: self.nodelist.render(context))


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept "name" value … %}…{% endkept %}`: made once for each combination of the values.

    The content may depend on public data, on the language and on the values, and on nothing else:
    not on the person, the time or a token. It is made again when something public changes.
    """
    values = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    if not values:
        raise template.TemplateSyntaxError("kept needs a name")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, values)
