# One lock for all stacks, held while something is looked at or changed. A transaction that only watches what it
# started lets go of it and leaves a record, so that the next one of the same run can begin with other gateways; every
# other run waits until no record of a living transaction is left.

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
    if unsettled; then
      settle
      continue
    fi
    watched_by_another || break
    flock -u 9
    uptime_seconds
    left=
    [ -z "$rec_deadline" ] || left=", and puts it back in $((rec_deadline > REPLY ? rec_deadline - REPLY : 0)) s unless it is confirmed"
    [ "$REPLY" -lt "$LOCK_UNTIL" ] || fail - host-busy "$rec_stack has watched what it started for $((REPLY - rec_began)) s$left"
    [ "${told-}" = "$rec_stack" ] || progress "waiting for $rec_stack, which watches what it started $((REPLY - rec_began)) s ago"
    told=$rec_stack
    sleep 0.2
  done
  drop_torn_records
  for left in "$UNITS"/.hermes-fleet.*.tmp; do
    [ -e "$left" ] || continue
    whose=${left#"$UNITS/.hermes-fleet."}
    whose=${whose%%.*}
    lives "$R/run/hermes-fleet.$whose" || is_recorded "$whose" || rm -rf -- "$left"
  done
  for left in "$GENERATIONS"/*/gone; do
    if [ -f "${left%/*}/confirmed" ]; then forget_gone "${left%/*}"; fi
  done
  report_settled
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

# True when a living transaction watches gateways that are ours to touch, or is another run's: its record is then the one
# that was read. The work directory of a dead one is taken away.
watched_by_another() {
  for left in "$R"/run/hermes-fleet.??????????; do
    if [ "$left" = "$W" ] || [ ! -d "$left" ]; then continue; fi
    if ! lives "$left"; then
      rm -rf -- "$left"
      continue
    fi
    read_record "$left/record" || continue
    ! concerns_us || return 0
  done
  for one in "$RECORDS"/*; do
    is_live "$one" && read_record "$one" || continue
    ! concerns_us || return 0
  done
  return 1
}

concerns_us() { # with the record that was read
  [ "$rec_run" = "$RUN" ] || return 0
  for one in $TOUCHED_UNITS; do
    if contains "$rec_units $rec_leaving" "$one"; then return 0; fi
  done
  for i in $OPS; do
    get claims "$i"
    claims=$REPLY
    for one in $rec_leaving; do
      file_of "$one"
      scan_value "$REPLY" Claims
      for claim in $REPLY; do
        if contains "$claims" "$claim"; then return 0; fi
      done
    done
  done
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
  # A gateway that Hermes holds back after too many starts is watched for so much longer.
  pauses=0
  for i in $WATCHED; do
    get breaker "$i"
    [ "$REPLY" -le "$pauses" ] || pauses=$REPLY
  done
  record armed $((WATCH_SECONDS + pauses))
  flock -u 9
  tell watching
}

# Waits as long as it takes: what was started is only now made to last, or put back.
return_from_watch() {
  record armed "$END_SECONDS"
  uptime_seconds
  take_lock $((REPLY + 86400))
  if [ -n "$ARMED" ]; then
    [ -e "$RECORDS/$ID" ] || fail - rolled-back "the host has put itself back"
  else
    rm -f -- "$W/record"
  fi
}
