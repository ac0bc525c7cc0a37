// Consent is remembered by user and client. It outlives a logout, but not the end of a grant in another way.

export class Consents {
  #given = new Map();
  #grants = new Map();

  remember(grant) {
    const key = keyOf(grant);
    this.#grants.set(grant.jti, key);
    this.#given.set(key, {
      scope: grant.getOIDCScope(),
      claims: grant.getOIDCClaims(),
      rejectedScope: grant.getRejectedOIDCScope(),
      rejectedClaims: grant.getRejectedOIDCClaims(),
    });
  }

  // A listener of `grant.revoked`.
  forget({ oidc }, grantId) {
    if (oidc.route !== 'end_session_confirm') this.#given.delete(this.#grants.get(grantId));
  }

  // The configuration's `loadExistingGrant`.
  async existingGrant({ oidc }) {
    const { client: { clientId, require_consent: asks }, session: { accountId }, provider: { Grant } } = oidc;
    const id = oidc.result?.consent?.grantId || oidc.session.grantIdFor(clientId);
    let grant = (id && await Grant.find(id)) ?? this.#renewed(new Grant({ accountId, clientId }));
    if (!asks) {
      grant ??= new Grant({ accountId, clientId });
      grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(' '));
      grant.addOIDCClaims([...oidc.requestParamClaims]);
    }
    await grant?.save();
    if (grant && this.#given.has(keyOf(grant))) this.remember(grant);
    return grant;
  }

  // A new grant with what is remembered, if anything is.
  #renewed(grant) {
    const given = this.#given.get(keyOf(grant));
    if (!given) return undefined;
    grant.addOIDCScope(given.scope);
    grant.addOIDCClaims(given.claims);
    grant.rejectOIDCScope(given.rejectedScope);
    grant.rejectOIDCClaims(given.rejectedClaims);
    return grant;
  }
}

const keyOf = ({ accountId, clientId }) => `${accountId} ${clientId}`;
