#!/usr/bin/env bash
# Installs jeton from this checkout; --help says how.
set -euo pipefail
checkout=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
# shellcheck disable=SC1091 source=tests/tools/steps.sh
. "$checkout/tests/tools/steps.sh"
# shellcheck disable=SC1091 source=tests/tools/packages.sh
. "$checkout/tests/tools/packages.sh"

build=$checkout/build/release
log=$checkout/build/install.log
prefix=${HOME-}/.local
if ((EUID == 0)); then prefix=/usr/local; fi
record=share/jeton/installed # under the prefix: what was installed, a path a line, folders with a slash at the end

usage() {
  cat <<'EOF'
Usage: ./install.sh [--prefix DIR] [--demo] [--uninstall] [--no-deps]

Installs what jeton needs (with apt, removing nothing), builds jeton and installs
it. Run again, it changes only what changed.

  --prefix DIR  where to install; ~/.local unless set, /usr/local for root
  --demo        then show it at work: a token from each provider of a sandbox on
                this machine, used by curl, git and docker (or skopeo)
  --uninstall   remove what was installed under the prefix; configuration, tokens
                and stored logins stay
  --no-deps     install no packages, but name those that are missing
EOF
}

main() {
  local action=install_jeton demo='' deps=yes
  while (($#)); do
    case $1 in
      --prefix)
        prefix=${2-}
        shift $(($# > 1))
        ;;
      --prefix=*) prefix=${1#*=} ;;
      --demo) demo=yes ;;
      --uninstall) action=uninstall_jeton ;;
      --no-deps) deps='' ;;
      -h | --help) action=usage ;;
      *) fail "unknown argument $1; --help shows those that there are" ;;
    esac
    shift
  done
  [[ $prefix ]] || fail "--prefix needs the name of a folder"
  prefix=$(realpath --canonicalize-missing --no-symlinks -- "$prefix")
  "$action"
}

install_jeton() {
  umask 022
  own_folder "$checkout/build"
  check_prefix
  cd "$checkout"
  : >"$log"
  if [[ $deps ]]; then install_dependencies; else name_dependencies; fi
  step 'Configuring' cmake --preset release
  step 'Building (takes minutes the first time)' cmake --build --preset release
  step "Installing to $prefix" put_in_place
  say_what_next
  [[ ! $demo ]] || tests/tools/demo.sh "$prefix"
}

# Before anything takes time.
check_prefix() {
  local existing=$prefix
  while [[ ! -e $existing ]]; do existing=$(dirname "$existing"); done
  [[ -d $existing && -w $existing ]] || fail "cannot write to $existing as $(id -un); choose another --prefix"
}

install_dependencies() {
  local for_demo=()
  if [[ $demo ]]; then mapfile -t for_demo < <(missing_for_demo); fi
  provide_packages "${for_demo[@]}"
}

# The compiler may find them all the same, where somebody built them; a demo without its tools cannot be.
name_dependencies() {
  local missing
  missing=$(missing_for_build)
  [[ ! $missing ]] || say_list 'Missing, and not installed because of --no-deps:' "$(one_line "$missing")"
  missing=$([[ ! $demo ]] || missing_for_demo)
  [[ ! $missing ]] || fail "--demo needs what --no-deps does not install: $(one_line "$missing")"
}

# Installs, and records what for uninstalling. What an earlier version had and this one has not, goes.
put_in_place() {
  local before=$build/installed-before.txt now=$build/installed-now.txt
  if [[ -e $prefix/$record ]]; then cp "$prefix/$record" "$before"; else : >"$before"; fi
  list_what_installing_makes "$before" >"$now"
  mkdir -p "$(dirname "$prefix/$record")"
  cmp -s "$now" "$prefix/$record" || cp "$now" "$prefix/$record"
  env -u DESTDIR cmake --install "$build" --prefix "$prefix"
  LC_ALL=C comm -23 "$before" "$now" | remove
}

# list_what_installing_makes BEFORE: files and links, and of the folders those that were not there before the first time.
list_what_installing_makes() {
  local staging=$build/staging path
  rm -rf "$staging"
  DESTDIR=$staging cmake --install "$build" --prefix "$prefix" >&2
  mkdir -p "$(dirname "$staging$prefix/$record")"
  touch "$staging$prefix/$record"
  (cd "$staging$prefix" && find . -type d -printf '%P/\n' -o -printf '%P\n') | LC_ALL=C sort |
    while IFS= read -r path; do
      if [[ $path != */ || ! -e $prefix/$path ]] || grep -qxF -- "$path" "$1"; then say "$path"; fi
    done
  rm -r "$staging"
}

# The paths on standard input; folders only where they are empty and not gone already.
remove() {
  local path
  LC_ALL=C sort -r | while IFS= read -r path; do
    case $path in
      */) rmdir -- "$prefix/$path" 2>/dev/null || true ;;
      *) rm -f -- "$prefix/$path" ;;
    esac
  done
}

uninstall_jeton() {
  local installed
  [[ -e $prefix/$record ]] || fail "nothing to uninstall in $prefix: it has no $record"
  [[ -w $(dirname "$prefix/$record") ]] ||
    fail "$(stat -c %U "$prefix/$record") installed jeton in $prefix, and has to uninstall it"
  installed=$(<"$prefix/$record")
  remove <<<"$installed"
  say "Removed from $prefix. Configuration, tokens and logins were left alone."
}

say_what_next() {
  local found
  found=$(type -P jeton || true)
  say
  if [[ $found != "$prefix/bin/jeton" ]]; then
    if [[ $found ]]; then say "PATH leads to another jeton, $found. To have this one:"; else say "To have it on PATH:"; fi
    say_path_command "$prefix/bin"
  fi
  say "To try it out:"
  say "  jeton sandbox"
}

# say_path_command FOLDER: what to type to have it on PATH from now on, in the user's shell.
say_path_command() {
  local folder=${1/#$HOME\//\$HOME/} file
  case ${SHELL-} in
    */fish)
      say "  fish_add_path \"$folder\""
      return
      ;;
    */zsh) file=.zshrc ;;
    */bash) file=.bashrc ;;
    *) file=.profile ;;
  esac
  say "  echo 'export PATH=\"$folder:\$PATH\"' >>~/$file"
  say "  . ~/$file"
}

main "$@"
