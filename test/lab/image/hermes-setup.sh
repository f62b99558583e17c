#!/bin/sh
# hermes-setup.sh PACKAGES: runs inside the image; /run/outer is there for this time only.
set -eu
export DEBIAN_FRONTEND=noninteractive

apt-get update -qq ${PIP_CERT:+-o "Acquire::https::CAInfo=$PIP_CERT"}
# shellcheck disable=SC2046 # a list of packages
apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 \
  ${PIP_CERT:+-o "Acquire::https::CAInfo=$PIP_CERT"} $(printf '%s' "$1" | tr , ' ')

python3 -m venv /opt/hermes-agent/venv
/opt/hermes-agent/venv/bin/pip install --quiet --no-input --no-cache-dir --disable-pip-version-check --no-deps \
  --requirement /run/outer/requirements.txt
ln -s /opt/hermes-agent/venv/bin/hermes /usr/local/bin/hermes

apt-get clean
: > /etc/apt/sources.list
rm -rf /var/lib/apt/lists/* /usr/share/doc/* /usr/share/man/* /usr/share/locale/* /var/log/apt /var/log/*.log
