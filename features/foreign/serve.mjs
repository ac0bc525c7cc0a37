// What the three have in common: a certificate for localhost, the ready line, and an end with whoever has started them.
import fs from 'node:fs';
import path from 'node:path';
import { certificateFor } from '../stand-in/certificate.mjs';

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node PROVIDER.mjs FOLDER, where the certificate authority is written to');
  process.exit(2);
}

export const { ca, cert, key } = certificateFor('localhost');
export const file = (name) => path.join(path.resolve(folder), name);

fs.mkdirSync(folder, { recursive: true });
fs.writeFileSync(file('ca.pem'), ca);
fs.writeFileSync(file('cert.pem'), cert);
fs.writeFileSync(file('key.pem'), key);

export function ready(issuer) {
  process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0)).resume();
  console.log(JSON.stringify({ issuer }));
}

export const clients = ['suite-1', 'suite-2', 'suite-3'].map((id) => ({
  client_id: id,
  client_secret: `secret-of-${id}-that-is-long-enough`,
  redirect_uris: [`https://rp.example/${id}/callback`],
  post_logout_redirect_uris: [`https://rp.example/${id}/post_logout_redirect`],
  token_endpoint_auth_method: id === 'suite-3' ? 'client_secret_post' : 'client_secret_basic',
  grant_types: ['authorization_code', 'refresh_token'],
}));
