"""Courses of cmi5 of our own making, and a unit that speaks as they do."""

from __future__ import annotations

import base64
import io
import json
import uuid
import zipfile
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courses.common import clock
from plugins.xapi.cmi5 import words
from plugins.xapi.statements import moment

NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
ID = "https://voorbeeld.nl/cursus"


def unit(name: str, url: str, **attributes: str) -> str:
    """A unit as it stands in a course."""
    told = "".join(f' {key}="{value}"' for key, value in attributes.items())
    english, dutch = (
        f'<langstring lang="{language}">{text}</langstring>'
        for language, text in (("en", f"{name} (en)"), ("nl", name))
    )
    title = f"<title>{english}{dutch}</title>"
    return (
        f'<au id="{ID}/{name}"{told}>{title}<description><langstring lang="nl">x</langstring>'
        f"</description><url>{url}</url></au>"
    )


def block(name: str, *inside: str) -> str:
    """A block around units."""
    title = f'<title><langstring lang="nl">{name}</langstring></title>'
    return f'<block id="{ID}/blok/{name}">{title}{"".join(inside)}</block>'


def course(*inside: str, title: str = "Luisteren") -> bytes:
    """A `cmi5.xml` with this in it."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><courseStructure xmlns="{NAMESPACE}">'
        f'<course id="{ID}"><title><langstring lang="nl">{title}</langstring></title></course>'
        f"{''.join(inside)}</courseStructure>"
    ).encode()


def package(xml: bytes, **files: str) -> SimpleUploadedFile:
    """A zip with a course, and these files; by name with a dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("cmi5.xml", xml)
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return SimpleUploadedFile("cursus.zip", made.getvalue())


def alone(xml: bytes) -> SimpleUploadedFile:
    """Only a `cmi5.xml`."""
    return SimpleUploadedFile("cmi5.xml", xml, content_type="text/xml")


@dataclass
class Speaker:
    """A unit as it is opened: it knows what stands in its address, and nothing else."""

    address: str
    client: Client = field(default_factory=Client)
    token: str = ""
    session: str = ""
    publisher: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def query(self) -> dict[str, str]:
        """What it was told in its address."""
        return {name: one[0] for name, one in parse_qs(urlsplit(self.address).query).items()}

    def begin(self, *, reads_preferences: bool = True) -> dict[str, Any]:
        """Fetch the token and read what it is to do, and for whom; what it is to do."""
        answer = self.client.post(urlsplit(self.query["fetch"]).path).json()
        self.token = answer.get("auth-token", "")
        state = self.ask("GET", "activities/state", stateId=words.LAUNCH_DATA)
        self.data = state.json()
        self.session = self.data["contextTemplate"]["extensions"][words.SESSION]
        self.publisher = self.data["contextTemplate"]["contextActivities"]["grouping"][0]["id"]
        if reads_preferences:
            self.ask("GET", "agents/profile", profileId=words.PREFERENCES)
        return self.data

    def ask(
        self, method: str, resource: str, *, content: Any = None, headers: Any = None, **query: str
    ) -> Any:
        """Ask the record store something, about this unit and person."""
        told = self.query
        asked = {**query}
        if resource.startswith("activities/state"):
            asked = {
                "activityId": told["activityId"],
                "agent": told["actor"],
                "registration": told["registration"],
                **query,
            }
        if resource.startswith("agents"):
            asked = {"agent": told["actor"], **query}
        path = f"{urlsplit(told['endpoint']).path}{resource}"
        answer: Any = self.client.generic(
            method,
            path,
            content
            if isinstance(content, bytes)
            else json.dumps(content).encode()
            if content is not None
            else b"",
            content_type="application/json",
            query_params=asked,
            headers={
                "Authorization": f"Basic {self.token}",
                "X-Experience-API-Version": "1.0.3",
                **(headers or {}),
            },
        )
        return answer

    def statement(self, verb: str, *, defined: bool = True, **result: Any) -> dict[str, Any]:
        """A statement by the rules, with this result."""
        category = [{"id": words.CATEGORY}] if defined else []
        if "success" in result or "completion" in result:
            category.append({"id": words.MOVE_ON_CATEGORY})
        extensions = {words.SESSION: self.session}
        if "score" in result and "masteryScore" in self.data:
            extensions[words.MASTERY] = self.data["masteryScore"]
        return {
            "id": str(uuid.uuid4()),
            "actor": json.loads(self.query["actor"]),
            "verb": {"id": verb, "display": {"en": verb.rsplit("/", 1)[-1]}},
            "object": {"objectType": "Activity", "id": self.query["activityId"]},
            "context": {
                "registration": self.query["registration"],
                "contextActivities": {"grouping": [{"id": self.publisher}], "category": category},
                "extensions": extensions,
            },
            "timestamp": moment(clock.now()),
            **({"result": result} if result else {}),
        }

    def say(self, verb: str, *, defined: bool = True, **result: Any) -> int:
        """Say it; the status that comes back."""
        made = self.statement(verb, defined=defined, **result)
        status: int = self.ask("POST", "statements", content=made).status_code
        return status

    def word(self) -> str:
        """The token as it is, without its wrapping."""
        return base64.b64decode(self.token).decode()
