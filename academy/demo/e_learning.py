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
      <adlcp:masteryscore>100</adlcp:masteryscore></item>
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
main { overflow: hidden; }
h1 { font-size: 1.25rem; margin: 0 0 .5rem; }
button { font: inherit; min-height: 44px; padding: .3rem 1rem; border-radius: 4px;
border: 2px solid #5b2a6f; background: #5b2a6f; color: #fff; }
button.tweede { background: #fff; color: #5b2a6f; }
fieldset { border: 1px solid #777; margin: 1rem 0; min-width: 0; }
label { display: block; padding: .4rem 0; }
.reden { margin: .4rem 0; padding: .4rem .6rem; border-left: 4px solid; }
.goed { border-color: #1d6b33; background: #e9f5ec; }
.fout { border-color: #a3231f; background: #fbeceb; }
#uitkomst:empty { display: none; }
#uitkomst { font-weight: bold; }"""

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
window.addEventListener("pagehide", function () { if (API_FOUND) API_FOUND.LMSFinish(""); });
// Where the frame can follow its content, no empty box stays below it.
window.addEventListener("load", function () {
  var main = document.querySelector("main");
  function tell() { if (window.academy) window.academy.resized(main.offsetHeight + 36); }
  if (window.ResizeObserver) new ResizeObserver(tell).observe(main);
  tell();
});"""

READING = """<p id="stap" role="status"></p><p id="tekst"></p>
<p><button id="verder">Volgende stap</button>
<button id="terug" class="tweede" hidden>Nog eens vanaf stap 1</button></p>
<p id="klaar" hidden>Dit was de laatste stap. Hierna komt ‘Twee vragen’:
druk onder dit vak op ‘Volgende’.</p>
<script>
var steps = [
  "Vraag of het uitkomt. Wie net eet of bezoek heeft, kan niet goed praten.",
  "Wees stil als de ander stil is. Tel in jezelf tot vijf.",
  "Zeg wat je hoort. ‘Je klinkt moe vandaag.’ En wacht dan."
];
var at = Number(get("cmi.core.lesson_location")) || 0;
function show() {
  var isLast = at + 1 === steps.length;
  document.getElementById("stap").textContent = "Stap " + (at + 1) + " van " + steps.length;
  document.getElementById("tekst").textContent = steps[at];
  document.getElementById("verder").hidden = isLast;
  document.getElementById("terug").hidden = !isLast;
  document.getElementById("klaar").hidden = !isLast;
  set("cmi.core.lesson_location", at);
  set("cmi.core.exit", "suspend");
  if (isLast) {
    set("cmi.core.lesson_status", "completed");
  } else if (get("cmi.core.lesson_status") === "not attempted") {
    set("cmi.core.lesson_status", "incomplete");
  }
  keep();
}
document.getElementById("verder").onclick = function () { at += 1; show(); };
document.getElementById("terug").onclick = function () {
  at = 0;
  show();
  document.getElementById("verder").focus();
};
show();
</script>"""

ASKING = """<form id="vragen">
<fieldset><legend>Het is stil aan de andere kant. Wat doe je?</legend>
<label><input type="radio" name="een" value="1"
 data-reden="De ander denkt na, of zoekt woorden. Wacht je, dan kan hij verder praten.">
 Ik wacht even.</label>
<label><input type="radio" name="een" value="0"
 data-reden="Dan stopt het verhaal. Wacht liever even: tel in jezelf tot vijf.">
 Ik begin over het weer.</label><p class="reden" hidden></p></fieldset>
<fieldset><legend>Iemand klinkt verdrietig. Wat zeg je?</legend>
<label><input type="radio" name="twee" value="0"
 data-reden="Dan hoort de ander: wees niet verdrietig. Zeg liever wat je hoort.">
 ‘Het komt wel goed!’</label>
<label><input type="radio" name="twee" value="1"
 data-reden="Je zegt wat je hoort. De ander merkt dat je luistert.">
 ‘Je klinkt verdrietig.’</label><p class="reden" hidden></p></fieldset>
<p id="uitkomst" role="status"></p>
<p><button id="kijk">Kijk na</button></p></form>
<script>
var questions = Array.prototype.slice.call(document.querySelectorAll("fieldset"));
function chosen(question) { return question.querySelector("input:checked"); }
function explain(question) {
  var answer = chosen(question), isGood = answer.value === "1";
  var reason = question.querySelector(".reden");
  reason.className = "reden " + (isGood ? "goed" : "fout");
  reason.textContent = (isGood ? "✓ Goed. " : "✗ Nog niet goed. ") + answer.dataset.reden;
  reason.hidden = false;
  return isGood;
}
function look() {
  var good = questions.filter(explain).length, all = questions.length;
  document.getElementById("uitkomst").textContent = good + " van de " + all + " goed. " + (
    good === all ? "Mooi! Onder dit vak staat hoe je verdergaat."
      : "Lees bij ✗ waarom. Kies dan een ander antwoord.");
  document.getElementById("kijk").textContent = good === all ? "Kijk na" : "Kijk nog eens na";
  return good / all;
}
document.getElementById("vragen").onchange = function (event) {
  var question = event.target.closest("fieldset");
  question.querySelector(".reden").hidden = true;
  document.getElementById("uitkomst").textContent = "";
};
document.getElementById("vragen").onsubmit = function (event) {
  event.preventDefault();
  if (!questions.every(chosen)) {
    document.getElementById("uitkomst").textContent = "Kies bij elke vraag een antwoord.";
    return;
  }
  var part = look();
  set("cmi.core.score.min", 0);
  set("cmi.core.score.max", 100);
  set("cmi.core.score.raw", Math.round(part * 100));
  set("cmi.core.lesson_status", part === 1 ? "passed" : "failed");
  set("cmi.core.exit", "suspend");
  set("cmi.suspend_data", questions.map(function (one) { return chosen(one).value; }).join(""));
  keep();
};
// Who comes back sees what was chosen, and why it is right or not.
var before = get("cmi.suspend_data");
if (before.length === questions.length) {
  questions.forEach(function (question, number) {
    question.querySelector("input[value='" + before[number] + "']").checked = true;
  });
  look();
}
</script>"""


def files() -> dict[str, str]:
    """A package of SCORM 1.2 with two parts: something to read, and two questions with a score."""
    return {
        "imsmanifest.xml": MANIFEST,
        "lezen.html": PAGE.format(title="Drie stappen", body=READING),
        "vragen.html": PAGE.format(title="Twee vragen", body=ASKING),
        "stijl.css": STYLE,
        "scorm.js": SCRIPT,
    }


def package() -> bytes:
    """That package as it is uploaded."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for path, content in files().items():
            archive.writestr(path, content)
    return buffer.getvalue()
