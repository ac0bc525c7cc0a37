// The bank's own pages: none of their fields, buttons and elements is called as those of Mock Banno are.

export const ISSUER_PATH = '/a/consumer/api/v0/oidc';

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const safe = (text) => String(text ?? '').replace(/[&<>"']/g, (character) => entities[character]);

const html = (title, main) => `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${title} - Stand-in Bank</title></head>
<body><header>Stand-in Bank</header><main><h1>${title}</h1>
${main}
</main></body></html>`;

const form = (uid, fields) => `<form class="bank-form" method="post" action="${ISSUER_PATH}/visit/${uid}">
${fields}
</form>`;
const leave = '<button type="submit" class="quiet" name="go" value="leave">Back to the application</button>';
const problem = (text) => (text ? `<p class="problem">${text}</p>` : '');

export const loginPage = (uid, login, why) => html('Welcome', problem(why) + form(uid, `
<label>Customer login <input name="customer_login" autocomplete="username" value="${safe(login)}" required></label>
<button type="submit" class="main" name="go" value="login">Continue</button>
${leave}`));

export const secretPage = (uid, login, why) => html('Your secret', problem(why) + form(uid, `
<p>${safe(login)}</p>
<label>Secret <input type="password" name="customer_secret" autocomplete="current-password" required></label>
<button type="submit" class="main" name="go" value="secret">Continue</button>
${leave}`));

export const codePage = (uid, why) => html('Confirm that it is you', problem(why) + form(uid, `
<p>We have sent a code to your phone.</p>
<label>Code <input name="one_time_code" inputmode="numeric" autocomplete="one-time-code" required></label>
<button type="submit" class="main" name="go" value="code">Continue</button>
${leave}`));

export const sharePage = (uid, application, names) => html(`Share with ${safe(application)}?`, `
<ul>${names.map((name) => `<li>${safe(name)}</li>`).join('')}</ul>${form(uid, `
<button type="submit" class="main" name="go" value="share">Share</button>
<button type="submit" class="quiet" name="go" value="refuse">Do not share</button>`)}`);

// `form` is the library's, with the id op.logoutForm.
export const logoutPage = (libraryForm) => html('Leave the bank?', `${libraryForm}
<button type="submit" class="main" form="op.logoutForm" name="logout" value="yes">Leave</button>
<button type="submit" class="quiet" form="op.logoutForm">Stay</button>`);

export const signedOutPage = () => html('Goodbye', '<p class="goodbye">You have left the bank.</p>');

export const errorPage = (members) => html('That did not work', `<dl class="fault">${
  Object.entries(members).map(([name, value]) => `<dt>${safe(name)}</dt><dd>${safe(value)}</dd>`).join('')}</dl>`);
