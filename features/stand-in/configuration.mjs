// What this bank decides, where Banno decides otherwise or the library leaves the choice.
import crypto from 'node:crypto';
import { find } from './customers.mjs';
import { ISSUER_PATH, errorPage, logoutPage, signedOutPage } from './pages.mjs';

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

// RSA only, so ID tokens are RS256; claims of scopes are told at userinfo alone; access tokens say nothing to who holds
// them, and live for an hour; a refresh token rotates when the library thinks so; consent is for the session it was given in.
export const configuration = (clients) => ({
  claims: {
    openid: ['sub'],
    profile: ['name', 'given_name', 'family_name', 'preferred_username', 'locale'],
    email: ['email'],
    phone: ['phone_number'],
    address: ['address'],
    membership: ['branch', 'member_since'],
    acr: null,
    amr: null,
    auth_time: null,
    birthdate: null,
    iss: null,
    sid: null,
  },
  clients,
  clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
  cookies: { keys: [crypto.randomBytes(32).toString('base64url')], names: { session: 'bank', interaction: 'visit', resume: 'visit_back' } },
  features: {
    claimsParameter: { enabled: true },
    devInteractions: { enabled: false },
    introspection: { enabled: true },
    revocation: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => show(ctx, logoutPage(form)),
      postLogoutSuccessSource: (ctx) => show(ctx, signedOutPage()),
    },
  },
  findAccount: find,
  interactions: { url: (ctx, { uid }) => `${ISSUER_PATH}/visit/${uid}` },
  jwks: { keys: [{ ...rsaKey(), kid: 'bank-2026', use: 'sig' }] },
  pkce: { methods: ['S256'], required: () => true },
  renderError: (ctx, out) => show(ctx, errorPage(out)),
  responseTypes: ['code', 'none'],
  routes: { end_session: '/logout' },
  scopes: ['openid', 'offline_access', 'profile', 'email', 'phone', 'address', 'membership'],
  ttl: { AccessToken: HOUR, AuthorizationCode: 60, Grant: 14 * DAY, IdToken: HOUR, Interaction: HOUR, RefreshToken: 30 * DAY, Session: DAY },
});

const rsaKey = () => crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });

function show(ctx, page) {
  ctx.type = 'html';
  ctx.body = page;
}
