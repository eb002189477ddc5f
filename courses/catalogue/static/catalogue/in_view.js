/** What gets the focus other than by a press, as the first field of a block that was just added, is
 * not left behind the head of the page or the buttons below it. The style sheet says how far.
 *
 * Wagtail gives no focus to a block that begins with something to choose, as a picture, or that has
 * nothing to fill in, as the mark of a new step: such a block would appear out of sight. */
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
