/**
 * Who wrote something and goes on without sending it is asked first, in the browser's own words.
 * Choices are quickly made again, so only what was written counts.
 */
export function unsaved(root) {
  const written = () =>
    [...root.querySelectorAll("form[method=post] textarea")].some(
      (area) => !("sent" in area.form.dataset) && area.value !== area.defaultValue,
    );
  root.addEventListener("submit", (event) => (event.target.dataset.sent = ""));
  root.addEventListener("input", (event) => delete event.target.form?.dataset.sent);
  window.addEventListener("beforeunload", (event) => {
    if (written()) event.preventDefault();
  });
}
