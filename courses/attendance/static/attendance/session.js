/**
 * The list of one session, press by press. A press is kept in this browser until the server has
 * it, so that nothing is lost where there is no network. It holds numbers only, no names.
 */
const form = document.querySelector("[data-presses]");
if (form) start(form);
const asking = document.querySelector("[data-left]");
if (asking) showLeft(asking);

/** Where each press is asked about first, what waited is shown: to be chosen again, by hand. */
function showLeft(form) {
  const key = form.dataset.left;
  let waiting = {};
  try {
    waiting = JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return;
  }
  const lines = [];
  for (const [id, { mark }] of Object.entries(waiting)) {
    const row = form.querySelector(`[data-row="${CSS.escape(id)}"]`);
    const button = row?.querySelector(`[data-mark="${CSS.escape(mark)}"]`);
    if (button && row.dataset.known !== mark) lines.push(`${row.dataset.name}: ${button.textContent.trim()}`);
  }
  if (!lines.length) return;
  const status = form.querySelector("[data-status]");
  const forget = Object.assign(document.createElement("button"), {
    type: "button",
    className: "button button-secondary",
    textContent: form.dataset.forget,
  });
  forget.addEventListener("click", () => {
    localStorage.removeItem(key);
    status.hidden = true;
  });
  const texts = [form.dataset.notSent, ...lines];
  status.replaceChildren(
    ...texts.map((text) => Object.assign(document.createElement("div"), { textContent: text })),
    forget,
  );
  status.dataset.state = "waiting";
  status.hidden = false;
}

