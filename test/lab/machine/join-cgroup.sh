#!/bin/sh
# join-cgroup.sh CGROUP COMMAND...: runs a command in a control group, so that all it ever starts is in there too.
set -eu
echo $$ > "$1/cgroup.procs"
shift
exec "$@"
