"""What an answer of the test client tells of templates: that of the page, with its context.

Django tells of every template that one includes or extends too, each with a copy of its context: a
hundred for a screen of the administration, which cost a twentieth of what such a screen takes.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from django.template import Template
from django.test.signals import template_rendered

if TYPE_CHECKING:
    from django.template.context import Context
    from django.utils.safestring import SafeString


class _Rendering(threading.local):
    is_inside = False
    """Whether a template is being rendered in this thread."""


_rendering = _Rendering()


def _render(self: Template, context: Context) -> SafeString:
    if _rendering.is_inside:
        return self.nodelist.render(context)
    template_rendered.send(sender=self, template=self, context=context)
    _rendering.is_inside = True
    try:
        return self.nodelist.render(context)
    finally:
        _rendering.is_inside = False


def tell_of_pages_only() -> None:
    """Take the place of what Django puts into `Template` for the time of tests."""
    kind: Any = Template
    kind._render = _render
