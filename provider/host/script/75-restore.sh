# Put a failed group back: its files, one reload, its .env blocks, and whoever ran before. What does not succeed here
# is left to the guard, which tries again.
UNRESTORED=

restore_groups() {
  step restore
  RELOAD=
  back=
  stops=
  restarts=
  starts=
  for i in $OPS; do
    failed_now "$i" || continue
    take "$i" unit installed
    if contains "$WATCHED" "$i"; then
      if ran_before "$unit" && ! is_vanished "$unit"; then restarts="$restarts $unit"; else stops="$stops $unit"; fi
    fi
    [ "$installed" = yes ] || continue
    back="$back $i"
    need_reload "$unit"
  done
  # shellcheck disable=SC2086 # a list of unit names
  [ -z "$stops" ] || sc_units stop -- $stops 2>>"$W/stop.err"
  restore_account_groups
  for i in $back; do
    get unit "$i"
    rm -f -- "$STATE/pending/$REPLY"
    case $REPLY in */*) continue ;; esac
    if [ -f "$OLD/$REPLY" ]; then mv -f -- "$OLD/$REPLY" "$UNITS/$REPLY"; else rm -f -- "$UNITS/$REPLY"; fi ||
      UNRESTORED=yes
  done
  restore_neighbours
  step restore-homes
  restore_homes
  if [ -n "$RELOAD" ]; then
    sync -- "$UNITS"
    step restore-reload
    reload || UNRESTORED=yes
  fi
  # A unit that was taken away again would go on as not-found and failed.
  # shellcheck disable=SC2086 # a list of unit names
  [ -z "$stops" ] || sc_units --short reset-failed -- $stops 2>/dev/null
  step restore-running
  restore_links
  restore_running
  for i in $back; do say op "$i" restored; done
  for i in $OPS; do
    failed_now "$i" || continue
    take "$i" kind envWritten filesWritten
    if [ "$kind" = serve ] && [ -n "$envWritten$filesWritten" ]; then say op "$i" restored; fi
  done
  for i in $OPS; do alive "$i" || put settled "$i" yes; done
}

# Failed, and not put back yet.
failed_now() { # <operation>
  alive "$1" && return 1
  get settled "$1"
  [ -z "$REPLY" ]
}

# A group that fails does not wait for the windows of the others: it is put back while they are watched on.
put_back_failed() {
  for i in $OPS; do
    failed_now "$i" || continue
    return_from_watch
    restore_groups
    leave_for_watch
    return
  done
}

# A neighbour that lost a name only for the sake of gateways that failed names it again.
restore_neighbours() {
  for unit in $STRIPPED; do
    if [ -e "$NEW/$unit" ] || [ ! -f "$OLD/$unit" ] || stripped_for_living "$unit"; then continue; fi
    mv -f -- "$OLD/$unit" "$UNITS/$unit" || UNRESTORED=yes
    need_reload "$unit"
    digest_of "$UNITS/$unit"
    note_restored "$unit" "$REPLY"
  done
}

# Who edited a neighbour is known for as long as it is not as it was.
note_restored() { # <unit> <digest of its file>
  read -r before _ <"$STATE/edited/$1"
  if [ "$before" = "$2" ]; then
    rm -f -- "$STATE/edited/$1"
  else
    printf '%s %s\n' "$before" "$2" >"$STATE/edited/$1"
  fi
}

stripped_for_living() { # <neighbour>
  while IFS=$TAB read -r stripped name; do
    [ "$stripped" = "$1" ] || continue
    manager_of "$1"
    [ "$REPLY" = - ] || name=$REPLY/$name
    for i in $OPS; do
      take "$i" unit
      if [ "$unit" = "$name" ] && alive "$i"; then return 0; fi
    done
  done <"$W/strip.sorted"
  return 1
}

restore_account_groups() {
  set --
  for i in $OPS; do
    if failed_now "$i"; then set -- "$@" "$i"; fi
  done
  restore_accounts "$@"
}

restore_homes() {
  move_homes_back
  set --
  for i in $OPS; do
    failed_now "$i" || continue
    get envWritten "$i"
    if [ "$REPLY" = ok ]; then set -- "$@" "$i"; fi
  done
  [ $# -eq 0 ] || write_homes old "$@" || UNRESTORED=yes
  set --
  for i in $OPS; do
    failed_now "$i" || continue
    get filesWritten "$i"
    if [ -n "$REPLY" ]; then set -- "$@" "$i"; fi
  done
  [ $# -gt 0 ] || return 0
  put_files old "$@"
  for i in "$@"; do
    get filesWritten "$i"
    # What somebody has edited since is theirs.
    case $REPLY in ok | changed*) ;; *) UNRESTORED=yes ;; esac
  done
}

# Only a removal has taken links away so far: the winner's come, and the loser's go, after the watch.
restore_links() {
  set --
  for i in $back; do
    take "$i" kind unit links
    case $unit in */*) continue ;; esac
    if [ "$kind" = remove ] && [ -n "$links" ]; then set -- "$@" "$unit"; fi
  done
  [ $# -eq 0 ] || sc_short enable --no-reload --quiet -- "$@" 2>>"$W/links.err"
}

