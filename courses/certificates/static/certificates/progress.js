/**
 * How far the certificates of an edition are, asked for again until all are made. Without this script
 * the link in it does the same.
 */
const place = document.querySelector("[data-progress]");
if (place?.querySelector("[data-going-on]")) follow(place);

function follow(place, before = "") {
  let text = before;
  setTimeout(async () => {
    try {
      const answer = await fetch(place.dataset.progress, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) {
        text = await answer.text();
        // What did not change is not read aloud once more.
        if (text !== before) place.innerHTML = text;
        // Made: the list below is another one now.
        if (!place.querySelector("[data-going-on]")) return location.reload();
      }
    } catch {
      // No network for now; asked again.
    }
    follow(place, text);
  }, 2000);
}
