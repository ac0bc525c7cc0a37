// Signs in with oidc-client-ts as a client without a secret, as its README has it.
const manager = new oidc.UserManager({
  ...settings,
  scope: 'openid profile email https://api.banno.com/consumer/auth/offline_access',
  loadUserInfo: true,
  automaticSilentRenew: false,
});

const pages = {
  '/': () => 'oidc-client-ts',
  // It sends a nonce only if it is given one.
  '/login': () => manager.signinRedirect({ nonce: crypto.randomUUID() }),
  '/callback': async () => {
    await manager.signinCallback();
    location.replace('/me');
  },
  '/me': async () => {
    // The library makes one profile of what the ID token and userinfo say, once their subjects are equal.
    const { profile } = await signedIn();
    return { claims: profile, userinfo: profile };
  },
  '/refresh': async () => {
    const before = await signedIn();
    const user = await manager.signinSilent();
    return { refreshed: true, rotated: user.refresh_token !== before.refresh_token };
  },
  '/logout': async () => {
    await signedIn();
    await manager.signoutRedirect();
  },
};

async function signedIn() {
  const user = await manager.getUser();
  if (!user) throw new Error('nobody is signed in');
  return user;
}

// Where a page leads on, there is nothing to show.
function show(id, text) {
  const element = document.createElement('pre');
  element.id = id;
  element.textContent = text;
  document.body.append(element);
}

try {
  const told = await pages[location.pathname]();
  if (told) show('result', JSON.stringify(told));
} catch (error) {
  show('error', error.message);
}
