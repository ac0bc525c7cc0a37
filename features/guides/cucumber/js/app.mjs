// The application under test: it signs people in and shows their accounts, and knows nothing of tests.
import * as oidc from 'openid-client';

const SCOPE = [
  'openid',
  'profile',
  'https://api.banno.com/consumer/auth/accounts.readonly',
  'https://api.banno.com/consumer/auth/offline_access',
].join(' ');

// The bank wants the user to sign in again.
export class SignInAgain extends Error {}

export class Application {
  constructor({ issuer, client_id, client_secret, redirect_uri }) {
    Object.assign(this, { issuer, client_id, client_secret, redirect_uri });
  }

  // Where to send the browser.
  async begin() {
    this.verifier = oidc.randomPKCECodeVerifier();
    this.state = oidc.randomState();
    return oidc.buildAuthorizationUrl(await this.#bank(), {
      redirect_uri: this.redirect_uri,
      scope: SCOPE,
      state: this.state,
      code_challenge: await oidc.calculatePKCECodeChallenge(this.verifier),
      code_challenge_method: 'S256',
    });
  }

  // The browser is back, at the redirect URI.
  async callback(url) {
    const checks = { pkceCodeVerifier: this.verifier, expectedState: this.state };
    const tokens = await oidc.authorizationCodeGrant(await this.#bank(), new URL(url), checks);
    this.hold(tokens, tokens.claims());
  }

  hold(tokens, { sub, name }) {
    Object.assign(this, { tokens, sub, greeting: `Hello ${name}` });
  }

  // The names of the user's accounts; a token that is over is refreshed.
  async accounts() {
    let answer = await this.#askForAccounts();
    if (answer.status === 401) {
      await this.#refresh();
      answer = await this.#askForAccounts();
    }
    if (!answer.ok) throw new Error(`the bank answers ${answer.status}`);
    return (await answer.json()).accounts.map((account) => account.name);
  }

  #askForAccounts() {
    const url = `${this.issuer.replace(/\/oidc$/, '')}/users/${this.sub}/accounts`;
    return fetch(url, { headers: { authorization: `Bearer ${this.tokens.access_token}` } });
  }

  async #refresh() {
    try {
      this.tokens = await oidc.refreshTokenGrant(await this.#bank(), this.tokens.refresh_token);
    } catch (error) {
      throw error.error === 'invalid_grant' ? new SignInAgain() : error;
    }
  }

  async #bank() {
    this.discovered ??= await oidc.discovery(new URL(this.issuer), this.client_id, this.client_secret);
    return this.discovered;
  }
}
