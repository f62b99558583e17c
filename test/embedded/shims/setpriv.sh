#!/bin/sh
# setpriv --OPTION[=VALUE]... COMMAND...: an embedded host has one account's rights, so that there is nothing to drop.
while [ $# -gt 0 ]; do
  case $1 in
    --*) shift ;;
    *) break ;;
  esac
done
exec "$@"
