"""oidc-provider-mock as it comes. It serves plain HTTP."""

import json
import sys

import oidc_provider_mock

with oidc_provider_mock.run_server_in_thread(port=0) as server:
    print(json.dumps({"issuer": f"http://localhost:{server.server_port}"}), flush=True)
    # It ends with whoever has started it.
    sys.stdin.read()
