#!/usr/bin/env bash
# demo.sh PREFIX: shows the jeton that is installed there at its main job: a token from each provider of its sandbox,
# used by real curl, git and a registry client. Where a provider wants a person's consent, a script plays the person.
# Everything happens in a temporary folder, which is HOME as well and goes in the end.
set -euo pipefail
tools=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
# shellcheck disable=SC1091 source=tests/tools/steps.sh
. "$tools/steps.sh"
# shellcheck disable=SC1091 source=tests/tools/packages.sh
. "$tools/packages.sh"

prefix=$(realpath "$1")
providers=(clearstreet tradier studyteam clayton portfolios)
tasks=(token curl git registry)
declare -A url outcome # outcome[PROVIDER TASK]: ok or FAILED
sandbox_id=

main() {
  local missing provider
  missing=$(missing_for_demo)
  [[ ! $missing ]] || fail "the demo needs $(one_line "$missing")"
  make_home
  start_sandbox
  make_person
  for provider in "${providers[@]}"; do show "$provider"; done
  summarize
}

make_home() {
  home=$(mktemp --directory --tmpdir jeton-demo.XXXXXX)
  sandbox=$home/sandbox
  trap clean_up EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  # Nothing else from this shell, least of all a proxy or settings of git, curl or docker.
  environment=(
    "PATH=$prefix/bin:$home:$PATH" "HOME=$home" "XDG_RUNTIME_DIR=$home" LANG=C.UTF-8
    GIT_CONFIG_NOSYSTEM=1 "GIT_SSL_CAINFO=$sandbox/ca.pem" "SSL_CERT_FILE=$sandbox/ca.pem"
    "JETON_CONFIG=$sandbox/config.toml" "DOCKER_CONFIG=$sandbox/docker"
  )
}

clean_up() {
  local status=$?
  trap - EXIT
  if [[ $sandbox_id ]]; then
    kill "$sandbox_id" 2>/dev/null || true
    wait "$sandbox_id" 2>/dev/null || true
  fi
  rm -rf "$home"
  exit "$status"
}

# It also ends when its standard input does, however this script ends.
start_sandbox() {
  local line='' answers provider
  say
  say "A sandbox of providers on this machine, in $home:"
  say
  say "$ jeton sandbox --dir $sandbox &"
  coproc SANDBOX { exec env -i "${environment[@]}" jeton sandbox --dir "$sandbox" --until-eof 2>"$home/sandbox.log"; }
  sandbox_id=$SANDBOX_PID
  exec {answers}<&"${SANDBOX[0]}"
  until [[ $line == ready ]]; do
    IFS= read -r -t 20 -u "$answers" line || fail "the sandbox did not start: $(tail -n 3 "$home/sandbox.log")"
  done
  for provider in "${providers[@]}"; do url[$provider]=$(url_of "$provider"); done
  say "$ export JETON_CONFIG=$sandbox/config.toml"
  say "$ export DOCKER_CONFIG=$sandbox/docker"
  say "$ export SSL_CERT_FILE=$sandbox/ca.pem"
  say "$ export GIT_SSL_CAINFO=$sandbox/ca.pem"
}

url_of() { sed -n "/\"$1\": {/,/}/s/.*\"url\": *\"\([^\"]*\)\".*/\1/p" "$sandbox/sandbox.json"; }

# person URL, the $BROWSER of this demo: consents on the page there, follows the provider's redirect back to jeton, and
# prints the code where the page shows one.
make_person() {
  cat >"$home/person" <<'EOF'
#!/bin/sh
curl -sSL --data decision=allow "$1" | sed -n 's/.*id="code"[^>]*>\([^<]*\)<.*/\1/p' | sed 's/&amp;/\&/g'
EOF
  chmod +x "$home/person"
  environment+=("BROWSER=$home/person")
}

log_in() {
  local consent_url
  case $1 in
    tradier) typed 'jeton login tradier' ;;
    clayton) # whose page shows a code, for people to copy
      consent_url=$(sed -n 's/^consent_url = "\(.*\)"/\1/p' "$sandbox/config.toml")
      typed "person '$consent_url' | jeton login clayton --no-browser --code -"
      ;;
    *) return ;;
  esac
  judge "$1" login "logged in" 8
}

show() {
  local at=${url[$1]} registry
  printf '\n== %s ==\n' "$1"
  log_in "$1"
  typed "jeton token $1"
  if ((status == 0)); then output="received (${#output} characters)"; fi
  judge "$1" token '^received ([1-9]'
  typed "curl -sS -K <(jeton curl $1) $at/api/ping"
  judge "$1" curl '"ping": *"pong"'
  typed "git -c credential.helper=jeton ls-remote $at/git/demo.git"
  judge "$1" git 'refs/heads/main$'
  registry=${at#https://}
  if is_docker docker; then
    typed "docker manifest inspect $registry/demo/hello"
  else
    typed "skopeo inspect --format '{{.Digest}}' docker://$registry/demo/hello"
  fi
  judge "$1" registry 'sha256:'
}

# typed COMMAND: what a user would type. Leaves its output, errors and all, and its status in the variables of that name.
typed() {
  say "$ $1"
  status=0
  output=$(env -i "${environment[@]}" timeout --foreground 60 bash -c "$1" 2>&1 </dev/null) || status=$?
}

# judge PROVIDER TASK PATTERN [LINES]: shows the output, at length where it is not what it has to be: a success with
# PATTERN in it.
judge() {
  outcome[$1 $2]=FAILED
  if ((status == 0)) && grep -q -- "$3" <<<"$output"; then
    outcome[$1 $2]=ok
    shorten "${4:-4}"
  else
    shorten 40
    say "FAILED, status $status"
  fi
}

shorten() {
  local lines
  mapfile -t lines <<<"$output"
  printf '%s\n' "${lines[@]:0:$1}"
  if ((${#lines[@]} > $1)); then say "... ($((${#lines[@]} - $1)) more lines)"; fi
}

# Each provider is to have been asked once: the other answers came out of the cache.
summarize() {
  local provider task requests failed=''
  printf '\n%-14s%-8s%-8s%-8s%-8s%-11s%s\n' provider login "${tasks[@]}" 'token requests'
  for provider in "${providers[@]}"; do
    requests=$(token_requests "$provider")
    printf '%-14s%-8s%-8s%-8s%-8s%-11s%s\n' "$provider" "${outcome[$provider login]:--}" "${outcome[$provider token]}" "${outcome[$provider curl]}" \
      "${outcome[$provider git]}" "${outcome[$provider registry]}" "$requests"
    for task in "${tasks[@]}"; do [[ ${outcome[$provider $task]} == ok ]] || failed=yes; done
    [[ $requests == 1 && ${outcome[$provider login]:-} != FAILED ]] || failed=yes
  done
  say
  [[ ! $failed ]] || fail "not all of it worked"
  say "All of it worked, with one token request to each provider."
}

token_requests() {
  env -i "${environment[@]}" curl -sS "${url[$1]}/sandbox/requests" 2>&1 |
    sed -nE 's/.*"token_requests": *([0-9]+).*/\1/p'
}

main
