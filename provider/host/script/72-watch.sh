# The window in which a started gateway shows that it lives and, where something is declared for it, that it is ready.
# `is-active` and single properties from the bus: `show` would make systemd keep a UnitFileState that the links prove
# wrong a moment later.

# Healthy: active for healthySeconds without a restart, and ready when they are over; either at the deadline at last.
watch_winners() {
  while [ -n "$waiting" ]; do
    look_at_waiting
    [ -n "$waiting" ] || break
    put_back_failed
    if [ "$elapsed" -ge "$tell" ]; then
      tell=$((elapsed + 5))
      for i in $waiting; do tell_watched "$i"; done
    fi
    [ "$pause" -ge 10 ] || pause=0$pause
    sleep "0.$pause"
  done
}

begin_watch() {
  uptime_centiseconds
  began=$REPLY
  tell=2
  waiting=$WATCHED
}

# One look at everybody in $waiting, who are fewer afterwards, and how long to wait until the next.
look_at_waiting() {
  set --
  for i in $waiting; do
    get unit "$i"
    set -- "$@" "$REPLY"
  done
  ask_active "$@"
  uptime_centiseconds
  waited=$((REPLY - began))
  elapsed=$((waited / 100))
  pause=25
  still=
  exec 8<"$W/active"
  for i in $waiting; do
    read -r active <&8 || active=unknown
    watch_one "$i" || still="$still $i"
  done
  exec 8<&-
  waiting=$still
}

# Whether everybody is seen to be active in one look and nothing else is asked for: then there is no watch, for which
# the lock would be given away and taken again.
seen_at_once() {
  for i in $WATCHED; do
    take "$i" healthySeconds ready
    [ "$healthySeconds$ready" = 0none ] || return 1
  done
  look_at_waiting
  [ -z "$waiting$FAILED_GROUPS" ]
}

# ask_active <unit>...: a line for each, in order, into $W/active. Units of one manager must stand together.
ask_active() {
  managers_of "$@"
  if [ "$REPLY" = " -" ]; then
    sc_short is-active -- "$@" >"$W/active"
    return
  fi
  : >"$W/active"
  for asked in $REPLY; do
    names_in "$asked" "$@"
    if [ "$asked" = - ]; then
      # shellcheck disable=SC2086 # a list of unit names
      sc_short is-active -- $REPLY >>"$W/active"
      continue
    fi
    names=$REPLY
    # shellcheck disable=SC2086 # a list of unit names
    in_manager_of "$asked" systemctl --user is-active -- $names >"$W/active.one" 2>/dev/null
    exec 7<"$W/active.one"
    for _ in $names; do
      read -r one <&7 || one=unknown
      case $one in '' | *[!a-z-]*) one=unknown ;; esac
      printf '%s\n' "$one"
    done >>"$W/active"
    exec 7<&-
  done
}

tell_watched() { # <operation>
  take "$1" unit activeAt healthySeconds deadlineSeconds breaker ready readySeen
  seen="not active yet"
  [ -z "$activeAt" ] || seen="active for $(((waited - activeAt) / 100)) of $((healthySeconds + breaker)) s"
  [ "$ready" = none ] || seen="$seen, ${readySeen:-not looked at yet}"
  progress "waiting for $unit: $elapsed s of $((deadlineSeconds + breaker)) s, $seen"
}

watch_one() { # with $active of this operation's unit; true when the verdict is known
  i=$1
  alive "$i" || return 0
  take "$i" unit healthySeconds deadlineSeconds activeAt ready breaker
  deadline=$((deadlineSeconds + breaker))
  case $active in
    active)
      if [ -z "$activeAt" ]; then
        activeAt=$waited
        put activeAt "$i" "$waited"
        met_alive "$i"
      fi
      left=$((activeAt + (healthySeconds + breaker) * 100 - waited))
      if [ "$healthySeconds" -eq 0 ] && [ "$ready" = none ]; then
        tell_gap "$i"
        return 0
      fi
      if goes_on_living "$i"; then judge_ready "$i"; fi
      ;;
    failed | inactive) gateway_failed "$i" "it ended within $elapsed s of its start and is $active" ;;
    *)
      bus_properties "$i" Unit SubState
      if [ "$bus_SubState" = auto-restart ]; then
        gateway_failed "$i" "it ended $elapsed s after its start and waits for its restart"
      elif [ -n "$activeAt" ]; then
        gateway_failed "$i" "it was active and is $active again after $elapsed s"
      elif [ "$elapsed" -ge "$deadline" ]; then
        gateway_failed "$i" "it was still $active after $elapsed s"
      else
        return 1
      fi
      ;;
  esac
}

