# The steps in their order. Each looks first, so that a second run sends no changing command.

apply() {
  trap '' HUP PIPE
  # Ended by a signal of these a service counts as well ended, and nobody would be there to put back.
  trap 'exit 143' INT TERM
  for list in RELOAD STRIPPED WRITES REMOVES STOPS WATCHED LEAVING STOPPED STOPS_AT STARTS_AT; do eval "$list=''"; done
  : >"$W/strip"
  load_operations
  WRITTEN_UNITS=
  TOUCHED_UNITS=
  for i in $OPS; do
    take "$i" unit conflicts excludes
    WRITTEN_UNITS="$WRITTEN_UNITS $unit"
    TOUCHED_UNITS="$TOUCHED_UNITS $unit $conflicts $excludes"
  done
  enter
  DEADLINE=$STOP_BUDGET
  observe_system
  named="$MARKED $TOUCHED_UNITS"
  UNITS_NAMED=
  for unit in $named; do contains "$UNITS_NAMED" "$unit" || UNITS_NAMED="$UNITS_NAMED $unit"; done
  # shellcheck disable=SC2086 # a list of unit names
  show_units $UNITS_NAMED
  hash_files
  find_moving
  look_below_homes
  look_at_files
  RAN_BEFORE=
  for unit in $UNITS_NAMED; do
    if ran_before "$unit"; then RAN_BEFORE="$RAN_BEFORE $unit"; fi
  done
  recall_stood_down
  find_still_running
  for i in $OPS; do
    compare_operation "$i"
    compare_in_effect "$i"
    compare_elsewhere "$i"
    compare_move "$i"
    compare_homes "$i"
    compare_running "$i"
    compare_exclusion "$i"
  done
  for i in $OPS; do
    alive "$i" || continue
    get kind "$i"
    if [ "$REPLY" = remove ]; then
      get gone "$i"
      gone=$REPLY
      get foreign "$i"
      [ -n "$gone$REPLY" ] || REMOVES="$REMOVES $i"
    fi
    decide "$i"
  done
  for i in $OPS; do compare_served "$i"; done
  find_leaving
  find_excluded
  start_managers
  verify_units
  step stage
  stage_files
  # shellcheck disable=SC2046 # a list of numbers
  keep_files $(with_files)
  arm
  make_locks
  record_pending
  step stop
  stop_going
  see_stopped
  step move
  move_homes
  step unlink
  unlink_removed
  step install
  install_files
  if [ -n "$REMOVES" ] && removes_all; then remove_guard; fi
  step env
  make_homes
  step files
  write_files
  step reload
  if ! reload; then
    for i in $WRITES $REMOVES; do
      get unit "$i"
      manager_of "$REPLY"
      contains "$UNRELOADED" "$REPLY" || continue
      fail "$i" host-script-failed "systemctl daemon-reload: $(last_words "$W/reload.err")"
    done
  fi
  wait_for_locks
  step start
  start_winners
  if [ -n "$WATCHED" ]; then
    step watch
    begin_watch
    if ! seen_at_once; then
      leave_for_watch
      watch_winners
      return_from_watch
    fi
  fi
  if [ -n "$FAILED_GROUPS" ]; then restore_groups; fi
  step link
  link_winners
  reload_for_links
  close_record
  step conclude
  conclude
  finish 0
}

case $MODE in
  receive)
    : >"$W/result"
    process_of "$$"
    printf '%s\n' "$REPLY" >"$W/channel"
    observe
    ;;
  apply)
    exec 6>&1 1>&2
    read -r STOP_BUDGET LOCK_WAIT ARM_SECONDS WATCH_SECONDS END_SECONDS CONFIRM_SECONDS <"$W/limits"
    apply
    ;;
esac
