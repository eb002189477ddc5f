/* Wagtail 8.0.1 loses what was typed in its editor, and says that it was saved, where
   - the screen is the answer to a form that was sent: it saves once, and then looks for changes no more;
   - somebody types in the first two seconds: what stands there then counts as what was saved;
   - somebody types in the last moment before an answer comes to what was just saved: the same.
   So we keep what was sent last ourselves. What differs from that is unsaved, and Wagtail is told so in the attributes
   that its controller reads: then it saves, or warns who leaves. */
(() => {
  const EVERY = 500;
  const ACTING = 5000;
  // What a pop-up of the workflow asked comes along as the form is sent, by a way that tells nobody that it is sent.
  const NOT_CONTENT =
    /^(csrfmiddlewaretoken|next|(action-)?workflow-action(-.+)?|(loaded|overwrite)_revision_.+|comments-.+)$/;
  const form = document.querySelector("form[data-controller~='w-unsaved']");
  if (!form) return;

  const words = (data) =>
    [...data]
      .filter(([name]) => !NOT_CONTENT.test(name))
      .map(([name, value]) => [name, value instanceof File ? `${value.name} ${value.size}` : value]);
  let kept = null;
  let sent = null;
  let sentAt = 0;
  let touchedAt = 0;
  const isAnswer = form.dataset.wUnsavedForceValue === "true";

  // What goes on while a page opens is nobody's change, nor what goes on long after the last thing somebody did.
  for (const name of ["pointerdown", "keydown", "beforeinput", "paste", "drop"]) {
    document.addEventListener(name, ({ isTrusted }) => {
      if (!isTrusted) return;
      if (!touchedAt && !isAnswer) kept ??= words(new FormData(form));
      touchedAt = Date.now();
    }, true);
  }
  document.addEventListener("w-autosave:save", ({ detail }) => {
    sent = words(detail.formData);
    sentAt = Date.now();
  });
  document.addEventListener("w-autosave:success", ({ detail }) => {
    const updates = new Map(Object.entries(detail.data.field_updates ?? {}));
    kept = sent?.map(([name, value]) => [name, updates.get(name) ?? value]);
    setTimeout(look);
  });
  const look = () => {
    if (!kept || !touchedAt || sentAt - touchedAt > ACTING || form.dataset.wUnsavedHasEditsValue === "true") return;
    if (JSON.stringify(words(new FormData(form))) === JSON.stringify(kept)) return;
    form.dataset.wUnsavedForceValue = "true";
    form.dataset.wUnsavedHasEditsValue = "true";
  };
  setInterval(look, EVERY);
  window.addEventListener("beforeunload", look, true);

  if (!isAnswer) return;
  // Going back to it, or loading it again, asks for the page and does not send the form once more.
  history.replaceState(history.state, "", location.href);
  // Wagtail begins to look for changes when this is set, unless it is forced.
  const begin = () => {
    form.dataset.wUnsavedForceValue = "false";
    form.dataset.wUnsavedCheckIntervalValue = String(EVERY);
    setTimeout(() => { form.dataset.wUnsavedForceValue = "true"; });
  };
  form.addEventListener("w-unsaved:ready", () => setTimeout(begin), { once: true });
})();
