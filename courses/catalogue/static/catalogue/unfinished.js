/** What is still to do stands in the checks, and follows what the editor saved by itself. What is saved is not
 * on the site yet: the sign that leads there says so as well. */
const sayNotYet = (place) => {
  const words = place?.querySelector("[data-not-yet]")?.dataset.notYet;
  if (!words) return;
  for (const sign of document.querySelectorAll(".page-status-tag")) {
    const text = [...sign.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE && one.data.trim()).at(-1);
    if (text) text.data = words;
    sign.setAttribute("aria-label", words);
    // It stands on a line of its own, where the names of the other signs have their room.
    sign.dataset.notYet = "";
  }
};

document.addEventListener("w-autosave:success", async ({ detail }) => {
  const place = document.querySelector("[data-unfinished]");
  const page = detail?.response?.pk;
  if (!place || !page) return;
  try {
    const answer = await fetch(place.dataset.unfinished.replace("/0/", `/${page}/`));
    if (answer.ok) place.innerHTML = await answer.text();
    sayNotYet(place);
  } catch {
    // No connection: what stands there is as old as what was saved last.
  }
});

sayNotYet(document.querySelector("[data-unfinished]"));
