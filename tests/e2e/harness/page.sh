# shellcheck shell=bash
# What the pages of the documentation take for granted, for their `before:` comments; and the files they show.

trap 'jobs -p | xargs -r kill 2>/dev/null' EXIT

# put CONTENT FILE, append CONTENT FILE: as a person writes a file, who then looks whether jeton understands it.
put() {
  mkdir -p "$(dirname "$2")"
  (umask 077 && cat "$1" >"$2")
  check_configuration "$2"
}

append() {
  mkdir -p "$(dirname "$2")"
  (umask 077 && cat "$1" >>"$2")
  check_configuration "$2"
}

check_configuration() {
  [[ $1 == */jeton/config.toml ]] || return 0
  local status
  status=$(jeton status --json) || return
  ! grep -F "$1:" <<<"$status"
}

# on_terminal COMMANDS: in a shell that is in no other way this one. What is shown has no colours, no carriage
# returns, and not the line that tells a person what a slow machine waits for.
on_terminal() (
  set -o pipefail
  SHELL=$BASH NO_COLOR=1 script --quiet --return --flush --command "$1" /dev/null | sed -u -e 's/\r//g' -e '/^jeton: waiting for /d'
)

# change SED-COMMAND: of the configuration.
change() { sed -i "$1" ~/.config/jeton/config.toml; }

# What somebody has who has installed jeton, and not only built it.
install_jeton() {
  cmake --install "$JETON_TEST_BUILD" --prefix ~/.local >/dev/null || return
  export PATH=~/.local/bin:$PATH CMAKE_GENERATOR=Ninja  # which what builds jeton has
}

# As on the first day.
forget_jeton() { rm -rf ~/.config/jeton ~/.cache/jeton ~/.local/state/jeton; }

# fault HOST NAME [SECONDS]: the next token request there fails in this way.
fault() { curl -sS -X POST -o /dev/null "https://$1/sandbox/fault?name=$2${3+&seconds=$3}"; }

# expire HOST: its refresh tokens are good no longer, and jeton has no access token to do without.
expire() {
  rm -rf ~/.cache/jeton
  curl -sS -X POST -o /dev/null "https://$1/sandbox/expire?what=refresh_tokens"
}

# revoke HOST: its tokens are not taken any more.
revoke() { curl -sS -X POST -o /dev/null "https://$1/sandbox/revoke"; }

# What somebody has who uses pass: a key of their own, and a store.
pass_store() {
  mkdir -m 700 ~/.gnupg
  gpg --batch --quiet --passphrase '' --quick-generate-key ann@example.com >/dev/null 2>&1
  pass init ann@example.com >/dev/null
}

# The key that systemd-creds would keep in /var/lib/systemd.
machine_key() { export SYSTEMD_CREDENTIAL_SECRET=~/.machine-key; }

# What somebody has who has logged in to a desktop: its bus, and a keyring that is open.
desktop_session() {
  coproc BUS { exec dbus-daemon --session --nofork --print-address 2>/dev/null; }
  IFS= read -r DBUS_SESSION_BUS_ADDRESS <&"${BUS[0]}"
  export DBUS_SESSION_BUS_ADDRESS
  printf 'password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
}
