'use strict';

// Loaded by NODE_OPTIONS=--require where a program can be given no network and no hosts file of its own:
// whoever connects to MOCK_HOST:443 gets to 127.0.0.1:MOCK_PORT. Names in certificates are checked as ever.

const net = require('node:net');

const { MOCK_HOST: host, MOCK_PORT: port } = process.env;
const { connect } = net.Socket.prototype;

net.Socket.prototype.connect = function redirected(...args) {
  // `net.connect` hands on its arguments as one list.
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  if (options?.host === host && Number(options.port) === 443) {
    Object.assign(options, { host: '127.0.0.1', port: Number(port) });
  }
  return connect.apply(this, args);
};
