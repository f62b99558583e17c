#!/bin/sh
# hermes.sh TARGET BASE PACKAGES REQUIREMENTS: the base image with the real Hermes Agent, in the empty directory TARGET.
# Runs in mount and PID namespaces of its own. What this machine needs to reach its package registries (names,
# certificates, proxies, pip's configuration) lies in a tmpfs over the image's /run: nothing of it is left.
set -eu
target=$1 base=$2 packages=$3 requirements=$4
here=$(dirname "$0")

mkdir -p "$target"
cp --archive --reflink=auto "$base/." "$target"
mount -t tmpfs hermes-fleet-lab "$target/run"
mount --bind /etc/resolv.conf "$target/etc/resolv.conf"
mount -t proc proc "$target/proc"
mount -t tmpfs hermes-fleet-lab "$target/tmp"

outer=$target/run/outer
mkdir -p "$outer/home" "$outer/xdg/pip" "$outer/wheels"
cp "$requirements" "$outer/requirements.txt"
[ ! -f /etc/pip.conf ] || cp /etc/pip.conf "$outer/xdg/pip/pip.conf"
for file in .config/pip/pip.conf .pip/pip.conf; do
  [ -f "$HOME/$file" ] || continue
  mkdir -p "$outer/home/${file%/*}"
  cp "$HOME/$file" "$outer/home/$file"
done
[ ! -f "${PIP_CONFIG_FILE:-}" ] || cp "$PIP_CONFIG_FILE" "$outer/pip.conf"
export PIP_CONFIG_FILE=/run/outer/pip.conf
if [ -d "${PIP_FIND_LINKS:-}" ]; then
  mount --bind "$PIP_FIND_LINKS" "$outer/wheels"
  export PIP_FIND_LINKS=/run/outer/wheels
fi
for file in "${PIP_CERT:-}" "${REQUESTS_CA_BUNDLE:-}" "${SSL_CERT_FILE:-}" /etc/ssl/certs/ca-certificates.crt; do
  [ -f "$file" ] || continue
  cp "$file" "$outer/ca.crt"
  export PIP_CERT=/run/outer/ca.crt
  break
done
eval "$(apt-config shell http_proxy Acquire::http::Proxy https_proxy Acquire::https::Proxy)"
[ -z "${http_proxy:-}" ] || export http_proxy
[ -z "${https_proxy:-}" ] || export https_proxy

# Not `env -i NAME=VALUE`: an index's address may hold a password, and words of a command can be read by everyone.
for name in $(env | sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p'); do
  case $name in PATH | PIP_* | *_proxy | *_PROXY) ;; *) unset "$name" ;; esac
done
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C \
  HOME=/run/outer/home XDG_CONFIG_DIRS=/run/outer/xdg
chroot "$target" sh -c "$(cat "$here/hermes-setup.sh")" hermes-setup "$packages"
