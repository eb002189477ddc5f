/** What gets the focus other than by a press, as the first field of a block that was just added, is
 * not left behind the head of the page or the buttons below it. The style sheet says how far.
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
  if (!target.closest("#page-edit-form") || target.closest("footer") || target.contains(pressed)) return;
  // A block opens slowly: once it has its place.
  setTimeout(() => {
    if (document.activeElement === target) target.scrollIntoView({ block: "nearest" });
  }, 300);
});

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
