/** On a small screen a side panel lies over the whole page. There it is what somebody just asked for: it
 * does not come back on the next page, as on a wide screen, and goes for what it points at. The script
 * tag has what the button to close it is called: Wagtail draws an arrow. */
(() => {
  const small = window.matchMedia("(max-width: 50em)");
  const name = document.currentScript.dataset.close;
  const close = () => document.querySelector("[data-form-side-close-button]")?.click();

  if (small.matches) {
    try {
      // Before Wagtail reads it.
      localStorage.removeItem("wagtail:side-panel-open");
    } catch {
      // Nothing is kept, so nothing comes back.
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-form-side-close-button]");
    button?.removeAttribute("aria-label");
    button?.append(name);
  });

  // Where the browser keeps the page as it was left, for the way back.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted && small.matches) close();
  });

  document.addEventListener("click", ({ target }) => {
    const link = target.closest("[data-side-panel] a[href*='#']");
    if (link && small.matches && link.pathname === location.pathname) close();
  });
})();
