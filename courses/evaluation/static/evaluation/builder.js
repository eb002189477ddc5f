/* Shows beside a form that is being made how it looks, without leaving the page. Without this script
   the same button sends the form to the frame. */
const button = document.querySelector("[data-preview]");
const editor = document.getElementById("w-editor-form");
const frame = document.querySelector('iframe[name="form-preview"]');

async function show() {
  const answer = await fetch(button.dataset.preview, {
    method: "POST",
    body: new FormData(editor),
    credentials: "same-origin",
  });
  if (answer.ok) {
    frame.srcdoc = await answer.text();
  }
}

if (button && editor && frame) {
  let timer = 0;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    show();
  });
  editor.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(show, 1000);
  });
}
