// The application under test: it signs people in, and knows nothing of tests.
import * as oidc from 'openid-client';

export class Application {
  static async at({ issuer, client_id, client_secret, redirect_uri }) {
    const bank = await oidc.discovery(new URL(issuer), client_id, client_secret);
    return Object.assign(new Application(), { bank, redirect_uri });
  }

  // Where to send the browser.
  async begin() {
    this.verifier = oidc.randomPKCECodeVerifier();
    this.state = oidc.randomState();
    return oidc.buildAuthorizationUrl(this.bank, {
      redirect_uri: this.redirect_uri,
      scope: 'openid profile https://api.banno.com/consumer/auth/offline_access',
      state: this.state,
      code_challenge: await oidc.calculatePKCECodeChallenge(this.verifier),
      code_challenge_method: 'S256',
    });
  }

  // The browser is back, at the redirect URI.
  async callback(url) {
    const checks = { pkceCodeVerifier: this.verifier, expectedState: this.state };
    this.tokens = await oidc.authorizationCodeGrant(this.bank, new URL(url), checks);
    return this.tokens.claims();
  }

  // What the bank says of the user now; a token that is over is refreshed.
  async profile() {
    const { sub } = this.tokens.claims();
    try {
      return await oidc.fetchUserInfo(this.bank, this.tokens.access_token, sub);
    } catch (error) {
      if (error.status !== 401) throw error;
      const next = await oidc.refreshTokenGrant(this.bank, this.tokens.refresh_token);
      this.tokens.access_token = next.access_token;
      this.tokens.refresh_token = next.refresh_token;
      return oidc.fetchUserInfo(this.bank, this.tokens.access_token, sub);
    }
  }
}
