# A standby that was stopped for a winner that a later transaction of the same run starts: when that one fails, the
# standby is who ran before. Kept in a file, because operations of one group do not always arrive together.

note_stood_down() { # <unit>...
  [ $# -gt 0 ] || return 0
  [ -d "$STATE" ] || mkdir -p "$STATE"
  forget_stood_down
  for unit in "$@"; do printf '%s %s %s\n' "$RUN" "$STOPS_AT" "$unit"; done >>"$STATE/stood-down"
}

recall_stood_down() {
  STOOD_DOWN=
  [ -f "$STATE/stood-down" ] || return 0
  while read -r run since unit; do
    if [ "$run" != "$RUN" ] || ! contains "$UNITS_NAMED" "$unit" || contains "$RAN_BEFORE" "$unit"; then continue; fi
    RAN_BEFORE="$RAN_BEFORE $unit"
    STOOD_DOWN="$STOOD_DOWN $unit=$since"
  done <"$STATE/stood-down"
}

# stood_down_at <unit> -> $REPLY; empty when no earlier transaction stopped it.
stood_down_at() {
  for REPLY in $STOOD_DOWN; do
    if [ "${REPLY%=*}" = "$1" ]; then
      REPLY=${REPLY##*=}
      return
    fi
  done
  REPLY=
}

# Notes of other runs, and of gateways whose winner serves by now.
forget_stood_down() {
  [ -f "$STATE/stood-down" ] || return 0
  served=
  for i in $WATCHED; do
    alive "$i" || continue
    take "$i" conflicts excludes
    served="$served $conflicts $excludes"
  done
  kept=
  while read -r run since unit; do
    if [ "$run" = "$RUN" ] && ! contains "$served" "$unit"; then kept="$kept$run $since $unit$NL"; fi
  done <"$STATE/stood-down"
  if [ -n "$kept" ]; then printf '%s' "$kept" >"$STATE/stood-down"; else rm -f -- "$STATE/stood-down"; fi
}
