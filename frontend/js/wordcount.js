/**
 * Counts words under a text area with `data-wordcount="75"`; the server counts again and decides.
 * The words come from `data-wordcount-text`, with `{n}` and `{max}` in it.
 */
export function wordcount(root) {
  for (const area of root.querySelectorAll("textarea[data-wordcount]")) {
    const max = Number(area.dataset.wordcount);
    const pattern = area.dataset.wordcountText || "{n} / {max}";
    const line = document.createElement("p");
    line.className = "va-wordcount";
    // Announced now and then instead of at every key, so that a screen reader stays usable.
    const spoken = document.createElement("span");
    spoken.className = "va-visually-hidden";
    spoken.setAttribute("role", "status");
    area.after(line, spoken);
    let timer = 0;
    const show = () => {
      const words = area.value.split(/\s+/u).filter((part) => /[\p{L}\p{N}]/u.test(part)).length;
      line.textContent = pattern.replace("{n}", words).replace("{max}", max);
      line.classList.toggle("va-wordcount--over", words > max);
      clearTimeout(timer);
      timer = setTimeout(() => {
        spoken.textContent = document.activeElement === area ? line.textContent : "";
      }, 1500);
    };
    area.addEventListener("input", show);
    show();
  }
}
