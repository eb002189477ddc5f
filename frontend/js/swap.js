/**
 * A form with `data-swap` (the id of an element) is answered in place: it is sent as htmx would, and what
 * comes back takes the place of that element; more elements behind it take the place of those with their
 * ids. Everything works without it.
 *
 * When the server says no, the whole page is asked for: it says why. A form whose token is too old is
 * sent once more as a whole page, so that the answer holds what was filled in. When there is no server,
 * what was filled in stays, and the text in `data-offline` of the body is said.
 */
import { forgetDraft } from "./draft.js";

export function swap(root, enhance) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !("swap" in form.dataset)) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    send(form, event.submitter, enhance);
  });
}

async function send(form, submitter, enhance) {
  const body = new URLSearchParams(new FormData(form));
  if (submitter?.name) body.append(submitter.name, submitter.value);
  form.setAttribute("aria-busy", "true");
  let answer, text;
  try {
    answer = await fetch(form.action, { method: "POST", headers: { "HX-Request": "true" }, body });
    text = await answer.text();
  } catch {
    form.removeAttribute("aria-busy");
    // Nothing was sent: who leaves the page now is asked first.
    delete form.dataset.sent;
    window.alert(document.body.dataset.offline);
    return;
  }
  const elsewhere = answer.headers.get("HX-Redirect") ?? (answer.redirected && answer.url);
  if (elsewhere) location.assign(elsewhere);
  else if (answer.ok) show(form, text, enhance);
  else if (answer.status === 403) sendWhole(form, submitter);
  else location.reload();
}

function show(form, text, enhance) {
  forgetDraft(form);
  const place = document.getElementById(form.dataset.swap);
  const parts = document.createRange().createContextualFragment(text);
  const part = parts.getElementById(form.dataset.swap) ?? parts.firstElementChild;
  // What else changed on the page by this answer, such as the end of a lesson. A preview answers with all
  // of the page: its main part has a name too, and would take the place of what was just put in it.
  const others = part.parentNode === parts ? [...parts.children].filter((one) => one !== part) : [];
  place.replaceWith(part);
  for (const other of others) document.getElementById(other.id)?.replaceWith(other);
  part.querySelector("[autofocus]")?.focus({ preventScroll: true });
  part.scrollIntoView({ block: "start" });
  enhance(part);
}

function sendWhole(form, button) {
  if (button?.name) {
    const pressed = document.createElement("input");
    Object.assign(pressed, { type: "hidden", name: button.name, value: button.value });
    form.append(pressed);
  }
  form.dataset.sent = "";
  form.submit();
}
