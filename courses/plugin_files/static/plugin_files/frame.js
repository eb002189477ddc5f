/*
 * Around a frame with content of others: takes what it tells, and sends it on in order.
 *
 * A message counts when it comes from the window of the frame (or one within it), from the origin that
 * it should have, and names the frame's key. The address that it is sent to stands in our page: content
 * chooses none.
 *
 * Of a document that is gone by now, whose last words it is, nobody knows the window any more. There
 * origin and key must do: the key is made anew for each page, stands in no address, and content of other pages
 * cannot read it. Who has it from the content itself can keep something in its place, as the content can,
 * and nothing else: what changes the page, or asks what is known, needs a window that is there.
 */
(() => {
  if (window.academyFrames) return;
  window.academyFrames = true;

  const PAUSES = [1, 2, 5, 10, 30, 60];
  const HIGHEST = 4000;
  /** All else may be well later: somebody signs in again, a plugin that failed is mended. */
  const REFUSALS = [400, 409, 413];
  const BYTES_KEPT_ALIVE = 60_000;
  const queues = new WeakMap();

  const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

  /** Whether a message comes of a document whose window is gone: none is told, or one without a place. */
  const isGone = ({ source }) => !source || source.parent === null;

  function isWithin(source, frame) {
    for (let one = source; one; one = one.parent) {
      if (one === frame.contentWindow) return true;
      if (one === one.parent) return false;
    }
    return false;
  }

  function frameOf(event) {
    const frames = document.querySelectorAll("iframe[data-content-frame]");
    const isIts = (frame) =>
      isGone(event) ? event.data.academy === frame.dataset.contentFrame : isWithin(event.source, frame);
    return [...frames].find((frame) => event.origin === frame.dataset.origin && isIts(frame));
  }

  function say(frame, kind, more = "") {
    const line = frame.parentElement.querySelector("[role=status]");
    if (!line) return;
    line.hidden = false;
    line.textContent = [line.dataset[kind], more].filter(Boolean).join(" ");
  }

  /** What is told, as it is sent; null where content tells what JSON cannot say. */
  function written({ kind, state, score, passed }, number) {
    try {
      return JSON.stringify({ kind, number, state: state ?? null, score: score ?? null, passed: passed ?? null });
    } catch {
      return null;
    }
  }

  async function post(frame, body) {
    return fetch(frame.dataset.answersTo, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": frame.dataset.token },
      body,
      redirect: "error",
      // What is told while somebody leaves the page arrives after all; browsers do so for small ones.
      keepalive: new Blob([body]).size < BYTES_KEPT_ALIVE,
    });
  }

  /** Sends until there is an answer. What is refused is not sent again. */
  async function deliver(frame, number, told) {
    const body = written(told, number);
    if (body === null) {
      say(frame, "refused");
      return { ok: false, reason: null };
    }
    for (let tried = 0; ; tried += 1) {
      try {
        const response = await post(frame, body);
        const is_json = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
        const answer = is_json ? await response.json() : null;
        if (response.ok) {
          say(frame, "kept");
          return { ok: true, answer };
        }
        if (REFUSALS.includes(response.status)) {
          say(frame, "refused", answer?.reason);
          return { ok: false, reason: answer?.reason ?? null };
        }
      } catch {
        // No network, or no answer that can be read: it is tried again.
      }
      say(frame, "trying");
      await wait(PAUSES[Math.min(tried, PAUSES.length - 1)]);
    }
  }

  function queue(frame, told, reply) {
    const line = queues.get(frame) ?? { last: Promise.resolve(), number: 0 };
    queues.set(frame, line);
    line.number += 1;
    const number = line.number;
    // The first goes at once, also when the page is being left.
    const job = line.busy ? line.last.then(() => deliver(frame, number, told)) : deliver(frame, number, told);
    line.busy = true;
    line.last = job.then((outcome) => {
      if (line.number === number) line.busy = false;
      reply({ kind: "answered", id: told.id, ...outcome });
      frame.dispatchEvent(new CustomEvent("academy:answered", { bubbles: true }));
    });
  }

  window.addEventListener("message", (event) => {
    const told = event.data;
    const frame = typeof told?.academy === "string" ? frameOf(event) : undefined;
    if (!frame) return;
    // A document without an origin has no other address than "*"; its window is known.
    const target = event.origin === "null" ? "*" : event.origin;
    const reply = (values) => event.source?.postMessage({ academy: frame.dataset.contentFrame, ...values }, target);
    if (told.kind === "hello" && told.academy === "") {
      const { state, settings } = JSON.parse(frame.name);
      reply({ kind: "hello", state, settings });
      return;
    }
    if (told.academy !== frame.dataset.contentFrame) return;
    if (told.kind === "resized" && !isGone(event) && Number.isFinite(told.height)) {
      frame.height = String(Math.min(Math.max(Math.ceil(told.height), 100), HIGHEST));
    } else if (["kept", "finished"].includes(told.kind)) {
      frame.dispatchEvent(new CustomEvent("academy:told", { bubbles: true, detail: told }));
      if (frame.dataset.answersTo) queue(frame, told, reply);
    }
  });
})();
