#!/usr/bin/env bash
# Measures what the tools that call jeton wait for, against /bin/true and curl in the same run:
#   tests/bench/run.sh [ROUNDS]        default 200
# Builds in Release, starts the sandbox, and prints medians as ratios. Absolute times say something about the machine alone.
set -euo pipefail
cd "$(dirname "$0")/../.."

rounds=${1:-200}
cmake --preset release >/dev/null
cmake --build --preset release >/dev/null
stage=$PWD/build/release/stage
starts=build/release/starts
[ "$starts" -nt tests/bench/starts.cpp ] || g++ -std=c++23 -O2 -o "$starts" tests/bench/starts.cpp

folder=$(mktemp -d)
# Its standard input is this script's: it ends when the script does, however that ends.
coproc sandbox { exec "$stage/libexec/jeton/jeton-sandbox" --dir "$folder/sandbox" --until-eof 2>/dev/null; }
sandbox_id=$!
trap 'kill "$sandbox_id"; rm -rf "$folder"' EXIT
while read -r line <&"${sandbox[0]}" && [ "$line" != ready ]; do :; done

unset XDG_CONFIG_HOME XDG_CACHE_HOME XDG_STATE_HOME
export HOME=$folder/home JETON_CONFIG=$folder/sandbox/config.toml
mkdir "$HOME"
url=$(sed -n 's/.*base_url *= *"\(.*\)".*/\1/p' "$JETON_CONFIG")
printf 'protocol=https\nhost=%s\ncapability[]=authtype\ncapability[]=state\nwwwauth[]=Bearer\n\n' "${url#https://}" >"$folder/git"
printf 'protocol=https\nhost=foreign.example.com\n\n' >"$folder/foreign"
printf '%s' "${url#https://}" >"$folder/docker"
printf '{"client_id":"%s","client_secret":"%s","audience":"%s","grant_type":"client_credentials"}' \
  "$(sed -n '/studyteam\]/,/^$/s/client_id *= *"\(.*\)"/\1/p' "$JETON_CONFIG")" "$(cat "$folder/sandbox/studyteam-secret")" \
  "$(sed -n 's/audience *= *"\(.*\)"/\1/p' "$JETON_CONFIG")" >"$folder/body"

# Routes made within a clock tick of a change to the configuration are not kept: wait until the tick is over.
until "$stage/bin/jeton" token studyteam >/dev/null && grep -qs '^settled=yes' "$HOME"/.cache/jeton/*.routes; do :; done

echo "a cached token, $rounds starts of each in turn:"
"$starts" "$rounds" /bin/true /dev/null /bin/true \
  + 'git-credential-jeton get' "$folder/git" "$stage/bin/git-credential-jeton" get \
  + 'git-credential-jeton get, foreign' "$folder/foreign" "$stage/bin/git-credential-jeton" get \
  + 'git-credential-jeton store' "$folder/git" "$stage/bin/git-credential-jeton" store \
  + 'docker-credential-jeton get' "$folder/docker" "$stage/bin/docker-credential-jeton" get \
  + 'jeton curl' /dev/null "$stage/bin/jeton" curl studyteam \
  + 'jeton token' /dev/null "$stage/bin/jeton" token studyteam

echo
echo "a token request, $((rounds / 4)) of each in turn:"
"$starts" "$((rounds / 4))" 'curl, the same POST' /dev/null /usr/bin/curl -sSf --cacert "$folder/sandbox/ca.pem" \
  -H 'accept: application/json' -H 'content-type: application/json' --data-binary "@$folder/body" "$url/oauth/token" \
  + 'jeton token --renew' /dev/null "$stage/bin/jeton" token --renew studyteam
