# Put a failed group back: its files, one reload, its .env blocks, and whoever ran before.
restore_groups() {
  RELOAD=
  back=
  stops=
  restarts=
  starts=
  for i in $OPS; do
    alive "$i" && continue
    take "$i" unit installed
    if contains "$WATCHED" "$i"; then
      if ran_before "$unit"; then restarts="$restarts $unit"; else stops="$stops $unit"; fi
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
    if [ -f "$OLD/$REPLY" ]; then mv -f -- "$OLD/$REPLY" "$UNITS/$REPLY"; else rm -f -- "$UNITS/$REPLY"; fi
  done
  restore_homes
  if [ -n "$RELOAD" ]; then
    sync -- "$UNITS"
    reload
  fi
  restore_links
  restore_running
  for i in $back; do say op "$i" restored; done
}

restore_account_groups() {
  set --
  for i in $OPS; do alive "$i" || set -- "$@" "$i"; done
  restore_accounts "$@"
}

restore_homes() {
  set --
  for i in $OPS; do
    alive "$i" && continue
    get envWritten "$i"
    if [ "$REPLY" = ok ]; then set -- "$@" "$i"; fi
  done
  [ $# -eq 0 ] || write_homes old "$@"
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
    if contains "$restarts" "$before" || ! touches_failed "$before"; then continue; fi
    state_of "$before" ActiveState
    [ "$REPLY" = active ] || starts="$starts $before"
  done
  [ -n "$starts$restarts" ] || return 0
  progress "putting back$restarts$starts"
  # shellcheck disable=SC2086 # lists of unit names
  {
    sc_units --short reset-failed -- $starts $restarts 2>/dev/null
    [ -z "$restarts" ] || sc_units restart -- $restarts 2>>"$W/start.err"
    [ -z "$starts" ] || sc_units start -- $starts 2>>"$W/start.err"
    show_units $starts $restarts
  }
  for unit in $starts $restarts; do
    state_of "$unit" ActiveState
    say back "$unit" "$REPLY"
  done
}

# A member of a failed group, its neighbour outside the transaction, or a gateway that was leaving.
touches_failed() {
  contains "$LEAVING" "$1" && return 0
  for n in $OPS; do
    alive "$n" && continue
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
