#!/bin/sh
# The pages behind the module, as CGI: it hands over claims and tokens in the environment.
set -eu
fingerprint() { printf %s "$OIDC_refresh_token" | sha256sum | cut -d ' ' -f 1; }

case $PATH_INFO in
/login) printf 'Status: 302\nLocation: %s/me\n\n' "$BASE_URL" ;;
/me)
  printf 'Content-Type: application/json\n\n{"claims": %s, "userinfo": %s}\n' "$OIDC_id_token_payload" "$OIDC_userinfo_json"
  ;;
/refresh) # The module refreshes on request, and proves by the access token that it was one of its own pages that asked.
  back=$BASE_URL/refreshed?before=$(fingerprint)
  printf 'Status: 302\nLocation: %s?refresh=%s&access_token=%s\n\n' "$REDIRECT_URI" "$back" "$OIDC_access_token"
  ;;
/refreshed) # The module adds `error_code` if the provider has refused.
  case $QUERY_STRING in
  *error_code=*) printf 'Status: 502\nContent-Type: text/plain\n\n%s\n' "$QUERY_STRING" ;;
  *)
    rotated=true
    [ "$QUERY_STRING" != "before=$(fingerprint)" ] || rotated=false
    printf 'Content-Type: application/json\n\n{"refreshed": true, "rotated": %s}\n' "$rotated"
    ;;
  esac
  ;;
*) printf 'Content-Type: text/plain\n\nmod_auth_openidc\n' ;;
esac
