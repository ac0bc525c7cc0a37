// Signs in with openid-client 6, as its README has it. State and nonce are sent though PKCE would do, and the
// signature of the ID token is checked though TLS would do: by default the library leaves all three to that.
import { randomBytes } from 'node:crypto';
import express from 'express';
import session from 'express-session';
import * as client from 'openid-client';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT, BASE_URL, REDIRECT_URI, POST_LOGOUT_REDIRECT_URI } = process.env;

let metadata;
async function bank() {
  metadata ??= await client.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, {
    execute: [client.enableNonRepudiationChecks],
  });
  return metadata;
}

const app = express();
app.use(session({ name: 'openid-client-6', secret: randomBytes(32).toString('hex'), resave: false, saveUninitialized: false }));

app.get('/', (req, res) => res.send('openid-client 6'));

app.get('/login', async (req, res) => {
  const checks = {
    pkceCodeVerifier: client.randomPKCECodeVerifier(),
    expectedState: client.randomState(),
    expectedNonce: client.randomNonce(),
  };
  req.session.checks = checks;
  res.redirect(client.buildAuthorizationUrl(await bank(), {
    redirect_uri: REDIRECT_URI,
    scope: 'openid profile email https://api.banno.com/consumer/auth/offline_access',
    code_challenge: await client.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
  }).href);
});

app.get('/callback', async (req, res) => {
  const { checks } = req.session;
  delete req.session.checks;
  const tokens = await client.authorizationCodeGrant(await bank(), new URL(req.originalUrl, BASE_URL), {
    ...checks,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  const userinfo = await client.fetchUserInfo(await bank(), tokens.access_token, claims.sub);
  await new Promise((done, failed) => req.session.regenerate((error) => (error ? failed(error) : done())));
  req.session.user = { claims, userinfo, id_token: tokens.id_token, refresh_token: tokens.refresh_token };
  res.redirect('/me');
});

app.get('/me', signedIn, (req, res) => {
  const { claims, userinfo } = req.session.user;
  res.json({ claims, userinfo });
});

app.get('/refresh', signedIn, async (req, res) => {
  const { user } = req.session;
  const before = user.refresh_token;
  const tokens = await client.refreshTokenGrant(await bank(), before);
  user.refresh_token = tokens.refresh_token ?? before;
  res.json({ refreshed: true, rotated: user.refresh_token !== before });
});

app.get('/logout', signedIn, async (req, res) => {
  const { id_token } = req.session.user;
  await new Promise((done, failed) => req.session.destroy((error) => (error ? failed(error) : done())));
  res.redirect(client.buildEndSessionUrl(await bank(), {
    id_token_hint: id_token,
    post_logout_redirect_uri: POST_LOGOUT_REDIRECT_URI,
  }).href);
});

// The library's own words, and those of what it was caused by.
app.use((error, req, res, next) => {
  const words = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) words.push(cause.message);
  res.status(400).type('text').send(words.join(': '));
});

function signedIn(req, res, next) {
  if (req.session.user) return next();
  return res.status(401).type('text').send('nobody is signed in');
}

app.listen(Number(PORT), '127.0.0.1');
