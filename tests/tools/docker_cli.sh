#!/usr/bin/env bash
# docker_cli.sh: prints the path of docker's command line client, which needs no daemon for what the tests do with it.
# Where there is none, it is taken out of the package that has it into build/tools/docker; nothing is installed.
# Where it cannot be had: a line that says why, and status 1.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck disable=SC1091 source=tests/tools/steps.sh
. tests/tools/steps.sh
# shellcheck disable=SC1091 source=tests/tools/packages.sh
. tests/tools/packages.sh

home=$PWD/build/tools/docker
packages=(docker-cli docker.io) # newer releases, Debian 12

main() {
  if is_docker docker; then
    type -P docker
    return
  fi
  is_docker "$home/bin/docker" || fetch
  say "$home/bin/docker"
}

fetch() {
  local package
  rm -rf "$home"
  mkdir -p "$home"/{packages,bin}
  for package in "${packages[@]}"; do
    (cd "$home/packages" && apt-get -q download "$package") >"$home.log" 2>&1 || continue
    dpkg-deb --fsys-tarfile "$home"/packages/*.deb | tar -x -C "$home/bin" --strip-components=3 ./usr/bin/docker
    rm -r "$home/packages"
    is_docker "$home/bin/docker" && return
  done
  fail "no docker client could be had from ${packages[*]}; $home.log says why"
}

main
