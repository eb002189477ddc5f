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

  /* Exercises: each question, and each conversation, is marked here from 0 to 1. All together are
     the score of the lesson, once each has an answer. */
  var results = [];

  function tell(place, part) {
    results[place] = part;
    if (!open || results.indexOf(null) !== -1) return;
    var sum = results.reduce(function (one, other) {
      return one + other;
    }, 0);
    api.LMSSetValue("cmi.core.score.min", "0");
    api.LMSSetValue("cmi.core.score.max", "100");
    api.LMSSetValue("cmi.core.score.raw", String(Math.round((100 * sum) / results.length)));
    api.LMSCommit("");
  }

  function each(root, selector, call) {
    [].slice.call(root.querySelectorAll(selector)).forEach(call);
  }

  function worthOf(one) {
    return Number(one.getAttribute("data-worth"));
  }

  function plain(text) {
    return text.trim().replace(/\s+/g, " ").toLowerCase();
  }

  function checked(form) {
    return [].slice.call(form.querySelectorAll("input:checked"));
  }

  /* What the answer to a question is worth; null when there is none. */
  var marking = {
    one: function (form) {
      var chosen = checked(form)[0];
      return chosen ? worthOf(chosen) : null;
    },
    several: function (form) {
      var hits = 0;
      var misses = 0;
      var right = 0;
      each(form, "input", function (one) {
        if (worthOf(one) > 0) right += 1;
        if (one.checked) {
          if (worthOf(one) > 0) hits += 1;
          else misses += 1;
        }
      });
      if (!hits && !misses) return null;
      if (hits === right && !misses) return 1;
      return form.hasAttribute("data-partly") ? Math.max(0, (hits - misses) / right) : 0;
    },
    pairs: function (form) {
      var rows = [].slice.call(form.querySelectorAll("select"));
      var right = rows.filter(function (one) {
        return one.value === one.getAttribute("data-right");
      });
      var isEmpty = rows.every(function (one) {
        return !one.value;
      });
      return isEmpty ? null : right.length / rows.length;
    },
    words: function (form) {
      var typed = plain(form.querySelector("input").value);
      if (!typed) return null;
      return [].slice.call(form.querySelectorAll("[data-word]")).some(function (one) {
        return plain(one.getAttribute("data-word")) === typed;
      })
        ? 1
        : 0;
    },
  };

  function verdict(form, said, part) {
    var kind = part === 1 ? "data-right" : part > 0 ? "data-partly" : "data-wrong";
    var own = checked(form)[0];
    return (own && own.getAttribute("data-verdict")) || said.getAttribute(kind);
  }

  each(document, "form.va-check", function (form) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
    });
  });

  each(document, "[data-check]", function (form) {
    var place = results.push(null) - 1;
    var said = form.querySelector('[role="status"]');
    var answer = form.querySelector("details");
    var closing = form.closest("[data-exercise]").querySelector("[data-closing]");
    form.querySelector("button").hidden = false;
    answer.hidden = true;
    if (closing) closing.hidden = true;
    form.addEventListener("submit", function () {
      var part = marking[form.getAttribute("data-check")](form);
      if (part === null) {
        said.textContent = said.getAttribute("data-none");
        return;
      }
      each(form, "input", function (one) {
        var around = one.closest("p");
        var feedback = around && around.querySelector(".va-check__feedback");
        if (feedback) feedback.hidden = !one.checked;
      });
      said.textContent = verdict(form, said, part);
      answer.hidden = false;
      if (closing) closing.hidden = false;
      tell(place, part);
    });
  });

  /* A conversation: one moment after the other, with what was said before above it. */
  each(document, "[data-talk]", function (talk) {
    var place = results.push(null) - 1;
    var around = talk.closest("[data-exercise]");
    var moments = [].slice.call(talk.children);
    var told = document.createElement("div");
    var back = around.querySelector("[data-with-script]");
    var path = [];
    told.setAttribute("data-told", "");
    talk.parentNode.insertBefore(told, talk);
    talk.style.listStyle = "none";
    around.querySelector("[data-without-script]").hidden = true;

    function line(text, kind) {
      var one = document.createElement("p");
      one.textContent = text;
      if (kind) one.className = kind;
      told.appendChild(one);
    }

    function show(focuses) {
      var now = path.length ? path[path.length - 1].to : moments[0];
      var ended = !now.querySelector("[data-say]");
      told.textContent = "";
      path.forEach(function (step) {
        line(step.from.querySelector("p").textContent.trim().replace(/\s+/g, " "));
        line("– " + step.text, "va-talk__mine");
        if (ended && step.effect) line(step.effect, "va-check__feedback");
      });
      moments.forEach(function (one) {
        one.hidden = one !== now;
      });
      back.hidden = !path.length;
      if (ended) tell(place, worthOf(now));
      if (focuses) now.focus();
    }

    each(talk, "[data-say]", function (link) {
      link.addEventListener("click", function (event) {
        var effect = link.parentNode.querySelector("[data-effect]");
        event.preventDefault();
        path.push({
          from: link.closest("[data-worth]"),
          to: document.getElementById(link.getAttribute("href").slice(1)),
          text: link.textContent,
          effect: effect ? effect.textContent : "",
        });
        show(true);
      });
    });
    back.querySelector("[data-back]").addEventListener("click", function () {
      path.pop();
      show(true);
    });
    show(false);
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
