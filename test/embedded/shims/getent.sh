#!/bin/sh
# getent passwd NAME: accounts of the embedded host.
while IFS= read -r line; do
  case $line in "$2":*) printf '%s\n' "$line" && exit 0 ;; esac
done <"$HERMES_FLEET_ROOT/etc/passwd"
exit 2
