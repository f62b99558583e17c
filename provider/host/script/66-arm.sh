# From before the first rename to its end a transaction has a durable record, and a guard on the host that puts
# everything back when nobody sees the transaction through. Until the end of arm nothing is changed.
GUARD=hermes-fleet-guard.service
ARMED=
KEPT=
STAGED=

arm() {
  code=0
  if needs_guard; then
    step arm-generation
    if keep_generation && install_guard && { ARMED=yes && record applying "$ARM_SECONDS"; }; then
      STAGED="$STAGED $kept_in/manifest $kept_in/units $kept_in $GENERATIONS $RECORDS/$ID $RECORDS $STATE $STATE/guard $UNITS"
      for one in "$kept_in"/units/* "$kept_in"/env.* "$kept_in"/accounts "$kept_in"/*/*/*; do
        if [ -f "$one" ]; then STAGED="$STAGED $one"; fi
      done
      progress_armed "$ARM_SECONDS"
    else
      code=1
    fi
  fi 2>"$W/arm.err"
  if [ -n "$ARMED" ]; then see_through || code=1; fi
  step arm-sync
  # shellcheck disable=SC2086 # a list of paths
  if [ -n "$STAGED" ]; then sync -- $STAGED 2>>"$W/arm.err" || code=1; fi
  step armed
  [ "$code" != 0 ] || return 0
  disarm
  for i in $OPS; do
    if alive "$i"; then fail "$i" guard-failed "$(last_words "$W/arm.err")"; fi
  done
}

# Beside the worker for as long as the change is open, in its service: looks whether the deadline is over, and is the
# guard once it is, or once everything is done. When the worker dies, or this, the manager starts the watch.
see_through() {
  {
    while sleep 1 && read_record "$RECORDS/$ID" && ! is_expired; do :; done
    if [ -f "$STATE/guard" ]; then exec /bin/sh "$STATE/guard" attend "$ID"; fi
  } 6>&- 9>&- &
  SEEN_THROUGH_BY=$!
  [ -z "$NEW_GUARD" ] || [ "$SYSTEMD_VERSION" -ge 246 ] || sc_short restart -- "$WATCH" 2>>"$W/arm.err"
}
SEEN_THROUGH_BY=
NEW_GUARD=

# The worker ends with what sees the change through. What it could not put back is the guard's, and that begins once the
# worker is gone: its failure starts the watch.
see_confirmed() {
  [ -n "$SEEN_THROUGH_BY" ] || exit 0
  exec 9>&-
  [ -z "$UNRESTORED" ] || exit 1
  wait "$SEEN_THROUGH_BY"
  exit
}

disarm() {
  ARMED=
  rm -rf -- "${RECORDS:?}/$ID" "${RECORDS:?}/$ID.new" "${GENERATIONS:?}"/*-"$ID"
}

# The provider is told how long the host waits before it puts itself back.
progress_armed() { tell "armed$TAB$1"; }

# record <phase> <seconds until the host puts itself back>
record() {
  uptime_seconds
  rec_phase=$1 rec_run=$RUN rec_stack=$me rec_began=${BEGAN:=$REPLY} rec_deadline=$((REPLY + $2))
  rec_units=$TOUCHED_UNITS rec_leaving=$LEAVING rec_healthy= rec_until= rec_tries= rec_next= rec_late= rec_did=
  this_boot
  rec_boot=$REPLY
  read -r rec_worker <"$W/worker"
  if [ -n "$ARMED" ]; then
    rec_generation=$GENERATION
    seen=
    # Its worker has done its part: the guard does not end it, being in its service.
    if [ "$1" = confirm ]; then rec_phase=armed seen="healthy yes${NL}worker$NL"; fi
    if [ "$1" = applying ]; then
      print_record "$RECORDS/$ID"
      return
    fi
    add_to_record || return 1
    progress_armed "$2"
  else
    rec_deadline= rec_generation=
    write_record "$W/record"
  fi
}

# What has changed since, of which any first part holds: of two lines with one key the later one counts.
add_to_record() {
  printf 'leaving %s\ndeadline %s\n%sphase %s\n' "$rec_leaving" "$rec_deadline" "$seen" "$rec_phase" >>"$RECORDS/$ID"
} 2>/dev/null

# The guard's script and units, when they are not there as this version has them. `Before=` names whoever a boot has to
# hold back until the files are as they were.
install_guard() {
  held_back
  read -r version line <"$W/guard"
  if [ -x "$STATE/guard" ] && [ -f "$UNITS/$WATCH" ] && [ -L "$UNITS/multi-user.target.wants/$GUARD" ]; then
    { read -r _ && read -r installed; } <"$STATE/guard"
    if [ "$installed" = "$version" ] && { read -r _ && read -r _ && read -r named; } <"$UNITS/$GUARD"; then
      [ "$named" != "Before=$before" ] || return 0
    fi
  fi
  step install-guard
  [ -f "$UNITS/$WATCH" ] || NEW_GUARD=yes
  temporary=$NEW
  link=$UNITS/multi-user.target.wants/$GUARD
  umask 022
  { [ -d "$temporary" ] && [ -d "${link%/*}" ] || mkdir -p -- "$temporary" "${link%/*}"; } &&
    guard_unit >"$temporary/$GUARD" && watch_unit >"$temporary/$WATCH"
  written=$?
  umask 077
  [ "$written" = 0 ] && tail -n "+$line" -- "$W/script" >"$STATE/guard.new" && chmod 0700 -- "$STATE/guard.new" &&
    sync -- "$STATE/guard.new" "$temporary/$GUARD" "$temporary/$WATCH" &&
    mv -f -- "$STATE/guard.new" "$STATE/guard" &&
    mv -f -- "$temporary/$GUARD" "$temporary/$WATCH" "$UNITS/" &&
    { [ -L "$link" ] || ln -sfn "/etc/systemd/system/$GUARD" "$link"; }
  installed_guard=$?
  AT_END="$AT_END $STATE/guard.new"
  STAGED="$STAGED ${link%/*} $R/var/lib"
  return "$installed_guard"
}

# -> $before: units of the system's manager, and for those of accounts the managers themselves; $after: what has to be
# there before an account can be asked for.
held_back() {
  before=
  after='local-fs.target remote-fs.target'
  # shellcheck disable=SC2086 # a list of units
  managers_of $UNITS_NAMED
  for manager in $REPLY; do
    if [ "$manager" = - ]; then continue; fi
    account_entry "$manager"
    [ -n "$entry_uid" ] || continue
    before="$before user@$entry_uid.service"
    after='local-fs.target remote-fs.target nss-user-lookup.target'
  done
  # shellcheck disable=SC2086 # a list of units
  names_in - $UNITS_NAMED
  before="$REPLY$before"
}

guard_unit() {
  printf '%s\n' "[Unit]
Description=hermes-fleet: put back a change that a reboot has cut short
Before=$before
After=$after
OnFailure=$WATCH
RequiresMountsFor=/etc/systemd/system /var/lib/hermes-fleet
ConditionDirectoryNotEmpty=|/var/lib/hermes-fleet/records
ConditionPathExistsGlob=|/etc/systemd/system/.hermes-fleet.*.tmp

[Service]
Type=oneshot
ExecStart=/bin/sh $STATE/guard boot
TimeoutStartSec=120
UMask=0077

[Install]
WantedBy=multi-user.target"
}

watch_unit() {
  printf '%s\n' "[Unit]
Description=hermes-fleet: put back a change that nobody sees through
RequiresMountsFor=/etc/systemd/system /var/lib/hermes-fleet
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart=/bin/sh $STATE/guard watch
Restart=on-failure
RestartSec=1
OOMScoreAdjust=-900
UMask=0077"
}

# The end of an armed transaction. What was started waits for the provider's word; when nothing was, or nobody is left
# to give it, the host itself confirms what it has seen through. What could not be put back is left to the guard.
close_record() {
  [ -n "$ARMED" ] || return 0
  step close
  lasting=
  for i in $OPS; do
    if alive "$i"; then lasting=yes; fi
  done
  [ -z "$lasting" ] || note_gone
  if [ -n "$UNRESTORED" ]; then
    say guard
    for i in $OPS; do
      if alive "$i"; then fail "$i" host-script-failed "another gateway of this change could not be put back, so the host puts back all of it"; fi
    done
  elif [ -z "$lasting" ]; then
    disarm
    rm -rf -- "$OLD"
  else
    for i in $WATCHED; do
      alive "$i" || continue
      record confirm "$CONFIRM_SECONDS"
      say unconfirmed "$ID"
      printf '%s %s\n' "$ID" "$GENERATION" >"$W/unconfirmed"
      OLD=
      channel_lives || confirm_record "$ID" "$GENERATION"
      return
    done
    confirm_record "$ID" "$GENERATION"
  fi
  if [ -n "$UNRESTORED" ]; then OLD=; fi
}

channel_lives() {
  read -r was <"$W/channel" || return 0
  process_of "${was%% *}"
  [ "$REPLY" = "$was" ]
}

# Nothing of ours stays when the last gateway is gone; only, when it is wanted so, what `guard undo` needs.
remove_guard() {
  [ -f "$UNITS/$WATCH" ] || return 0
  sc stop -- "$WATCH" 2>/dev/null
  rm -f -- "$UNITS/$GUARD" "$UNITS/$WATCH" "$UNITS/multi-user.target.wants/$GUARD"
  need_reload "$GUARD"
}
