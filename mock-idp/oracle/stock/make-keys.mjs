// Makes ../keys.json anew: private keys of clients, for tests and for nothing else. A `kid` is the name of its key.
import crypto from 'node:crypto';
import fs from 'node:fs';

const ec = (namedCurve) => ['ec', { namedCurve }];
const rsa = ['rsa', { modulusLength: 2048 }];
const kinds = {
  es: ec('P-256'),
  'es-other': ec('P-256'),
  es384: ec('P-384'),
  es512: ec('P-521'),
  es256k: ec('secp256k1'),
  rs: rsa,
  'rs-other': rsa,
  ed: ['ed25519'],
  'ed-other': ['ed25519'],
  proof: ec('P-256'),
  'proof-other': ec('P-256'),
  'to-p256': ec('P-256'),
  'to-p384': ec('P-384'),
  'to-p521': ec('P-521'),
  'to-x25519': ['x25519'],
  'to-rsa': rsa,
};

const keys = Object.entries(kinds).map(([kid, kind]) => (
  { kid, ...crypto.generateKeyPairSync(...kind).privateKey.export({ format: 'jwk' }) }
));
fs.writeFileSync(new URL('../keys.json', import.meta.url), `${JSON.stringify({ keys }, null, 2)}\n`);
