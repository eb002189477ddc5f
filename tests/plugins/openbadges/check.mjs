// What the script of the check page says of files: on standard input the script, the attributes of
// its element, and cases with a file (base64) and what can be fetched; out comes the answer to each.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { script, attributes, issued, cases } = JSON.parse(readFileSync(0, "utf8"));

let chosen;
const answer = { textContent: "", dataset: {} };
const field = {
  files: [],
  addEventListener: (_kind, listener) => (chosen = listener),
  closest: () => ({ dataset: { compareFile: issued } }),
};
const box = { hidden: true, dataset: attributes, querySelector: () => answer };
globalThis.document = { querySelectorAll: () => [box], querySelector: () => field };
await import(pathToFileURL(script));

const { importKey } = crypto.subtle;
const said = {};
const copies = {};
for (const { name, file, documents, old } of cases) {
  globalThis.fetch = async (address, { cache } = {}) => {
    // As a browser, which asks for the same address only once in five minutes unless it is told to.
    if (cache === "no-cache") delete copies[address];
    const text = (copies[address] ??= documents[address]);
    return { ok: text !== undefined, json: async () => JSON.parse(text), text: async () => text };
  };
  crypto.subtle.importKey = old ? () => Promise.reject(new Error("Ed25519")) : importKey;
  field.files = [new Blob([Buffer.from(file, "base64")])];
  await chosen();
  said[name] = [answer.dataset.badge, answer.textContent];
}
process.stdout.write(JSON.stringify({ shown: !box.hidden, said }));
