/**
 * When the server says no to a part of a page, the whole page is asked for: it says why. A form whose
 * token is too old is sent once more as a whole page, so that the answer holds what was filled in.
 * When there is no server, what was filled in stays, and the text in `data-offline` of the body is
 * said.
 */
function sendWhole(form, button) {
  if (button?.name) {
    const pressed = document.createElement("input");
    Object.assign(pressed, { type: "hidden", name: button.name, value: button.value });
    form.append(pressed);
  }
  form.dataset.sent = "";
  form.submit();
}

export function failing(root) {
  root.addEventListener("htmx:responseError", ({ detail }) => {
    const { elt, xhr, requestConfig } = detail;
    if (xhr.status === 403 && elt instanceof HTMLFormElement) {
      sendWhole(elt, requestConfig?.triggeringEvent?.submitter);
    } else {
      window.location.reload();
    }
  });
  root.addEventListener("htmx:sendError", () => window.alert(document.body.dataset.offline));
}
