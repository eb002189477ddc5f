// What @adobe/structured-data-validator says of structured data (JSON on standard input, one graph a
// page). It takes the vocabulary of schema.org as JSON-LD, which it would have us fetch: here it is
// made of the types in schema-dts, which are generated from it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Validator from "@adobe/structured-data-validator";

const types = createRequire(import.meta.url).resolve("schema-dts").replace(/schema\.js$/, "schema.d.ts");
const graph = [];
const parents = {};
const domains = {};
for (const [, name, kind, above, body] of readFileSync(types, "utf8").matchAll(
  /^(?:export )?interface (\w+?)(Base|Leaf) extends ([\w, ]+) \{([^]*?)^\}/gm,
)) {
  parents[name] ??= new Set();
  for (const one of above.split(", ")) {
    const parent = one.replace(/(Base|Leaf)$/, "");
    if (parent !== name) parents[name].add(parent);
  }
  for (const [, property] of body.matchAll(/^ {4}"(\w+)"\?:/gm)) (domains[property] ??= new Set()).add(name);
}
for (const [, body] of readFileSync(types, "utf8").matchAll(/^interface ThingBase[^{]*\{([^]*?)^\}/gm)) {
  parents.Thing ??= new Set();
  for (const [, property] of body.matchAll(/^ {4}"(\w+)"\?:/gm)) (domains[property] ??= new Set()).add("Thing");
}
const ids = (names) => [...names].map((name) => ({ "@id": `schema:${name}` }));
for (const [name, above] of Object.entries(parents))
  graph.push({ "@id": `schema:${name}`, "@type": "rdfs:Class", "rdfs:subClassOf": ids(above) });
for (const [name, of] of Object.entries(domains))
  graph.push({ "@id": `schema:${name}`, "@type": "rdf:Property", "schema:domainIncludes": ids(of) });

const validator = new Validator({ "@graph": graph });
const found = [];
for (const items of JSON.parse(readFileSync(0, "utf8"))) {
  const jsonld = {};
  for (const item of items) (jsonld[item["@type"]] ??= []).push(item);
  const issues = await validator.validate({ jsonld });
  found.push(issues.map((one) => `${one.severity} ${one.rootType}: ${one.issueMessage}`));
}
console.log(JSON.stringify(found));
