/* Tells the learning environment around this page that somebody did the lesson (SCORM 1.2). */
(function () {
  "use strict";

  function within(start) {
    var one = start;
    for (var tries = 0; one && tries < 500; tries += 1) {
      try {
        if (one.API) return one.API;
      } catch (error) {
        return null;
      }
      if (one.parent === one) return null;
      one = one.parent;
    }
    return null;
  }

  function found() {
    var opener = null;
    try {
      opener = window.opener || (window.top && window.top.opener);
    } catch (error) {
      opener = null;
    }
    return within(window) || (opener ? within(opener) : null);
  }

  var api = found();
  var status = document.getElementById("stand");
  var button = document.getElementById("klaar");
  var began = Date.now();
  var open = Boolean(api) && String(api.LMSInitialize("")) === "true";

  function isDone(value) {
    return value === "completed" || value === "passed";
  }

  function twoDigits(number) {
    return (number < 10 ? "0" : "") + number;
  }

  function spent() {
    var seconds = Math.floor((Date.now() - began) / 1000);
    var hours = Math.min(Math.floor(seconds / 3600), 9999);
    return [twoDigits(hours), twoDigits(Math.floor(seconds / 60) % 60), twoDigits(seconds % 60)].join(":");
  }

  function finish() {
    if (!open) return;
    open = false;
    api.LMSSetValue("cmi.core.session_time", spent());
    api.LMSCommit("");
    api.LMSFinish("");
  }

  /* Knowledge checks: each is marked here, and all together are the score of the lesson. */
  var checks = [].slice.call(document.querySelectorAll("[data-check]"));
  var results = checks.map(function () {
    return null;
  });

  function tellScore() {
    if (!open || results.indexOf(null) !== -1) return;
    var right = results.filter(Boolean).length;
    api.LMSSetValue("cmi.core.score.min", "0");
    api.LMSSetValue("cmi.core.score.max", "100");
    api.LMSSetValue("cmi.core.score.raw", String(Math.round((100 * right) / results.length)));
    api.LMSCommit("");
  }

  checks.forEach(function (form, place) {
    var said = form.querySelector('[role="status"]');
    var inputs = [].slice.call(form.querySelectorAll("input"));
    var answer = form.querySelector("details");
    form.querySelector("button").hidden = false;
    answer.hidden = true;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var chosen = inputs.filter(function (one) {
        return one.checked;
      });
      if (!chosen.length) {
        said.textContent = said.getAttribute("data-none");
        return;
      }
      var isRight = inputs.every(function (one) {
        return one.checked === Boolean(one.getAttribute("data-right"));
      });
      inputs.forEach(function (one) {
        var feedback = one.closest("p").querySelector(".va-check__feedback");
        if (feedback) feedback.hidden = !one.checked;
      });
      said.textContent = said.getAttribute(isRight ? "data-right" : "data-wrong");
      answer.hidden = false;
      results[place] = isRight;
      tellScore();
    });
  });

  if (!open) {
    status.textContent = status.getAttribute("data-alone");
    return;
  }
  if (isDone(api.LMSGetValue("cmi.core.lesson_status"))) {
    status.textContent = status.getAttribute("data-done");
  } else {
    api.LMSSetValue("cmi.core.lesson_status", "incomplete");
    api.LMSCommit("");
    button.hidden = false;
  }
  button.addEventListener("click", function () {
    if (!open) return;
    api.LMSSetValue("cmi.core.lesson_status", "completed");
    api.LMSSetValue("cmi.core.session_time", spent());
    api.LMSCommit("");
    button.hidden = true;
    status.textContent = status.getAttribute("data-done");
    status.tabIndex = -1;
    status.focus();
  });
  window.addEventListener("pagehide", finish);
  window.addEventListener("beforeunload", finish);
})();
