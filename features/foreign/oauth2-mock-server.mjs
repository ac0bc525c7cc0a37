// oauth2-mock-server as its README starts it, with a certificate.
import { OAuth2Server } from 'oauth2-mock-server';
import { file, ready } from './serve.mjs';

const server = new OAuth2Server(file('key.pem'), file('cert.pem'));
await server.issuer.keys.generate('RS256');
await server.start(0, 'localhost');
ready(server.issuer.url);
