/**
 * Hints on plain Dutch below a field, a moment after somebody stops typing. They are read aloud
 * politely, and nothing is kept of what is sent. Without a script there is a page of them after
 * saving.
 */
(() => {
  const script = document.currentScript;
  const wait = 900;
  const shortest = 20;
  const timers = new WeakMap();
  const asked = new WeakMap();

  const holderOf = (field) => field.closest("[data-field-input], .w-field__input, .Draftail-Editor__wrapper") ?? field.parentElement;

  const textOf = (field) =>
    field.isContentEditable
      ? [...field.querySelectorAll("[data-block]")].map((one) => one.innerText).join("\n")
      : field.value;

  const show = (field, hints) => {
    const holder = holderOf(field);
    let list = holder.nextElementSibling;
    if (!list?.matches("[data-plain-language]")) {
      if (!hints.length) return;
      list = document.createElement("ul");
      list.dataset.plainLanguage = "";
      list.className = "help w-mt-2";
      list.setAttribute("role", "status");
      holder.after(list);
    }
    list.replaceChildren(
      ...hints.map((hint) => {
        const item = document.createElement("li");
        item.textContent = hint;
        return item;
      }),
    );
  };

  const ask = async (field) => {
    const text = textOf(field);
    if (asked.get(field) === text) return;
    asked.set(field, text);
    if (text.trim().length < shortest) {
      show(field, []);
      return;
    }
    const body = new FormData();
    body.append("text", text);
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    try {
      const answer = await fetch(script.dataset.url, { method: "POST", body, headers: { "X-CSRFToken": token } });
      if (answer.ok && asked.get(field) === text) show(field, (await answer.json()).hints);
    } catch {
      // No connection: then there is no hint, and nothing else is lost.
    }
  };

  document.addEventListener("input", ({ target }) => {
    const field = target.closest?.("textarea, input[type=text], [contenteditable=true]");
    if (!field || !field.closest("#page-edit-form, [data-plain-language-form]")) return;
    if (/slug|url|search|key/.test(field.name ?? "")) return;
    clearTimeout(timers.get(field));
    timers.set(field, setTimeout(() => ask(field), wait));
  });
})();
