/**
 * When the server says no to a part of a page, the whole page is asked for: it says why. When there is
 * no server, what was filled in stays, and the text in `data-offline` of the body is said.
 */
export function failing(root) {
  root.addEventListener("htmx:responseError", () => window.location.reload());
  root.addEventListener("htmx:sendError", () => window.alert(document.body.dataset.offline));
}
