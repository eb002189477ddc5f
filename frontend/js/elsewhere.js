/**
 * A video or sound that stands elsewhere plays here when somebody presses, and not before. Until then
 * nothing is asked of that site. A file of its own, for pages that have one.
 */
for (const button of document.querySelectorAll("[data-elsewhere] [data-play]")) {
  // Two blocks on a page ask for this file twice.
  if (!button.hidden) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const player = document.createElement(button.dataset.play);
    player.title = button.dataset.title;
    player.src = button.dataset.from;
    if (button.dataset.play === "iframe") {
      player.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
      player.allowFullscreen = true;
      player.referrerPolicy = "strict-origin-when-cross-origin";
    } else {
      player.controls = true;
      player.autoplay = true;
    }
    player.tabIndex = 0;
    button.closest("[data-elsewhere]").replaceWith(player);
    player.focus();
  });
}
