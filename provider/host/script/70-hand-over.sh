# Stop what goes, start what comes, watch it, and only then make the links that a boot follows.

ran_before() { # <unit>
  state_in "$W/show.first" "$1" ActiveState
  case $REPLY in active | activating | reloading) return 0 ;; *) return 1 ;; esac
}

decide() {
  i=$1
  take "$i" unit kind boot oldHash hash newHash bodyHash runtime restart writesEnv
  put due "$i" no
  [ "$kind" = ensure ] || return 0
  [ "$hash" = "$newHash" ] || WRITES="$WRITES $i"
  if [ "$boot" = standby ]; then
    if ran_before "$unit"; then STOPS="$STOPS $unit"; fi
    return 0
  fi
  due=no
  state_of "$unit" ActiveState
  if [ "$REPLY" != active ]; then
    due=start
  elif [ -f "$STATE/pending/$unit" ] || [ "$writesEnv" = yes ]; then
    due=yes
  elif [ "$hash" != "$newHash" ]; then
    if [ "$oldHash" = - ]; then
      # Adopted: by the mark when it is one of ours, by the text when it is not.
      scan_value "$UNITS/$unit" Runtime
      [ "$REPLY" = "$runtime" ] || [ "$hash" = "$bodyHash" ] || due=yes
    else
      due=$restart
    fi
  fi
  put due "$i" "$due"
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
      scan_value "$UNITS/$other" Owner
      if ! same_stack "$REPLY" "$owner" || ! ran_before "$other"; then continue; fi
      scan_value "$UNITS/$other" Claims
      for claim in $REPLY; do
        if contains "$claims" "$claim"; then
          LEAVING="$LEAVING $other"
          say op "$i" stops "$other"
          break
        fi
      done
    done
  done
}

stop_going() {
  # shellcheck disable=SC2086 # lists of unit names
  set -- $STOPS $LEAVING
  for i in $REMOVES; do
    alive "$i" || continue
    get unit "$i"
    set -- "$@" "$REPLY"
  done
  [ $# -gt 0 ] || return 0
  progress "stopping $*"
  sc stop -- "$@" 2>>"$W/stop.err"
}

unlink_removed() {
  set --
  for i in $REMOVES; do
    get unit "$i"
    unit=$REPLY
    if alive "$i"; then set -- "$@" "$unit"; fi
  done
  [ $# -eq 0 ] || sc disable --no-reload --quiet -- "$@" 2>>"$W/links.err"
}

start_winners() {
  starts=
  restarts=
  for i in $OPS; do
    alive "$i" || continue
    get unit "$i"
    unit=$REPLY
    get due "$i"
    case $REPLY in
      start) starts="$starts $unit" ;;
      yes) restarts="$restarts $unit" ;;
      *) continue ;;
    esac
    WATCHED="$WATCHED $i"
  done
  # shellcheck disable=SC2086 # lists of unit names
  if [ -n "$starts$restarts" ]; then
    progress "starting$starts$restarts"
    sc reset-failed -- $starts $restarts 2>/dev/null
    [ -z "$starts" ] || sc start -- $starts 2>>"$W/start.err"
    [ -z "$restarts" ] || sc restart -- $restarts 2>>"$W/start.err"
  fi
}

# Healthy: active, the same process and no restart for healthySeconds; active at all before the deadline.
watch_winners() {
  [ -n "$WATCHED" ] || return 0
  uptime_seconds
  began=$REPLY
  told=$began
  pending=$WATCHED
  while [ -n "$pending" ]; do
    set --
    for i in $pending; do
      get unit "$i"
      set -- "$@" "$REPLY"
    done
    show_units "$@"
    uptime_seconds
    elapsed=$((REPLY - began))
    still=
    for i in $pending; do
      watch_one "$i" || still="$still $i"
    done
    pending=$still
    [ -n "$pending" ] || break
    if [ $((began + elapsed - told)) -ge 2 ]; then
      told=$((began + elapsed))
      progress "watching $*: $elapsed s, $LAST_SEEN"
    fi
    sleep 0.25
  done
}

watch_one() { # true when the verdict is known
  i=$1
  take "$i" unit healthySeconds deadlineSeconds
  state_of "$unit" ActiveState
  active=$REPLY
  state_of "$unit" SubState
  LAST_SEEN="$unit is $active ($REPLY)"
  state_of "$unit" InvocationID
  invocation=$REPLY
  state_of "$unit" NRestarts
  restarts=$REPLY
  get invocation "$i"
  case $active in
    active)
      if [ -z "$REPLY" ]; then
        put invocation "$i" "$invocation"
        put healthySince "$i" "$elapsed"
      elif [ "$REPLY" != "$invocation" ] || [ "${restarts:-0}" -gt 0 ]; then
        gateway_failed "$i" "it restarted within the health window (NRestarts=$restarts)"
        return 0
      fi
      get healthySince "$i"
      [ $((elapsed - REPLY)) -ge "$healthySeconds" ]
      ;;
    failed | inactive)
      gateway_failed "$i" "it is $active"
      return 0
      ;;
    *)
      if [ -n "$REPLY" ] || [ "${restarts:-0}" -gt 0 ]; then
        gateway_failed "$i" "it restarts over and over (NRestarts=$restarts)"
        return 0
      elif [ "$elapsed" -ge "$deadlineSeconds" ]; then
        gateway_failed "$i" "it was still $active after $elapsed s"
        return 0
      fi
      return 1
      ;;
  esac
}

gateway_failed() { # <operation> <what was seen>
  get unit "$1"
  unit=$REPLY
  state_of "$unit" ExecMainStatus
  status=$REPLY
  state_of "$unit" Result
  fail "$1" gateway-failed "$2; Result=$REPLY ExecMainStatus=$status"
  journalctl -u "$unit" -n 12 -o cat --no-pager --quiet >"$W/journal" 2>/dev/null 9>&-
  say_blob "$1" journal "$W/journal"
}

# The new winner's links come first, the loser's go right after: a boot in between still finds somebody.
link_winners() {
  enables=
  disables=
  for i in $OPS; do
    take "$i" kind unit boot
    [ "$kind" = ensure ] || continue
    alive "$i" || continue
    state_in "$W/show.first" "$unit" UnitFileState
    if [ "$boot" = enabled ] && [ "$REPLY" != enabled ]; then enables="$enables $unit"; fi
    case $boot$REPLY in standbyenabled*) disables="$disables $unit" ;; esac
  done
  # shellcheck disable=SC2086 # lists of unit names
  {
    [ -z "$enables" ] || sc enable --no-reload --quiet -- $enables 2>>"$W/links.err"
    [ -z "$disables" ] || sc disable --no-reload --quiet -- $disables 2>>"$W/links.err"
  }
}
