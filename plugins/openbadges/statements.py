"""What a document says, as RDF in one fixed order (RDFC-1.0): that is what is signed.

PyLD makes it. Most of its time goes into reading what each word of the JSON means, and that is the
same for all badges of one form. So it is done once for each form, with a mark in the place of each
text; the texts come in where their marks ended up.

The contexts, which say what the words mean, come along with packages and are never fetched.
"""

from __future__ import annotations

import importlib.util
import json
import threading
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from courses.plugin_api.api import Json

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

FIXED = frozenset({"@context", "type", "proofPurpose"})
"""Names whose texts are words of the contexts themselves."""

MARK = "urn:text:"
"""Stands for a text. An address, so that it may stand where only those may."""

# PyLD keeps what it knows of contexts for the whole process.
_one_at_a_time = threading.Lock()


def statements(document: Mapping[str, Json]) -> bytes:
    """What the document says, a statement on each line. Addresses in it are absolute."""
    from pyld import jsonld  # noqa: PLC0415 - slow, and only where something is signed

    texts: list[str] = []
    form = json.dumps(_with_marks(document, texts))
    with _one_at_a_time:
        said: str = jsonld.normalize(
            _with_texts(_expanded(form), texts),
            # Which is RDFC-1.0 by its name of before.
            {"algorithm": "URDNA2015", "format": "application/n-quads"},
        )
    return said.encode()


def _with_marks(value: Json, texts: list[str]) -> Json:
    if isinstance(value, str):
        texts.append(value)
        return f"{MARK}{len(texts) - 1}"
    if isinstance(value, list):
        return [_with_marks(one, texts) for one in value]
    if isinstance(value, dict):
        return {
            name: one if name in FIXED else _with_marks(one, texts) for name, one in value.items()
        }
    return value


def _with_texts(value: Json, texts: list[str]) -> Json:
    if isinstance(value, str):
        return texts[int(value.removeprefix(MARK))] if value.startswith(MARK) else value
    if isinstance(value, list):
        return [_with_texts(one, texts) for one in value]
    if isinstance(value, dict):
        return {name: _with_texts(one, texts) for name, one in value.items()}
    return value


@lru_cache(maxsize=64)
def _expanded(form: str) -> Json:
    from pyld import jsonld  # noqa: PLC0415 - as above

    return jsonld.expand(json.loads(form), {"documentLoader": _contexts()})


@cache
def _contexts() -> Callable[..., Json]:
    from pyld.documentloader.frozen import (  # noqa: PLC0415 - as above
        BUNDLED_CONTEXTS,
        FrozenDocumentLoader,
    )

    files = {CREDENTIALS: BUNDLED_CONTEXTS[CREDENTIALS], BADGES: _context_of_badges()}
    load: Callable[..., Json] = FrozenDocumentLoader(files)
    return load


def _context_of_badges() -> Path:
    """Where openbadgeslib keeps the context of Open Badges: all that we use of that package."""
    found = importlib.util.find_spec("openbadgeslib")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("openbadgeslib")
    return Path(found.origin).parent / "ob3" / "contexts" / "ob-v3p0-context-3.0.3.json"
