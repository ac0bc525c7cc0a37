// The stock library, configured as Banno's discovery document and documentation show.
//
// The first line of standard input is JSON: `institution`, `clients`, `users`, as in a configuration
// file of Mock Banno, and `now`, the second at which the clock stands. Then one line of standard output
// says {"origin": …}. Further lines are commands, each answered by a line `done`:
//   reset      forget everything that has happened, and set the clock back
//   advance N  move the clock N seconds forward
import crypto from 'node:crypto';
import http from 'node:http';
import readline from 'node:readline';
import { Provider, errors, interactionPolicy } from 'oidc-provider';
import { setStorage } from 'oidc-provider/lib/adapters/memory_adapter.js';
import { consentPage, errorPage, loginPage } from './pages.mjs';
import { Storage } from './storage.mjs';

const MOUNT = '/a/consumer/api/v0/oidc';
const AUTH = 'https://api.banno.com/consumer/auth/';
const CLAIM = 'https://api.banno.com/consumer/claim/';
const LEVELS = ['standard', 'enhanced', 'high', 'restricted'].map((level) => `https://api.banno.com/consumer/security-level/${level}`);
const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
// What Banno documents, though its discovery document does not say so.
const UNADVERTISED = { authentication: 'none', claim: 'locale' };
const DAY = 24 * 60 * 60;

// Its notices say that defaults are in use, as they are meant to be.
console.info = () => {};
console.warn = () => {};

const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const data = JSON.parse((await lines.next()).value);

// Nothing happens between two commands, so time stands still there: answers are the same in each run.
let now = data.now;
Date.now = () => now * 1000;

const server = http.createServer();
await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
const origin = `http://127.0.0.1:${server.address().port}`;
const issuer = origin + MOUNT;
const api = `${origin}/a/consumer/api/v0`;

const privateJwk = (kid, type, options) => ({
  ...crypto.generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }), kid, use: 'sig',
});
const keys = [
  privateJwk('sig-ec2-0', 'ec', { namedCurve: 'P-256' }),
  privateJwk('sig-rs-0', 'rsa', { modulusLength: 2048 }),
];

const OF_SCOPE = {
  openid: ['sub'],
  profile: ['family_name', 'given_name', 'middle_name', 'name', 'nickname', 'picture', 'preferred_username'],
  email: ['email'],
  address: ['address'],
  phone: ['phone_number'],
};
const ofScope = new Set(Object.values(OF_SCOPE).flat());
const claims = {
  ...OF_SCOPE,
  profile: [...OF_SCOPE.profile, UNADVERTISED.claim],
  ...Object.fromEntries(data.institution.claims.filter((claim) => !ofScope.has(claim)).map((claim) => [claim, null])),
};

const clients = data.clients.map(({ name, require_consent: consent = true, scopes, ...metadata }) => ({
  client_name: name,
  token_endpoint_auth_method: 'client_secret_post',
  id_token_signed_response_alg: 'ES256',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  ...(metadata.redirect_uris.some((uri) => !/^https?:/.test(uri)) && { application_type: 'native' }),
  ...(scopes && { scope: scopes.join(' ') }),
  ...metadata,
  require_consent: consent,
}));

const accounts = new Map(data.users.map((user) => [user.sub, user]));
const account = (sub) => accounts.get(sub) && {
  accountId: sub,
  claims: () => ({ sub, ...accounts.get(sub).claims, [`${CLAIM}institution_id`]: data.institution.institution_id }),
};

const isOffline = (scopes) => scopes.has('offline_access') || scopes.has(`${AUTH}offline_access`);

// Banno allows web clients private-use URI schemes, so these are not asked each time as native clients are.
const policy = interactionPolicy.base();
policy.get('consent').checks.remove('native_client_prompt');

