/** What is still to do stands in the checks, and follows what the editor saved by itself. What is saved is not
 * on the site yet: the sign that leads there says so as well, until it is what the site has again. */
const own = new Map();

const say = (sign, text, label) => {
  const words = [...sign.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE && one.data.trim()).at(-1);
  if (!own.has(sign)) own.set(sign, [words?.data, sign.getAttribute("aria-label")]);
  if (words) words.data = text;
  sign.setAttribute("aria-label", label);
};

const sayHowItStands = (place) => {
  if (!place) return;
  const notYet = place.querySelector("[data-not-yet]")?.dataset.notYet;
  for (const sign of document.querySelectorAll(".page-status-tag")) {
    if (notYet) say(sign, notYet, notYet);
    else if (own.has(sign)) say(sign, ...own.get(sign));
    // It stands on a line of its own, where the names of the other signs have their room.
    sign.toggleAttribute("data-not-yet", Boolean(notYet));
  }
};

document.addEventListener("w-autosave:success", async ({ detail }) => {
  const place = document.querySelector("[data-unfinished]");
  const page = detail?.response?.pk;
  if (!place || !page) return;
  try {
    const answer = await fetch(place.dataset.unfinished.replace("/0/", `/${page}/`));
    if (answer.ok) place.innerHTML = await answer.text();
    sayHowItStands(place);
  } catch {
    // No connection: what stands there is as old as what was saved last.
  }
});

sayHowItStands(document.querySelector("[data-unfinished]"));
