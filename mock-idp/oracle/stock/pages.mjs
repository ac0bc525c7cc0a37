// The pages of an interaction, with the fields and buttons that Mock Banno's have.

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const safe = (text) => String(text ?? '').replace(/[&<>"']/g, (character) => entities[character]);

const html = (title, main) => `<!DOCTYPE html><html lang="en"><title>${title}</title><main>${main}</main></html>`;
const form = (issuer, uid, page, fields) => `<form method="post" action="${issuer}/interaction/${uid}/${page}">
<input type="hidden" name="xsrf" value="">${fields}</form>`;

export const loginPage = (issuer, uid, username, failed) => html('Sign in', `
${failed ? '<p role="alert">User name or password is wrong.</p>' : ''}
${form(issuer, uid, 'login', `
<input name="username" value="${safe(username)}">
<input name="password" type="password">
<button name="action" value="login">Sign in</button>
<button name="action" value="cancel">Cancel</button>`)}`);

const wish = (name, checked) => `<input type="checkbox" name="wish" value="${safe(name)}"${checked ? ' checked' : ''}>`;

export const consentPage = (issuer, uid, names, declines) => html('Allow access', `
<ul id="names">${names.map((name) => `<li><code>${safe(name)}</code></li>`).join('')}</ul>
${form(issuer, uid, 'consent', `
${names.map((name) => wish(name, !declines.includes(name))).join('')}
<button name="action" value="allow">Allow</button>
<button name="action" value="deny">Deny</button>`)}`);

export const errorPage = (members) => html('oops! something went wrong', Object.entries(members)
  .map(([name, value]) => `<pre><strong>${name}</strong>: ${safe(value)}</pre>`).join(''));
