/*
 * Inside a frame with content of others: runs before the content's own scripts and gives it `academy`.
 *
 * The name of the frame says what the academy knows: it is there at once, whatever origin the document
 * has. A document in a frame of the content's own asks the page of the academy for it.
 *
 *   academy.state, academy.settings    what was kept before; null where there is nothing
 *   academy.ready                      a promise: they are known. At once, but in frames within the frame
 *   academy.kept(state)                keep this; a promise of { ok, reason, answer }
 *   academy.finished({ points, out_of, passed, state })
 *   academy.resized(height)            how high the content is, in CSS pixels
 */
(() => {
  const site = document.currentScript.dataset.site;

  /** What the frame's name says, if the academy gave it its name. */
  function fromName() {
    try {
      const told = JSON.parse(window.name);
      return typeof told?.academy === "string" ? told : null;
    } catch {
      return null;
    }
  }

  /** The same of a document above this one, where both are of one origin. */
  function fromAbove() {
    try {
      return window.parent !== window && window.parent.academy ? window.parent.academy : null;
    } catch {
      return null;
    }
  }

  /** Content often wants to keep something in the browser; without an origin it may not, and stops. */
  function lendStorage(name) {
    try {
      if (window[name]) return;
    } catch {
      const kept = new Map();
      const storage = {
        get length() {
          return kept.size;
        },
        key: (index) => [...kept.keys()][index] ?? null,
        getItem: (key) => kept.get(String(key)) ?? null,
        setItem: (key, value) => void kept.set(String(key), String(value)),
        removeItem: (key) => void kept.delete(String(key)),
        clear: () => kept.clear(),
      };
      Object.defineProperty(window, name, { value: storage, configurable: true });
    }
  }

  lendStorage("localStorage");
  lendStorage("sessionStorage");

  const above = fromName() ? null : fromAbove();
  if (above) {
    window.academy = above;
    return;
  }

  const told = fromName();
  const waiting = new Map();
  let key = told?.academy ?? null;
  let number = 0;
  let known;

  function send(kind, values) {
    return new Promise((resolve) => {
      number += 1;
      const id = number;
      waiting.set(id, resolve);
      // At once where that can be: a page that is left runs no promises any more.
      const post = () => window.top.postMessage({ academy: key, id, kind, ...values }, site);
      if (key) post();
      else academy.ready.then(post);
    });
  }

  const academy = {
    state: told?.state ?? null,
    settings: told?.settings ?? null,
    ready: told ? Promise.resolve() : new Promise((resolve) => (known = resolve)),
    kept: (state) => send("kept", { state }),
    finished: ({ points = null, out_of = null, passed = null, state = null } = {}) =>
      send("finished", { score: { points, out_of }, passed, state }),
    resized: (height) => void academy.ready.then(() => {
      window.top.postMessage({ academy: key, kind: "resized", height }, site);
    }),
  };
  window.academy = academy;

  window.addEventListener("message", (event) => {
    if (event.origin !== site || event.source !== window.top || typeof event.data?.academy !== "string") return;
    if (event.data.kind === "hello" && known) {
      key = event.data.academy;
      academy.state = event.data.state ?? null;
      academy.settings = event.data.settings ?? null;
      known();
      known = undefined;
    } else if (event.data.kind === "answered" && event.data.academy === key) {
      waiting.get(event.data.id)?.({
        ok: event.data.ok,
        reason: event.data.reason ?? null,
        answer: event.data.answer ?? null,
      });
      waiting.delete(event.data.id);
    }
  });
  if (!told && window.top !== window) window.top.postMessage({ academy: "", kind: "hello" }, site);
})();
