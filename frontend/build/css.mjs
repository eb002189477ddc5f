/**
 * Makes a style sheet smaller without changing what it does: tokens that never change are written out
 * where they are used, and rules for what no page has are left out.
 *
 * It reads what esbuild writes with `minify`: no comments, no empty rules, no nesting.
 */

/** Where a piece of CSS ends: the index of the first of `ends` outside strings and brackets. */
function endOf(css, from, ends) {
  let depth = 0;
  for (let at = from; at < css.length; at += 1) {
    const sign = css[at];
    if (sign === "\\") at += 1;
    else if (sign === '"' || sign === "'") {
      at += 1;
      while (at < css.length && css[at] !== sign) at += css[at] === "\\" ? 2 : 1;
    } else if (depth === 0 && ends.includes(sign)) return at;
    else if (sign === "(" || sign === "[") depth += 1;
    else if (sign === ")" || sign === "]") depth -= 1;
  }
  return css.length;
}

/** The parts of `text` between commas. */
export function atCommas(text) {
  const parts = [];
  let from = 0;
  while (from <= text.length) {
    const end = endOf(text, from, ",");
    parts.push(text.slice(from, end).trim());
    from = end + 1;
  }
  return parts;
}

/** A list of `{prelude, nodes}` (a rule), `{name, value}` (a declaration) and `{statement}`. */
export function parse(css, from = 0, nodes = []) {
  let at = from;
  while (at < css.length) {
    if (/[\s;]/.test(css[at])) at += 1;
    else if (css[at] === "}") return { nodes, end: at + 1 };
    else {
      const end = endOf(css, at, "{;}");
      const text = css.slice(at, end).trim();
      if (css[end] === "{") {
        const inside = parse(css, end + 1);
        nodes.push({ prelude: text, nodes: inside.nodes });
        at = inside.end;
      } else {
        const colon = text.indexOf(":");
        if (text.startsWith("@")) nodes.push({ statement: text });
        else nodes.push({ name: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim() });
        at = css[end] === ";" ? end + 1 : end;
      }
    }
  }
  return { nodes, end: css.length };
}

/** The CSS of what `parse` gave. */
export function write(nodes) {
  return nodes
    .map((node) => {
      if (node.statement) return `${node.statement};`;
      if (node.name) return `${node.name}:${node.value};`;
      return `${node.prelude}{${write(node.nodes)}}`;
    })
    .join("");
}

/** All custom properties by name: what `:root` says of them last, and which change somewhere. */
function customProperties(nodes) {
  const values = new Map();
  const changing = new Set();
  const look = (inside, isRoot) => {
    for (const node of inside) {
      if (node.nodes) look(node.nodes, inside === nodes && node.prelude === ":root");
      else if (node.name?.startsWith("--")) {
        if (isRoot) values.set(node.name, node.value);
        else changing.add(node.name);
      }
    }
  };
  look(nodes, false);
  return { values, changing };
}

/**
 * Writes tokens out. What is declared at the top in `:root` alone never changes, so its value can
 * stand where it is used. A token that nobody gives a value makes a declaration invalid when the
 * browser computes it, which is what `unset` says.
 */
export function writeTokensOut(nodes) {
  const { values, changing } = customProperties(nodes);
  const known = new Map();

  /** The value of a token; null when there is none. */
  function valueOf(name) {
    if (!known.has(name)) {
      known.set(name, null); // Who refers to itself has no value.
      if (values.has(name)) known.set(name, resolve(values.get(name)));
    }
    return known.get(name);
  }

  /** `value` with its tokens written out; null when one of them has no value. */
  function resolve(value) {
    let found = "";
    let rest = value;
    for (;;) {
      const at = rest.search(/(?<![\w-])var\(/);
      if (at === -1) return found + rest;
      const end = endOf(rest, at + 4, ")");
      const [name, ...fallback] = atCommas(rest.slice(at + 4, end));
      const instead = fallback.length ? resolve(fallback.join(",")) : null;
      found += rest.slice(0, at);
      rest = rest.slice(end + 1);
      if (changing.has(name)) {
        found += instead === null ? `var(${name})` : `var(${name},${instead})`;
      } else {
        const written = valueOf(name) ?? instead;
        if (written === null) return null;
        found += written;
      }
    }
  }

  const go = (inside, isTop) =>
    inside.flatMap((node) => {
      if (node.nodes) {
        const kept = go(node.nodes, false).filter(
          (one) => !(isTop && node.prelude === ":root" && one.name && !isNeeded(one.name)),
        );
        return kept.length ? [{ ...node, nodes: kept }] : [];
      }
      if (!node.name) return [node];
      const value = resolve(node.value);
      if (value !== null) return [{ ...node, value }];
      return [{ ...node, value: node.name.startsWith("--") ? "initial" : "unset" }];
    });
  const isNeeded = (name) => !name.startsWith("--") || changing.has(name);
  return go(nodes, true);
}

/** The classes that an element must have for `selector`: those outside `:is()`, `:not()`, … */
function classesOf(selector) {
  let bare = selector;
  for (;;) {
    const less = bare.replace(/:[\w-]+\([^()]*\)/g, "");
    if (less === bare) break;
    bare = less;
  }
  return Array.from(bare.matchAll(/\.((?:[\w-]|\\.)+)/g), (match) => match[1]);
}

/** Leaves out the selectors with a class for which `isUsed` is false, and tokens without a use. */
export function prune(nodes, isUsed) {
  const go = (inside) =>
    inside.flatMap((node) => {
      if (!node.nodes) return [node];
      if (node.prelude.startsWith("@keyframes") || node.prelude.startsWith("@font-face")) return [node];
      if (node.prelude.startsWith("@")) {
        const kept = go(node.nodes);
        return kept.length ? [{ ...node, nodes: kept }] : [];
      }
      const selectors = atCommas(node.prelude).flatMap((one) => withUsed(one, isUsed));
      return selectors.length ? [{ ...node, prelude: selectors.join(",") }] : [];
    });
  return withoutUnusedTokens(go(nodes));
}

/** The selector with what is used of its `:is()`; nothing when that is nothing. */
function withUsed(selector, isUsed) {
  if (!classesOf(selector).every(isUsed)) return [];
  let isEmpty = false;
  const less = selector.replace(/:(is|where)\(([^()]*)\)/g, (_whole, name, list) => {
    const used = atCommas(list).filter((one) => classesOf(one).every(isUsed));
    if (!used.length) isEmpty = true;
    return `:${name}(${used.join(",")})`;
  });
  return isEmpty ? [] : [less];
}

/** Leaves out declarations of custom properties that nothing refers to, and empty rules. */
function withoutUnusedTokens(nodes) {
  const referred = new Set(
    Array.from(write(nodes).matchAll(/var\((--[\w-]+)/g), (match) => match[1]),
  );
  const go = (inside) =>
    inside.flatMap((node) => {
      if (!node.nodes) {
        return node.name?.startsWith("--") && !referred.has(node.name) ? [] : [node];
      }
      const kept = go(node.nodes);
      return kept.length ? [{ ...node, nodes: kept }] : [];
    });
  const kept = go(nodes);
  return write(kept).length < write(nodes).length ? withoutUnusedTokens(kept) : kept;
}
