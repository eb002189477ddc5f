/* Wagtail's editor saves by itself a moment after the last key. Who presses a button while that is under way sends
   an older version than the one that is just being written, and would read that the page was saved in another window.
   So the press waits its turn: until that is done, or ten seconds at most. Once it has gone, nothing saves by itself.
   And the form then says that it was made from what was saved last: Wagtail leaves there what it was opened with, and
   new answers of a question, which have no name before they are saved, look like what somebody else wrote. */
(() => {
  const LONGEST = 10000;
  let busy = false;
  let leaving = false;
  let pressed = null;

  const goOn = () => {
    busy = false;
    if (!pressed) return;
    const { form, button } = pressed;
    pressed = null;
    // Wagtail switches the button off when it is pressed, and then its name would not be sent.
    if (button) button.disabled = false;
    form.requestSubmit(button);
  };

  document.addEventListener("w-autosave:save", (event) => {
    if (leaving) event.preventDefault();
    // Something else may still say no to it; then nothing is under way.
    queueMicrotask(() => { busy = !event.defaultPrevented; });
  });
  for (const name of ["success", "error", "deactivated"]) {
    document.addEventListener(`w-autosave:${name}`, goOn);
  }

  // On the document before the one that lets the press go on.
  document.addEventListener("w-autosave:success", (event) => {
    const { data } = event.detail;
    for (const name of ["revision_id", "revision_created_at"]) {
      const field = event.target.elements.namedItem(`loaded_${name}`);
      if (field && data[name]) field.value = data[name];
    }
  }, true);

  document.addEventListener("submit", (event) => {
    if (!busy || !event.target.matches("[data-controller~='w-autosave']")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pressed = { form: event.target, button: event.submitter };
    setTimeout(goOn, LONGEST);
  }, true);
  window.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    leaving = true;
    setTimeout(() => { leaving = false; }, LONGEST);
  });
})();
