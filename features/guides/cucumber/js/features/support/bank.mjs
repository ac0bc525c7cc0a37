// A bank for each scenario, made and dropped by the control plane of mock-idp.
const control = process.env.BANK_CONTROL ?? 'http://127.0.0.1:8444';

async function call(method, path, body) {
  const response = await fetch(control + path, { method, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path}: ${(await response.json()).detail}`);
  return response.status === 204 ? null : response.json();
}

export class Bank {
  static async found(declared) {
    // Where a run is broken off, the bank goes by itself.
    const facts = await call('POST', '/institutions', { ttl_seconds: 300, ...declared });
    return Object.assign(new Bank(), facts);
  }

  get at() {
    return `/institutions/${this.id}`;
  }

  user(username) {
    return this.users.find((user) => user.username === username);
  }

  // Tokens without a sign-in.
  mint(user, scope) {
    return call('POST', `${this.at}/tokens`, { user, scope });
  }

  advance(seconds) {
    return call('PATCH', `${this.at}/clock`, { advance_seconds: seconds });
  }

  async withdrawGrants() {
    const { grants } = await call('GET', `${this.at}/grants`);
    for (const grant of grants) await call('DELETE', `${this.at}/grants/${grant.id}`);
  }

  // What was refused, with the true reason of each.
  async refusals() {
    const { entries } = await call('GET', `${this.at}/journal?refused=true`);
    return entries.map(({ endpoint, refusal }) => ({ endpoint, ...refusal }));
  }

  close() {
    return call('DELETE', this.at);
  }
}
