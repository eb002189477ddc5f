/**
 * A form with `data-sends-later` is sent when there is a network: without one the browser would put a
 * page of its own in the place of what was filled in. Whether the server can be reached is asked first,
 * with a request that changes nothing. While it cannot, the form stays as it is, the text in
 * `data-sends-later` is said, and it is tried again until it goes.
 */
const PAUSE = 10 * 1000;
const PATIENCE = 8 * 1000;

async function reachesServer() {
  try {
    const { status } = await fetch(location.href, {
      method: "HEAD",
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    // What stands before the server says so when there is none behind it.
    return status < 502;
  } catch {
    return false;
  }
}

export function sending(root) {
  const waiting = new Map();

  async function attempt(form, submitter) {
    form.setAttribute("aria-busy", "true");
    const reached = await reachesServer();
    form.removeAttribute("aria-busy");
    const note = form.querySelector("[data-sends-later-note]");
    if (reached) {
      waiting.delete(form);
      if (note) note.textContent = "";
      form.dataset.reached = "";
      form.requestSubmit(submitter);
      return;
    }
    waiting.set(form, submitter);
    // Who leaves the page now is asked first.
    delete form.dataset.sent;
    if (note && note.textContent !== form.dataset.sendsLater) {
      note.textContent = form.dataset.sendsLater;
      note.scrollIntoView({ block: "nearest" });
    }
  }

  function again() {
    for (const [form, submitter] of waiting) {
      if (form.getAttribute("aria-busy") !== "true") attempt(form, submitter);
    }
  }

  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !("sendsLater" in form.dataset)) return;
    if ("reached" in form.dataset) {
      delete form.dataset.reached;
      return;
    }
    // A form that is on its way already is left to `once`, which stops the second press.
    event.preventDefault();
    if (form.getAttribute("aria-busy") !== "true") attempt(form, event.submitter);
  });
  window.addEventListener("online", again);
  setInterval(again, PAUSE);
}
