#!/bin/bash
# Looks again and again which units run, until the file exists that the first line of standard input names; the
# second line holds the units. Prints how often each answer came: HOW TIMES UNITS..., with blanks between. HOW is
# "processes" (control groups that hold a process) or "systemd" (active, or between that and inactive).

processes() {
  local unit pid
  found=()
  for unit in "${units[@]}"; do
    pid=''
    { read -r pid <"/sys/fs/cgroup/system.slice/$unit/cgroup.procs"; } 2>/dev/null
    found+=("$pid")
  done
}

read -r stop
read -ra units
declare -A seen
# Nothing ever comes out of this one: reading from it is a pause without a process.
exec {never}<> <(:)
while [ ! -e "$stop" ]; do
  for _ in 1 2 3 4 5; do
    # A process that is there in both rounds was there between them, and so at one moment with all others that were.
    processes
    earlier=("${found[@]}")
    processes
    together=''
    for i in "${!units[@]}"; do
      if [ -n "${found[i]}" ] && [ "${found[i]}" = "${earlier[i]}" ]; then together+=" ${units[i]}"; fi
    done
    seen["processes$together"]=$((${seen["processes$together"]:-0} + 1))
    read -rt 0.003 -u "$never"
  done
  # One answer of systemd for all units. A unit that waits for its restart has no process and holds nothing.
  together=''
  while read -r unit _ _ sub _; do
    [ "$sub" = auto-restart ] || together+=" $unit"
  done < <(systemctl list-units --plain --no-legend --state=active,activating,deactivating,reloading "${units[@]}")
  seen["systemd$together"]=$((${seen["systemd$together"]:-0} + 1))
done
for key in "${!seen[@]}"; do
  read -r how together <<<"$key"
  printf '%s %s %s\n' "$how" "${seen[$key]}" "$together"
done
