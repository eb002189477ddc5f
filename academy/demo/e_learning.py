"""A small package of e-learning for the demo, as a partner could have made it."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<manifest identifier="demo-aan-de-telefoon" version="1.0"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="alles"><organization identifier="alles">
    <title>Luisteren aan de telefoon</title>
    <item identifier="lezen" identifierref="r1"><title>Drie stappen</title></item>
    <item identifier="vragen" identifierref="r2"><title>Twee vragen</title>
      <adlcp:masteryscore>50</adlcp:masteryscore></item>
  </organization></organizations>
  <resources>
    <resource identifier="r1" type="webcontent" adlcp:scormtype="sco" href="lezen.html"/>
    <resource identifier="r2" type="webcontent" adlcp:scormtype="sco" href="vragen.html"/>
  </resources>
</manifest>"""

PAGE = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="stijl.css"><script src="scorm.js"></script></head>
<body><main><h1>{title}</h1>{body}</main></body></html>"""

STYLE = """body { font: 1.125rem/1.6 system-ui, sans-serif; margin: 0 auto; max-width: 40rem;
padding: 1rem; color: #1b2429; background: #fff; }
button { font: inherit; min-height: 44px; padding: .3rem 1rem; border-radius: 4px;
border: 2px solid #5b2a6f; background: #5b2a6f; color: #fff; }
fieldset { border: 1px solid #777; margin: 1rem 0; } label { display: block; padding: .4rem 0; }"""

SCRIPT = """var API_FOUND = (function (one) {
  for (var tries = 0; one && tries < 500; tries += 1) {
    if (one.API) return one.API;
    if (one.parent === one) return null;
    one = one.parent;
  }
}(window));
function get(name) { return API_FOUND ? API_FOUND.LMSGetValue(name) : ""; }
function set(name, value) { if (API_FOUND) API_FOUND.LMSSetValue(name, String(value)); }
function keep() { if (API_FOUND) API_FOUND.LMSCommit(""); }
if (API_FOUND) API_FOUND.LMSInitialize("");
window.addEventListener("pagehide", function () { if (API_FOUND) API_FOUND.LMSFinish(""); });"""

READING = """<p id="stap" role="status"></p><p id="tekst"></p>
<p><button id="verder">Volgende stap</button></p>
<script>
var steps = [
  "Vraag of het uitkomt. Wie net eet of bezoek heeft, kan niet goed praten.",
  "Wees stil als de ander stil is. Tel in jezelf tot vijf.",
  "Zeg wat je hoort. ‘Je klinkt moe vandaag.’ En wacht dan."
];
var at = Number(get("cmi.core.lesson_location")) || 0;
function show() {
  document.getElementById("stap").textContent = "Stap " + (at + 1) + " van " + steps.length;
  document.getElementById("tekst").textContent = steps[at];
  set("cmi.core.lesson_location", at);
  set("cmi.core.exit", "suspend");
  if (at + 1 === steps.length) {
    document.getElementById("verder").hidden = true;
    set("cmi.core.lesson_status", "completed");
  } else if (get("cmi.core.lesson_status") === "not attempted") {
    set("cmi.core.lesson_status", "incomplete");
  }
  keep();
}
document.getElementById("verder").onclick = function () { at += 1; show(); };
show();
</script>"""

ASKING = """<form id="vragen">
<fieldset><legend>Het is stil aan de andere kant. Wat doe je?</legend>
<label><input type="radio" name="een" value="1"> Ik wacht even.</label>
<label><input type="radio" name="een" value="0"> Ik begin over het weer.</label></fieldset>
<fieldset><legend>Iemand klinkt verdrietig. Wat zeg je?</legend>
<label><input type="radio" name="twee" value="0"> ‘Kop op!’</label>
<label><input type="radio" name="twee" value="1"> ‘Je klinkt verdrietig.’</label></fieldset>
<p><button>Kijk na</button></p></form><p id="uitkomst" role="status"></p>
<script>
document.getElementById("vragen").onsubmit = function (event) {
  event.preventDefault();
  var good = ["een", "twee"].filter(function (name) {
    var chosen = document.querySelector("input[name=" + name + "]:checked");
    return chosen && chosen.value === "1";
  }).length;
  set("cmi.core.score.max", 100);
  set("cmi.core.score.raw", good * 50);
  set("cmi.core.lesson_status", good ? "passed" : "failed");
  keep();
  document.getElementById("uitkomst").textContent = good + " van 2 goed.";
};
</script>"""


def package() -> bytes:
    """A package of SCORM 1.2 with two parts: something to read, and two questions with a score."""
    files = {
        "imsmanifest.xml": MANIFEST,
        "lezen.html": PAGE.format(title="Drie stappen", body=READING),
        "vragen.html": PAGE.format(title="Twee vragen", body=ASKING),
        "stijl.css": STYLE,
        "scorm.js": SCRIPT,
    }
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return buffer.getvalue()
