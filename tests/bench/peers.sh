# shellcheck shell=bash disable=SC2154,SC2034 # run.sh sets folder, clean and log, and uses peer_packages
# What else answers such requests, each set up in a home of its own below $folder. Needs run.sh's measure_cached and
# skip. A peer that cannot be set up is skipped, with the reason; whatever it printed is in the log.

peer_packages=(
  git git-credential-oauth golang-docker-credential-helpers pass gnupg gnome-keyring dbus amazon-ecr-credential-helper
  oidc-agent-cli openssl
)
peers_patience=20
peer_home= # of the peer that is being set up
peer_environment=()

# What stands in for a token; nothing knows it.
peer_secret=not-a-real-secret

set_up_peers() {
  local peer
  for peer in git_store git_cache git_oauth docker_pass docker_secretservice docker_ecr_login oidc_token; do
    peer_home=$folder/peer-$peer
    peer_environment=("HOME=$peer_home" "XDG_RUNTIME_DIR=$peer_home" "TMPDIR=$peer_home")
    mkdir -m 700 "$peer_home"
    "peer_$peer"
  done
}

end_peers() {
  local id
  if [[ -S $folder/peer-git_cache/socket ]]; then "$(git --exec-path)/git-credential-cache" --socket "$folder/peer-git_cache/socket" exit; fi
  if [[ -d $folder/peer-docker_pass/gnupg ]]; then GNUPGHOME=$folder/peer-docker_pass/gnupg gpgconf --kill all; fi
  while read -r id; do
    kill "$id"
    wait "$id"
  done <"$folder/running"
  : >"$folder/running"
} >>"$log" 2>&1

# peer COMMAND…: runs it in the peer's home, with its output in the log.
peer() { timeout "$peers_patience" "${clean[@]}" "${peer_environment[@]}" "$@" >>"$log" 2>&1; }

# peer_start COMMAND…: the same for a program that stays. Its standard input is the caller's.
peer_start() {
  "${clean[@]}" "${peer_environment[@]}" "$@" <&0 >>"$log" 2>&1 &
  printf '%s\n' "$!" >>"$folder/running"
}

# measure_peer LABEL EXPECTED INPUT-FILE COMMAND…: if it prints what is expected, which may be nothing.
measure_peer() {
  local label=$1 expected=$2 input=$3 said
  shift 3
  if ! said=$(timeout "$peers_patience" "${clean[@]}" "${peer_environment[@]}" "$@" <"$input" 2>>"$log"); then
    skip "$label" 'it failed'
  elif [[ $said != *"$expected"* || ! $expected && $said ]]; then
    skip "$label" 'it did not give what it was given'
  else
    measure_cached "$label" - "$input" "${peer_environment[@]}" "$(type -P "$1")" "${@:2}"
  fi
}

# has_peer PROGRAM…: or says that the last peer is skipped.
has_peer() {
  local program
  for program; do
    has_program "$program" || { skip "$1" "$program is not installed" && return 1; }
  done
}

# wait_for COMMAND…: until it succeeds, within seconds.
wait_for() {
  local tries
  for ((tries = 0; tries < 50; ++tries)); do
    "$@" && return
    sleep 0.1
  done
  return 1
}

peer_git_store() {
  local program
  program=$(git --exec-path)/git-credential-store
  printf 'https://bench:%s@git.example.com\n' "$peer_secret" >"$peer_home/.git-credentials"
  printf 'protocol=https\nhost=git.example.com\n\n' >"$peer_home/request"
  measure_peer 'git-credential-store get' "password=$peer_secret" "$peer_home/request" "$program" get
}

peer_git_cache() {
  local program
  program=$(git --exec-path)/git-credential-cache
  printf 'protocol=https\nhost=git.example.com\n\n' >"$peer_home/request"
  printf 'protocol=https\nhost=git.example.com\nusername=bench\npassword=%s\n\n' "$peer_secret" >"$peer_home/login"
  # The daemon keeps its standard error, and would keep the log open.
  if ! peer "$program" --timeout 3600 --socket "$peer_home/socket" store <"$peer_home/login"; then
    skip 'git-credential-cache get' 'its daemon does not run'
    return
  fi
  measure_peer 'git-credential-cache get' "password=$peer_secret" "$peer_home/request" \
    "$program" --socket "$peer_home/socket" get
}

