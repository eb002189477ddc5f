/**
 * Checks the badge in a file that somebody chooses, in the browser: is it signed by the academy, for this
 * certificate, and does it still count? Nothing of the file is sent. What is fetched is the same for
 * everybody: the academy's keys, and the whole list of what does not count.
 *
 * An element with `data-badge-check` (which file field), `data-issuer` (who signed the badge), `data-issuer-now`
 * (who signs today: the site may have had another address), `data-folder`, `data-credential`, and the answers as
 * `data-valid`, `data-revoked` and so on.
 */

const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;

for (const box of document.querySelectorAll("[data-badge-check]")) {
  const field = document.querySelector(box.dataset.badgeCheck);
  if (!field || !globalThis.crypto?.subtle) continue;
  const answer = box.querySelector("[role=status]");
  let newest = 0;
  box.hidden = false;
  field.addEventListener("change", async () => {
    const mine = (newest += 1);
    answer.textContent = "";
    delete answer.dataset.outcome;
    if (!field.files[0]) return;
    let outcome = await check(field.files[0], box.dataset);
    if (outcome === "valid" && (await isChangedPdf(field))) outcome = "changed";
    // Who chose another file meanwhile is told about that one.
    if (mine !== newest) return;
    // A file that cannot be checked here is no wrong one.
    if (outcome !== "json") answer.dataset.outcome = outcome === "valid" ? "same" : "other";
    answer.dataset.badge = outcome;
    answer.textContent = box.dataset[outcome];
  });
}

async function check(file, { issuer, issuerNow, folder, credential }) {
  if (!globalThis.DecompressionStream) return "unable";
  let token;
  try {
    const content = new Uint8Array(await file.arrayBuffer());
    if (isJson(content)) return "json";
    token = await findToken(content);
  } catch {
    token = undefined;
  }
  if (!token) return "missing";
  const badge = read(token);
  if (!badge || badge.issuer?.id !== issuer || badge.id !== credential) return "stranger";
  try {
    const keys = (await get(`${folder}keys.json`).then((one) => one.json())).keys;
    const signed = await isSigned(token, keys);
    if (signed !== "signed") return signed;
    // The address of the list is in the badge; only its name is used, at this site.
    const list = badge.credentialStatus.statusListCredential.split("/").pop();
    const text = (await (await get(`${folder}status/${encodeURIComponent(list)}`)).text()).trim();
    if ((await isSigned(text, keys)) !== "signed") return "offline";
    const status = read(text);
    if (status.issuer !== issuerNow || Date.parse(status.validUntil) < Date.now()) return "offline";
    const bits = await unpack(bytes(status.credentialSubject.encodedList.slice(1)), "gzip");
    const place = Number(badge.credentialStatus.statusListIndex);
    return bits[place >> 3] & (0x80 >> (place & 7)) ? "revoked" : "valid";
  } catch {
    return "offline";
  }
}

/** Whether the file is a PDF, and not the one that was issued: a badge can be copied into any file. */
async function isChangedPdf(field) {
  const issued = field.closest("[data-compare-file]")?.dataset.compareFile.split(" ") ?? [];
  const content = await field.files[0].arrayBuffer();
  if (!latin(new Uint8Array(content, 0, Math.min(5, content.byteLength))).startsWith("%PDF-")) {
    return false;
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return !issued.includes([...digest].map((one) => one.toString(16).padStart(2, "0")).join(""));
}

/** Whether this is a badge as JSON, of which the proof is about what it says and not about its letters. */
function isJson(content) {
  const text = new TextDecoder().decode(content).trim();
  if (!text.startsWith("{")) return false;
  try {
    return JSON.parse(text).type?.includes("OpenBadgeCredential") ?? false;
  } catch {
    return false;
  }
}

/** The badge in a file: the file itself, or a file inside a PDF. */
async function findToken(content) {
  const text = latin(content);
  if (!text.startsWith("%PDF-")) return TOKEN.test(text.trim()) ? text.trim() : undefined;
  for (const found of text.matchAll(/\/Type \/EmbeddedFile[^]{0,600}?stream\r?\n/g)) {
    const before = text.slice(text.lastIndexOf("obj", found.index), found.index + found[0].length);
    const length = Number(/\/Length (\d+)/.exec(before)?.[1]);
    const start = found.index + found[0].length;
    const packed = content.slice(start, start + length);
    const plain = before.includes("FlateDecode") ? await unpack(packed, "deflate") : packed;
    const inside = latin(plain).trim();
    if (TOKEN.test(inside)) return inside;
  }
  return undefined;
}

function latin(content) {
  return new TextDecoder("latin1").decode(content);
}

async function isSigned(token, keys) {
  const [header, payload, signature] = token.split(".");
  const kid = JSON.parse(new TextDecoder().decode(bytes(header))).kid;
  // By the key itself: the name before it is the address that the site had when it signed.
  const keyOf = (name) => name.split("#").pop();
  const jwk = keys.find((one) => keyOf(one.kid) === keyOf(kid));
  if (!jwk) return "forged";
  let key;
  try {
    const { kty, crv, x } = jwk;
    key = await crypto.subtle.importKey("jwk", { kty, crv, x }, { name: "Ed25519" }, false, [
      "verify",
    ]);
  } catch {
    return "unable";
  }
  const signed = new TextEncoder().encode(`${header}.${payload}`);
  const right = await crypto.subtle.verify({ name: "Ed25519" }, key, bytes(signature), signed);
  return right ? "signed" : "forged";
}

function read(token) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes(token.split(".")[1])));
  } catch {
    return undefined;
  }
}

function bytes(base64url) {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
}

async function unpack(packed, format) {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream(format));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** What is so now: the browser's own copy may be of before the badge was taken back, or the key renewed. */
async function get(address) {
  const response = await fetch(address, { credentials: "omit", cache: "no-cache" });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response;
}
