# Stop what goes, start what comes, watch it, and only then make the links that a boot follows.

ran_before() { # <unit>
  state_before "$1" ActiveState
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
  if [ "$REPLY" = inactive ] || [ "$REPLY" = failed ]; then
    due=start
  elif [ "$REPLY" != active ]; then
    due=yes # `systemctl start` would wait for the end of an auto-restart's pause; `restart` acts at once
  elif [ -f "$STATE/pending/$unit" ] || [ "$writesEnv" = yes ]; then
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
    for other in $excludes; do
      if contains "$STOPS $LEAVING" "$other" || ! ran_before "$other"; then continue; fi
      STOPS="$STOPS $other"
      say op "$i" stops "$other"
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
  sc_units stop -- "$@" 2>>"$W/stop.err"
}

unlink_removed() {
  set --
  for i in $REMOVES; do
    get unit "$i"
    unit=$REPLY
    case $unit in */*) continue ;; esac
    if alive "$i"; then set -- "$@" "$unit"; fi
  done
  [ $# -eq 0 ] || sc_short disable --no-reload --quiet -- "$@" 2>>"$W/links.err"
}

start_winners() {
  known=
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
    # Starts are counted only where there is a limit, and of a unit that systemd knew before.
    state_before "$unit" LoadState
    loaded=$REPLY
    get startLimit "$i"
    if [ "$loaded" != not-found ] && { [ "$REPLY" = yes ] || [ -s "$W/op/$i/dropins.now" ]; }; then known="$known $unit"; fi
    WATCHED="$WATCHED $i"
  done
  # shellcheck disable=SC2086 # lists of unit names
  if [ -n "$starts$restarts" ]; then
    progress "starting$starts$restarts"
    [ -z "$known" ] || sc_units --short reset-failed -- $known 2>/dev/null
    [ -z "$starts" ] || sc_units start -- $starts 2>>"$W/start.err"
    [ -z "$restarts" ] || sc_units restart -- $restarts 2>>"$W/start.err"
  fi
}

# Healthy: active for healthySeconds without a restart; active at all before the deadline. `is-active` asks for
# nothing else: `show` would make systemd keep a UnitFileState that the links prove wrong a moment later.
watch_winners() {
  [ -n "$WATCHED" ] || return 0
  uptime_centiseconds
  began=$REPLY
  tell=2
  waiting=$WATCHED
  while [ -n "$waiting" ]; do
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
    [ -n "$waiting" ] || break
    if [ "$elapsed" -ge "$tell" ]; then
      tell=$((elapsed + 5))
      progress "watching $*: $elapsed s, $LAST_SEEN"
    fi
    [ "$pause" -ge 10 ] || pause=0$pause
    sleep "0.$pause"
  done
}

watch_one() { # with $active of this operation's unit; true when the verdict is known
  i=$1
  take "$i" unit healthySeconds deadlineSeconds healthySince
  LAST_SEEN="$unit is $active"
  case $active in
    active)
      if [ -z "$healthySince" ]; then
        healthySince=$waited
        put healthySince "$i" "$waited"
      fi
      left=$((healthySince + healthySeconds * 100 - waited))
      if [ "$left" -gt 0 ]; then
        # Looks every 0.25 s, and once more when the window ends.
        [ "$left" -ge "$pause" ] || pause=$left
        return 1
      fi
      [ "$healthySeconds" -gt 0 ] || return 0
      bus_property "$i" Service NRestarts
      [ "${REPLY:-0}" = 0 ] || gateway_failed "$i" "it restarted within $elapsed s (NRestarts=$REPLY)"
      ;;
    failed | inactive) gateway_failed "$i" "it ended within $elapsed s of its start and is $active" ;;
    *)
      bus_property "$i" Unit SubState
      if [ "$REPLY" = auto-restart ]; then
        gateway_failed "$i" "it ended $elapsed s after its start and waits for its restart"
      elif [ -n "$healthySince" ]; then
        gateway_failed "$i" "it was active and is $active again after $elapsed s"
      elif [ "$elapsed" -ge "$deadlineSeconds" ]; then
        gateway_failed "$i" "it was still $active after $elapsed s"
      else
        return 1
      fi
      ;;
  esac
}

bus_property() { # <operation> <Unit|Service> <property> -> $REPLY: that property and no other
  take "$1" unit object
  manager_of "$unit"
  ask="busctl get-property org.freedesktop.systemd1 $object org.freedesktop.systemd1.$2 $3"
  # shellcheck disable=SC2086 # words of a command
  read -r _ REPLY <<N
$(if [ "$REPLY" = - ]; then timeout 10 $ask 9>&-; else in_manager_of "$REPLY" $ask --user; fi 2>/dev/null)
N
  REPLY=${REPLY#\"}
  REPLY=${REPLY%\"}
}

gateway_failed() { # <operation> <what was seen>
  get unit "$1"
  unit=$REPLY
  show_units "$unit"
  state_of "$unit" ExecMainStatus
  status=$REPLY
  state_of "$unit" Result
  fail "$1" gateway-failed "$2; Result=$REPLY ExecMainStatus=$status"
  manager_of "$unit"
  if [ "$REPLY" = - ]; then
    set -- "$1" -u "$unit"
  else
    account_entry "$REPLY"
    set -- "$1" "_UID=$entry_uid" "_SYSTEMD_USER_UNIT=${unit#*/}" + "_UID=$entry_uid" "USER_UNIT=${unit#*/}"
  fi
  failed_op=$1
  shift
  journalctl -n 8 -o cat --no-pager --quiet "$@" >"$W/journal" 2>/dev/null 9>&-
  say_blobs "$failed_op" journal "$W/journal"
}
