#!/usr/bin/env bash
# newer_git.sh: prints the path of a git that speaks the newer half of the credential protocol (authtype and state:
# 2.46 and later). Where the machine's own is older, one is taken from a newer Debian suite into build/tools/git-new,
# with the C library that it needs; the machine's own git, libraries and apt stay as they are.
# Where none can be had: a line that says why, and status 1.   newer_git.sh SUITE: takes it from SUITE, now.
set -euo pipefail
self=$(realpath "$0")
cd "${self%/*}/../.."
# shellcheck disable=SC1091 source=tests/tools/steps.sh
. tests/tools/steps.sh
# shellcheck disable=SC1091 source=tests/tools/debian_suite.sh
. tests/tools/debian_suite.sh

oldest=2.46
home=$PWD/build/tools/git-new
log=$home.log

main() {
  if new_enough git; then
    type -P git
    return
  fi
  if [[ ! -e $home/complete ]] || ! new_enough "$home/bin/git"; then fetch; fi
  say "$home/bin/git"
}

new_enough() {
  local version
  version=$("$1" version 2>/dev/null) || return 1
  version=${version#git version }
  printf '%s\n' "$oldest" "${version%% *}" | sort -C -V
}

fetch() {
  local suite
  mkdir -p "${home%/*}"
  for suite in "${debian_suites[@]}"; do
    if "$self" "$suite" >"$log" 2>&1 && new_enough "$home/bin/git"; then
      touch "$home/complete"
      return
    fi
  done
  fail "no git $oldest or newer could be had from Debian's ${debian_suites[*]}; $log says why"
}

fetch_from() {
  rm -rf "$home"
  mkdir -p "$home"/{packages,root,bin}
  use_suite "$home/apt" "$1" deb
  download_packages
  for package in "$home"/packages/*.deb; do dpkg-deb -x "$package" "$home/root"; done
  bind_to_own_libraries
  write_wrapper
  rm -r "$home/apt" "$home/packages"
}

# Perl is for commands that no test runs.
download_packages() {
  local packages
  packages=$(apt-get -qq --no-install-recommends --print-uris install git |
    sed -nE "s/^'[^']*' ([^_]+)_.*/\1/p" | grep -xE 'git|zlib1g|lib.*' | grep -v perl)
  (cd "$home/packages" && xargs apt-get -q download <<<"$packages")
}

# Each program names the loader and the libraries it was built for, so that no LD_LIBRARY_PATH reaches what git starts.
bind_to_own_libraries() {
  local libraries loader file
  libraries=$(dirname "$(find "$home/root" -name libc.so.6)")
  loader=$(basename "$(patchelf --print-interpreter "$home/root/usr/bin/git")")
  while IFS= read -r file; do
    patchelf --print-interpreter "$file" >/dev/null 2>&1 || continue # a script
    patchelf --set-interpreter "$libraries/$loader" --force-rpath --set-rpath "$libraries" "$file"
  done < <(find "$home/root/usr/bin" "$home/root/usr/lib/git-core" -type f)
}

write_wrapper() {
  cat >"$home/bin/git" <<EOF
#!/bin/sh
export GIT_EXEC_PATH='$home/root/usr/lib/git-core' GIT_TEMPLATE_DIR='$home/root/usr/share/git-core/templates'
exec '$home/root/usr/bin/git' "\$@"
EOF
  chmod +x "$home/bin/git"
}

if (($#)); then fetch_from "$1"; else main; fi
