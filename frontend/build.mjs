/**
 * Makes academy/website/static/website/dist/: bundle.css, bundle.js and the font files.
 *
 * The design tokens of NL Design System number thousands, most of them for components that we do
 * not use. Only those that the rest of the style sheet refers to, directly or through another
 * token, are kept.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import path from "node:path";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "..", "academy", "website", "static", "website", "dist");
const tokensFile = path.join(
  here,
  "..",
  "node_modules",
  "@nl-design-system-unstable",
  "voorbeeld-design-tokens",
  "dist",
  "theme.css",
);
// esbuild writes what old browsers do not know in a form that they do.
const target = ["chrome109", "firefox115", "safari16"];

/** The names of custom properties that a piece of CSS refers to. */
function referred(css) {
  return new Set(Array.from(css.matchAll(/var\(\s*(--[\w-]+)/g), (match) => match[1]));
}

/** All declarations of custom properties in a file of tokens, by name. */
function declarations(css) {
  const found = new Map();
  for (const [, name, value] of css.matchAll(/(--[\w-]+)\s*:\s*([^;]+);/g)) {
    found.set(name, value.trim());
  }
  return found;
}

/** The tokens that `css` needs, including those that other tokens need. */
function neededTokens(tokens, css) {
  const needed = new Set();
  const queue = [...referred(css)];
  while (queue.length > 0) {
    const name = queue.pop();
    if (needed.has(name) || !tokens.has(name)) continue;
    needed.add(name);
    queue.push(...referred(tokens.get(name)));
  }
  return needed;
}

async function buildStyles() {
  await esbuild.build({
    entryPoints: [path.join(here, "css", "bundle.css")],
    outfile: path.join(out, "bundle.css"),
    bundle: true,
    target,
    assetNames: "[name]",
    loader: { ".woff2": "file" },
    external: ["../*.svg"],
    logLevel: "warning",
  });
  const file = path.join(out, "bundle.css");
  const css = await readFile(file, "utf8");
  const tokens = declarations(await readFile(tokensFile, "utf8"));
  const needed = neededTokens(tokens, css);
  const lines = [...needed].map((name) => `${name}:${tokens.get(name)};`);
  const { code } = await esbuild.transform(`:root{${lines.join("")}}\n${css}`, {
    loader: "css",
    minify: true,
    target,
  });
  await writeFile(file, code);
  return code.length;
}

/** `bundle.js` is on every page; the others only where a template asks for them. */
const scripts = ["bundle", "read-aloud", "elsewhere"];

async function buildScripts() {
  const { metafile } = await esbuild.build({
    entryPoints: scripts.map((name) => path.join(here, "js", `${name}.js`)),
    outdir: out,
    bundle: true,
    minify: true,
    format: "iife",
    target,
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  return Object.values(metafile.outputs)[0].bytes;
}

// Fails early, with a plain message, when the packages are not there.
createRequire(import.meta.url).resolve("htmx.org");
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const [styles, script] = await Promise.all([buildStyles(), buildScripts()]);
const kilobytes = (bytes) => `${Math.round(bytes / 1024)} kB`;
console.log(`bundle.css ${kilobytes(styles)}, bundle.js ${kilobytes(script)}`);