// Consent is remembered by user and client. It outlives a logout, but not the end of a grant in another way.
const consents = new Map();
const owners = new Map();
const consentKey = ({ accountId, clientId }) => `${accountId} ${clientId}`;
function remember(grant) {
  owners.set(grant.jti, consentKey(grant));
  consents.set(consentKey(grant), {
    scope: grant.getOIDCScope(),
    claims: grant.getOIDCClaims(),
    rejectedScope: grant.getRejectedOIDCScope(),
    rejectedClaims: grant.getRejectedOIDCClaims(),
  });
}
function remembered(accountId, clientId) {
  const given = consents.get(consentKey({ accountId, clientId }));
  if (!given) return undefined;
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope(given.scope);
  grant.addOIDCClaims(given.claims);
  grant.rejectOIDCScope(given.rejectedScope);
  grant.rejectOIDCClaims(given.rejectedClaims);
  return grant;
}
function forget({ oidc }, grantId) {
  if (oidc.route === 'end_session_confirm') return;
  consents.delete(owners.get(grantId));
}
async function existingGrant({ oidc }) {
  const { clientId, require_consent: asks } = oidc.client;
  const { accountId } = oidc.session;
  const id = oidc.result?.consent?.grantId || oidc.session.grantIdFor(clientId);
  const kept = id && await provider.Grant.find(id);
  let grant = kept ?? remembered(accountId, clientId);
  if (!asks) {
    grant ??= new provider.Grant({ accountId, clientId });
    grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(' '));
    grant.addOIDCClaims([...oidc.requestParamClaims]);
  }
  await grant?.save();
  if (grant && consents.has(consentKey(grant))) remember(grant);
  return grant;
}

const configuration = {
  acrValues: LEVELS,
  claims,
  clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', UNADVERTISED.authentication],
  clientBasedCORS: (ctx, asking, client) => client.redirectUris.some((uri) => new URL(uri).origin === asking),
  clients,
  conformIdTokenClaims: false,
  cookies: { keys: ['a key that opens nothing'] },
  enabledJWA: { dPoPSigningAlgValues: ['PS256', 'PS384', 'ES256', 'ES256K', 'ES384', 'ES512', 'EdDSA'] },
  expiresWithSession: (ctx, code) => !isOffline(code.scopes),
  extraClientMetadata: { properties: ['require_consent'] },
  features: {
    claimsParameter: { enabled: true },
    devInteractions: { enabled: false },
    dPoP: { enabled: true },
    encryption: { enabled: true },
    introspection: { enabled: true },
    jwtUserinfo: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (ctx, resource) => {
        if (resource !== api) throw new errors.InvalidTarget();
        return { audience: api, scope: data.institution.scopes.join(' '), accessTokenTTL: 600, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } };
      },
    },
    revocation: { enabled: true },
  },
  findAccount: (ctx, sub) => account(sub),
  interactions: { policy, url: (ctx, { uid }) => `${MOUNT}/interaction/${uid}` },
  issueRefreshToken: (ctx, client, code) => client.grantTypeAllowed('refresh_token') && isOffline(code.scopes),
  jwks: { keys },
  loadExistingGrant: existingGrant,
  pkce: { methods: ['S256'], required: () => true },
  responseTypes: ['code', 'none'],
  rotateRefreshToken: true,
  routes: { end_session: '/logout' },
  scopes: data.institution.scopes,
  ttl: {
    AccessToken: 600, AuthorizationCode: 60, Grant: 14 * DAY, IdToken: 3600, Interaction: 3600, RefreshToken: 14 * DAY, Session: 14 * DAY,
  },
};

let provider;
let answer;
function reset() {
  now = data.now;
  setStorage(new Storage());
  consents.clear();
  owners.clear();
  provider = new Provider(issuer, copyOf(configuration));
  provider.registerGrantType(TOKEN_EXCHANGE, (ctx, next) => next(), []);
  provider.use(advertiseAsBanno);
  provider.on('grant.revoked', forget);
  provider.on('server_error', (ctx, error) => console.error(error));
  answer = provider.callback();
}

async function advertiseAsBanno(ctx, next) {
  await next();
  if (!ctx.body?.claims_supported) return;
  const without = (list, hidden) => list.filter((value) => value !== hidden);
  ctx.body.claims_supported = without(ctx.body.claims_supported, UNADVERTISED.claim);
  ctx.body.token_endpoint_auth_methods_supported = without(ctx.body.token_endpoint_auth_methods_supported, UNADVERTISED.authentication);
}

// The provider writes into what it is given.
function copyOf(value) {
  if (Array.isArray(value)) return value.map(copyOf);
  if (value?.constructor !== Object) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copyOf(member)]));
}

