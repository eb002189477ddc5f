"""Every form and every list of the site, found by walking through its pages, with odd values."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import TYPE_CHECKING
from unittest import mock
from urllib.parse import parse_qs, urldefrag, urlencode, urljoin, urlsplit

from wagtail.admin.menu import Menu

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from django.test import Client

NUMBER = "9" * 60
TOKEN = "csrfmiddlewaretoken"
HIDDEN_ODD = ["abc", NUMBER]
ODD = ["abc", NUMBER, "a\0b", "x" * 5000]
"""Of each kind that some screen could not take: no number, a number that no database holds, a
character that PostgreSQL does not, more than a field takes."""

RICH_TEXT = '{"blocks":[{"key":"a","text":"\\ud800","type":"unstyled","depth":0}],"entityMap":{}}'
"""What the editor sends for a text, with half a character in it: JSON can hold it, no database."""


@dataclass
class Form:
    """A form as a page shows it; `values` is what a browser would send."""

    page: str
    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)

    @property
    def shape(self) -> tuple[object, ...]:
        """What tells forms apart that only differ in what they are about."""
        action = re.sub(r"\d+", "#", self.action.partition("?")[0])
        return action, self.method, tuple(re.sub(r"\d+", "#", name) for name in self.values)


class Page(HTMLParser):
    """The forms and the links of a page."""

    def __init__(self, path: str, html: str) -> None:
        super().__init__()
        self.path = path
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._form: Form | None = None
        self._textarea = self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in found:
            self.links.append(urljoin(self.path, found["href"]))
        if tag == "form":
            # Where on the page the answer begins is the browser's business.
            action = urldefrag(urljoin(self.path, found.get("action") or self.path)).url
            self._form = Form(self.path, action, found.get("method", "get").lower())
            self.forms.append(self._form)
        name = found.get("name", "")
        if self._form is None or not name:
            if tag == "option" and self._form is not None and self._select:
                self._option(found)
            return
        if tag in ("input", "button"):
            self._input(name, found)
        elif tag == "textarea":
            self._textarea = name
            self._form.values.setdefault(name, [""])
        elif tag == "select":
            self._form.hidden.add(name)
            self._select = name
            self._form.values.setdefault(name, [])

    def _option(self, found: dict[str, str]) -> None:
        assert self._form is not None
        values = self._form.values[self._select]
        if "selected" in found or not values:
            values[:] = [found.get("value", "")]

    def _input(self, name: str, found: dict[str, str]) -> None:
        assert self._form is not None
        kind, value = found.get("type", "text"), found.get("value", "")
        if kind == "file":
            self._form.files.add(name)
        elif kind in ("checkbox", "radio"):
            values = self._form.values.setdefault(name, [])
            if "checked" in found:
                values.append(value or "on")
        else:
            self._form.values[name] = [value]
            if kind in ("hidden", "submit"):
                self._form.hidden.add(name)

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._textarea:
            self._form.values[self._textarea][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._textarea = ""
        elif tag == "select":
            self._select = ""


@contextmanager
def without_menu() -> Iterator[None]:
    """The menu beside each page knows nothing of what is sent, and takes a fifth of a small one."""
    with mock.patch.object(Menu, "render_component", return_value=[]):
        yield


def pages_from(client: Client, starts: Iterable[str], most: int) -> Iterator[Page]:
    """The pages that somebody reaches from `starts`, one of each shape of address."""
    waiting: list[str] = list(starts)
    shapes: set[str] = set()
    while waiting and len(shapes) < most:
        path = waiting.pop(0)
        parts = urlsplit(path)
        shape = "/".join("#" if part.isdigit() else part for part in parts.path.split("/"))
        if shape in shapes or parts.netloc or not parts.path.startswith("/"):
            continue
        if "logout" in parts.path:
            continue
        shapes.add(shape)
        response = client.get(parts.path)
        if response.status_code != 200 or response.streaming:
            continue
        if not response["Content-Type"].startswith("text/html"):
            continue
        page = Page(parts.path, response.content.decode())
        yield page
        waiting.extend(page.links)


LIST_NAMES = {"q", "p", "page", "pagina", "ordering", "next", "status", "collection_id", "locale"}
SEARCHES = ["ab " * 1300, "%" * 3900, '"(' * 1900]


def odd_addresses(client: Client, page: Page) -> Iterator[str]:
    """What answers with a 500 when the address of a list holds odd values."""
    names = LIST_NAMES | {
        name
        for link in page.links
        if urlsplit(link).path == page.path
        for name in parse_qs(urlsplit(link).query)
    }
    names |= {name for form in page.forms if form.method == "get" for name in form.values}
    tries = [(sorted(names), odd) for odd in ODD]
    tries += [([name], NUMBER) for name in sorted(names)]
    tries += [(["q"], odd) for odd in SEARCHES]
    for some, odd in tries:
        query = urlencode(dict.fromkeys(some, odd[:4000]))
        if client.get(f"{page.path}?{query}").status_code >= 500:
            yield f"get {page.path}: {some} = {odd[:8]!r}"


def odd_answers(client: Client, form: Form) -> Iterator[str]:
    """What answers with a 500 when fields hold odd values: all that people type in at once, and
    one at a time those that nobody types in."""
    hidden = [name for name in form.values if name in form.hidden and name != TOKEN]
    typed = [name for name in form.values if name not in form.hidden and name != TOKEN]
    tries = [(names, odd) for odd in ODD for names in ([typed] if typed else [])]
    tries += [([name], odd) for name in hidden for odd in HIDDEN_ODD]
    for names, odd in tries:
        values: dict[str, Sequence[object]] = {**form.values}
        for name in names:
            rich = form.values[name][:1] and form.values[name][0].startswith('{"')
            values[name] = [RICH_TEXT] if rich else [odd, odd]
        if send(client, form, values) >= 500:
            yield f"{form.method} {form.action} on {form.page}: {names[:9]} = {odd[:8]!r}"
    for name in hidden:
        missing = dict(form.values)
        del missing[name]
        if send(client, form, missing) >= 500:
            yield f"{form.method} {form.action} on {form.page}: without {name}"
    for name in form.files:
        for file in damaged_files():
            if send(client, form, {**form.values, name: [file]}) >= 500:
                yield f"{form.method} {form.action}: {name} = {file.name[:20]}"


def send(client: Client, form: Form, values: Mapping[str, Sequence[object]]) -> int:
    """The status of the answer to the form with these values."""
    if form.method == "get":
        query = urlencode(values, doseq=True)
        return int(client.get(f"{form.action.partition('?')[0]}?{query}").status_code)
    if form.files:
        return int(client.post(form.action, values).status_code)
    body = urlencode(values, doseq=True)
    kind = "application/x-www-form-urlencoded"
    return int(client.post(form.action, body, content_type=kind).status_code)


JPEG_START = bytes.fromhex("ffd8ffe000104a46494600010100000100010000")


def named(name: str, content: bytes) -> BytesIO:
    """A file to send under any name: what Django's tests use for files cuts a long one off."""
    file = BytesIO(content)
    file.name = name
    return file


def damaged_files() -> list[BytesIO]:
    """Files that are not what they say, each made new: a file is read once."""
    return [
        named("foto.jpg", JPEG_START),
        named("foto.png", b""),
        named("x" * 5000 + ".jpg", JPEG_START),
    ]
