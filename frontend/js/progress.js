/** In a form with `data-progress` its bar shows how many of the questions have an answer. */
export function progress(root) {
  for (const form of root.querySelectorAll("form[data-progress]")) {
    const bar = form.querySelector("progress");
    const questions = [...form.querySelectorAll("[data-question]")];
    if (!bar || !questions.length) continue;
    const show = () => {
      bar.max = questions.length;
      bar.value = questions.filter((question) =>
        [...question.querySelectorAll("input, textarea")].some((input) =>
          input.matches("[type=radio], [type=checkbox]")
            ? input.checked && input.value !== ""
            : input.type !== "hidden" && input.value.trim() !== "",
        ),
      ).length;
    };
    bar.hidden = false;
    form.addEventListener("input", show);
    show();
  }
}
