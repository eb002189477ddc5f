// What the libraries of the Digital Credentials Consortium say of badges: on standard input the
// documents that can be looked up, by address, and the badges by name; out comes for each whether it
// is verified, and what is wrong with it.
import { readFileSync } from "node:fs";
import { DataIntegrityProof } from "@digitalcredentials/data-integrity";
import { cryptosuite } from "@digitalcredentials/eddsa-rdfc-2022-cryptosuite";
import { securityLoader } from "@digitalcredentials/security-document-loader";
import { checkStatus } from "@digitalcredentials/vc-bitstring-status-list";
import { verifyCredential } from "@digitalcredentials/vc";

const { documents, badges } = JSON.parse(readFileSync(0, "utf8"));
const contexts = securityLoader({ fetchRemoteContexts: false }).build();

async function documentLoader(url) {
  const [address, fragment] = url.split("#");
  if (!(address in documents)) return contexts(url);
  const whole = documents[address];
  const part = fragment && whole.verificationMethod?.find((one) => one.id === url);
  const document = part ? { "@context": whole["@context"][1], ...part } : whole;
  return { contextUrl: null, documentUrl: url, document };
}

const said = {};
for (const [name, credential] of Object.entries(badges)) {
  const suite = new DataIntegrityProof({ cryptosuite });
  const found = await verifyCredential({ credential, suite, documentLoader, checkStatus });
  const errors = [found.error, ...(found.error?.errors ?? []), found.statusResult?.error];
  said[name] = {
    verified: found.verified,
    told: errors.filter(Boolean).map((one) => one.message).join("; "),
  };
}
process.stdout.write(JSON.stringify(said));
