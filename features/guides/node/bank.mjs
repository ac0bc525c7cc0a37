// A bank for a test, made and dropped by the control plane of mock-idp.
const control = process.env.BANK_CONTROL ?? 'http://127.0.0.1:8444';

async function call(method, path, body) {
  const response = await fetch(control + path, { method, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path}: ${(await response.json()).detail}`);
  return response.status === 204 ? null : response.json();
}

export async function found(declared) {
  // Where a test run is broken off, the bank goes by itself.
  const bank = await call('POST', '/institutions', { ttl_seconds: 300, ...declared });
  const at = `/institutions/${bank.id}`;
  return {
    ...bank,
    mint: (user, scope) => call('POST', `${at}/tokens`, { user, scope }),
    advance: (seconds) => call('PATCH', `${at}/clock`, { advance_seconds: seconds }),
    refusals: async () => (await call('GET', `${at}/journal?refused=true`)).entries.map((entry) => entry.refusal.reason),
    close: () => call('DELETE', at),
  };
}
