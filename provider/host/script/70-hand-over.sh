# Stop what goes, start what comes, watch it, and only then make the links that a boot follows.

ran_before() { # <unit>
  state_before "$1" ActiveState
  case $REPLY in active | activating | reloading) return 0 ;; *) return 1 ;; esac
}

decide() {
  i=$1
  take "$i" unit kind boot oldHash hash newHash bodyHash runtime restart writesEnv restartsFiles moves
  put due "$i" no
  if [ "$kind" != ensure ]; then
    get restarts "$i"
    [ "$REPLY" != yes ] || decide_served "$i"
    return
  fi
  [ "$hash" = "$newHash" ] || WRITES="$WRITES $i"
  if [ "$boot" = standby ]; then
    if ran_before "$unit"; then STOPS="$STOPS $unit"; fi
    return 0
  fi
  due=no
  state_of "$unit" ActiveState
  if [ "$REPLY" = inactive ] || [ "$REPLY" = failed ]; then
    due=start
  elif [ -n "$moves" ]; then
    # No gateway runs in a home that moves.
    put stopsItself "$i" yes
    due=start
  elif [ "$REPLY" != active ]; then
    due=yes # `systemctl start` would wait for the end of an auto-restart's pause; `restart` acts at once
  elif restart_is_pending "$unit" "$hash" || [ "$writesEnv" = yes ] || [ -n "$restartsFiles" ] || serves_changes "$unit"; then
    due=yes
  elif [ "$hash" != "$newHash" ]; then
    if [ "$oldHash" = - ]; then
      # Adopted: by the mark when it is one of ours, by the text when it is not.
      file_of "$unit"
      scan_value "$REPLY" Runtime
      [ "$REPLY" = "$runtime" ] || [ "$hash" = "$bodyHash" ] || due=yes
    else
      due=$restart
    fi
  fi
  put due "$i" "$due"
}

# A change below a home that another one's gateway serves restarts that one: by its own operation where this transaction
# has one, else by the first of these.
decide_served() { # <operation>, with its fields
  state_of "$unit" ActiveState
  case $REPLY in inactive | failed) return ;; esac
  serves_changes "$unit" || restart_is_pending "$unit" "$hash" || return 0
  for n in $OPS; do
    take "$n" kind unit due
    get unit "$1"
    [ "$unit" = "$REPLY" ] || continue
    if [ "$kind" = ensure ] || [ "$kind" = remove ] || [ "$due" = yes ]; then return; fi
  done
  put due "$1" yes
  get hash "$1"
  put newHash "$1" "$REPLY"
}

# Whether a home changes in this transaction that a unit serves besides its own.
serves_changes() { # <unit>
  for n in $OPS; do
    get unit "$n"
    [ "$REPLY" = "$1" ] || continue
    get restarts "$n"
    [ "$REPLY" = yes ] || continue
    get writesEnv "$n"
    if [ "$REPLY" = yes ]; then return 0; fi
    get restartsFiles "$n"
    if [ -n "$REPLY" ]; then return 0; fi
  done
  return 1
}

