#!/bin/sh
# runuser -u NAME -- COMMAND...: an account that the embedded host has; the command runs as whoever owns the host.
name=
while [ $# -gt 0 ]; do
  case $1 in
    -u) name=$2 && shift 2 ;;
    --) shift && break ;;
    *) break ;;
  esac
done
exec 3<"$HERMES_FLEET_ROOT/etc/passwd"
while IFS=: read -r account _ _ _ _ home shell <&3; do
  if [ "$account" = "$name" ]; then
    export HOME="$HERMES_FLEET_ROOT$home" USER="$name" LOGNAME="$name" SHELL="$shell"
    exec "$@" 3<&-
  fi
done
echo "runuser: user $name does not exist or the user entry does not contain all the required fields" >&2
exit 1
