# The steps in their order. Each looks first, so that a second run sends no changing command.

apply() {
  trap '' HUP PIPE
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
  hash_files
  named="$MARKED $TOUCHED_UNITS"
  UNITS_NAMED=
  for unit in $named; do contains "$UNITS_NAMED" "$unit" || UNITS_NAMED="$UNITS_NAMED $unit"; done
  # shellcheck disable=SC2086 # a list of unit names
  show_units $UNITS_NAMED
  find_moving
  look_below_homes
  look_at_files
  RAN_BEFORE=
  for unit in $UNITS_NAMED; do
    if ran_before "$unit"; then RAN_BEFORE="$RAN_BEFORE $unit"; fi
  done
  recall_stood_down
  for i in $OPS; do
    compare_operation "$i"
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
  step move
  move_homes
  step unlink
  unlink_removed
  step install
  install_files
  if [ -n "$REMOVES" ] && removes_all; then remove_guard; fi
  step env
  write_env
  step files
  write_files
  step reload
  if ! reload; then
    for i in $WRITES $REMOVES; do
      get unit "$i"
      manager_of "$REPLY"
      contains "$UNRELOADED" "$REPLY" || continue
      fail "$i" host-script-failed "systemctl daemon-reload: $(tr '\n\t' '  ' <"$W/reload.err")"
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

write_env() {
  set --
  for i in $OPS; do
    get writesEnv "$i"
    if [ "$REPLY" = yes ] && alive "$i"; then set -- "$@" "$i"; fi
  done
  [ $# -gt 0 ] || return 0
  write_homes new "$@" || for i in "$@"; do
    get envWritten "$i"
    if [ "$REPLY" != ok ]; then
      get home "$i"
      fail "$i" home-unwritable "$REPLY/.env could not be written: $(tr '\n\t' '  ' <"$W/write.err")"
    fi
  done
}

write_files() {
  # shellcheck disable=SC2046 # a list of numbers
  set -- $(with_files)
  [ $# -gt 0 ] || return 0
  put_files new "$@"
  for i in "$@"; do
    get filesWritten "$i"
    case $REPLY in
      ok) ;;
      changed*) fail "$i" home-file-changed "${REPLY#* }" ;;
      *) fail "$i" home-unwritable "${REPLY#* } could not be written: $(tr '\n\t' '  ' <"$W/files.err")" ;;
    esac
  done
}

with_files() { # operations with files that have to be written
  for i in $OPS; do
    get writesFiles "$i"
    if [ -n "$REPLY" ] && alive "$i"; then printf '%s\n' "$i"; fi
  done
}

# What is there now, for the outputs; and nothing of ours stays when the last gateway is gone.
conclude() {
  forget_stood_down
  for i in $OPS; do
    alive "$i" || continue
    get unit "$i"
    unit=$REPLY
    if [ -e "$STATE/pending/$unit" ]; then AT_END="$AT_END $STATE/pending/$unit"; fi
    get kind "$i"
    [ "$REPLY" != remove ] || continue
    kind=$REPLY
    get due "$i"
    due=$REPLY
    get installed "$i"
    say op "$i" applied "${REPLY:-no}" "$due"
    [ "$kind" != ensure ] || say_blobs "$i" dropins "$W/op/$i/dropins.now"
  done
  if [ -n "$REMOVES" ]; then
    set --
    for i in $REMOVES; do
      get unit "$i"
      set -- "$@" "$REPLY"
    done
    sc_units --short reset-failed -- "$@" 2>/dev/null
  fi
  forget_removed
  tidy
  clean_accounts
  if [ -n "$removal" ] && [ ! -d "$STATE/user" ] && ! grep -qsl '^\[X-Hermes-Fleet\]' "$UNITS"/*.service; then leave_host; fi
}

# Root's record of accounts' units that are gone, also of those that somebody else took away; while the host may put
# them back, the record stays. $removal tells whether this transaction takes anything away at all.
forget_removed() {
  removal=
  for i in $OPS; do
    take "$i" kind unit foreign
    if [ "$kind" = leave-home ]; then
      get restarts "$i"
      [ "$REPLY" != yes ] || removal=yes
    fi
    [ "$kind" = remove ] || continue
    removal=yes
    case $unit in */*) ;; *) continue ;; esac
    if alive "$i" && [ -z "$foreign" ] && ! is_recorded "$ID"; then forget_unit "$unit"; fi
  done
  [ -z "${GENERATION-}" ] || is_recorded "$ID" || rm -f -- "$GENERATIONS/$GENERATION/gone"
}

