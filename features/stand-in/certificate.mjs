// A certificate authority for one run, and a certificate of it for one host. openssl makes both.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

// The PEM texts {ca, cert, key}; what openssl needs on disk meanwhile is gone afterwards.
export function certificateFor(host) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stand-in-'));
  const file = (name) => path.join(folder, name);
  const make = (name, ...rest) => execFileSync('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-days', '30',
    '-keyout', file(`${name}.key`), '-out', file(`${name}.pem`), ...rest,
  ], { stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    make('ca', '-subj', '/CN=Authority of the stand-in bank', '-addext', 'keyUsage=critical,keyCertSign');
    make(
      'host', '-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-subj', `/CN=${host}`,
      '-addext', 'basicConstraints=critical,CA:FALSE', '-addext', `subjectAltName=DNS:${host}`, '-addext', 'extendedKeyUsage=serverAuth',
    );
    const text = (name) => fs.readFileSync(file(name), 'utf8');
    return { ca: text('ca.pem'), cert: text('host.pem'), key: text('host.key') };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
