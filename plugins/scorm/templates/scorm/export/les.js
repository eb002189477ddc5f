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
  var full = document.getElementById("vol");
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
    /* Otherwise the environment may throw away what was answered. */
    api.LMSSetValue("cmi.core.exit", "suspend");
    api.LMSCommit("");
    api.LMSFinish("");
  }

  /* What was answered, by a mark of each exercise's words: so it stays with its exercise when a newer
     lesson has others. An environment keeps 4,096 characters of it, and knows no others than ASCII. */
  var MOST = 4096;
  var answers = {};
  var restoring = true;

  function kept() {
    try {
      var told = JSON.parse(api.LMSGetValue("cmi.suspend_data"));
      return told && told.a && typeof told.a === "object" ? told.a : {};
    } catch (error) {
      return {};
    }
  }

  var before = open ? kept() : {};

  function markOf(text) {
    var number = 0;
    for (var at = 0; at < text.length; at += 1) number = (number * 31 + text.charCodeAt(at)) | 0;
    return (number >>> 0).toString(36);
  }

  var marks = {};

  function ownMark(text) {
    var mark = markOf(plain(text));
    while (marks[mark]) mark += "-";
    marks[mark] = true;
    return mark;
  }

  function written() {
    return JSON.stringify({ a: answers }).replace(/[\u0080-\uffff]/g, function (letter) {
      return "\\u" + ("000" + letter.charCodeAt(0).toString(16)).slice(-4);
    });
  }

  /* Keep an answer and the score, null to forget an answer; who looks at the exercise hears it when that does not fit. */
  function keep(mark, answer, around) {
    if (!open || restoring) return;
    delete answers[mark];
    if (answer !== null) answers[mark] = answer;
    var fits = written().length <= MOST;
    if (!fits) delete answers[mark];
    fits = String(api.LMSSetValue("cmi.suspend_data", written())) === "true" && fits;
    api.LMSCommit("");
    around.appendChild(full);
    full.textContent = fits ? "" : full.getAttribute("data-full");
  }

  /* Exercises: each question, and each conversation, is marked here from 0 to 1. All together are
     the score of the lesson, once each has an answer. */
  var results = [];

  function tell(place, part) {
    results[place] = part;
    if (restoring || !open || results.indexOf(null) !== -1) return;
    var sum = results.reduce(function (one, other) {
      return one + other;
    }, 0);
    api.LMSSetValue("cmi.core.score.min", "0");
    api.LMSSetValue("cmi.core.score.max", "100");
    api.LMSSetValue("cmi.core.score.raw", String(Math.round((100 * sum) / results.length)));
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

  /* An answer as it is kept, and put back. */
  function answerOf(form) {
    var typed = form.querySelector('input[type="text"]');
    if (typed) return typed.value;
    var found = [];
    each(form, "input", function (one, at) {
      if (one.checked) found.push(at);
    });
    each(form, "select", function (one) {
      found.push(one.selectedIndex);
    });
    return found;
  }

  function putBack(form, answer) {
    var typed = form.querySelector('input[type="text"]');
    if (typed) typed.value = String(answer);
    if (typed || !Array.isArray(answer)) return;
    each(form, "input", function (one, at) {
      one.checked = answer.indexOf(at) !== -1;
    });
    each(form, "select", function (one, at) {
      one.selectedIndex = Math.max(0, Number(answer[at]) || 0);
    });
  }

  function wordsOf(form) {
    var words = [];
    each(form, "legend, label", function (one) {
      words.push(one.textContent);
    });
    return words.join(" ");
  }

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
    var around = form.closest("[data-exercise]");
    var closing = around.querySelector("[data-closing]");
    var mark = ownMark(wordsOf(form));
    form.querySelector("button").hidden = false;
    answer.hidden = true;
    if (closing) closing.hidden = true;

    function judge() {
      var part = marking[form.getAttribute("data-check")](form);
      if (part === null) {
        said.textContent = said.getAttribute("data-none");
        return;
      }
      each(form, "input", function (one) {
        var row = one.closest("p");
        var feedback = row && row.querySelector(".va-check__feedback");
        if (feedback) feedback.hidden = !one.checked;
      });
      said.textContent = verdict(form, said, part);
      answer.hidden = false;
      if (closing) closing.hidden = false;
      tell(place, part);
      keep(mark, answerOf(form), form);
    }

    form.addEventListener("submit", judge);
    if (before[mark] !== undefined) {
      answers[mark] = before[mark];
      putBack(form, before[mark]);
      judge();
    }
  });

  /* A conversation: one moment after the other, with what was said before above it. */
  each(document, "[data-talk]", function (talk) {
    var place = results.push(null) - 1;
    var around = talk.closest("[data-exercise]");
    var moments = [].slice.call(talk.children);
    var told = document.createElement("div");
    var back = around.querySelector("[data-with-script]");
    var path = [];
    var mark = ownMark(talk.textContent);
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

    function saysOf(moment) {
      return [].slice.call(moment.querySelectorAll("[data-say]"));
    }

    function say(link) {
      var effect = link.parentNode.querySelector("[data-effect]");
      var from = link.closest("[data-worth]");
      path.push({
        from: from,
        to: document.getElementById(link.getAttribute("href").slice(1)),
        at: saysOf(from).indexOf(link),
        text: link.textContent,
        effect: effect ? effect.textContent : "",
      });
    }

    function goOn() {
      var steps = path.map(function (step) {
        return step.at;
      });
      show(true);
      keep(mark, steps.length ? steps : null, around);
    }

    each(talk, "[data-say]", function (link) {
      link.addEventListener("click", function (event) {
        event.preventDefault();
        say(link);
        goOn();
      });
    });
    back.querySelector("[data-back]").addEventListener("click", function () {
      path.pop();
      goOn();
    });
    if (Array.isArray(before[mark])) {
      answers[mark] = before[mark];
      before[mark].every(function (at) {
        var link = saysOf(path.length ? path[path.length - 1].to : moments[0])[at];
        if (link) say(link);
        return Boolean(link);
      });
    }
    show(false);
  });
  restoring = false;

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
    if (Object.keys(answers).length) status.textContent = status.getAttribute("data-again");
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
