/** A button with `data-confirm` asks first. Without script the page behind it has to ask. */
export function confirmFirst(root) {
  root.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest("[data-confirm]");
      if (button && !window.confirm(button.dataset.confirm)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );
}
