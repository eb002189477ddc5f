/**
 * A form in which somebody types what others answered, by keyboard alone. The question that has the
 * focus takes the keys: a digit is a mark (0 is a 10), a letter a choice, Enter goes on, Esc goes
 * back, Backspace takes an answer away. After a mark or a single choice it goes on by itself; who
 * presses Enter there all the same stays on the question that came. Without this script it is a form like any other.
 */
const form = document.querySelector("[data-entry]");
if (form) start(form);

function start(form) {
  const questions = [...form.querySelectorAll("[data-entry-question]")];
  const last = form.querySelector("[data-entry-last]");

  let wentOn = false;

  const place = () => questions.findIndex((one) => one.contains(document.activeElement));
  const choices = (question) => [...question.querySelectorAll("[type=radio], [type=checkbox]")];
  const words = (question) => question.querySelector("textarea");

  function go(number) {
    const question = questions[number];
    if (!question) {
      if (number >= questions.length) last.focus();
      return;
    }
    const inputs = choices(question);
    (inputs.find((input) => input.checked) ?? inputs[0] ?? words(question)).focus();
    question.scrollIntoView({ block: "nearest" });
  }

  function press(question, number, input) {
    const other = input.value === "__other__" ? words(question) : null;
    if (input.type === "checkbox") {
      input.checked = !input.checked;
      input.focus();
      if (other && input.checked) other.focus();
    } else {
      input.checked = true;
      if (other) other.focus();
      else {
        go(number + 1);
        wentOn = true;
      }
    }
  }

  function keyOf(event, kind) {
    if (kind === "score") return /^[0-9]$/.test(event.key) ? event.key : "";
    return /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : "";
  }

  form.addEventListener("keydown", (event) => {
    const number = place();
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const justWentOn = wentOn;
    wentOn = false;
    if (event.key === "Escape") {
      event.preventDefault();
      go(Math.max(0, number < 0 ? questions.length - 1 : number - 1));
      return;
    }
    if (number < 0) return;
    const question = questions[number];
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (!justWentOn) go(number + 1);
      return;
    }
    if (event.target.matches("textarea")) return;
    if (event.key === "Backspace" || event.key === "Delete") {
      event.preventDefault();
      for (const input of choices(question)) input.checked = false;
      return;
    }
    const key = keyOf(event, question.dataset.entryQuestion);
    const label = key && question.querySelector(`[data-entry-key="${key}"]`);
    if (!label) return;
    event.preventDefault();
    press(question, number, label.querySelector("input"));
  });

  const wrong = form.querySelector("[role=alert]");
  if (!wrong) go(0);
}
