/**
 * Makes a style sheet smaller without changing what it does: tokens that never change are written out
 * where they are used, and rules for what no page has are left out.
 */
import postcss from "postcss";
import selectorParser from "postcss-selector-parser";
import valueParser from "postcss-value-parser";

/** The tokens of an example theme before a sheet, which may give some of them other values. */
export function withTokensFirst(tokens, css) {
  const first = postcss.rule({ selector: ":root" });
  postcss.parse(tokens).walkDecls(/^--/, (token) => first.append(token.clone()));
  return postcss.parse(css).prepend(first);
}

/** Whether a declaration stands at the top in `:root`, and so holds everywhere. */
function isForAll({ parent: rule }) {
  return rule.selector === ":root" && rule.parent.type === "root";
}

/** The values that hold everywhere, by name; and the names that get a value somewhere else. */
function tokensOf(sheet) {
  const values = new Map();
  const changing = new Set();
  sheet.walkDecls(/^--/, (token) => {
    if (isForAll(token)) values.set(token.prop, token.value);
    else changing.add(token.prop);
  });
  return { values, changing };
}

/**
 * Writes tokens out. What is declared at the top in `:root` alone never changes, so its value can
 * stand where it is used. A token that nobody gives a value makes a declaration invalid when the
 * browser computes it, which is what `unset` says.
 */
export function writeTokensOut(sheet) {
  const { values, changing } = tokensOf(sheet);
  const known = new Map();

  /** The value of a token; null when there is none. */
  function valueOf(name) {
    if (!known.has(name)) {
      known.set(name, null); // Who refers to itself has no value.
      if (values.has(name)) known.set(name, resolve(values.get(name)));
    }
    return known.get(name);
  }

  /** What stands in the place of `var(…)`; null when its token has no value. */
  function instead({ nodes }) {
    const comma = nodes.findIndex(({ type, value }) => type === "div" && value === ",");
    const name = valueParser.stringify(comma === -1 ? nodes : nodes.slice(0, comma)).trim();
    const fallback = comma === -1 ? null : resolve(valueParser.stringify(nodes.slice(comma + 1)));
    if (changing.has(name)) return fallback === null ? `var(${name})` : `var(${name},${fallback})`;
    return valueOf(name) ?? fallback;
  }

  /** `value` with its tokens written out; null when one of them has no value. */
  function resolve(value) {
    let isKnown = true;
    const parsed = valueParser(value).walk((node, index, nodes) => {
      if (node.type !== "function" || node.value !== "var") return true;
      const written = instead(node);
      isKnown &&= written !== null;
      nodes[index] = { type: "word", value: written ?? "" };
      return false;
    });
    return isKnown ? parsed.toString() : null;
  }

  sheet.walkDecls((declaration) => {
    const isToken = declaration.prop.startsWith("--");
    if (isToken && isForAll(declaration) && !changing.has(declaration.prop)) declaration.remove();
    else declaration.value = resolve(declaration.value) ?? (isToken ? "initial" : "unset");
    declaration.raws.between = ":"; // esbuild leaves tokens as they are, spaces and all.
  });
  return withoutEmpty(sheet);
}

/** Leaves out the selectors with a class for which `isUsed` is false, and tokens without a use. */
export function prune(sheet, isUsed) {
  /** Whether something on a page can be meant; takes out of `:is()` what cannot. */
  function isMeant(selector) {
    return selector.nodes.every((node) => {
      if (node.type === "class") return isUsed(node.value);
      if (node.value !== ":is" && node.value !== ":where") return true;
      for (const one of [...node.nodes]) if (!isMeant(one)) one.remove();
      return node.nodes.length > 0;
    });
  }

  const meant = selectorParser((selectors) => {
    for (const one of [...selectors.nodes]) if (!isMeant(one)) one.remove();
  });
  sheet.walkRules((rule) => {
    if (rule.parent.name?.endsWith("keyframes")) return;
    rule.selector = meant.processSync(rule.selector);
    if (!rule.selector) rule.remove();
  });
  return withoutUnusedTokens(sheet);
}

/** Leaves out custom properties that nothing refers to. */
function withoutUnusedTokens(sheet) {
  const referred = new Set();
  sheet.walkDecls(({ value }) => {
    for (const [, name] of value.matchAll(/var\((--[\w-]+)/g)) referred.add(name);
  });
  let isSmaller = false;
  sheet.walkDecls(/^--/, (token) => {
    if (referred.has(token.prop)) return;
    token.remove();
    isSmaller = true;
  });
  return isSmaller ? withoutUnusedTokens(sheet) : withoutEmpty(sheet);
}

/** Leaves out rules and blocks in which nothing is left. */
function withoutEmpty(sheet) {
  sheet.walk((node) => {
    let empty = node;
    while (empty.nodes?.length === 0 && empty.type !== "root") {
      const { parent } = empty;
      empty.remove();
      empty = parent;
    }
  });
  return sheet;
}
