#!/bin/bash
# Looks every 0.1 s which gateways have a process, until the file exists that standard input names. Prints a line
# whenever that changes: seconds of uptime, then the profiles; and at the end how often it looked and its longest pause
# in milliseconds.

processes() {
  local profile pid
  found=''
  for profile in a b c; do
    pid=''
    { read -r pid <"/sys/fs/cgroup/system.slice/hermes-gateway-$profile.service/cgroup.procs"; } 2>/dev/null
    [ -z "$pid" ] || found+=" $profile=$pid"
  done
}

read -r stop
count=0 longest=0 last='' before=''
# Nothing ever comes out of this one: reading from it is a pause without a process.
exec {never}<> <(:)
while [ ! -e "$stop" ]; do
  # A process that is there in both rounds was there between them, and so at one moment with all others that were.
  processes
  earlier=$found
  processes
  together=''
  for one in $found; do
    case "$earlier " in *" $one "*) together+=" ${one%%=*}" ;; esac
  done
  read -r now _ </proc/uptime
  if [ "$together" != "$last" ] || [ "$count" = 0 ]; then echo "at $now$together"; fi
  last=$together
  count=$((count + 1))
  stamp=${now/./}0
  if [ -n "$before" ] && [ $((stamp - before)) -gt "$longest" ]; then longest=$((stamp - before)); fi
  before=$stamp
  read -rt 0.1 -u "$never"
done
echo "at $now$last"
echo "looked $count $longest"
