/**
 * How far the certificates of an edition are, asked for again until all are made. Without this script
 * the link below the bar does the same.
 */
const place = document.querySelector("[data-progress]");
if (place?.querySelector("[data-going-on]")) {
  place.querySelector("[data-look-again]").hidden = true;
  follow();
}

function follow() {
  setTimeout(async () => {
    try {
      const answer = await fetch(place.dataset.progress, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) {
        const now = new DOMParser().parseFromString(await answer.text(), "text/html");
        // Made: the list below is another one now.
        if (!now.querySelector("[data-going-on]")) return location.reload();
        show(now);
      }
    } catch {
      // No network for now; asked again.
    }
    follow();
  }, 2000);
}

function show(now) {
  const bar = place.querySelector("progress");
  const before = quarter(bar);
  bar.value = now.querySelector("progress").value;
  const text = now.querySelector("[data-count]").textContent;
  place.querySelector("[data-count]").textContent = text;
  // Read aloud a few times, and not every two seconds.
  if (quarter(bar) !== before) document.querySelector("[data-progress-aloud]").textContent = text;
}

function quarter(bar) {
  return Math.floor((4 * bar.value) / bar.max);
}
