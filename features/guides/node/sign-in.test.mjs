import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Application } from './app.mjs';
import { found } from './bank.mjs';

let bank, app;

beforeEach(async () => {
  const client = {
    client_id: 'my-app',
    client_secret: 'only for tests',
    redirect_uris: ['http://localhost:3000/callback'],
    require_consent: false,
  };
  // Users are those of the fixtures, and nobody has to type their passwords.
  bank = await found({ clients: [client], leniencies: { allow_auto_login: true } });
  app = await Application.at({ issuer: bank.issuer, ...client, redirect_uri: client.redirect_uris[0] });
});

afterEach(async (t) => {
  if (!t.passed) console.log('The bank refused:', await bank.refusals());
  await bank.close();
});

// The browser of somebody who signs in: where does the bank send it?
async function browse(url, user) {
  url.searchParams.set('login_hint', `auto:${user}`);
  const answer = await fetch(url, { redirect: 'manual' });
  return answer.headers.get('location');
}

test('Riley Doe signs in', async () => {
  const claims = await app.callback(await browse(await app.begin(), 'rileydoe'));
  assert.equal(claims.name, 'Riley Doe');
  assert.deepEqual(await bank.refusals(), []);
});

test('somebody without a family name signs in', async () => {
  const claims = await app.callback(await browse(await app.begin(), 'oneword'));
  assert.equal(claims.family_name, undefined);
  assert.equal(claims.name, 'Indira');
});

test('eleven minutes later nobody has to sign in again', async () => {
  await app.callback(await browse(await app.begin(), 'rileydoe'));
  await bank.advance(11 * 60);
  assert.equal((await app.profile()).name, 'Riley Doe');
  assert.deepEqual(await bank.refusals(), ['access token is expired']);
});

test('a code comes once', async () => {
  const back = await browse(await app.begin(), 'rileydoe');
  await app.callback(back);
  await assert.rejects(app.callback(back), { error: 'invalid_grant' });
  // Banno tells everybody the same; the journal knows which of ten causes it was.
  assert.deepEqual(await bank.refusals(), ['authorization code already consumed']);
});