# A gateway whose profile another one serves ends at once, and is started again for ever: it is started only where this
# transaction makes that one cease.
compare_served() { # <operation>
  take "$1" kind due multiplexed home unit
  case $multiplexed in *serving) ;; *) return ;; esac
  if [ "$kind" != ensure ] || [ "$due" = no ] || ! alive "$1"; then return; fi
  root=${home%/profiles/*}
  for n in $OPS; do
    take "$n" kind due home
    [ "$home" = "$root" ] || continue
    case $kind:$due in ensure:yes | ensure:start | remove:*) return ;; esac
  done
  case $multiplexed in
    migrated*) fail "$1" hermes-migrated "the gateway of $root serves its profile" ;;
    *) fail "$1" profile-served "$root" ;;
  esac
}

# Gateways of this stack that the plan no longer has, still running on what a gateway that starts now will claim:
# stopped first, removed by their own later operation.
find_leaving() {
  LEAVING=
  for i in $OPS; do
    take "$i" kind due owner planned claims
    if [ "$kind" != ensure ] || [ "${due:-no}" = no ]; then continue; fi
    for other in $MARKED; do
      if contains "$planned $LEAVING" "$other"; then continue; fi
      file_of "$other"
      file=$REPLY
      scan_value "$file" Owner
      if ! same_stack "$REPLY" "$owner" || ! ran_before "$other"; then continue; fi
      scan_value "$file" Claims
      for claim in $REPLY; do
        if contains "$claims" "$claim"; then
          LEAVING="$LEAVING $other"
          put replaces "$i" "$other"
          get leaving "$i"
          put leaving "$i" "$REPLY $other"
          say op "$i" stops "$other"
          break
        fi
      done
    done
  done
}

# What a start stops within its manager it has to be told across managers: neighbours outside of this transaction.
find_excluded() {
  for i in $OPS; do
    take "$i" kind due excludes
    if [ "$kind" != ensure ] || [ "${due:-no}" = no ] || ! alive "$i"; then continue; fi
    stopsToo=
    for other in $excludes; do
      if contains "$LEAVING" "$other" || ! ran_before "$other"; then continue; fi
      stopsToo="$stopsToo $other"
      contains "$STOPS" "$other" && continue
      STOPS="$STOPS $other"
      say op "$i" stops "$other"
    done
    put stopsToo "$i" "$stopsToo"
  done
}

# A group that has failed by now stops nobody: it has changed nothing yet.
spare_failed() {
  [ -n "$FAILED_GROUPS" ] || return 0
  going=$STOPS
  STOPS=
  LEAVING=
  for i in $OPS; do
    alive "$i" || continue
    take "$i" unit leaving stopsToo
    if contains "$going" "$unit"; then stopsToo="$unit $stopsToo"; fi
    for other in $stopsToo; do contains "$STOPS" "$other" || STOPS="$STOPS $other"; done
    LEAVING="$LEAVING $leaving"
  done
}

stop_going() {
  spare_failed
  going=
  # shellcheck disable=SC2086 # lists of unit names
  set -- $STOPS $LEAVING
  for i in $OPS; do
    take "$i" kind unit stopsItself
    if { contains "$REMOVES" "$i" || [ -n "$stopsItself" ]; } && alive "$i"; then
      contains "$*" "$unit" || set -- "$@" "$unit"
    elif ! contains "$STOPS" "$unit"; then
      continue
    fi
    going="$going $i"
  done
  STOPPED=$*
  [ $# -gt 0 ] || return 0
  # shellcheck disable=SC2086 # a list of numbers
  mark_planned_stops $going
  uptime_centiseconds
  STOPS_AT=$REPLY
  progress "stopping $*"
  told_while "stopping $*" sc_units stop -- "$@" 2>>"$W/stop.err"
  # shellcheck disable=SC2086 # a list of unit names
  note_stood_down $STOPS
}

unlink_removed() {
  set --
  for i in $REMOVES; do
    get unit "$i"
    unit=$REPLY
    case $unit in */*) continue ;; esac
    if alive "$i"; then set -- "$@" "$unit"; fi
  done
  [ $# -gt 0 ] || return 0
  sc_short disable --no-reload --quiet -- "$@" 2>>"$W/links.err"
  # What systemctl passes over, because the file is gone or because a hand has made them.
  for unit in "$@"; do
    for link in "$UNITS"/*.wants/"$unit" "$UNITS"/*.requires/"$unit" "$UNITS"/*.upholds/"$unit" \
      "$R/run/systemd/system"/*.wants/"$unit" "$R/run/systemd/system"/*.requires/"$unit"; do
      if [ -L "$link" ]; then rm -f -- "$link" && rmdir -- "${link%/*}"; fi
    done
  done 2>/dev/null
}

# Other names of units that are gone for good.
unlink_aliases() {
  for i in $REMOVES; do
    alive "$i" || continue
    get unit "$i"
    case $REPLY in */*) continue ;; esac
    unit=$REPLY
    [ ! -e "$UNITS/$unit" ] || continue
    for link in "$UNITS"/*.service; do
      [ -L "$link" ] && [ ! -e "$link" ] || continue
      target=$(readlink -- "$link")
      case $target in "$unit" | /etc/systemd/system/"$unit") ;; *) continue ;; esac
      rm -f -- "$link" && need_reload "$unit"
    done
  done
}

start_winners() {
  known=
  starts=
  restarts=
  signals=
  afterwards=
  LEFT_TO_SYSTEMCTL=
  for i in $OPS; do
    alive "$i" || continue
    take "$i" unit due restartBy startLimit startsAfter
    case $due in
      start) if [ -n "$startsAfter" ]; then afterwards="$afterwards $unit"; else starts="$starts $unit"; fi ;;
      yes)
        state_before "$unit" ActiveState
        if [ "$restartBy$REPLY" = signalactive ]; then signals="$signals $i"; else restarts="$restarts $unit"; fi
        ;;
      *) continue ;;
    esac
    # Starts are counted only where there is a limit, and of a unit that systemd knew before.
    state_before "$unit" LoadState
    if [ "$REPLY" != not-found ] && { [ "$startLimit" = yes ] || [ -s "$W/op/$i/dropins.now" ]; }; then known="$known $unit"; fi
    WATCHED="$WATCHED $i"
  done
  [ -n "$WATCHED" ] || return 0
  stamp_pending
  uptime_centiseconds
  STARTS_AT=$REPLY
  for i in $WATCHED; do
    tell_phases "$i"
    note_platforms "$i"
  done
  # shellcheck disable=SC2086 # lists of unit names and of numbers
  {
    [ -z "$known" ] || sc_units --short reset-failed -- $known 2>/dev/null
    [ -z "$starts" ] || told_while "starting$starts" sc_units start -- $starts 2>>"$W/start.err"
    [ -z "$restarts" ] || told_while "restarting$restarts" sc_units restart -- $restarts 2>>"$W/start.err"
    [ -z "$signals" ] || restart_by_signal $signals
    [ -z "$LEFT_TO_SYSTEMCTL" ] ||
      told_while "restarting$LEFT_TO_SYSTEMCTL" sc_units restart -- $LEFT_TO_SYSTEMCTL 2>>"$W/start.err"
    [ -z "$afterwards" ] || told_while "starting$afterwards" sc_units start -- $afterwards 2>>"$W/start.err"
  }
  forgive_stopped
}
