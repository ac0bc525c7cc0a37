// The command line.
import { parseArgs } from 'node:util';

export const HELP = `Usage: node bank.mjs [--port PORT] [--ca-file FILE] [--redirect-uri URI]… [--post-logout-redirect-uri URI]…
  --port PORT                     where it listens, on 127.0.0.1 (default 0: any that is free)
  --ca-file FILE                  where the certificate of its authority is put, as PEM (default: a file of its own below the
                                  system's folder for temporary files, for as long as it runs)
  --redirect-uri URI              one more of the application "quickstart"
  --post-logout-redirect-uri URI  likewise
Once it is ready it prints one line of JSON: issuer, ca (the path), port. It ends by SIGTERM or SIGINT, and when its
standard input is closed, if that is a pipe.`;

export function options() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '0' },
        'ca-file': { type: 'string' },
        'redirect-uri': { type: 'string', multiple: true, default: [] },
        'post-logout-redirect-uri': { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', default: false },
      },
    });
    const isPort = /^\d{1,5}$/.test(values.port) && Number(values.port) <= 65535;
    if (!isPort) throw new Error(`--port ${values.port} is no port: a number up to 65535`);
    return values;
  } catch (error) {
    console.error(`stand-in: ${error.message}\n${HELP}`);
    process.exit(2);
  }
}
