// Reads from standard input what the example `tokens` prints, with the npm package `jose`.
import crypto from 'node:crypto';
import readline from 'node:readline';
import { readFileSync } from 'node:fs';
import * as jose from 'jose';

const { version } = JSON.parse(readFileSync(new URL('node_modules/jose/package.json', import.meta.url)));
const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const bank = JSON.parse((await lines.next()).value);
const keys = jose.createLocalJWKSet({ keys: bank.keys });

// OpenID Connect Core 10.2: the left of a hash of the client's secret.
const LENGTHS = { A128KW: 16, A256KW: 32, A128GCM: 16, A256GCM: 32, 'A128CBC-HS256': 32, 'A256CBC-HS512': 64 };
function derived(secret, { alg, enc }) {
  const length = LENGTHS[alg === 'dir' ? enc : alg];
  return crypto.createHash(length > 32 ? 'sha512' : 'sha256').update(secret).digest().subarray(0, length);
}

async function opened(token, key) {
  if (!key) return token;
  const header = jose.decodeProtectedHeader(token);
  const secret = key.secret ? derived(key.secret, header) : await jose.importJWK(key, header.alg);
  const { plaintext, protectedHeader } = await jose.compactDecrypt(token, secret);
  if (protectedHeader.cty !== 'JWT') throw new Error('cty is not JWT');
  return new TextDecoder().decode(plaintext);
}

let read = 0;
let all = 0;
for await (const line of lines) {
  const { name, token, key, alg, aud, email } = JSON.parse(line);
  all += 1;
  try {
    const options = { issuer: bank.issuer, audience: aud, algorithms: [alg], requiredClaims: ['sub', 'exp', 'iat'] };
    const { payload } = await jose.jwtVerify(await opened(token, key), keys, options);
    if (payload.email !== email) throw new Error(`email is ${payload.email}`);
    read += 1;
  } catch (error) {
    console.log(`not read: ${name}: ${error.message}`);
  }
}
console.log(`jose ${version} for Node.js: ${read} of ${all} tokens read`);
process.exitCode = all > 0 && read === all ? 0 : 1;
