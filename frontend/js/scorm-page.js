/**
 * The page around a part of a package: says so when the package closes it, with the way on. A package
 * that closes its part often shows nothing any more, and who looks at it would not know what to do. Where
 * it asks for the part before it, or for one by its name (2004), the way there is shown too.
 */
function show(note, asks) {
  const [, target] = /^\{target=(.+)\}(?:choice|jump)$/.exec(asks) ?? [];
  const link = target && document.querySelector(`a[data-part="${CSS.escape(target)}"]`);
  const before = note.querySelector("[data-scorm-previous]");
  if (before && asks === "previous") before.hidden = false;
  if (link) note.querySelector("[data-scorm-chosen]").replaceChildren(link.cloneNode(true));
}

document.addEventListener("academy:told", ({ detail }) => {
  const note = document.querySelector("[data-scorm-closed]");
  if (!note || !detail.state?.closed) return;
  note.hidden = false;
  show(note, String(detail.state.asks ?? ""));
  note.focus();
});
