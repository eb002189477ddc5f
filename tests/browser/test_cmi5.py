"""Courses of cmi5 in a real browser: a unit that wants its own window gets it, and leads back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from courses.catalogue.services import activate_plugin
from plugins.xapi.models import CourseStatement
from tests.factories import EnrolmentFactory, TrainingFactory, make_lesson
from tests.plugins.xapi.made import course, package, unit
from tests.plugins.xapi.test_courses import place

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

UNIT = """<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Luisteren</title></head>
<body><h1>Luisteren</h1><p id="waar"></p><button id="klaar">Klaar</button><script>
  const CATEGORIES = "https://w3id.org/xapi/cmi5/context/categories/";
  const told = new URLSearchParams(location.search);
  const say = (text) => (document.getElementById("waar").textContent = text);
  let headers;
  let launch;
  const query = () => new URLSearchParams({
    agent: told.get("actor"), activityId: told.get("activityId"),
    registration: told.get("registration"),
  });
  const ask = (path, more) => fetch(told.get("endpoint") + path, { headers, ...more });
  const speak = async (verb, more) => (await ask("statements", {
    method: "POST",
    body: JSON.stringify({
      id: crypto.randomUUID(),
      actor: JSON.parse(told.get("actor")),
      verb: { id: "http://adlnet.gov/expapi/verbs/" + verb },
      object: { id: told.get("activityId") },
      timestamp: new Date().toISOString(),
      context: {
        ...launch.contextTemplate,
        registration: told.get("registration"),
        contextActivities: {
          ...launch.contextTemplate.contextActivities,
          category: [{ id: CATEGORIES + "cmi5" }, ...(more.category ?? [])],
        },
      },
      ...(more.result ? { result: more.result } : {}),
    }),
  })).status;
  (async () => {
    const token = (await (await fetch(told.get("fetch"), { method: "POST" })).json())["auth-token"];
    headers = {
      Authorization: "Basic " + token, "Content-Type": "application/json",
      "X-Experience-API-Version": "1.0.3",
    };
    launch = await (await ask("activities/state?stateId=LMS.LaunchData&" + query())).json();
    const early = await speak("initialized", {});
    await ask("agents/profile?profileId=cmi5LearnerPreferences&" + query());
    const late = await speak("initialized", {});
    say([launch.launchMethod, window.top === window, early, late].join(" "));
  })();
  document.getElementById("klaar").onclick = async () => {
    const duration = "PT1S";
    await speak("completed", {
      category: [{ id: CATEGORIES + "moveon" }],
      result: { completion: true, duration },
    });
    await speak("terminated", { result: { duration } });
    location.href = launch.returnURL;
  };
</script></body></html>"""


@pytest.mark.django_db(transaction=True)
def test_a_unit_in_its_own_window_leads_back_at_its_end(
    page: Page, sign_in: Any, live_server: LiveServer, axe: Any, no_sideways_scroll: Any
) -> None:
    training = TrainingFactory.create(slug="luisteren", title="Luisteren")
    activate_plugin(training=training, plugin="xapi")
    make_lesson(training, slug="les", title="Les")
    xml = course(unit("een", "index.html", launchMethod="OwnWindow", moveOn="Completed"))
    lesson, block = place(training, package(xml, index_html=UNIT))
    sign_in(page, EnrolmentFactory.create(training=training).person)
    page.goto(f"/trainingen/luisteren/p/xapi/les/{lesson.pk}/{block}/")
    axe(page)
    no_sideways_scroll(page)
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Open “een” (eigen venster)").press("Enter")
    own = opened.value
    # Who has not read the preferences may not begin.
    expect(own.locator("#waar")).to_have_text("OwnWindow true 403 200")
    assert own.url.startswith(live_server.url)
    own.get_by_role("button", name="Klaar").click()
    own.get_by_role("link", name="Naar alle onderdelen").click()
    expect(own.get_by_text("Je bent klaar met deze cursus.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Je resultaat blijft zoals het is.")).to_be_visible()
    verbs = CourseStatement.objects.exclude(unit=None).order_by("stored_at")
    assert [one.rsplit("/", 1)[1] for one in verbs.values_list("verb", flat=True)] == [
        "launched",
        "initialized",
        "completed",
        "terminated",
    ]
