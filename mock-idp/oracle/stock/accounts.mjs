// The users, and which of their claims a client gets.
import { INSTITUTION_ID } from './banno.mjs';

export class Accounts {
  #users;
  #restricted;
  #institutionId;

  constructor({ users, institution }) {
    this.#users = users;
    this.#restricted = new Set(institution.restricted_claims);
    this.#institutionId = institution.institution_id;
  }

  // The user with that password.
  signedIn(username, password) {
    const user = this.#users.find((known) => known.username === username);
    return user?.password === password ? user : undefined;
  }

  user(sub) {
    return this.#users.find((known) => known.sub === sub);
  }

  // A restricted claim is for the clients that it is enabled for; of others nobody asks for consent to it.
  isWithheld(claim, client) {
    return this.#restricted.has(claim) && !client?.enabled_claims.includes(claim);
  }

  // The configuration's `findAccount`.
  find({ oidc }, sub) {
    const user = this.user(sub);
    if (!user) return undefined;
    const all = Object.entries({ ...user.claims, [INSTITUTION_ID]: this.#institutionId });
    const answered = all.filter(([claim]) => !this.isWithheld(claim, oidc.client));
    return { accountId: sub, claims: () => ({ sub, ...Object.fromEntries(answered) }) };
  }
}
