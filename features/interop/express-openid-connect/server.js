// Signs in with Auth0's express-openid-connect, as its examples have it.
import { randomBytes } from 'node:crypto';
import express from 'express';
import openid from 'express-openid-connect';

const { auth, requiresAuth } = openid;
const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT, BASE_URL } = process.env;

const app = express();

// Before the library's middleware, which wants to find the provider's metadata.
app.get('/', (req, res) => res.send('express-openid-connect'));

app.use(auth({
  issuerBaseURL: ISSUER,
  baseURL: BASE_URL,
  clientID: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  secret: randomBytes(32).toString('hex'),
  authRequired: false,
  errorOnRequiredAuth: true,
  idpLogout: true,
  // It expects RS256 unless told otherwise.
  idTokenSigningAlg: 'ES256',
  authorizationParams: {
    response_type: 'code',
    scope: 'openid profile email https://api.banno.com/consumer/auth/offline_access',
  },
  // The address to come back to is registered with its slash.
  routes: { login: false, postLogoutRedirect: `${BASE_URL}/` },
}));

app.get('/login', (req, res) => res.oidc.login({ returnTo: '/me' }));

app.get('/me', requiresAuth(), async (req, res) => {
  res.json({ claims: req.oidc.idTokenClaims, userinfo: await req.oidc.fetchUserInfo() });
});

app.get('/refresh', requiresAuth(), async (req, res) => {
  const before = req.oidc.refreshToken;
  await req.oidc.accessToken.refresh();
  res.json({ refreshed: true, rotated: req.oidc.refreshToken !== before });
});

app.use((error, req, res, next) => res.status(error.status ?? 400).type('text').send(error.message));

app.listen(Number(PORT), '127.0.0.1');
