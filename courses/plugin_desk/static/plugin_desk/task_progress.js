// Asks how far a task is, and shows the page anew when it has ended.
(() => {
  const bar = document.querySelector("[data-task-progress]");
  const words = document.querySelector("[data-task-words]");
  if (!bar) return;

  const ask = async () => {
    try {
      const answer = await fetch(bar.dataset.taskProgress, { credentials: "same-origin" });
      if (answer.ok) {
        const told = await answer.json();
        if (told.ended) {
          window.location.reload();
          return;
        }
        if (told.total) {
          bar.max = told.total;
          bar.value = told.done;
        }
        if (words.textContent !== told.words) words.textContent = told.words;
      }
    } catch {
      // Away from the network for a while: ask again.
    }
    window.setTimeout(ask, 2000);
  };

  window.setTimeout(ask, 1000);
})();
