/**
 * Which classes the pages of a style sheet have. A template says which sheet its pages take
 * (`website/dist/<name>.css`); what it extends and includes belongs to it, and so do the blocks that
 * editors can put in a page. `whole.css` is for all other pages, those of plugins from elsewhere too.
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

const SHEET = /website\/dist\/([\w-]+)\.css/;
const CLASS = /(?<![\w-])(?:va|utrecht|nl)-[\w-]+/g;
const TEMPLATE = /["']([\w/.-]+\.html)["']/g;
const LOADED = /\{% load ([\w ]+?)(?: from \w+)? %\}/g;
const IMPORTED = /^(?:from|import) ((?:academy|courses|plugins)[\w.]*)/gm;
/** On every page: what is drawn by tags, so that no template names its classes. */
const ALWAYS = /^courses\/(?:common\/(?!components\/forms\.py)|catalogue\/templatetags\/).*\.py$/;
const FORMS = ["courses/common/components/forms.py"];
const MAKES_FORMS = /\{% (?:field|form_errors) /;
/** What editors can put into a page, and what plugins add to a lesson: no template names those. */
const BLOCKS = [/^(?:academy\/website|courses\/catalogue)\/templates\/\w+\/blocks\//];
const LESSON_BLOCKS = [
  ...BLOCKS,
  /^plugins\/[\w-]+\/templates\//,
  // The lessons for paper are a page of their own.
  /^courses\/learning\/templates\/learning\/(?!booklet)/,
  // Hard words, and the lines between steps in the preview, are drawn by Python.
  /^courses\/(?:glossary|learning)\/(?!booklet).*\.py$/,
];
const MORE = { site: BLOCKS, lesson: LESSON_BLOCKS };

/** All files below `folder` with one of the endings, as paths from `root`. */
async function files(root, folder, endings) {
  const found = [];
  for (const entry of await readdir(path.join(root, folder), { withFileTypes: true })) {
    const inside = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await files(root, inside, endings)));
    else if (endings.some((ending) => entry.name.endsWith(ending))) found.push(inside);
  }
  return found;
}

/** The name by which other templates ask for a file: what comes after `templates/`. */
const asked = (file) => file.replace(/^.*?templates\//, "");

/** For each sheet a function that says whether a class is used; `whole` knows all of them. */
export async function usedClasses(root) {
  const folders = ["academy", "courses", "plugins", "templates", "frontend/js"];
  const texts = new Map();
  for (const folder of folders) {
    for (const file of await files(root, folder, [".html", ".py", ".js"])) {
      if (!file.includes("/dist/")) texts.set(file, await readFile(path.join(root, file), "utf8"));
    }
  }
  texts.set("docs/components.md", await readFile(path.join(root, "docs/components.md"), "utf8"));
  const templates = new Map();
  const tags = new Map();
  for (const file of texts.keys()) {
    if (file.endsWith(".html")) templates.set(asked(file), file);
    const [, name] = file.match(/\/templatetags\/(\w+)\.py$/) ?? [];
    if (name) tags.set(name, file);
  }

  /** A file with tags, and what it imports. */
  function followTags(file, seen) {
    if (!file || ALWAYS.test(file)) return;
    follow(file, seen);
    for (const [, name] of texts.get(file).matchAll(IMPORTED)) {
      const module = name.replaceAll(".", "/");
      if (module.startsWith("courses/common/")) continue;
      for (const one of [`${module}.py`, `${module}/__init__.py`]) {
        if (texts.has(one)) follow(one, seen);
      }
    }
  }

  /** The file, what it extends and includes, and the tags that it loads. */
  function follow(file, seen) {
    if (!file || seen.has(file)) return;
    seen.add(file);
    const text = texts.get(file);
    if (MAKES_FORMS.test(text)) for (const one of FORMS) follow(one, seen);
    for (const [, name] of text.matchAll(TEMPLATE)) follow(templates.get(name), seen);
    for (const [, names] of text.matchAll(LOADED)) {
      for (const name of names.split(/\s+/)) followTags(tags.get(name), seen);
    }
  }

  const sheets = { whole: new Set(texts.keys()) };
  for (const [file, text] of texts) {
    const [, name] = (file.endsWith(".html") && text.match(SHEET)) || [];
    if (!name || name === "whole") continue;
    sheets[name] ??= new Set();
    follow(file, sheets[name]);
  }
  for (const [name, seen] of Object.entries(sheets)) {
    for (const file of texts.keys()) {
      const belongs = [ALWAYS, /^frontend\/js\//, ...(MORE[name] ?? [])];
      if (belongs.some((pattern) => pattern.test(file))) follow(file, seen);
    }
  }
  return Object.fromEntries(
    Object.entries(sheets).map(([name, seen]) => [name, isUsedIn([...seen].map((file) => texts.get(file)))]),
  );
}

/** A name that ends with a hyphen is completed by a value, as in `va-badge--{{ tone }}`. */
function isUsedIn(texts) {
  const names = new Set(texts.flatMap((text) => text.match(CLASS) ?? []));
  const beginnings = [...names].filter((name) => name.endsWith("-") || name.endsWith("_"));
  return (name) =>
    !/^(?:va|utrecht|nl)-/.test(name) ||
    names.has(name) ||
    beginnings.some((beginning) => name.startsWith(beginning));
}
