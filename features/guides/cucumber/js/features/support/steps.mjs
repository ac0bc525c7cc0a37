import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { SignInAgain } from '../../app.mjs';

Given('the application is configured with the secret {string}', function (secret) {
  this.app.client_secret = secret;
});

Given('the application holds tokens of {string}', async function (username) {
  const scope = 'openid https://api.banno.com/consumer/auth/accounts.readonly';
  const { sub, claims } = this.bank.user(username);
  this.app.hold(await this.bank.mint(username, scope), { sub, name: claims.name });
});

Given('{string} has signed in', signIn);

When('{string} signs in', async function (username) {
  await signIn.call(this, username).catch((error) => (this.failure = error));
});

When('{int} minutes pass', function (minutes) {
  return this.bank.advance(minutes * 60);
});

When('the bank withdraws its grants', function () {
  return this.bank.withdrawGrants();
});

Then('the application greets {string}', function (name) {
  assert.ifError(this.failure);
  assert.equal(this.app.greeting, `Hello ${name}`);
});

Then('it shows the account {string}', async function (name) {
  assert.ok((await this.app.accounts()).includes(name));
});

Then('it shows no accounts', async function () {
  assert.deepEqual(await this.app.accounts(), []);
});

Then('it shows {int} account(s)', async function (count) {
  assert.equal((await this.app.accounts()).length, count);
});

Then('the application asks to sign in again', async function () {
  await assert.rejects(this.app.accounts(), SignInAgain);
});

Then('the application says that signing in has failed', function () {
  assert.ok(this.failure);
});

Then('the bank has refused nothing', async function () {
  assert.deepEqual(await this.bank.refusals(), []);
});

Then('the bank has refused something because {string}', async function (reason) {
  const reasons = (await this.bank.refusals()).map((refusal) => refusal.reason);
  assert.ok(reasons.includes(reason), `it has refused because ${JSON.stringify(reasons)}`);
});

// The browser goes to the bank, and comes back to where the bank sends it.
async function signIn(username) {
  const url = await this.app.begin();
  url.searchParams.set('login_hint', `auto:${username}`);
  const answer = await fetch(url, { redirect: 'manual' });
  await this.app.callback(answer.headers.get('location'));
}