# The process whose life is watched: another invocation or main process later on is a restart.
met_alive() { # <operation>
  take "$1" unit healthySeconds ready old
  [ "$healthySeconds" -gt 0 ] || [ "$ready" != none ] || return 0
  bus_properties "$1" Unit InvocationID ActiveEnterTimestampMonotonic
  put invocation "$1" "$bus_InvocationID"
  put activeEnter "$1" "$bus_ActiveEnterTimestampMonotonic"
  bus_properties "$1" Service MainPID NRestarts
  put mainPid "$1" "$bus_MainPID"
  put nRestarts "$1" "$bus_NRestarts"
  put metAt "$1" "$waited"
  state_before "${old:-$unit}" MainPID
  progress "$unit is active, PID ${bus_MainPID:-unknown}${old:+ after ${REPLY:-0}}"
}

# Asked once a second, and when the window is over.
goes_on_living() { # <operation>; false when it does not, which is its failure
  take "$1" invocation mainPid nRestarts metAt
  [ $((waited - metAt)) -ge 100 ] || [ "$left" -le 0 ] || return 0
  put metAt "$1" "$waited"
  bus_properties "$1" Unit InvocationID
  again=no
  [ "$bus_InvocationID" = "$invocation" ] || again=yes
  if [ "$left" -le 0 ] || [ "$again" = yes ]; then
    bus_properties "$1" Service NRestarts MainPID
    if [ "${bus_NRestarts:-0}" -gt "${nRestarts:-0}" ] || [ "$bus_MainPID" != "$mainPid" ]; then again=yes; fi
  fi
  [ "$again" = yes ] || return 0
  gateway_failed "$1" "it flaps: it was started again within $elapsed s (NRestarts=$bus_NRestarts, PID $bus_MainPID after $mainPid)"
  return 1
}

# With $left of the window in hundredths of a second; true when the verdict is known.
judge_ready() { # <operation>
  if [ "$ready" = none ]; then
    if [ "$left" -gt 0 ]; then
      # Looks every 0.25 s, and once more when the window ends.
      [ "$left" -ge "$pause" ] || pause=$left
      return 1
    fi
    tell_gap "$1"
    return 0
  fi
  get isReady "$1"
  before=$REPLY
  take_look "$1" || :
  take "$1" unit isReady readySeen readyAt lookedAt lookBegan
  if [ "$isReady" = yes ] && [ "$before" != yes ]; then
    hundredths=$((readyAt - began))
    progress "$unit is ready after $((hundredths / 100)).$((hundredths % 100 / 10)) s: $readySeen"
  fi
  over=$((waited + left))
  if [ "$isReady" = never ]; then
    gateway_failed "$1" "it cannot be seen to be ready: $readySeen"
    return 0
  fi
  # What counts is a look that began when the window was over.
  if [ -n "$lookedAt" ] && [ "$left" -le 0 ] && [ "$lookedAt" -ge "$over" ]; then
    if [ "$isReady" = yes ]; then
      tell_gap "$1"
      return 0
    elif [ "$elapsed" -ge "$deadline" ]; then
      lost=
      [ -z "$readyAt" ] || lost=" any more, though it was at first"
      gateway_failed "$1" "it was not ready$lost after $elapsed s: $readySeen"
      return 0
    fi
  fi
  if [ "$isReady" != yes ] || [ "$left" -le 0 ] || [ $((waited - lookBegan)) -ge 100 ]; then begin_look "$1"; fi
  return 1
}

# How long nobody served: from the stop of the old one until the new one is ready, or active where that is enough.
tell_gap() { # <operation>
  take "$1" unit old readyAt activeAt activeEnter
  [ -n "$old" ] || return 0
  gap_began "$old"
  since=$REPLY
  reached=$((began + activeAt))
  word=active
  # systemd's own stamp, where its clock and the uptime agree, is free of our pauses.
  stamp=${activeEnter%????}
  if [ "${stamp:-0}" -ge "$since" ] && [ "$stamp" -le "$reached" ]; then reached=$stamp; fi
  if [ -n "$readyAt" ]; then
    reached=$readyAt
    word=ready
  fi
  say op "$1" gap "$((reached - since))" "$word" "$old"
}
