"""A small course of cmi5 for the demo, as a partner could have made it."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

STRUCTURE = """<?xml version="1.0" encoding="utf-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id="https://partner.example/cursus/stilte">
    <title><langstring lang="nl">Stil zijn met iemand</langstring></title>
    <description><langstring lang="nl">Een oefening</langstring></description>
  </course>
  <au id="https://partner.example/cursus/stilte/oefening" moveOn="Completed">
    <title><langstring lang="nl">Eén minuut stilte</langstring></title>
    <description><langstring lang="nl">Een oefening</langstring></description>
    <url>index.html</url>
  </au>
</courseStructure>"""

PAGE = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>Eén minuut stilte</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body { font: 1.125rem/1.6 system-ui, sans-serif; margin: 0 auto; max-width: 40rem;
padding: 1rem; color: #1b2429; background: #fff; }
button { font: inherit; min-height: 44px; padding: .3rem 1rem; border-radius: 4px;
border: 2px solid #5b2a6f; background: #5b2a6f; color: #fff; }</style></head>
<body><main><h1>Eén minuut stilte</h1>
<p>Ga rustig zitten. Wacht een minuut en zeg niets. Wat merk je bij jezelf?</p>
<p><button id="klaar" disabled>Ik heb het gedaan</button></p>
<p id="stand" role="status">De oefening begint.</p></main>
<script src="cmi5.js"></script></body></html>"""

SCRIPT = """const told = new URLSearchParams(location.search);
const place = told.get("endpoint");
const actor = JSON.parse(told.get("actor"));
const began = Date.now();
const verbs = "http://adlnet.gov/expapi/verbs/";
const categories = "https://w3id.org/xapi/cmi5/context/categories/";
let token, template;

function ask(method, resource, content) {
  return fetch(place + resource, {
    method: method,
    headers: {
      "Authorization": "Basic " + token,
      "Content-Type": "application/json",
      "X-Experience-API-Version": "1.0.3",
    },
    body: content && JSON.stringify(content),
  });
}

function say(verb, result) {
  const context = structuredClone(template);
  context.registration = told.get("registration");
  context.contextActivities.category = [{ id: categories + "cmi5" }];
  if (result && result.completion) {
    context.contextActivities.category.push({ id: categories + "moveon" });
  }
  return ask("POST", "statements", {
    id: crypto.randomUUID ? crypto.randomUUID() : uuid(),
    actor: actor,
    verb: { id: verbs + verb, display: { en: verb } },
    object: { objectType: "Activity", id: told.get("activityId") },
    context: context,
    timestamp: new Date().toISOString(),
    ...(result ? { result: result } : {}),
  });
}

function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const text = Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
  return text.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

function lasted() {
  return "PT" + Math.round((Date.now() - began) / 1000) + "S";
}

async function begin() {
  token = (await (await fetch(told.get("fetch"), { method: "POST" })).json())["auth-token"];
  const asked = new URLSearchParams({
    activityId: told.get("activityId"),
    agent: told.get("actor"),
    registration: told.get("registration"),
    stateId: "LMS.LaunchData",
  });
  const data = await (await ask("GET", "activities/state?" + asked)).json();
  template = data.contextTemplate;
  await say("initialized");
  const button = document.getElementById("klaar");
  button.disabled = false;
  document.getElementById("stand").textContent = "";
  button.addEventListener("click", async () => {
    button.disabled = true;
    if (data.launchMode === "Normal") {
      await say("completed", { completion: true, duration: lasted() });
    }
    await say("terminated", { duration: lasted() });
    document.getElementById("stand").textContent = "Mooi. Het is bewaard.";
  });
}

begin();
"""


def package() -> bytes:
    """The zip."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr("cmi5.xml", STRUCTURE)
        archive.writestr("index.html", PAGE)
        archive.writestr("cmi5.js", SCRIPT)
    return made.getvalue()
