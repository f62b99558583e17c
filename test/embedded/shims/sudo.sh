#!/bin/sh
# sudo -n COMMAND...: allowed or refused, as the embedded host was started.
while [ $# -gt 0 ]; do
  case $1 in
    -n | --non-interactive) shift ;;
    --) shift && break ;;
    *) break ;;
  esac
done
if [ "$HERMES_EMBEDDED_SUDO" = denied ]; then
  echo "sudo: a password is required" >&2
  exit 1
fi
SUDO_USER=$USER
export SUDO_USER USER=root LOGNAME=root HOME="$HERMES_FLEET_ROOT/root"
exec "$@"
