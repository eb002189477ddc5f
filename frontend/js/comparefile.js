/**
 * Tells whether a file is one that was issued: an element with `data-compare-file` (the SHA-256 of
 * each, with spaces between) and a file field in it. Nothing is sent. The answers come from `data-same`, `data-other`
 * and `data-unreadable`. Hidden where the browser cannot count (no script, or no https).
 */
export function compareFile(root) {
  if (!globalThis.crypto?.subtle) return;
  for (const box of root.querySelectorAll("[data-compare-file]")) {
    const field = box.querySelector("input[type=file]");
    const answer = box.querySelector("[role=status]");
    let newest = 0;
    box.hidden = false;
    field.addEventListener("change", async () => {
      const mine = (newest += 1);
      answer.textContent = "";
      delete answer.dataset.outcome;
      const file = field.files[0];
      if (!file) return;
      const outcome = await compare(file, box.dataset.compareFile);
      // Who chose another file meanwhile is told about that one.
      if (mine !== newest) return;
      answer.dataset.outcome = outcome;
      answer.textContent = box.dataset[outcome];
    });
  }
}

async function compare(file, expected) {
  try {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"));
    return expected.split(" ").includes(hex.join("")) ? "same" : "other";
  } catch {
    return "unreadable";
  }
}
