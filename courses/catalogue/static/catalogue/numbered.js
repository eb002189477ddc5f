/** Options are told apart by their number: "Antwoord 2" is also what is said of one that is not finished.
 * In the text, and not by the style sheet: what that adds is not read aloud everywhere. */
(() => {
  const form = document.getElementById("page-edit-form");
  if (!form) return;
  const OPTIONS = ".va-numbered > [data-streamfield-list-container]";
  const NAME = ":scope > section > .w-panel__header > .w-panel__heading > .c-sf-block__type";
  let waits = false;

  const number = () => {
    waits = false;
    for (const options of form.querySelectorAll(OPTIONS)) {
      const there = [...options.children].filter(
        (one) => one.matches("[data-streamfield-child]") && one.getAttribute("aria-hidden") !== "true",
      );
      there.forEach((option, place) => {
        const name = option.querySelector(NAME);
        if (!name) return;
        name.dataset.name ??= name.textContent;
        const words = `${name.dataset.name} ${place + 1}`;
        if (name.textContent !== words) name.textContent = words;
      });
    }
  };

  new MutationObserver(() => {
    if (!waits) requestAnimationFrame(number);
    waits = true;
  }).observe(form, { childList: true, subtree: true, attributeFilter: ["aria-hidden"] });
  number();
})();
