/**
 * The page around a part of a package: says so when the package closes it, with the way on. A package
 * that closes its part often shows nothing any more, and who looks at it would not know what to do. Where
 * it asks for the part before it, or for one by its name (2004), the way there is shown too.
 *
 * A part that is done often stays as it is, without a button for the next: so that is said below it.
 *
 * Parts that share something wait for each other: one that is left often says the last only when its frame
 * closes, and the next begins with that.
 */
const LONGEST_WAIT = 4000;
let underWay = 0;
let isLeft = false;

function show(note, asks) {
  const [, target] = /^\{target=(.+)\}(?:choice|jump)$/.exec(asks) ?? [];
  const link = target && document.querySelector(`a[data-part="${CSS.escape(target)}"]`);
  const before = note.querySelector("[data-scorm-previous]");
  if (before && asks === "previous") before.hidden = false;
  if (link) note.querySelector("[data-scorm-chosen]").replaceChildren(link.cloneNode(true));
}

document.addEventListener("academy:told", ({ detail }) => {
  const note = document.querySelector("[data-scorm-closed]");
  if (!note || !detail.state?.closed) return;
  note.hidden = false;
  show(note, String(detail.state.asks ?? ""));
  note.focus();
});

/** Whether what a part tells is that somebody is done with it and need not try again. */
function isDone({ cmi = {} }) {
  const { core, completion_status: completed, success_status: success } = cmi;
  if (core) return ["completed", "passed"].includes(core.lesson_status);
  return completed === "completed" && success !== "failed";
}

document.addEventListener("academy:told", ({ detail }) => {
  const line = document.querySelector("[data-scorm-done]");
  if (line && detail.state) line.hidden = !isDone(detail.state);
});

document.addEventListener("academy:told", () => {
  underWay += 1;
});
document.addEventListener("academy:answered", () => {
  underWay -= 1;
});

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function leave(frame, url) {
  isLeft = true;
  const until = Date.now() + LONGEST_WAIT;
  const isClosed = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  // Not as a step of its own: the button for the page before leads to the page before.
  frame.contentWindow.location.replace("about:blank");
  await Promise.race([isClosed, pause(LONGEST_WAIT)]);
  do await pause(50);
  while (underWay > 0 && Date.now() < until);
  window.location.assign(url);
}

document.addEventListener("click", (event) => {
  const frame = document.querySelector("[data-scorm-shares] iframe");
  const link = event.target.closest("a[href]");
  const goesElse = event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey;
  if (!frame || !link || goesElse || link.target || link.hasAttribute("download")) return;
  if (link.origin !== window.location.origin || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  leave(frame, link.href);
});

// A browser that kept the page as it was left, shows an empty frame.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && isLeft) window.location.reload();
});
