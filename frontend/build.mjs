/**
 * Makes academy/website/static/website/dist/: a style sheet for each kind of page, bundle.js and the
 * font files.
 *
 * All sheets are cut from css/bundle.css: the design tokens of NL Design System number thousands, and its
 * components have states and variants that no page of ours has. Tokens are written out where they are
 * used (build/css.mjs), and each sheet keeps the rules for what its pages have (build/templates.mjs).
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { prune, withTokensFirst, writeTokensOut } from "./build/css.mjs";
import { usedClasses } from "./build/templates.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, "..");
const out = path.join(root, "academy", "website", "static", "website", "dist");
const packages = path.join(root, "node_modules");
const tokensFile = path.join(
  packages,
  "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css",
);
const fonts = path.join(packages, "@fontsource-variable/figtree/files");
// esbuild writes what old browsers do not know in a form that they do.
const target = ["chrome109", "firefox115", "safari16"];

async function minify(css) {
  const { code } = await esbuild.transform(css, { loader: "css", minify: true, target });
  return code;
}

/** The makers of the components once, and not below the name of each file of theirs. */
function withShortNotice(css) {
  const files = /^@utrecht\/[\w-]+\/dist\/index\.css:\n/gm;
  return css.replace(/\/\*! Bundled license[^]*?\*\/$/m, (notice) =>
    notice.replace(files, "").replace("information:\n", "information: @utrecht components"),
  );
}

/** All our rules and those of the components, with the tokens written out. */
async function wholeStyles() {
  const { outputFiles } = await esbuild.build({
    entryPoints: [path.join(here, "css", "bundle.css")],
    outfile: path.join(out, "bundle.css"),
    bundle: true,
    write: false,
    target,
    assetNames: "[name]",
    loader: { ".woff2": "file" },
    external: ["./figtree.woff2", "../*.svg"],
    logLevel: "warning",
  });
  for (const file of outputFiles.filter(({ path: name }) => name.endsWith(".woff2"))) {
    await writeFile(file.path, file.contents);
  }
  const css = outputFiles.find(({ path: name }) => name.endsWith(".css")).text;
  // Without comments and nesting, as esbuild leaves it.
  const tokens = await minify(await readFile(tokensFile, "utf8"));
  return writeTokensOut(withTokensFirst(tokens, await minify(css)));
}

async function buildStyles() {
  const whole = await wholeStyles();
  const made = [];
  for (const [name, isUsed] of Object.entries(await usedClasses(root))) {
    const css = withShortNotice(await minify(prune(whole.clone(), isUsed).toString()));
    await writeFile(path.join(out, `${name}.css`), css);
    made.push([`${name}.css`, css]);
  }
  return made;
}

/** `bundle.js` is on every page; the others only where a template asks for them. */
const scripts = ["bundle", "read-aloud", "elsewhere", "scorm-page", "scorm-1.2", "scorm-2004"];

async function buildScripts() {
  const { outputFiles } = await esbuild.build({
    entryPoints: scripts.map((name) => path.join(here, "js", `${name}.js`)),
    outdir: out,
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target,
    legalComments: "none",
    logLevel: "warning",
  });
  return Promise.all(
    outputFiles.map(async ({ path: file, text }) => {
      await writeFile(file, text);
      return [path.basename(file), text];
    }),
  );
}

/** The letters that nearly every page needs; where that cannot be made, the whole file. */
async function buildFont() {
  const from = path.join(fonts, "figtree-latin-wght-normal.woff2");
  const to = path.join(out, "figtree.woff2");
  const css = await readFile(path.join(here, "css", "font.css"), "utf8");
  const [, range] = css.match(/figtree\.woff2[^}]*unicode-range:([^;]+);/);
  const own = path.join(root, ".venv", "bin", "python");
  try {
    execFileSync(existsSync(own) ? own : "python3", [
      path.join(here, "build", "subset_font.py"),
      from,
      to,
      range,
    ]);
  } catch (error) {
    console.warn(`The font is not made smaller: ${error.message}`);
    await copyFile(from, to);
  }
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const [styles, made] = await Promise.all([buildStyles(), buildScripts(), buildFont()]);
const kilobytes = (text) => `${(gzipSync(text, { level: 9 }).length / 1024).toFixed(1)} kB`;
console.log(
  [...styles, ...made].map(([name, text]) => `${name} ${kilobytes(text)}`).join(", "),
  "(compressed)",
);
