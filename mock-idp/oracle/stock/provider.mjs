// The stock library, configured as Banno's discovery document and documentation show.
//
// The first line of standard input is JSON: `institution`, `clients`, `users`, as in a configuration
// file of Mock Banno, and `now`, the second at which the clock stands. Then one line of standard output
// says {"origin": …}. Further lines are commands, each answered by a line `done`:
//   reset S    forget everything that has happened, and set the clock back; S is JSON: `policies` and
//              `leniencies`, as in a configuration file of Mock Banno
//   advance N  move the clock N seconds forward
import crypto from 'node:crypto';
import http from 'node:http';
import readline from 'node:readline';
import { Provider } from 'oidc-provider';
import { setStorage } from 'oidc-provider/lib/adapters/memory_adapter.js';
import { Accounts } from './accounts.mjs';
import { API_PATH, ISSUER_PATH } from './banno.mjs';
import { advertiseAsBanno, configuration } from './configuration.mjs';
import { Consents } from './consents.mjs';
import { Interaction } from './interaction.mjs';
import { Storage } from './storage.mjs';

// Its notices say that defaults are in use, as they are meant to be.
console.info = () => {};
console.warn = () => {};

const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const data = JSON.parse((await lines.next()).value);

// Nothing happens between two commands, so time stands still there: answers are the same in each run.
let now = data.now;
globalThis.Date = class extends Date {
  constructor(...parts) {
    super(...(parts.length ? parts : [now * 1000]));
  }

  static now() {
    return now * 1000;
  }
};

const server = http.createServer();
await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
const origin = `http://127.0.0.1:${server.address().port}`;

const privateJwk = (kid, type, options) => ({
  ...crypto.generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }), kid, use: 'sig',
});
const keys = [
  privateJwk('sig-ec2-0', 'ec', { namedCurve: 'P-256' }),
  privateJwk('sig-rs-0', 'rsa', { modulusLength: 2048 }),
];
const accounts = new Accounts(data);

let interaction;
let library;
function reset(setting) {
  now = data.now;
  setStorage(new Storage());
  const consents = new Consents();
  const provider = new Provider(origin + ISSUER_PATH, configuration({ data, api: origin + API_PATH, keys, accounts, consents, ...setting }));
  // No client is registered for it, so nobody gets this far.
  provider.registerGrantType('urn:ietf:params:oauth:grant-type:token-exchange', () => {}, []);
  provider.use(advertiseAsBanno(data.institution));
  provider.on('grant.revoked', (ctx, grantId) => consents.forget(ctx, grantId));
  provider.on('server_error', (ctx, error) => console.error(error));
  interaction = new Interaction(provider, { data, accounts, consents });
  library = provider.callback();
}

server.on('request', async (req, res) => {
  try {
    const isPage = req.url.startsWith(`${ISSUER_PATH}/interaction/`) && ['GET', 'POST'].includes(req.method);
    if (isPage) await interaction.answer(req, res);
    else library(mounted(req), res);
  } catch (error) {
    console.error(error);
    res.writeHead(500);
    res.end();
  }
});

// The library wants to know what stands before its own paths.
function mounted(req) {
  // The metadata stands at the root of the host too, as at Banno.
  if (req.url === '/.well-known/openid-configuration') req.url = ISSUER_PATH + req.url;
  req.originalUrl = req.url;
  if (req.url.startsWith(ISSUER_PATH)) req.url = req.url.slice(ISSUER_PATH.length) || '/';
  return req;
}

console.log(JSON.stringify({ origin }));
for await (const line of lines) {
  const [, command, argument] = line.match(/^(\w+) (.*)$/);
  if (command === 'reset') reset(JSON.parse(argument));
  else if (command === 'advance') now += Number(argument);
  else throw new Error(`unknown command ${command}`);
  console.log('done');
}
process.exit(0);
