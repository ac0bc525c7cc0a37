'use strict';

// Usage: node sign-in.js [today|2022]
// Is the user: signs Riley Doe in at the example's address, as a browser would, and looks at its pages.

const http = require('node:http');
const https = require('node:https');
const assert = require('node:assert/strict');

const { bank, states } = require('./states');

const cookies = new Map();

function send(method, url, form) {
  const { protocol, hostname } = url;
  const body = form && new URLSearchParams(form).toString();
  const jar = cookies.get(hostname) ?? new Map();
  cookies.set(hostname, jar);
  const sent = [...jar].filter(([, { path }]) => url.pathname.startsWith(path)).map(([name, { value }]) => `${name}=${value}`);
  const headers = { accept: 'text/html,*/*', ...(sent.length && { cookie: sent.join('; ') }) };
  if (body) Object.assign(headers, { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) });
  return new Promise((resolve, reject) => {
    const request = (protocol === 'https:' ? https : http).request(url, { method, headers }, (response) => {
      for (const line of response.headers['set-cookie'] ?? []) keep(jar, line, url);
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => { text += part; });
      response.on('end', () => resolve({ url, status: response.statusCode, headers: response.headers, text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

function keep(jar, line, url) {
  const [pair, ...attributes] = line.split(/; */);
  const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
  const attribute = (wanted) => attributes.find((it) => it.toLowerCase().startsWith(wanted));
  assert(!attribute('secure') || url.protocol === 'https:', `a Secure cookie over ${url.protocol}`);
  if (/^max-age=0$/i.test(attribute('max-age') ?? '')) jar.delete(name);
  else jar.set(name, { value, path: attribute('path=')?.slice(5) ?? '/' });
}

async function visit(method, address, form) {
  let answer = await send(method, address, form);
  for (let redirects = 0; answer.status >= 300 && answer.status < 400; redirects += 1) {
    assert(redirects < 10, `redirects without an end, now to ${answer.headers.location}`);
    answer = await send('GET', new URL(answer.headers.location, answer.url));
  }
  assert.equal(answer.status, 200, `${answer.url.origin}${answer.url.pathname}: ${answer.text}`);
  return answer;
}

const unescaped = (text) => text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code)).replaceAll('&amp;', '&');

// The form of a page, with what stands in it and what the user does.
async function submit(page, done) {
  const [, action] = page.text.match(/<form method="post" action="([^"]+)"/) ?? assert.fail(`no form: ${page.text}`);
  const inputs = [...page.text.matchAll(/<input ([^>]*)>/g)].map(([, attributes]) => attributes);
  const value = (attributes, name) => unescaped(attributes.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1] ?? '');
  const sent = inputs
    .filter((it) => value(it, 'type') !== 'checkbox' || (/\bchecked\b/.test(it) && !/\bdisabled\b/.test(it)))
    .map((it) => [value(it, 'name'), value(it, 'value')]);
  for (const name of Object.keys(done)) {
    const there = sent.some(([known]) => known === name) || page.text.includes(`name="${name}"`);
    assert(there, `no \`${name}\` on the page: ${page.text}`);
  }
  const untouched = sent.filter(([name]) => !(name in done));
  return visit('POST', new URL(unescaped(action), page.url), [...untouched, ...Object.entries(done)]);
}

async function main(name = 'today') {
  const { origin } = states[name];
  const at = (path) => new URL(path, origin);

  const loginHtml = await visit('GET', at('/me'));
  assert.equal(`${loginHtml.url}`, `${origin}/login.html?returnPath=/me`, 'who is not signed in is asked to');
  const [, link] = loginHtml.text.match(/href="(\/auth[^"]*)">Sign in with Banno</) ?? assert.fail(loginHtml.text);
  const login = await visit('GET', at(link));
  assert.equal(login.url.origin, bank, 'the user is sent to the bank');
  const consent = await submit(login, { username: 'rileydoe', password: 'banno', action: 'login' });
  assert.match(consent.text, /Allow access\?/);
  const me = await submit(consent, { action: 'allow' });

  assert.equal(`${me.url}`, `${origin}/me`, 'and comes back where they wanted to');
  const claims = JSON.parse(me.text);
  assert.deepEqual(
    { name: claims.name, iss: claims.iss, phone: claims.phone },
    { name: 'Riley Doe', iss: `${bank}/a/consumer/api/v0/oidc`, phone: undefined },
  );
  assert.match(claims['https://api.banno.com/consumer/claim/institution_id'], /^[0-9a-f-]{36}$/);
  assert.equal(claims.address.locality, 'Seattle');
  console.log(`/me  ${claims.sub}, ${Object.keys(claims).length} claims`);

  const hello = await visit('GET', at('/'));
  assert.equal(hello.text, 'Hello Riley Doe');
  console.log(`/hello  ${hello.text}`);

  const { text } = await visit('GET', at('/accountsAndTransactions'));
  const lines = text.split('\n').filter(Boolean);
  const accounts = lines.filter((line) => !line.startsWith('  '));
  const transactions = lines.filter((line) => /^ {2}\d{4}-\d\d-\d\dT[\d:.]+Z {2}-?\d+\.\d\d {2}\S/.test(line));
  assert(accounts.some((line) => /^\S.* {2}x\d{4} {2}Deposit {2}Checking {2}-?\d+\.\d\d$/.test(line)), text.slice(0, 2000));
  assert(lines.includes('  No transactions for this account.'), 'there is an account of Bill Pay');
  assert.equal(lines.length, accounts.length + transactions.length + 1, 'each other line is a transaction');
  assert(transactions.length > 100, 'a year of transactions');
  console.log(`/accountsAndTransactions  ${accounts.length} accounts, ${transactions.length} transactions, beginning with\n  ${lines.slice(0, 2).join('\n  ')}`);
}

main(process.argv[2]).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
