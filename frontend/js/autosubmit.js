/** A filter form with `data-autosubmit` sends itself when a choice changes; typing waits for Enter. */
export function autosubmit(root) {
  root.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form || !("autosubmit" in form.dataset)) return;
    if (event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) {
      form.requestSubmit();
    }
  });
}