# For whoever confirms.
note_gone() {
  for i in $OPS; do
    take "$i" kind unit foreign
    case $kind:$unit in remove:*/*) ;; *) continue ;; esac
    if alive "$i" && [ -z "$foreign" ]; then printf '%s\n' "$unit" >>"$GENERATIONS/$GENERATION/gone"; fi
  done
}

# The lock is released by the end of this process.
leave_host() {
  # Still there after a first create that failed.
  RELOAD=
  remove_guard
  reload
  rm -f -- "$LOCK"
  for i in $OPS; do
    get keepGenerations "$i"
    [ "$REPLY" = yes ] && [ -d "$GENERATIONS" ] || continue
    rm -rf -- "$RECORDS" "$STATE/pending" "$STATE/edited"
    return
  done
  rm -rf -- "$STATE"
}

observe() {
  load_operations
  observe_system
  SCAN=
  MARKED=
  TOUCHED_UNITS=
  for i in $OPS; do
    get unit "$i"
    TOUCHED_UNITS="$TOUCHED_UNITS $REPLY"
  done
  # shellcheck disable=SC2086 # a list of units
  managers_of $TOUCHED_UNITS
  # shellcheck disable=SC2086 # a list of accounts
  scan_accounts ${REPLY#" -"}
  hash_files
  set --
  for i in $OPS; do
    get unit "$i"
    set -- "$@" "$REPLY"
  done
  show_units "$@"
  find_moving
  look_below_homes
  look_at_files
  set --
  for i in $OPS; do
    get unit "$i"
    unit=$REPLY
    get hash "$i"
    hash=$REPLY
    get envNow "$i"
    env=$REPLY
    links_of "$unit"
    links=$REPLY
    state_of "$unit" ActiveState
    state=$REPLY
    get parked "$i"
    say op "$i" seen "$hash" "${links:--}" "$state" "${env:--}" "$REPLY"
    set -- "$@" "$i" dropins "$W/op/$i/dropins.now"
    tell_files "$i"
    for m in $REPLY; do set -- "$@" "$i" "file.$m" "$W/op/$i/now.$m"; done
    [ "$hash" != - ] || continue
    file_of "$unit"
    case $unit in */*)
      as_user "${unit%%/*}" 'head -c 1000000 -- "$1"' "$REPLY" >"$W/op/$i/text"
      REPLY=$W/op/$i/text
      ;;
    esac
    set -- "$@" "$i" unit "$REPLY"
  done
  tell_settled
  say_blobs "$@"
  finish 0
}

# Digests of an operation's files, and the contents that the provider does not know. -> $REPLY, the numbers of these
tell_files() { # <operation>
  told=
  if [ -s "$W/op/$1/files" ]; then
    take "$1" user home
    while read -r m known _ _ path; do
      get "fileNow_$m" "$1"
      now=${REPLY:-none}
      say op "$1" file "$m" "$now"
      case $now:$known in "$known:$known" | none:* | unreadable:* | *:any) continue ;; esac
      home_file "$home" "$path"
      as_user "$user" 'head -c 1000000 -- "$1"' "$REPLY" >"$W/op/$1/now.$m" </dev/null
      told="$told $m"
    done <"$W/op/$1/files"
  fi
  REPLY=$told
}

case $MODE in
  receive)
    if ! receive; then
      rm -rf -- "$W"
      exit 1
    fi
    read -r what <"$W/mode"
    case $what in
      observe)
        : >"$W/result"
        process_of "$$"
        printf '%s\n' "$REPLY" >"$W/channel"
        observe
        ;;
      *)
        require_systemd
        start_worker
        ;;
    esac
    ;;
  apply)
    read -r STOP_BUDGET LOCK_WAIT ARM_SECONDS WATCH_SECONDS END_SECONDS CONFIRM_SECONDS <"$W/limits"
    apply
    ;;
esac
