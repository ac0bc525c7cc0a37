// The registered applications. The secrets are for this bank alone, which serves this machine alone.

const app = (name) => `https://app.example/${name}`;

export const applications = ({ redirectUris, postLogoutRedirectUris }) => [
  {
    client_id: 'quickstart',
    client_name: 'Quickstart',
    client_secret: 'secret-of-the-stand-in-quickstart',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: ['https://localhost:8080/auth/cb', 'http://localhost:8080/auth/cb', ...redirectUris],
    post_logout_redirect_uris: ['https://localhost:8080/logout/cb', 'https://localhost:8080/bye?app=1', ...postLogoutRedirectUris],
  },
  {
    client_id: 'another',
    client_secret: 'secret-of-another-application',
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: [app('another/cb'), app('another/cb2')],
    post_logout_redirect_uris: [app('another/bye')],
  },
  {
    client_id: 'pocket',
    token_endpoint_auth_method: 'none',
    redirect_uris: [app('pocket/cb'), app('pocket/cb2')],
  },
  {
    client_id: 'padded',
    client_secret: 'secret-of-the-padded-application',
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: [app('padded/cb')],
    id_token_signed_response_alg: 'PS256',
  },
  {
    client_id: 'narrow',
    client_secret: 'secret-of-the-narrow-application',
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: [app('narrow/cb')],
    scope: 'openid profile',
  },
  {
    client_id: 'once',
    client_secret: 'secret-of-the-application-for-once',
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: [app('once/cb')],
    grant_types: ['authorization_code'],
  },
  {
    client_id: 'code-or-none',
    client_secret: 'secret-of-code-or-none',
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: [app('code-or-none/cb')],
    response_types: ['code', 'none'],
  },
].map((metadata) => ({
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  id_token_signed_response_alg: 'RS256',
  ...metadata,
}));
