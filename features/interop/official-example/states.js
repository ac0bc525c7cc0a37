'use strict';

// What Banno's example was at two times, as far as a provider can tell them apart.

const { randomUUID } = require('node:crypto');

const bank = 'https://digital.garden-fi.com';

// Made up at each start: nobody has registered them anywhere.
const credentials = { client_id: randomUUID(), client_secret: randomUUID() };

const registration = {
  ...credentials,
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'client_secret_post',
};

const port = Number(process.env.PORT || 8080);

module.exports = {
  bank,
  port,
  states: {
    // Since January 2026: plain HTTP, ID tokens signed with ES256.
    today: {
      origin: `http://localhost:${port}`,
      client: {
        ...registration,
        id_token_signed_response_alg: 'ES256',
        redirect_uris: [`http://localhost:${port}/auth/cb`],
      },
      cookie: {},
      greeting: 'Note: this is a local development server, and not for production.',
    },
    // December 2022: TLS of its own, and the library's default for ID tokens, RS256.
    2022: {
      origin: `https://localhost:${port}`,
      client: { ...registration, redirect_uris: [`https://localhost:${port}/auth/cb`] },
      cookie: { sameSite: 'none', secure: true },
      greeting: 'Environment: local',
    },
  },
};