async function interaction(req, res) {
  let found;
  try {
    found = await provider.interactionDetails(req, res);
  } catch ({ error, error_description: why }) {
    // The library has no page here. What it says elsewhere of a request that is gone is plainer for a person.
    const description = why === 'interaction session not found' ? 'authorization request has expired' : why;
    return page(res, 400, errorPage({ error, error_description: description, iss: issuer }));
  }
  const { prompt, params, session, uid, grantId } = found;
  if (req.method === 'GET') return page(res, 200, pageOf(found));
  const form = new URLSearchParams(await text(req));
  const finish = (result, options) => provider.interactionFinished(req, res, result, options);
  const cancelled = () => finish({ error: 'access_denied', error_description: 'End-User aborted interaction' });
  if (prompt.name === 'login') {
    if (form.get('action') === 'cancel') return cancelled();
    const user = data.users.find(({ username }) => username === form.get('username'));
    if (user?.password !== form.get('password')) return page(res, 403, loginPage(issuer, uid, form.get('username'), true));
    return finish({ login: { accountId: user.sub, acr: LEVELS[0] } });
  }
  if (form.get('action') !== 'allow') return cancelled();
  const grant = grantId ? await provider.Grant.find(grantId) : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  const { missingOIDCScope = [], missingOIDCClaims = [], missingResourceScopes = {} } = prompt.details;
  const chosen = new Set(form.getAll('wish')).add('openid');
  for (const scope of missingOIDCScope) chosen.has(scope) ? grant.addOIDCScope(scope) : grant.rejectOIDCScope(scope);
  for (const claim of missingOIDCClaims) chosen.has(claim) ? grant.addOIDCClaims([claim]) : grant.rejectOIDCClaims([claim]);
  for (const [resource, scopes] of Object.entries(missingResourceScopes)) grant.addResourceScope(resource, scopes.join(' '));
  await grant.save();
  remember(grant);
  return finish({ consent: { grantId: grant.jti } }, { mergeWithLastSubmission: true });
}

function pageOf({ uid, prompt, params, session }) {
  if (prompt.name === 'login') return loginPage(issuer, uid, params.login_hint ?? '', false);
  const { missingOIDCScope = [], missingOIDCClaims = [] } = prompt.details;
  const missing = [...missingOIDCScope, ...missingOIDCClaims.sort()];
  const names = prompt.reasons.includes('consent_prompt') ? asked(params) : missing;
  const { declines = [] } = accounts.get(session.accountId);
  return consentPage(issuer, uid, names, declines);
}

// All of it, where the client wants the user to be asked again.
function asked({ scope = '', claims: requested = '{}' }) {
  const { id_token = {}, userinfo = {} } = JSON.parse(requested);
  const names = new Set([...Object.keys(userinfo), ...Object.keys(id_token)]);
  return [
    ...scope.split(' ').filter((value) => data.institution.scopes.includes(value)),
    ...[...names].filter((name) => name in claims).sort(),
  ];
}

function page(res, status, body) {
  res.writeHead(status, { 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' });
  res.end(body);
}

async function text(req) {
  let body = '';
  for await (const chunk of req) body += chunk;
  return body;
}

server.on('request', async (req, res) => {
  try {
    if (req.url.startsWith(`${MOUNT}/interaction/`) && ['GET', 'POST'].includes(req.method)) {
      await interaction(req, res);
      return;
    }
    // The metadata stands at the root of the host too, as at Banno.
    if (req.url === '/.well-known/openid-configuration') req.url = MOUNT + req.url;
    req.originalUrl = req.url;
    if (req.url.startsWith(MOUNT)) req.url = req.url.slice(MOUNT.length) || '/';
    answer(req, res);
  } catch (error) {
    console.error(error);
    res.writeHead(500);
    res.end();
  }
});

reset();
console.log(JSON.stringify({ origin }));
for await (const line of lines) {
  const [command, seconds] = line.split(' ');
  if (command === 'reset') reset();
  else if (command === 'advance') now += Number(seconds);
  else throw new Error(`unknown command ${command}`);
  console.log('done');
}
process.exit(0);
