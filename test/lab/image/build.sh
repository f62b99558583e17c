#!/bin/sh
# build.sh TARGET SUITE PACKAGES PASSWORD: makes the base image of the lab in the empty directory TARGET.
# Runs in mount and PID namespaces of its own, so whatever it mounts is gone when it ends, however it ends.
set -eu
target=$1 suite=$2 packages=$3 password=$4
here=$(dirname "$0")

# The mirror and the proxy that apt uses on this machine; without such a source debootstrap's own default.
mirror=$(apt-get --print-uris update | sed -n "s|^'\\(.*\\)/dists/$suite/InRelease' .*|\\1|p" | head -n 1)
eval "$(apt-config shell http_proxy Acquire::http::Proxy https_proxy Acquire::https::Proxy)"
[ -z "${http_proxy:-}" ] || export http_proxy
[ -z "${https_proxy:-}" ] || export https_proxy

debootstrap --variant=minbase --include="$packages" "$suite" "$target" ${mirror:+"$mirror"}
printf '%s' "$password" | chroot "$target" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C \
  sh -c "$(cat "$here/customize.sh")"
