/**
 * A page that comes back with mistakes opens at their summary: `autofocus` sees to that, but for an address
 * with a `#`, as a link in an earlier summary leaves behind. Then the browser goes there instead.
 */
export function errors(root) {
  const summary = root.querySelector("#fouten[autofocus]");
  if (summary && location.hash) addEventListener("load", () => summary.focus());
}
