// The pages of login and consent: what they ask, and what comes of the answers.
import { SECURITY_LEVELS } from './banno.mjs';
import { consentPage, errorPage, loginPage } from './pages.mjs';

export class Interaction {
  #data;
  #accounts;
  #consents;
  #provider;

  constructor(provider, { data, accounts, consents }) {
    this.#data = data;
    this.#accounts = accounts;
    this.#consents = consents;
    this.#provider = provider;
  }

  async answer(req, res) {
    let details;
    try {
      details = await this.#provider.interactionDetails(req, res);
    } catch ({ error, error_description: why }) {
      // The library has no page here. What it says elsewhere of a request that is gone is plainer for a person.
      const description = why === 'interaction session not found' ? 'authorization request has expired' : why;
      return show(res, 400, errorPage({ error, error_description: description, iss: this.#provider.issuer }));
    }
    if (req.method === 'GET') return show(res, 200, await this.#page(details));
    const form = new URLSearchParams(await text(req));
    const finish = (result) => this.#provider.interactionFinished(req, res, result, { mergeWithLastSubmission: 'consent' in result });
    const allowed = form.get('action') === (details.prompt.name === 'login' ? 'login' : 'allow');
    if (!allowed) return finish({ error: 'access_denied', error_description: 'End-User aborted interaction' });
    if (details.prompt.name === 'consent') return finish({ consent: { grantId: await this.#consent(details, form) } });
    const username = form.get('username');
    const user = this.#accounts.signedIn(username, form.get('password'));
    if (!user) return show(res, 403, loginPage(this.#provider.issuer, details.uid, username, true));
    return finish({ login: { accountId: user.sub, acr: SECURITY_LEVELS[0] } });
  }

  async #page({ uid, prompt, params, session }) {
    const { issuer, Client } = this.#provider;
    if (prompt.name === 'login') return loginPage(issuer, uid, params.login_hint ?? '', false);
    const client = await Client.find(params.client_id);
    const names = prompt.reasons.includes('consent_prompt') ? this.#asked(params) : missing(prompt.details);
    const shown = names.filter((name) => !this.#accounts.isWithheld(name, client));
    return consentPage(issuer, uid, shown, this.#accounts.user(session.accountId).declines ?? []);
  }

  // All of it, where the client wants the user to be asked again.
  #asked({ scope = '', claims = '{}' }) {
    const { id_token = {}, userinfo = {} } = JSON.parse(claims);
    const { scopes, claims: listed, unlisted_claims: unlisted } = this.#data.institution;
    return missing({
      missingOIDCScope: scope.split(' ').filter((value) => scopes.includes(value)),
      missingOIDCClaims: [...listed, ...unlisted].filter((claim) => !OF_TOKENS.has(claim)
        && [id_token, userinfo].some((wanted) => claim in wanted && typeof wanted[claim] === 'object')),
    });
  }

  // The id of the grant with what the user has chosen on the page.
  async #consent({ prompt, params, session, grantId }, form) {
    const { Client, Grant } = this.#provider;
    const client = await Client.find(params.client_id);
    const grant = grantId ? await Grant.find(grantId) : new Grant({ accountId: session.accountId, clientId: params.client_id });
    const { missingOIDCScope = [], missingOIDCClaims = [], missingResourceScopes = {} } = prompt.details;
    const chosen = new Set(form.getAll('wish')).add('openid');
    for (const scope of missingOIDCScope) {
      if (chosen.has(scope)) grant.addOIDCScope(scope);
      else grant.rejectOIDCScope(scope);
    }
    for (const claim of missingOIDCClaims) {
      if (chosen.has(claim) || this.#accounts.isWithheld(claim, client)) grant.addOIDCClaims([claim]);
      else grant.rejectOIDCClaims([claim]);
    }
    for (const [resource, scopes] of Object.entries(missingResourceScopes)) grant.addResourceScope(resource, scopes.join(' '));
    await grant.save();
    this.#consents.remember(grant);
    return grant.jti;
  }
}

// Nobody has to agree to these.
const OF_TOKENS = new Set(['sub', 'sid', 'auth_time', 'acr', 'amr', 'iss']);

const missing = ({ missingOIDCScope = [], missingOIDCClaims = [] }) => [...missingOIDCScope, ...missingOIDCClaims.toSorted()];

function show(res, status, page) {
  res.writeHead(status, { 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' });
  res.end(page);
}

async function text(req) {
  let body = '';
  for await (const chunk of req) body += chunk;
  return body;
}
