/**
 * Reads what stands in `[data-read-aloud]` with a voice of the device itself: nothing goes over the
 * network. The bar stays hidden where there is no such voice. A file of its own, for lessons only.
 */
const synth = window.speechSynthesis;
const bar = document.querySelector("[data-read-aloud-bar]");
/** Says that there is no voice. Voices may come a moment after the page. */
const note = document.querySelector("[data-no-voice]");
const PATIENCE = 2000;
let waited = false;
const SKIPPED =
  "button:not(.va-word),[popover],input,select,textarea,script,style,svg,[hidden],[aria-hidden=true]," +
  ".va-visually-hidden,.va-no-print,.va-print-only," +
  "details:not([open])>:not(summary)";
const BLOCKS =
  "p,li,h1,h2,h3,h4,h5,h6,dt,dd,td,th,blockquote,figcaption,caption,label,legend,summary,section,div";

/** The sentences that can be read now, each with its place; what is inside a control is left out. */
function sentences(box) {
  const found = [];
  let nodes = [];
  let block = null;
  const close = () => {
    const text = nodes.map((node) => node.data).join("");
    const place = (at, end) => {
      for (const node of nodes) {
        if (at < node.length || (end && at === node.length)) return [node, at];
        at -= node.length;
      }
      return [nodes.at(-1), nodes.at(-1).length];
    };
    for (const { index, segment } of parts(text, language(box))) {
      if (!/[\p{L}\p{N}]/u.test(segment)) continue;
      const range = new Range();
      range.setStart(...place(index + segment.search(/\S/), false));
      range.setEnd(...place(index + segment.trimEnd().length, true));
      found.push({ range, text: segment.replace(/\s+/g, " ").trim() });
    }
    nodes = [];
  };
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node.nodeType === 1 && node.matches(SKIPPED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType !== 3) continue;
    const own = node.parentElement.closest(BLOCKS);
    if (own !== block && nodes.length) close();
    block = own;
    nodes.push(node);
  }
  if (nodes.length) close();
  return found;
}

function parts(text, lang) {
  if (Intl.Segmenter) return new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text);
  return Array.from(text.matchAll(/[^.!?…]+[.!?…]*['’”)]*\s*/g), (m) => ({ index: m.index, segment: m[0] }));
}

const language = (element) => element.closest("[lang]")?.lang || "nl";

const voice = (lang) =>
  synth.getVoices().find((one) => one.localService && one.lang.slice(0, 2).toLowerCase() === lang.slice(0, 2));

function readAloud(box) {
  const [play, slower, stop] = bar.querySelectorAll("button");
  const label = play.querySelector(".nl-button__label") ?? play;
  let queue = [];
  let at = 0;
  let turn = 0;
  const reading = () => bar.dataset.state === "on";
  const show = (state) => {
    bar.dataset.state = state;
    label.textContent = play.dataset[state];
    stop.hidden = state === "off";
    delete bar.dataset.tall;
    // With large letters its buttons stand below each other.
    if (state !== "off" && bar.offsetHeight > innerHeight / 4) bar.dataset.tall = "";
  };
  const mark = (range) => {
    for (const old of box.querySelectorAll(".va-reading")) old.classList.remove("va-reading");
    if (CSS.highlights) CSS.highlights[range ? "set" : "delete"]("va-reading", range && new Highlight(range));
    else if (range) range.startContainer.parentElement.closest(BLOCKS).classList.add("va-reading");
    if (!range) return;
    const { top, bottom } = range.getBoundingClientRect();
    if (top < 80 || bottom > innerHeight - 40)
      range.startContainer.parentElement.scrollIntoView({ block: "center" });
  };
  const say = () => {
    const mine = ++turn;
    synth.cancel();
    while (queue[at] && !queue[at].range.startContainer.isConnected) at += 1;
    if (!queue[at]) return end();
    const { range, text } = queue[at];
    const lang = language(range.startContainer.parentElement);
    const words = new SpeechSynthesisUtterance(text);
    words.lang = lang;
    words.voice = voice(lang) ?? null;
    if (!words.voice) return next();
    words.rate = slower.getAttribute("aria-pressed") === "true" ? 0.7 : 1;
    words.onend = words.onerror = () => mine === turn && reading() && next();
    mark(range);
    synth.speak(words);
  };
  const next = () => {
    at += 1;
    say();
  };
  const end = () => {
    turn += 1;
    synth.cancel();
    mark(null);
    at = 0;
    show("off");
  };
  play.addEventListener("click", () => {
    if (reading()) {
      turn += 1;
      synth.cancel();
      return show("paused");
    }
    if (bar.dataset.state !== "paused") queue = sentences(box);
    show("on");
    say();
  });
  slower.addEventListener("click", () => {
    slower.setAttribute("aria-pressed", slower.getAttribute("aria-pressed") !== "true");
    if (reading()) say();
  });
  stop.addEventListener("click", () => {
    end();
    play.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && bar.dataset.state !== "off") end();
  });
  addEventListener("pagehide", () => synth.cancel());
  const offer = () => {
    bar.hidden = !voice(language(box));
    // Only then is its place given up.
    bar.toggleAttribute("data-no-voices", waited && bar.hidden);
    if (note && waited) note.hidden = !bar.hidden;
  };
  synth.addEventListener?.("voiceschanged", offer);
  show("off");
  offer();
  setTimeout(() => {
    waited = true;
    offer();
  }, PATIENCE);
}

const box = document.querySelector("[data-read-aloud]");
if (synth && bar && box) readAloud(box);
else {
  bar?.setAttribute("data-no-voices", "");
  if (note) note.hidden = false;
}
