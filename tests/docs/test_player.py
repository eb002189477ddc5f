"""The example of uploaded HTML in a frame, on the page about extension points, works as shown."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import tests.docs as this_package
from courses.catalogue.services import activate_plugin
from courses.people.enums import Role
from courses.plugin_api import api
from tests.courses.plugin_files.drawer import zipped
from tests.docs.plugin_pages import blocks
from tests.factories import TrainingFactory, person_in_role


class Player(api.CoursePlugin):
    """A plugin with the files of the example."""

    slug = "player"
    title = "Speler"
    packages: Any

    def contributions(self) -> list[api.Contribution]:
        return [self.packages]


@pytest.mark.django_db
def test_a_package_is_played_as_shown(install_plugin: Any, rf: Any, client: Any) -> None:
    code = next(one.code for one in blocks() if one.file == "buurtpraat/player.py")
    names: dict[str, Any] = {"__name__": "player"}
    exec(code, names)  # noqa: S102 - the page's own code
    plugin = Player("tests.docs", this_package)
    plugin.packages = names["PACKAGES"]
    install_plugin(plugin)
    training = TrainingFactory.create()
    activate_plugin(training=training, plugin="player")
    kept = plugin.packages.keep(
        SimpleUploadedFile("a.zip", zipped({"index.html": "<p>Dag"})), training_id=training.pk
    )
    request = rf.get("/")
    request.user, request.session = person_in_role(Role.COORDINATOR), {"buurtpraat": {"page": 2}}
    course = api.CourseContext(
        training_id=training.pk,
        training_title=training.title,
        training_url=training.url,
        url=f"{training.url}p/player/",
        person_id=request.user.pk,
        takes_part=False,
        is_staff=True,
    )
    shown: dict[str, Any] = {}
    names["render"] = lambda _request, _template, values: shown.update(values)
    names["play"](request, course, kept.id)
    src = re.search('src="(/inhoud/[^"]+)"', shown["frame"])
    assert src is not None
    assert b"<p>Dag" in client.get(src[1]).content
    assert "&quot;page&quot;: 2" in shown["frame"]

    told = rf.post("/", '{"kind": "kept", "number": 1, "state": 3}', "application/json")
    told.session = {}
    assert names["keep"](told, course).status_code == 204
    assert told.session == {"buurtpraat": 3}
