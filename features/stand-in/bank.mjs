// A bank that is not Mock Banno: the stock library behind Banno's addresses, on a host of its own, configured in its own way.
import fs from 'node:fs';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { Provider } from 'oidc-provider';
import { applications } from './applications.mjs';
import { certificateFor } from './certificate.mjs';
import { configuration } from './configuration.mjs';
import { HELP, options } from './options.mjs';
import { ISSUER_PATH } from './pages.mjs';
import { Visits } from './visit.mjs';

// The library's notices say which defaults are in use, as they are meant to be.
console.info = () => {};
console.warn = () => {};

const HOST = 'online.stand-in.localhost';
const METADATA = '/.well-known/openid-configuration';

const chosen = options();
if (chosen.help) {
  console.log(HELP);
  process.exit(0);
}

const { ca, cert, key } = certificateFor(HOST);
const server = https.createServer({ cert, key });
server.on('error', (error) => {
  console.error(`stand-in: cannot listen on port ${chosen.port}: ${error.code}; --port PORT chooses another`);
  process.exit(1);
});
await new Promise((listening) => { server.listen(Number(chosen.port), '127.0.0.1', listening); });
const { port } = server.address();
const issuer = `https://${HOST}:${port}${ISSUER_PATH}`;

const clients = applications({ redirectUris: chosen['redirect-uri'], postLogoutRedirectUris: chosen['post-logout-redirect-uri'] });
const provider = new Provider(issuer, configuration(clients));
provider.on('server_error', (ctx, error) => console.error(error));
const visits = new Visits(provider);
const library = provider.callback();

server.on('request', async (req, res) => {
  try {
    if (req.url.startsWith(`${ISSUER_PATH}/visit/`) && ['GET', 'POST'].includes(req.method)) await visits.answer(req, res);
    else library(mounted(req), res);
  } catch (error) {
    console.error(error);
    if (!res.headersSent) res.writeHead(500);
    res.end();
  }
});

// The library takes from `originalUrl` below which path it is. Its metadata stands at the root of the host too, as at Banno;
// nothing else does.
function mounted(req) {
  const asked = req.url === METADATA ? ISSUER_PATH + METADATA : req.url;
  req.originalUrl = asked;
  req.url = asked.startsWith(`${ISSUER_PATH}/`) ? asked.slice(ISSUER_PATH.length) : '/nothing-is-here';
  return req;
}

const ownFolder = chosen['ca-file'] ? undefined : fs.mkdtempSync(path.join(os.tmpdir(), 'stand-in-'));
const caFile = path.resolve(chosen['ca-file'] ?? path.join(ownFolder, 'ca.pem'));
fs.mkdirSync(path.dirname(caFile), { recursive: true });
fs.writeFileSync(caFile, ca);

const end = () => {
  if (ownFolder) fs.rmSync(ownFolder, { recursive: true });
  process.exit(0);
};
process.on('SIGTERM', end);
process.on('SIGINT', end);
// Whoever has started it with a pipe need not take care of its end.
if (fs.fstatSync(0).isFIFO() || fs.fstatSync(0).isSocket()) process.stdin.on('end', end).on('error', end).resume();

console.log(JSON.stringify({ issuer, ca: caFile, port }));