# It keeps nothing itself: these are its parts of a fetch whose login another helper keeps.
peer_git_oauth() {
  has_peer git-credential-oauth || return 0
  printf 'protocol=https\nhost=git.example.com\n\n' >"$peer_home/request"
  printf 'protocol=https\nhost=git.example.com\nusername=bench\npassword=%s\n\n' "$peer_secret" >"$peer_home/login"
  measure_peer 'git-credential-oauth get, foreign' '' "$peer_home/request" git-credential-oauth get
  measure_peer 'git-credential-oauth store' '' "$peer_home/login" git-credential-oauth store
}

put_docker_login() {
  printf '{"ServerURL":"https://registry.example.com","Username":"bench","Secret":"%s"}' "$peer_secret" >"$peer_home/login"
  printf 'https://registry.example.com' >"$peer_home/request"
}

peer_docker_pass() {
  has_peer docker-credential-pass pass gpg gpgconf || return 0
  peer_environment+=("GNUPGHOME=$peer_home/gnupg")
  mkdir -m 700 "$peer_home/gnupg"
  put_docker_login
  if ! peer gpg --batch --passphrase '' --quick-generate-key bench default default never ||
    ! peer pass init bench || ! peer docker-credential-pass store <"$peer_home/login"; then
    skip docker-credential-pass 'it cannot be set up'
    return
  fi
  measure_peer 'docker-credential-pass get' "$peer_secret" "$peer_home/request" docker-credential-pass get
}

peer_docker_secretservice() {
  has_peer docker-credential-secretservice dbus-daemon gnome-keyring-daemon || return 0
  peer_environment+=("DBUS_SESSION_BUS_ADDRESS=unix:path=$peer_home/bus")
  put_docker_login
  peer_start dbus-daemon --session --nofork --nopidfile --address="unix:path=$peer_home/bus" </dev/null
  if ! wait_for test -S "$peer_home/bus"; then
    skip docker-credential-secretservice 'no D-Bus session can be had'
    return
  fi
  printf 'a password' >"$peer_home/password"
  peer_start gnome-keyring-daemon --unlock --foreground --components=secrets <"$peer_home/password"
  sleep 1 # before it has taken its name on the bus, another one would be started for it
  if ! peers_patience=5 wait_for peer docker-credential-secretservice store <"$peer_home/login"; then
    skip docker-credential-secretservice 'no keyring can be had'
    return
  fi
  measure_peer 'docker-credential-secretservice get' "$peer_secret" "$peer_home/request" docker-credential-secretservice get
}

# Its cache names a registry's token after region, access key with the MD5 of nothing behind it, and account.
peer_docker_ecr_login() {
  has_peer docker-credential-ecr-login || return 0
  local key=AKIDBENCH account=123456789012 host name now later
  host=$account.dkr.ecr.us-east-1.amazonaws.com
  name=$(printf '%s\xd4\x1d\x8c\xd9\x8f\x00\xb2\x04\xe9\x80\x09\x98\xec\xf8\x42\x7e' "$key" | base64 --wrap=0)
  now=$(date -u +%FT%TZ)
  later=$(date -u -d '12 hours' +%FT%TZ)
  peer_environment+=("AWS_ACCESS_KEY_ID=$key" AWS_SECRET_ACCESS_KEY=none AWS_EC2_METADATA_DISABLED=true)
  mkdir "$peer_home/.ecr"
  printf '{"Version":"1.0","Registries":{"us-east-1-%s-%s":{"AuthorizationToken":"%s","RequestedAt":"%s","ExpiresAt":"%s","ProxyEndpoint":"https://%s","Service":"ecr"}}}' \
    "$name" "$account" "$(printf 'AWS:%s' "$peer_secret" | base64)" "$now" "$later" "$host" >"$peer_home/.ecr/cache.json"
  printf '%s' "$host" >"$peer_home/request"
  measure_peer 'docker-credential-ecr-login get' "$peer_secret" "$peer_home/request" docker-credential-ecr-login get
}
