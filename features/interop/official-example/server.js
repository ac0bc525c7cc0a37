'use strict';

// Usage: node server.js [today|2022]
// Stands in for Banno's own example: the same packages, the same requests to the bank, none of its code.

const { randomUUID } = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const https = require('node:https');

const express = require('express');
const session = require('express-session');
const passport = require('passport');
const { Issuer, Strategy, custom } = require('openid-client');

const accountsAndTransactions = require('./consumer-api');
const { bank, port, states } = require('./states');

const banno = 'https://api.banno.com/consumer';
const scope = [
  'openid',
  `${banno}/auth/offline_access`,
  `${banno}/auth/accounts.readonly`,
  `${banno}/auth/transactions.detail.readonly`,
].join(' ');
// `phone` is nobody's claim, and never answered.
const wanted = Object.fromEntries(
  ['given_name', 'family_name', 'name', 'address', 'phone', 'email', `${banno}/claim/institution_id`].map((claim) => [claim, null]),
);

async function strategy({ client: registration }) {
  const issuer = await Issuer.discover(`${bank}/a/consumer/api/v0/oidc`);
  const client = new issuer.Client(registration);
  client[custom.clock_tolerance] = 300;
  const params = { scope, claims: JSON.stringify({ id_token: wanted, userinfo: wanted }) };
  return new Strategy({ client, params, usePKCE: true }, (tokenSet, done) => {
    console.log(tokenSet);
    console.log('err user info');
    done(null, { claims: tokenSet.claims(), accessToken: tokenSet.access_token });
  });
}

// Only a path of our own is returned to.
const ownPath = (path) => (typeof path === 'string' && path.startsWith('/') && !path.startsWith('//') ? path : undefined);

function signedIn(req, res, next) {
  if (req.isAuthenticated()) return next();
  return res.redirect(`/login.html?returnPath=${req.path}`);
}

function application({ cookie }, strategyName) {
  const app = express();
  app.use(session({ secret: randomUUID(), resave: false, saveUninitialized: true, cookie }));
  app.use(passport.initialize());
  app.use(passport.session());

  app.get('/', (req, res) => res.redirect('/hello'));
  app.get('/login.html', (req, res) => {
    const query = new URL(req.url, 'http://localhost').search.replaceAll('"', '%22');
    res.send(`<!DOCTYPE html><title>Choose Your Account Type - Banno</title><a href="/auth${query}">Sign in with Banno</a>`);
  });
  app.get('/auth', (req, res, next) => {
    const state = randomUUID();
    req.session.returnPaths = { ...req.session.returnPaths, [state]: ownPath(req.query.returnPath) };
    passport.authenticate(strategyName, { state })(req, res, next);
  });
  app.get('/auth/cb', passport.authenticate(strategyName, { keepSessionInfo: true }), (req, res) => {
    const { [req.query.state]: returnPath, ...others } = req.session.returnPaths ?? {};
    req.session.returnPaths = others;
    res.redirect(returnPath ?? '/me');
  });
  app.get('/hello', signedIn, (req, res) => res.type('text').send(`Hello ${req.user.claims.name}`));
  app.get('/me', signedIn, (req, res) => res.type('json').send(JSON.stringify(req.user.claims, null, 2)));
  app.get('/accountsAndTransactions', signedIn, (req, res, next) => {
    const { claims, accessToken } = req.user;
    accountsAndTransactions(bank, claims.sub, accessToken).then((text) => res.type('text').send(text), next);
  });
  return app;
}

async function main(name = 'today') {
  const state = states[name];
  if (!state) throw new Error(`no state \`${name}\`; there are ${Object.keys(states).join(', ')}`);
  console.log(state.greeting);
  console.log(`API_ENVIRONMENT: ${bank}`);
  passport.use('banno', await strategy(state));
  passport.serializeUser((user, done) => done(null, user));
  passport.deserializeUser((user, done) => done(null, user));
  const app = application(state, 'banno');
  const server = state.origin.startsWith('https:')
    ? https.createServer({ key: fs.readFileSync('server.key'), cert: fs.readFileSync('server.cert') }, app)
    : http.createServer(app);
  server.listen(port, () => console.log(`Server listening on ${state.origin}`));
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exit(1);
});
