#!/bin/bash
# Carries out operations, a line each on standard input: SECONDS VERB UNIT, after a first line with all units.
# A signal goes to the main process of UNIT, or of another unit when UNIT does not run; when none does, UNIT is started.
# Prints for each: VERB UNIT STATUS TEXT, with tabs between, as it was carried out.

signal_somebody() {
  local victim pid
  for victim in "$unit" "${units[@]}"; do
    pid=$(systemctl show -P MainPID "$victim")
    if [ "$pid" -gt 0 ] && kill -s "${verb#SIG}" "$pid" 2>/dev/null; then
      unit=$victim
      return 0
    fi
  done
  return 1
}

read -ra units
while read -r pause verb unit; do
  sleep "$pause"
  said='' status=0
  case $verb in SIG*) signal_somebody || verb=start ;; esac
  case $verb in
    start | restart | stop)
      said=$(timeout 90 systemctl "$verb" "$unit" 2>&1 </dev/null)
      status=$?
      ;;
  esac
  printf '%s\t%s\t%s\t%s\n' "$verb" "$unit" "$status" "${said//$'\n'/ }"
done
