/**
 * Letters that are printed leave the list: the file is fetched, kept as a download, and the list read
 * anew. Without this script the file comes the same way, and a link reads the list again.
 */
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-prints]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button[type=submit]");
  if (button.disabled) return;
  const sent = new FormData(form);
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: sent, redirect: "manual" });
    // A refusal leads back to the list, where it stands; it is read there.
    if (answer.ok) keep(await answer.blob(), answer.headers.get("Content-Disposition"));
    location.reload();
  } catch {
    // No network: as the browser does it, which says so.
    button.disabled = false;
    form.submit();
  }
});

function keep(file, disposition) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = /filename="([^"]+)"/.exec(disposition)?.[1] ?? "brieven.pdf";
  link.click();
}
