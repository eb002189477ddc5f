/**
 * The page around a part of a package: says so when the package closes it, with the way on. A package
 * that closes its part often shows nothing any more, and who looks at it would not know what to do.
 */
document.addEventListener("academy:told", ({ detail }) => {
  const note = document.querySelector("[data-scorm-closed]");
  if (!note || !detail.state?.closed) return;
  note.hidden = false;
  note.focus();
});
