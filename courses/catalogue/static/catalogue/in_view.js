/** What gets the focus other than by a press, as the first field of a block that was just added, is
 * not left behind the head of the page or the buttons below it. The style sheet says how far. */
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
