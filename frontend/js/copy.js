/** Buttons with `data-copy` need script, so they are hidden until there is; what they copy is in a
 * field that can also be copied by hand. What was done is said in the status beside them. */
export function copying(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    const status = document.getElementById(button.getAttribute("aria-describedby"));
    button.hidden = false;
    button.addEventListener("click", async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        status.textContent = button.dataset.copied;
      } catch {
        status.textContent = button.dataset.byHand;
      }
    });
  }
}
