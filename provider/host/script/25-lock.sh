# One lock for all stacks, held while something is looked at or changed. A transaction that only watches what it
# started lets go of it and leaves a record, so that the next one of the same run can begin with other gateways; every
# other run waits until no record of a living transaction is left.

# A process as text that no later process has: its number and its start in clock ticks since the boot.
process_of() { # <pid> -> $REPLY, empty when there is none
  read -r REPLY <"/proc/$1/stat" || REPLY=
  [ -n "$REPLY" ] || return 0
  set -f
  # shellcheck disable=SC2086 # the words behind the name, of which start time is the 20th
  set -- "$1" ${REPLY##*) }
  set +f
  REPLY="$1 ${21}"
} 2>/dev/null

# True for a work directory whose channel or worker is still there, and for one that has only just been made.
lives() { # <work directory>
  [ -d "$1" ] || return 1
  [ -e "$1/channel" ] || return 0
  for one in channel worker; do
    if read -r was <"$1/$one"; then
      process_of "${was%% *}"
      [ "$REPLY" != "$was" ] || return 0
    fi
  done 2>/dev/null
  return 1
}

enter() {
  process_of "$$"
  printf '%s\n' "$REPLY" >"$W/worker"
  read -r me <"$W/owner"
  read -r RUN <"$W/run"
  uptime_seconds
  LOCK_UNTIL=$((REPLY + LOCK_WAIT))
  while :; do
    take_lock "$LOCK_UNTIL"
    scan_units
    watched_by_another || break
    flock -u 9
    uptime_seconds
    [ "$REPLY" -lt "$LOCK_UNTIL" ] || fail - host-busy "$watcher has watched what it started for $((REPLY - since)) s"
    [ "${told-}" = "$watcher" ] || progress "waiting for $watcher, which watches what it started $((REPLY - since)) s ago"
    told=$watcher
    sleep 0.2
  done
  for left in "$UNITS"/.hermes-fleet.*.tmp; do
    [ -e "$left" ] || continue
    whose=${left#"$UNITS/.hermes-fleet."}
    lives "$R/run/hermes-fleet.${whose%%.*}" || rm -rf -- "$left"
  done
}

take_lock() { # <uptime in seconds at which to give up>
  exec 9<>"$LOCK"
  if ! flock -n 9; then
    uptime_seconds
    if read -r since owner <"$LOCK"; then
      progress "waiting for the lock that $owner has held for $((REPLY - since)) s"
    fi
    if ! flock -w $(($1 > REPLY ? $1 - REPLY : 0)) 9; then
      uptime_seconds
      fail - host-busy "${owner:-another run} has held $LOCK for $((REPLY - ${since:-REPLY})) s"
    fi
  fi
  if [ ! "/proc/self/fd/9" -ef "$LOCK" ]; then
    take_lock "$1"
    return
  fi
  uptime_seconds
  printf '%s %s\n' "$REPLY" "$me" >"$LOCK"
}

# True when a living transaction watches gateways that are ours to touch, or is another run's. What died is taken away.
watched_by_another() {
  for left in "$R"/run/hermes-fleet.??????????; do
    if [ "$left" = "$W" ] || [ ! -d "$left" ]; then continue; fi
    if ! lives "$left"; then
      rm -rf -- "$left"
      continue
    fi
    { read -r run && read -r since watcher && read -r units && read -r leaving; } <"$left/watching" || continue
    [ "$run" = "$RUN" ] || return 0
    for one in $TOUCHED_UNITS; do
      if contains "$units $leaving" "$one"; then return 0; fi
    done
    for i in $OPS; do
      get claims "$i"
      claims=$REPLY
      for one in $leaving; do
        file_of "$one"
        scan_value "$REPLY" Claims
        for claim in $REPLY; do
          if contains "$claims" "$claim"; then return 0; fi
        done
      done
    done
  done 2>/dev/null
  return 1
}

# The restarts that were due are done: a run that ends while it watches costs no second one.
leave_for_watch() {
  set --
  for i in $WATCHED; do
    get unit "$i"
    set -- "$@" "$STATE/pending/$REPLY"
  done
  rm -f -- "$@"
  uptime_seconds
  printf '%s\n%s %s\n%s\n%s\n' "$RUN" "$REPLY" "$me" "$TOUCHED_UNITS" "$LEAVING" >"$W/watching.new"
  mv -f -- "$W/watching.new" "$W/watching"
  flock -u 9
  printf 'watching\n' >>"$W/progress"
}

# Waits as long as it takes: what was started is only now made to last, or put back.
return_from_watch() {
  uptime_seconds
  take_lock $((REPLY + 86400))
  rm -f -- "$W/watching"
}
