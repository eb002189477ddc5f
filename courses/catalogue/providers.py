"""Videos and sounds that stand elsewhere: where they are, and how they play on our page.

Nothing is loaded from elsewhere until somebody presses: who asks another site for something tells
it the own IP address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import gettext as _

YOUTUBE_KEY = re.compile(r"[\w-]{11}")
VIMEO_PATH = re.compile(r"/(?:video/)?(\d{4,12})(?:/(\w+))?/?")
SOUND = re.compile(r"\.(?:mp3|m4a|ogg|oga|opus|wav)\Z", re.IGNORECASE)


PLAYERS = ("https://www.youtube-nocookie.com", "https://player.vimeo.com")
"""Whose players come in a frame on our pages."""


@dataclass(frozen=True)
class Elsewhere:
    """Something that stands elsewhere: who has it, and what plays it here, if anything can.

    `kind` is `iframe` or `audio`; empty where only a link is possible.
    """

    provider: str
    url: str
    kind: str = ""
    player_url: str = ""


def find(url: str) -> Elsewhere:
    """What is known of something at this address."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if host in {"youtube.com", "youtu.be", "youtube-nocookie.com"}:
        key = _youtube_key(host, parts.path, parts.query)
        player = f"{PLAYERS[0]}/embed/{key}?autoplay=1&rel=0" if key else ""
        return Elsewhere("YouTube", url, "iframe" if key else "", player)
    if host in {"vimeo.com", "player.vimeo.com"}:
        found = VIMEO_PATH.fullmatch(parts.path)
        if found is None:
            return Elsewhere("Vimeo", url)
        hidden = f"&h={found[2]}" if found[2] else ""
        player = f"{PLAYERS[1]}/video/{found[1]}?autoplay=1&dnt=1{hidden}"
        return Elsewhere("Vimeo", url, "iframe", player)
    is_sound = parts.scheme == "https" and SOUND.search(parts.path)
    provider = host or _("een andere website")
    return Elsewhere(provider, url, "audio", url) if is_sound else Elsewhere(provider, url)


def _youtube_key(host: str, path: str, query: str) -> str:
    if host == "youtu.be":
        key = path.strip("/")
    elif path == "/watch":
        key = parse_qs(query).get("v", [""])[0]
    else:
        first, _slash, key = path.strip("/").partition("/")
        key = key.strip("/") if first in {"embed", "shorts", "live"} else ""
    return key if YOUTUBE_KEY.fullmatch(key) else ""
