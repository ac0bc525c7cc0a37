// A visit of the login: user name, secret, perhaps a code, then whether to share; one page for each question.
import { withLogin } from './customers.mjs';
import { codePage, errorPage, loginPage, secretPage, sharePage } from './pages.mjs';

export class Visits {
  #provider;
  // By the visit's id: the user name that was told, and whether the secret was right.
  #progress = new Map();

  constructor(provider) {
    this.#provider = provider;
  }

  async answer(req, res) {
    let details;
    try {
      details = await this.#provider.interactionDetails(req, res);
    } catch ({ error, error_description }) {
      return show(res, 400, errorPage({ error, error_description }));
    }
    const { uid, prompt } = details;
    if (req.method === 'GET') return show(res, 200, await this.#page(details));
    const fields = new URLSearchParams(await text(req));
    if (prompt.name === 'consent') {
      if (fields.get('go') !== 'share') return this.#refuse(req, res);
      return this.#finish(req, res, { consent: { grantId: await this.#share(details) } });
    }
    if (fields.get('go') === 'leave') return this.#refuse(req, res);
    const { customer, page } = this.#step(uid, fields);
    if (!customer) return show(res, 200, page);
    this.#progress.delete(uid);
    const amr = customer.code ? ['pwd', 'otp'] : ['pwd'];
    return this.#finish(req, res, { login: { accountId: customer.claims.sub, amr } });
  }

  // What the answer to a page of the login leads to: the next page, or the customer who has signed in.
  #step(uid, fields) {
    const progress = this.#progress.get(uid) ?? {};
    switch (fields.get('go')) {
      case 'login': {
        const login = fields.get('customer_login');
        this.#progress.set(uid, { login });
        return { page: secretPage(uid, login) };
      }
      case 'secret': {
        const customer = withLogin(progress.login);
        if (!customer || customer.secret !== fields.get('customer_secret')) {
          return { page: loginPage(uid, progress.login, 'We do not know this login and secret.') };
        }
        if (!customer.code) return { customer };
        this.#progress.set(uid, { ...progress, secretWasRight: true });
        return { page: codePage(uid) };
      }
      case 'code': {
        const customer = progress.secretWasRight && withLogin(progress.login);
        if (!customer) return { page: loginPage(uid, progress.login) };
        return customer.code === fields.get('one_time_code') ? { customer } : { page: codePage(uid, 'That is not the code.') };
      }
      default:
        return { page: loginPage(uid, progress.login) };
    }
  }

  async #page({ uid, prompt, params }) {
    if (prompt.name !== 'consent') return loginPage(uid, params.login_hint);
    const { clientName, clientId } = await this.#provider.Client.find(params.client_id);
    const { missingOIDCScope = [], missingOIDCClaims = [] } = prompt.details;
    return sharePage(uid, clientName ?? clientId, [...missingOIDCScope, ...missingOIDCClaims]);
  }

  // The id of a grant of all that is asked for.
  async #share({ grantId, params, prompt, session }) {
    const { Grant } = this.#provider;
    const grant = (grantId && await Grant.find(grantId)) || new Grant({ accountId: session.accountId, clientId: params.client_id });
    const { missingOIDCScope, missingOIDCClaims } = prompt.details;
    if (missingOIDCScope) grant.addOIDCScope(missingOIDCScope.join(' '));
    if (missingOIDCClaims) grant.addOIDCClaims(missingOIDCClaims);
    return grant.save();
  }

  #refuse(req, res) {
    return this.#finish(req, res, { error: 'access_denied', error_description: 'the customer has left' });
  }

  #finish(req, res, result) {
    return this.#provider.interactionFinished(req, res, result, { mergeWithLastSubmission: 'consent' in result });
  }
}

function show(res, status, page) {
  res.writeHead(status, { 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' });
  res.end(page);
}

async function text(req) {
  let body = '';
  for await (const chunk of req) body += chunk;
  return body;
}