restore_running() {
  # shellcheck disable=SC2086 # lists of unit names
  [ -z "$RAN_BEFORE" ] || show_units $RAN_BEFORE
  for before in $RAN_BEFORE; do
    if contains "$restarts" "$before" || ! touches_failed "$before" || is_vanished "$before"; then continue; fi
    state_of "$before" ActiveState
    [ "$REPLY" = active ] || starts="$starts $before"
  done
  [ -n "$starts$restarts" ] || return 0
  progress "putting back$restarts$starts"
  # shellcheck disable=SC2086 # lists of unit names
  {
    sc_units --short reset-failed -- $starts $restarts 2>/dev/null
    [ -z "$restarts" ] || told_while "putting back$restarts" sc_units restart -- $restarts 2>>"$W/start.err"
    [ -z "$starts" ] || told_while "putting back$starts" sc_units start -- $starts 2>>"$W/start.err"
    show_units $starts $restarts
  }
  uptime_centiseconds
  back_at=$REPLY
  for unit in $starts $restarts; do
    gap_began "$unit"
    since=$REPLY
    state_of "$unit" ActiveState
    now=$REPLY
    say back "$unit" "$now" "${since:+$((back_at - since))}"
    state_before "$unit" ActiveState
    [ "$REPLY" != active ] || [ "$now" = active ] || UNRESTORED=yes
  done
  for i in $OPS; do
    get unit "$i"
    contains "$starts $restarts" "$REPLY" || continue
    unit=$REPLY
    breaker_pause "$i"
    [ "$REPLY" -eq 0 ] || progress "$unit: Hermes sleeps $REPLY s before it serves, as it does after too many starts"
  done
}

# Without its file there is nothing that it could be started by.
is_vanished() { # <unit>
  for n in $OPS; do
    get unit "$n"
    [ "$REPLY" = "$1" ] || continue
    get vanished "$n"
    [ "$REPLY" != yes ] || return 0
  done
  return 1
}

# A member of a failed group, its neighbour outside the transaction, or a gateway that was leaving.
touches_failed() {
  contains "$LEAVING" "$1" && return 0
  for n in $OPS; do
    failed_now "$n" || continue
    take "$n" unit conflicts excludes
    contains "$unit $conflicts $excludes" "$1" && return 0
    manager_of "$1"
    theirs=$REPLY
    manager_of "$unit"
    [ "$REPLY" = "$theirs" ] || continue
    file_of "$1"
    scan_value "$REPLY" Conflicts
    contains "$REPLY" "${unit##*/}" && return 0
  done
  return 1
}
