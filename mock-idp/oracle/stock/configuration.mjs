// What makes the library answer as a live institution's discovery document and Banno's documentation show.
import { errors, interactionPolicy } from 'oidc-provider';
import { ISSUER_PATH, OFFLINE, SECURITY_LEVELS } from './banno.mjs';

const DAY = 24 * 60 * 60;

export const configuration = ({ data, api, keys, accounts, consents, policies, leniencies }) => ({
  acceptQueryParamAccessTokens: leniencies.allow_access_token_in_query ?? false,
  acrValues: SECURITY_LEVELS,
  claims: claims(data.institution),
  clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', PUBLIC_CLIENT],
  ...CORS[policies.cors ?? 'client'],
  clients: data.clients.map(client),
  conformIdTokenClaims: policies.id_token_claims === 'requested',
  cookies: { keys: ['a key that opens nothing'] },
  enabledJWA: { dPoPSigningAlgValues: ['PS256', 'PS384', 'ES256', 'ES256K', 'ES384', 'ES512', 'EdDSA'] },
  expiresWithSession: (ctx, { scopes }) => !isOffline(scopes),
  extraClientMetadata: { properties: ['require_consent', 'enabled_claims'] },
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
        return {
          audience: api,
          scope: data.institution.scopes.join(' '),
          accessTokenTTL: 600,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256' } },
        };
      },
    },
    revocation: { enabled: true },
  },
  findAccount: (ctx, sub) => accounts.find(ctx, sub),
  interactions: { policy: policy(), url: (ctx, { uid }) => `${ISSUER_PATH}/interaction/${uid}` },
  issueRefreshToken: (ctx, { grantTypes }, { scopes }) => grantTypes.includes('refresh_token') && isOffline(scopes),
  jwks: { keys },
  loadExistingGrant: (ctx) => consents.existingGrant(ctx),
  pkce: { methods: ['S256'], required: () => !leniencies.allow_missing_pkce },
  responseTypes: ['code', 'none'],
  ...ROTATION[policies.refresh_rotation ?? 'always'],
  routes: { end_session: '/logout' },
  scopes: [...data.institution.scopes],
  ttl: {
    AccessToken: 600,
    AuthorizationCode: 60,
    Grant: 14 * DAY,
    IdToken: 3600,
    Interaction: 3600,
    RefreshToken: 14 * DAY,
    Session: 14 * DAY,
  },
});

// Takes out of the metadata what Banno documents for clients and does not list.
export const advertiseAsBanno = ({ unlisted_claims: unlisted }) => async (ctx, next) => {
  await next();
  const { body } = ctx;
  if (!body?.claims_supported) return;
  body.claims_supported = body.claims_supported.filter((claim) => !unlisted.includes(claim));
  body.token_endpoint_auth_methods_supported = body.token_endpoint_auth_methods_supported
    .filter((method) => method !== PUBLIC_CLIENT);
};

const PUBLIC_CLIENT = 'none';

const CORS = {
  client: { clientBasedCORS: (ctx, origin, client) => client.redirectUris.some((uri) => new URL(uri).origin === origin) },
  any: { clientBasedCORS: () => true },
  stock: {},
};

const ROTATION = { always: { rotateRefreshToken: true }, never: { rotateRefreshToken: false }, stock: {} };

const isOffline = (scopes) => scopes.has('offline_access') || scopes.has(OFFLINE);

const OF_SCOPE = {
  openid: ['sub'],
  profile: ['family_name', 'given_name', 'middle_name', 'name', 'nickname', 'picture', 'preferred_username'],
  email: ['email'],
  address: ['address'],
  phone: ['phone_number'],
};

function claims({ claims: listed, unlisted_claims: unlisted }) {
  const ofScope = Object.values(OF_SCOPE).flat();
  const others = listed.filter((claim) => !ofScope.includes(claim));
  return {
    ...OF_SCOPE,
    profile: [...OF_SCOPE.profile, ...unlisted],
    ...Object.fromEntries(others.map((claim) => [claim, null])),
  };
}

// Client metadata, with the defaults of Mock Banno.
const client = ({ name, require_consent: consent = true, scopes, claims: enabled = [], ...metadata }) => ({
  client_name: name,
  token_endpoint_auth_method: 'client_secret_post',
  id_token_signed_response_alg: 'ES256',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  ...(metadata.redirect_uris.some((uri) => !/^https?:/.test(uri)) && { application_type: 'native' }),
  ...(scopes && { scope: scopes.join(' ') }),
  ...metadata,
  require_consent: consent,
  enabled_claims: enabled,
});

// Banno lets web clients have private-use URI schemes: these are not asked each time, as native clients are.
function policy() {
  const prompts = interactionPolicy.base();
  prompts.get('consent').checks.remove('native_client_prompt');
  return prompts;
}
