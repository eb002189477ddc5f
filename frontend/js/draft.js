/**
 * What is filled in in a form with `data-draft` waits in this tab, and nowhere else: when the sign-in
 * ends, the page is loaded anew or a wrong link is pressed, it is there again. The value of the
 * attribute is one person's for one form, so that who signs in next finds nothing.
 *
 * It goes when the form has been taken (a page with `data-draft-done`, or an answer in its place), when
 * somebody signs out, when the tab is closed, and after an hour. What the server shows, it shows again at the next load.
 */
const PREFIX = "draft:";
const LASTS = 60 * 60 * 1000;

/** The drafts of this tab, by key; none where the browser forbids storage. */
function drafts() {
  try {
    return Object.keys(sessionStorage)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => [key, JSON.parse(sessionStorage.getItem(key))]);
  } catch {
    return [];
  }
}

function forget(wanted) {
  for (const [key, draft] of drafts()) if (wanted(key, draft)) sessionStorage.removeItem(key);
}

function keep(form) {
  const fields = [...new FormData(form)].filter(
    ([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string",
  );
  const draft = { path: location.pathname, at: Date.now(), fields };
  try {
    sessionStorage.setItem(PREFIX + form.dataset.draft, JSON.stringify(draft));
  } catch {
    // No room, or not allowed: then the form works as it does without script.
  }
}

function restore(form, { fields }) {
  for (const input of form.elements) {
    if (!input.name || input.type === "hidden") continue;
    const values = fields.filter(([name]) => name === input.name).map(([, value]) => value);
    if (input.matches("[type=radio], [type=checkbox]")) input.checked = values.includes(input.value);
    else if (input.matches("textarea, select, input")) input.value = values[0] ?? "";
  }
}

/** The form has been taken: what was filled in waits no more. */
export function forgetDraft(form) {
  forget((key) => key === PREFIX + form.dataset.draft);
}

export function draft(root) {
  const forgetOld = () => forget((_key, { at }) => Date.now() - at > LASTS);
  forgetOld();
  setInterval(forgetOld, 60 * 1000);
  for (const mark of root.querySelectorAll("[data-draft-done]")) {
    forget((key) => key === PREFIX + mark.dataset.draftDone);
  }
  for (const form of root.querySelectorAll("form[data-draft]")) {
    const kept = drafts().find(([key]) => key === PREFIX + form.dataset.draft);
    if (kept) restore(form, kept[1]);
    for (const note of form.querySelectorAll("[data-draft-note]")) note.hidden = false;
  }
  // Counted from what was last written, also when the page stays open for longer. Of the page: a form may
  // come later, in the place of another.
  root.addEventListener("input", ({ target: { form } }) => {
    if (form?.dataset.draft) keep(form);
  });
  // The page that holds what was sent: with a draft in this tab, signing in needs no other one.
  for (const way of root.querySelectorAll("[data-draft-waits]")) {
    if (!drafts().some(([, { path }]) => path === way.dataset.draftWaits)) continue;
    way.hidden = false;
    for (const other of root.querySelectorAll("[data-draft-lost]")) other.hidden = true;
  }
  root.addEventListener("submit", (event) => {
    if ("forgetsDrafts" in event.target.dataset) forget(() => true);
  });
}
