# shellcheck shell=bash disable=SC2154 # run.sh and peers.sh set what this uses
# oidc-agent with an account at the sandbox's provider pkce. Needs peers.sh.

# The agent wants a provider that describes itself (OpenID Connect Discovery), which the sandbox's do not: openssl serves
# the description. The agent does not form-encode the secret before it goes into Basic (RFC 6749 section 2.3.1), so it is
# given it encoded.
peer_oidc_token() {
  has_peer oidc-token oidc-agent oidc-gen openssl || return 0
  local issuer provider client secret refresh_token
  peer_environment+=("OIDC_SOCK=$peer_home/agent")
  provider=$(of_pkce 's/^urls = \["\([^"]*\)".*/\1/p')
  client=$(of_pkce 's/^client_id = "\(.*\)"/\1/p')
  secret=$(sed -e 's/%/%25/g' -e 's/+/%2B/g' -e 's,/,%2F,g' -e 's/:/%3A/g' -e 's/ /%20/g' "$folder/sandbox/pkce-secret")
  printf 'a password\n' >"$peer_home/password"
  mkdir "$peer_home/.oidc-agent"
  peer_start oidc-agent --console --socket-path="$peer_home/agent" </dev/null
  if ! issuer=$(serve_description "$provider") || ! wait_for test -S "$peer_home/agent" ||
    ! refresh_token=$(consent_for_oidc "$provider" "$client" "$secret") ||
    ! peer oidc-gen --manual --issuer "$issuer/" --client-id "$client" --client-secret "$secret" \
      --cert-path "$peer_home/certificates.pem" --scope "$oidc_scope" --refresh-token "$refresh_token" \
      --redirect-uri "$oidc_redirect_uri" --confirm-default --prompt=none --pw-file="$peer_home/password" bench </dev/null; then
    skip oidc-token 'no account can be made at the sandbox'
    return
  fi
  local token
  token=$("${clean[@]}" "${peer_environment[@]}" timeout "$peers_patience" oidc-token bench 2>>"$log") || true
  measure_peer 'oidc-token' "${token:-a token}" /dev/null oidc-token bench
}

oidc_scope='openid offline_access'
oidc_redirect_uri=http://localhost:4242 # nobody goes there

of_pkce() { sed -n '/^\[profile\.pkce\]/,/^$/'"{$1}" "$folder/sandbox/config.toml"; }

# serve_description PROVIDER: prints the issuer.
serve_description() {
  local site=$peer_home/site port
  mkdir -p "$site/.well-known"
  peer openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$peer_home/key.pem" \
    -out "$peer_home/own.pem" -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost
  cat "$folder/sandbox/ca.pem" "$peer_home/own.pem" >"$peer_home/certificates.pem"
  (cd "$site" && exec "${clean[@]}" openssl s_server -WWW -accept 0 -cert "$peer_home/own.pem" -key "$peer_home/key.pem" \
    </dev/null >"$peer_home/served" 2>&1) &
  printf '%s\n' "$!" >>"$folder/running"
  wait_for grep -qs '^ACCEPT.*:[0-9]' "$peer_home/served"
  port=$(sed -n 's/^ACCEPT.*:\([0-9]*\)$/\1/p' "$peer_home/served")
  cat >"$site/.well-known/openid-configuration" <<EOT
{"issuer":"https://localhost:$port/","authorization_endpoint":"$1/oauth/authorize","token_endpoint":"$1/oauth/token",
"scopes_supported":["openid","offline_access"],"response_types_supported":["code"],
"grant_types_supported":["authorization_code","refresh_token"]}
EOT
  printf 'https://localhost:%s' "$port"
}

# consent_for_oidc PROVIDER CLIENT SECRET: plays the browser and prints a refresh token. Verifier and challenge are those
# of RFC 7636 appendix B.
consent_for_oidc() {
  local landed answer curl=("${clean[@]}" curl -sS --fail --max-time 10 --cacert "$folder/sandbox/ca.pem") token
  landed=$("${curl[@]}" -o /dev/null -w '%{redirect_url}' -d "client_id=$2" -d "redirect_uri=$oidc_redirect_uri" \
    -d response_type=code -d state=bench --data-urlencode "scope=$oidc_scope" -d code_challenge_method=S256 \
    -d code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM -d decision=allow "$1/oauth/authorize" 2>>"$log")
  answer=$("${curl[@]}" -u "$2:$3" -d grant_type=authorization_code -d "redirect_uri=$oidc_redirect_uri" \
    -d "code=$(sed -n 's/.*[?&]code=\([^&]*\).*/\1/p' <<<"$landed")" \
    -d code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk "$1/oauth/token" 2>>"$log")
  token=$(sed -n 's/.*"refresh_token": *"\([^"]*\)".*/\1/p' <<<"$answer")
  [[ $token ]] && printf '%s' "$token"
}
