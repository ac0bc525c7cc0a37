// Serves one page for all addresses; the library's browser bundle signs in there.
import { readFileSync } from 'node:fs';
import http from 'node:http';

const { ISSUER, CLIENT_ID, PORT, REDIRECT_URI, POST_LOGOUT_REDIRECT_URI } = process.env;

const read = (file) => readFileSync(new URL(file, import.meta.url));
const settings = JSON.stringify({
  authority: ISSUER,
  client_id: CLIENT_ID,
  redirect_uri: REDIRECT_URI,
  post_logout_redirect_uri: POST_LOGOUT_REDIRECT_URI,
});
const scripts = {
  '/library.js': read('node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js'),
  '/settings.js': `const settings = ${settings};`,
  '/page.js': read('page.js'),
};
const page = read('page.html');

http.createServer((req, res) => {
  const script = scripts[new URL(req.url, 'http://localhost').pathname];
  res.setHeader('content-type', script ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8');
  res.end(script ?? page);
}).listen(Number(PORT), '127.0.0.1');