function start(form) {
  const rows = new Map([...form.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]));
  const status = form.querySelector("[data-status]");
  const finish = document.querySelector("[data-finish]");
  const undoButton = form.querySelector("[data-undo]");
  const key = form.dataset.presses;
  let waiting = read();
  const lastTime = document.getElementById(undoButton?.getAttribute("form"));
  let undo = [...(lastTime?.querySelectorAll('[name="press"]') ?? [])].map((one) => one.value);
  // What is being taken back, and what the page says of it once that was kept.
  let takenBack = [];
  let undone = "";
  let busy = false;
  let again = 0;
  let trouble = "";
  // Before anything was pressed nothing was saved, and so the page does not say it was.
  let hasSaved = false;
  // Of whom the last presses were kept: said beside the name, as after a press without a script.
  let savedNow = new Set();

  /** Presses that the server does not have yet: by row, what the page knew and what it becomes. */
  function read() {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  }

  function keep() {
    try {
      if (Object.keys(waiting).length) localStorage.setItem(key, JSON.stringify(waiting));
      else localStorage.removeItem(key);
    } catch {
      // A browser that keeps nothing: the page itself still does, as long as it is open.
    }
  }

  /** Of how many it is still to be said. */
  const left = () => [...rows.values()].filter((row) => "asked" in row.dataset && !shown(row)).length;

  const shown = (row) => waiting[row.dataset.row]?.mark ?? row.dataset.known;

  function paint() {
    const counts = {};
    for (const [id, row] of rows) {
      const mark = shown(row);
      const count = mark || ("asked" in row.dataset ? "" : "later");
      counts[count] = (counts[count] ?? 0) + 1;
      row.querySelector("[data-waits]").hidden = !(id in waiting);
      row.querySelector("[data-saved]").hidden = id in waiting || !savedNow.has(id);
      const catchUp = row.querySelector("[data-catch-up]");
      if (catchUp) catchUp.hidden = !["absent", "excused", "caught_up"].includes(mark);
      const note = row.querySelector("[data-caught-up]");
      if (note) note.hidden = mark !== "caught_up";
      for (const button of row.querySelectorAll("[data-mark]")) {
        const pressed = button.dataset.mark === mark;
        button.setAttribute("aria-pressed", pressed);
        button.value = `${id}:${row.dataset.known}:${button.dataset.mark}`;
      }
    }
    for (const one of form.querySelectorAll("[data-count]")) {
      const number = counts[one.dataset.count] ?? 0;
      one.querySelector("b").textContent = number;
      one.hidden = !number;
    }
    if (undo.length) undoButton.textContent = labelOf(undo, undoButton.dataset);
    undoButton.parentElement.hidden = !undo.length;
    if (finish) finish.hidden = left() > 0 || Object.keys(waiting).length > 0;
    say();
  }

  /** What is taken back, or was, and of whom. */
  function labelOf(presses, { one, more }) {
    const name = rows.get(presses[0].split(":")[0])?.dataset.name ?? "";
    return presses.length === 1 ? one.replace("{name}", () => name) : more.replace("{n}", presses.length);
  }

  function say(extra = []) {
    const number = Object.keys(waiting).length;
    const texts = form.dataset;
    const text = number
      ? (trouble || (busy ? texts.saving : texts.unsaved)).replace("{n}", number)
      : trouble || atRest();
    const isAtRest = !number && !trouble && !extra.length;
    const lines = [...(isAtRest && undone ? [undone] : []), text, ...extra];
    if (status.textContent !== lines.join("")) {
      status.replaceChildren(
        ...lines.map((line) => Object.assign(document.createElement("div"), { textContent: line })),
      );
    }
    if (isAtRest) status.dataset.state = undone ? "undone" : "saved";
    else status.dataset.state = "waiting";
    status.hidden = false;
  }

  /** What is so when nothing waits. */
  function atRest() {
    const texts = form.dataset;
    const unsaid = [...rows.values()].filter((row) => !shown(row)).length;
    if (!left() && hasSaved) return texts.saved;
    if (!left()) return unsaid ? texts.completeBut.replace("{n}", unsaid) : texts.complete;
    return (hasSaved ? texts.savedOpen : texts.open).replace("{n}", left());
  }

  function press(row, mark) {
    undone = "";
    const id = row.dataset.row;
    const seen = waiting[id]?.seen ?? row.dataset.known;
    // Also what is as the server had it is sent: an earlier press may be on its way.
    waiting[id] = { seen, mark };
    keep();
    paint();
    send();
  }

  async function send(more = {}) {
    const batch = { ...waiting };
    if (busy) return;
    clearTimeout(again);
    busy = true;
    say();
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const [id, { seen, mark }] of Object.entries(batch)) data.append("press", `${id}:${seen}:${mark}`);
    for (const [name, values] of Object.entries(more)) for (const value of values) data.append(name, value);
    let answer = null;
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: data,
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
      if (response.type === "opaqueredirect" || response.status === 403) trouble = form.dataset.signedOut;
      else if (response.status < 500) answer = await response.json();
      else trouble = form.dataset.offline;
    } catch {
      trouble = form.dataset.offline;
    }
    busy = false;
    if (answer) take(batch, answer);
    else {
      paint();
      again = setTimeout(() => send(more), 5000);
    }
  }

  /** What the server says: its marks are what is known, and what it refused waits on. */
  function take(batch, answer) {
    trouble = answer.refusal;
    for (const [id, row] of rows) row.dataset.known = answer.marks[id] ?? "";
    if (!answer.refusal) {
      hasSaved ||= Object.keys(batch).length > 0;
      savedNow = new Set(Object.keys(batch));
      for (const [id, { mark }] of Object.entries(batch)) {
        if (waiting[id]?.mark === mark) delete waiting[id];
        // Pressed again while this was on its way: from what the server has now.
        else if (waiting[id]) waiting[id].seen = answer.marks[id] ?? "";
      }
      const idOf = (one) => one.split(":")[0];
      const back = takenBack.filter((one) => {
        const [id, , mark] = one.split(":");
        return id in batch && (answer.marks[id] ?? "") === mark;
      });
      takenBack = takenBack.filter((one) => !(idOf(one) in batch));
      if (back.length) undone = labelOf(back, status.dataset);
      // What was taken back is not offered to be taken back again: the button would look unpressed.
      const offered = answer.undo.filter((one) => !back.some((other) => idOf(other) === idOf(one)));
      if (offered.length) undo = offered;
    }
    keep();
    paint();
    if (answer.newer.length) say(answer.newer);
    if (!answer.refusal && Object.keys(waiting).length) send();
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.mark) {
      event.preventDefault();
      const row = button.closest("[data-row]");
      // Once more changes nothing: two presses by accident would take away what was said.
      if (shown(row) !== button.dataset.mark) press(row, button.dataset.mark);
    } else if (button.name === "rest") {
      event.preventDefault();
      undone = "";
      // One by one, so that this too is kept where there is no network, and undone.
      for (const row of rows.values()) {
        if (!shown(row) && !("later" in row.dataset)) waiting[row.dataset.row] = { seen: row.dataset.known, mark: button.value };
      }
      keep();
      paint();
      send();
    } else if (button === undoButton) {
      event.preventDefault();
      for (const one of undo) {
        const [id, seen, mark] = one.split(":");
        waiting[id] = { seen, mark };
      }
      takenBack = undo;
      undo = [];
      keep();
      paint();
      send();
    }
  });

  // From a sheet of paper: up and down through the rows, Enter to choose and go on.
  form.addEventListener("keydown", (event) => {
    const button = event.target.closest?.("[data-mark]");
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
    if (!button || !step) return;
    event.preventDefault();
    const row = button.closest("[data-row]");
    if (event.key === "Enter" && shown(row) !== button.dataset.mark) press(row, button.dataset.mark);
    const seen = [...rows.values()].filter((one) => !one.hidden);
    const next = seen[seen.indexOf(row) + step];
    const same = event.key === "Enter" ? "present" : button.dataset.mark;
    next?.querySelector(`[data-mark="${same}"]`).focus();
  });

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const search = form.querySelector("[data-search]");
  search.hidden = rows.size < 12;
  const field = search.querySelector("input");
  field.addEventListener("input", () => {
    const words = plain(field.value).split(/\s+/);
    for (const row of rows.values()) {
      const name = plain(row.dataset.name);
      row.hidden = !words.every((word) => name.includes(word));
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    // Enter would press the first button of the form: "everybody is here".
    event.preventDefault();
    [...rows.values()].find((row) => !row.hidden)?.querySelector("[data-mark]").focus();
  });

  // What others marked meanwhile, and what waited.
  addEventListener("online", () => send());
  document.addEventListener("visibilitychange", () => document.hidden || send());
  addEventListener("storage", (event) => {
    if (event.key !== key) return;
    waiting = read();
    paint();
  });
  for (const id of Object.keys(waiting)) if (!rows.has(id)) delete waiting[id];
  paint();
  if (Object.keys(waiting).length) send();
}
