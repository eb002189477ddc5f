"""Our own icons: lines on a grid of 24 by 24, drawn in the colour of the text around them."""

from __future__ import annotations

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_SHAPES: dict[str, str] = {
    "alert": '<circle cx="12" cy="12" r="9"/><path d="M12 7.5v5.5M12 16.4v.1"/>',
    "arrow-left": '<path d="M20 12H4.5M11 5.5 4.5 12l6.5 6.5"/>',
    "arrow-right": '<path d="M4 12h15.5M13 5.5l6.5 6.5-6.5 6.5"/>',
    "book": (
        '<path d="M12 6.5C9.8 4.8 7 4.5 3.5 4.5v13.7c3.5 0 6.3.3 8.5 2 2.2-1.7 5-2 '
        '8.5-2V4.5c-3.5 0-6.3.3-8.5 2zM12 6.5v13.7"/>'
    ),
    "building": (
        '<path d="M4.5 21V8L12 3l7.5 5v13zM9.5 21v-5h5v5M9 10.5h.1M12 10.5h.1M15 10.5h.1"/>'
    ),
    "calendar": (
        '<rect x="3.5" y="5" width="17" height="15.5" rx="2.5"/><path d="M3.5 10h17M8 '
        '2.8v4M16 2.8v4"/>'
    ),
    "card": '<rect x="3" y="5.5" width="18" height="13" rx="2.5"/><path d="M3 10h18M6.5 15h4"/>',
    "certificate": (
        '<circle cx="12" cy="9.5" r="6"/><path d="m8.5 14.5-1.5 7 5-2.7 5 2.7-1.5-7M9.8 '
        '9.6l1.6 1.6 2.9-3.2"/>'
    ),
    "chat": (
        '<path d="M4 5.5h16a1 1 0 0 1 1 1v9.5a1 1 0 0 1-1 1h-8.5L6.5 21v-4H4a1 1 0 0 '
        '1-1-1V6.5a1 1 0 0 1 1-1zM8 9.5h8M8 13h5"/>'
    ),
    "check": '<path d="m4.5 12.8 5 5L19.5 6.5"/>',
    "chevron-down": '<path d="m5.5 9 6.5 6.5L18.5 9"/>',
    "chevron-left": '<path d="M15 5.5 8.5 12l6.5 6.5"/>',
    "chevron-right": '<path d="m9 5.5 6.5 6.5L9 18.5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 6.8V12l3.5 2.3"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "cross": '<circle cx="12" cy="12" r="9"/><path d="m8.8 8.8 6.4 6.4M15.2 8.8l-6.4 6.4"/>',
    "document": '<path d="M6 2.8h8l4.5 4.5V21.2H6zM13.8 3v4.7h4.5M9 12.5h6M9 16.5h6"/>',
    "download": '<path d="M12 3.5v12M6.8 10.8 12 16l5.2-5.2M4 20.5h16"/>',
    "edit": (
        '<path d="m4 20 1-4.5L16.2 4.3a1.8 1.8 0 0 1 2.6 0l.9.9a1.8 1.8 0 0 1 0 2.6L8.5 '
        '19zM14 6.5l3.5 3.5"/>'
    ),
    "external": (
        '<path d="M13.5 4H20v6.5M20 4l-9 9M10 5.5H5a1.5 1.5 0 0 0-1.5 1.5v12A1.5 1.5 0 0 0 5 '
        '20.5h12a1.5 1.5 0 0 0 1.5-1.5v-5"/>'
    ),
    "eye": (
        '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 '
        '12z"/><circle cx="12" cy="12" r="2.8"/>'
    ),
    "filter": '<path d="M4 6.5h16M7 12h10M10 17.5h4"/>',
    "globe": (
        '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c3 2.7 4 5.5 4 9s-1 6.3-4 '
        '9c-3-2.7-4-5.5-4-9s1-6.3 4-9z"/>'
    ),
    "heart": (
        '<path d="M12 20.2C6.5 16.3 3.2 12.9 3.2 9A4.7 4.7 0 0 1 12 6.7 4.7 4.7 0 0 1 20.8 '
        '9c0 3.9-3.3 7.3-8.8 11.2z"/>'
    ),
    "home": '<path d="M3.5 11.2 12 4l8.5 7.2M5.8 9.5v10.7h12.4V9.5M10 20v-5.5h4V20"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.6v.1"/>',
    "key": (
        '<circle cx="8" cy="15.5" r="4.5"/><path d="m11.3 12.3 8.2-8.3M16 7.5l3 3M13.5 10l2 2"/>'
    ),
    "lecture": (
        '<rect x="3" y="3.8" width="18" height="11.7" rx="1.5"/><path d="M12 15.5V19M7.5 '
        '21.2 12 17.8l4.5 3.4M7.5 8h9M7.5 11.5h5"/>'
    ),
    "lightbulb": (
        '<path d="M9 18.5h6M10 21.5h4M8.7 15.5A6.8 6.8 0 1 1 15.3 15.5c-.5.4-.6 1-.6 '
        '1.7v1.3H9.3v-1.3c0-.7-.1-1.3-.6-1.7z"/>'
    ),
    "list": '<path d="M9 6h11.5M9 12h11.5M9 18h11.5M4 6h.1M4 12h.1M4 18h.1"/>',
    "location": (
        '<path d="M12 21.5c4.7-4.7 7-8.3 7-11.3a7 7 0 1 0-14 0c0 3 2.3 6.6 7 11.3z"/><circle '
        'cx="12" cy="10" r="2.5"/>'
    ),
    "lock": (
        '<rect x="5" y="10.5" width="14" height="10.5" rx="2"/><path d="M8 10.5V7.5a4 4 0 0 '
        '1 8 0v3M12 14.5v2.5"/>'
    ),
    "mail": (
        '<rect x="3" y="5" width="18" height="14" rx="2.5"/><path d="m3.5 7 8.5 6.5L20.5 7"/>'
    ),
    "menu": '<path d="M4 6.5h16M4 12h16M4 17.5h16"/>',
    "mobile": '<rect x="6.5" y="2.5" width="11" height="19" rx="2.5"/><path d="M11 18h2"/>',
    "moon": '<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z"/>',
    "path": (
        '<circle cx="6" cy="18.5" r="2.5"/><circle cx="18" cy="5.5" r="2.5"/><path d="M8.5 '
        '18.5H15a3.3 3.3 0 0 0 0-6.5H9a3.3 3.3 0 0 1 0-6.5h6.5"/>'
    ),
    "pause": '<path d="M8.5 5v14M15.5 5v14"/>',
    "people": (
        '<circle cx="9" cy="8" r="3.5"/><path d="M2.8 20c.3-4 2.7-6.2 6.2-6.2s5.9 2.2 6.2 '
        '6.2M15.5 4.9a3.5 3.5 0 0 1 0 6.2M17.5 14.4c2.2.8 3.5 2.7 3.7 5.6"/>'
    ),
    "person": (
        '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.4-4.3 3.2-6.7 7.5-6.7s7.1 2.4 7.5 6.7"/>'
    ),
    "phone": (
        '<path d="M7.5 3.5 10 8.5 8 10.3a12 12 0 0 0 5.7 5.7l1.8-2 5 2.5v2.8c0 .9-.8 1.7-1.7 '
        '1.6C11 20.4 3.6 13 3.1 5.2A1.6 1.6 0 0 1 4.7 3.5z"/>'
    ),
    "play": '<path d="M7 4.5v15l12-7.5z"/>',
    "plus": '<path d="M12 4.5v15M4.5 12h15"/>',
    "print": '<path d="M7 8.5V3.5h10v5M7 17.5H3.5v-9h17v9H17M7 14h10v6.5H7z"/>',
    "question": (
        '<circle cx="12" cy="12" r="9"/><path d="M9.3 9.3A2.8 2.8 0 0 1 12 7.3c1.6 0 2.8 1 '
        '2.8 2.5 0 2-2.8 2.2-2.8 4.2M12 16.9v.1"/>'
    ),
    "quote": (
        '<path d="M10 6.5c-3.2.6-5.5 3-5.5 6.5v4.5H10V12H7.5M19.5 6.5c-3.2.6-5.5 3-5.5 '
        '6.5v4.5h5.5V12H17"/>'
    ),
    "refresh": (
        '<path d="M20 5v5h-5M4 19v-5h5M5.2 9.5A7.3 7.3 0 0 1 18.5 8L20 10M18.8 14.5A7.3 7.3 '
        '0 0 1 5.5 16L4 14"/>'
    ),
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "send": '<path d="M21 3.5 3.5 10.5l6.5 3 3 6.5zM10 13.5l4.5-4"/>',
    "sign-out": '<path d="M14 4H5.5v16H14M9.5 12h11M16.5 7.5 21 12l-4.5 4.5"/>',
    "star": (
        '<path d="m12 3.5 2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z"/>'
    ),
    "sun": (
        '<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2.2M12 19.3v2.2M2.5 12h2.2M19.3 '
        '12h2.2M5.3 5.3l1.6 1.6M17.1 17.1l1.6 1.6M18.7 5.3l-1.6 1.6M6.9 17.1l-1.6 1.6"/>'
    ),
    "trash": '<path d="M4 6.5h16M9 6.5V3.8h6v2.7M6 6.5l1 14h10l1-14M10 10.5v6M14 10.5v6"/>',
    "video": (
        '<rect x="2.5" y="6" width="13" height="12" rx="2.5"/><path d="m15.5 10.8 '
        '6-3.3v9l-6-3.3z"/>'
    ),
    "warning": '<path d="M12 3.5 22 20.5H2zM12 10v5M12 17.8v.1"/>',
}

NAMES = frozenset(_SHAPES)


@cache
def draw(name: str, label: str = "") -> SafeString:
    """An icon as inline SVG, hidden from screen readers unless it has a `label` of its own.

    An unknown name draws nothing: a picture that fails is no reason to lose a page.
    """
    shape = _SHAPES.get(name)
    if shape is None:
        return mark_safe("")
    meaning = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="va-icon" viewBox="0 0 24 24" focusable="false" {}>{}</svg>',
        meaning,
        mark_safe(shape),
    )
