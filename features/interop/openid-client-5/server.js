// Signs in with openid-client 5 and Passport: the library's `Strategy`, as its documentation has it.
import { randomBytes } from 'node:crypto';
import express from 'express';
import session from 'express-session';
import { Issuer, Strategy } from 'openid-client';
import passport from 'passport';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT, REDIRECT_URI, POST_LOGOUT_REDIRECT_URI } = process.env;

const issuer = await Issuer.discover(ISSUER);
const client = new issuer.Client({
  client_id: CLIENT_ID,
  client_secret: CLIENT_SECRET,
  redirect_uris: [REDIRECT_URI],
  post_logout_redirect_uris: [POST_LOGOUT_REDIRECT_URI],
  response_types: ['code'],
  // It expects RS256 unless told otherwise.
  id_token_signed_response_alg: 'ES256',
});

const params = { scope: 'openid profile email https://api.banno.com/consumer/auth/offline_access' };
passport.use('oidc', new Strategy({ client, params }, (tokens, userinfo, done) => {
  const { id_token, refresh_token } = tokens;
  done(null, { claims: tokens.claims(), userinfo, id_token, refresh_token });
}));
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
app.use(session({ name: 'openid-client-5', secret: randomBytes(32).toString('hex'), resave: false, saveUninitialized: false }));
app.use(passport.session());

app.get('/', (req, res) => res.send('openid-client 5'));

app.get('/login', passport.authenticate('oidc'));

app.get('/callback', (req, res, next) => {
  passport.authenticate('oidc', (error, user, refusal) => {
    if (!user) return next(error ?? refusal);
    return req.logIn(user, (failed) => (failed ? next(failed) : res.redirect('/me')));
  })(req, res, next);
});

app.get('/me', signedIn, (req, res) => {
  const { claims, userinfo } = req.user;
  res.json({ claims, userinfo });
});

app.get('/refresh', signedIn, async (req, res) => {
  const before = req.user.refresh_token;
  const tokens = await client.refresh(before);
  req.user.refresh_token = tokens.refresh_token ?? before;
  req.session.passport.user = req.user;
  res.json({ refreshed: true, rotated: req.user.refresh_token !== before });
});

app.get('/logout', signedIn, (req, res, next) => {
  const { id_token } = req.user;
  req.logout((failed) => (failed ? next(failed) : res.redirect(client.endSessionUrl({ id_token_hint: id_token }))));
});

app.use((error, req, res, next) => res.status(400).type('text').send(error.message));

function signedIn(req, res, next) {
  if (req.isAuthenticated()) return next();
  return res.status(401).type('text').send('nobody is signed in');
}

app.listen(Number(PORT), '127.0.0.1');
