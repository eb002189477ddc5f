/** What gets the focus, as the first field of a block that was just added, is not left behind the head
 * of the page or the buttons below it. The style sheet says how far. Of what was pressed, a text that is
 * longer than what is between these stays where it is: there is more of it to be seen than the place that
 * was pressed.
 *
 * Wagtail gives no focus to a block that begins with something to choose, as a picture, or that has
 * nothing to fill in, as the mark of a new step: such a block would appear out of sight. What there is
 * to choose from opens below the button that was pressed, also where that is below the screen. */
const OPENING = 450;
let pressed = null;
document.addEventListener("pointerdown", ({ target }) => {
  pressed = target;
});
document.addEventListener("focusin", ({ target }) => {
  if (!target.closest("#page-edit-form") || target.closest("footer")) return;
  const isPressed = target.contains(pressed) || target.labels?.length && [...target.labels].some((one) => one.contains(pressed));
  // A block opens slowly: once it has its place.
  setTimeout(() => {
    if (document.activeElement !== target || isPressed && !(hasRoom(target) && isBehind(target))) return;
    target.scrollIntoView({ block: "nearest" });
  }, 300);
});
function edges() {
  const head = document.querySelector(".w-slim-header, header.w-header")?.getBoundingClientRect();
  const foot = document.querySelector("#page-edit-form > footer").getBoundingClientRect();
  return [Math.max(head?.bottom ?? 0, 0), foot.top];
}
function hasRoom(target) {
  const [top, bottom] = edges();
  return target.getBoundingClientRect().height < (bottom - top) / 2;
}
function isBehind(target) {
  const [top, bottom] = edges();
  const place = target.getBoundingClientRect();
  return place.top < top || place.bottom > bottom;
}

let chosen = 0;
for (const name of ["click", "keydown"]) {
  document.addEventListener(name, ({ isTrusted }) => {
    // Wagtail presses buttons itself while a page opens.
    if (isTrusted) chosen = Date.now();
  }, true);
}
const show = (block) => {
  if (!block.isConnected || block.contains(document.activeElement)) return;
  block.querySelector("[data-panel-toggle]")?.focus({ preventScroll: true });
  block.scrollIntoView({ block: "start" });
};
const blocks = new MutationObserver((changes) => {
  // Only what somebody added: all others are made when the page opens.
  if (Date.now() - chosen > 1000) return;
  const added = changes
    .flatMap(({ addedNodes }) => [...addedNodes])
    .filter((one) => one.matches?.("[data-streamfield-child]"));
  // A question comes with places for its answers: it is read from its beginning.
  const isWithin = (one) => added.some((other) => other !== one && other.contains(one));
  for (const one of added) if (!isWithin(one)) setTimeout(show, OPENING, one);
});
const form = document.getElementById("page-edit-form");
if (form) blocks.observe(form, { childList: true, subtree: true });

/** An address can name a field or block, as one that is not finished. A browser goes there before the texts
 * above it have their height, which then push it out of sight. */
const GROWN = 400;
const ROOM = 100;
function showNamed() {
  const named = location.hash && document.getElementById(location.hash.slice(1));
  if (!named || !form?.contains(named)) return;
  const [top, bottom] = edges();
  const begins = named.getBoundingClientRect().top;
  if (begins >= top && begins < bottom - ROOM) return;
  named.scrollIntoView({ block: hasRoom(named) ? "center" : "start" });
}
for (const name of ["load", "hashchange"]) addEventListener(name, () => setTimeout(showNamed, GROWN));

/** Who adds a row, as a goal, can type at once: as in a block that was added. */
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("button[id$='-ADD']");
  if (!button || !form?.contains(button)) return;
  setTimeout(() => {
    const row = document.getElementById(button.id.replace(/ADD$/, "FORMS"))?.lastElementChild;
    row?.querySelector("textarea, input[type=text]")?.focus();
  });
});

const EDGE = 8;
/** Wagtail places it in the next frames, and again after scrolling. */
const PLACED = 100;
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.(".c-sf-add-button");
  if (button) setTimeout(bringUp, PLACED, button);
});
function bringUp(button) {
  const menu = document.querySelector("[data-tippy-root] .w-combobox__menu");
  const tooFar = () => menu.getBoundingClientRect().bottom + EDGE - innerHeight;
  if (!menu || tooFar() <= 0) return;
  // Wagtail scrolls slowly, and what opens goes along: its place is asked for when all stands still.
  button.scrollIntoView({ block: "start", behavior: "instant" });
  setTimeout(() => {
    // At the end of a page there is no more to scroll: the list is lower, and scrolls itself.
    if (tooFar() > 0) menu.style.maxBlockSize = `${Math.max(menu.clientHeight - tooFar(), 160)}px`;
  }, PLACED);
}
