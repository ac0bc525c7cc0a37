// oidc-provider as it comes, with clients: its own pages, keys and defaults. But it would refuse whoever sends no code challenge,
// as the suite does, so that is not asked for.
import https from 'node:https';
import { Provider } from 'oidc-provider';
import { cert, clients, key, ready } from './serve.mjs';

// Its notices say which defaults are in use, as they are meant to be.
console.info = () => {};
console.warn = () => {};

const server = https.createServer({ cert, key });
await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
const issuer = `https://localhost:${server.address().port}`;
server.on('request', new Provider(issuer, { clients, pkce: { required: () => false } }).callback());
ready(issuer);
