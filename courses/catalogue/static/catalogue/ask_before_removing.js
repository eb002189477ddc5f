/** Wagtail takes a block away at once, and nothing brings it back: where something was filled in, this asks
 * first. The script tag has the question. */
(() => {
  const question = document.currentScript.dataset.question;
  const FIELDS = "input:not([type=hidden]), textarea, select, [contenteditable=true]";

  const isFilledIn = (field) => {
    if (field.isContentEditable) return field.textContent.trim() !== "";
    if (/^(checkbox|radio)$/.test(field.type)) return false;
    return field.value.trim() !== "" && field.value !== field.querySelector?.("option")?.value;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-streamfield-action=DELETE]");
    const block = button?.closest("[data-streamfield-child]");
    if (!block) return;
    const filled = [...block.querySelectorAll(FIELDS)].some(isFilledIn) || block.querySelector(".chooser:not(.blank)");
    if (!filled || window.confirm(question)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
})();
