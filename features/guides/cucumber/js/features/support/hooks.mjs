import { After, Before, Status } from '@cucumber/cucumber';
import { Application } from '../../app.mjs';
import { Bank } from './bank.mjs';

const client = {
  client_id: 'my-app',
  client_secret: 'only for tests',
  redirect_uris: ['http://localhost:3000/callback'],
  require_consent: false,
};

Before(async function () {
  // Nobody has to type a password, so no browser is needed.
  this.bank = await Bank.found({ clients: [client], leniencies: { allow_auto_login: true } });
  this.app = new Application({ issuer: this.bank.issuer, ...client, redirect_uri: client.redirect_uris[0] });
});

// What an application is told is often the same for ten causes: whoever reads a failure is told which it was.
After(async function ({ result }) {
  if (result.status === Status.FAILED) {
    for (const { endpoint, reason, hint } of await this.bank.refusals()) {
      this.attach(`the bank refused (${endpoint}): ${reason}; ${hint ?? ''}`, 'text/plain');
    }
  }
  await this.bank.close();
});
