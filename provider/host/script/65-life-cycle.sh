# How Hermes itself starts, restarts and stops: its breaker, its planned restart, its mark for a planned stop.

# What takes long: whoever follows the progress says every 5 s that it still goes on.
told_while() { # <what for> <command>...
  tell "doing$TAB$1"
  shift
  "$@"
  code=$?
  tell 'done'
  return "$code"
}

# The sixth start within 120 s sleeps before it serves, and longer each time (gateway/status.py). The ages of the
# starts that the home's own log knows were read with the rest of the home; the one to come counts too.
breaker_pause() { # <operation> -> $REPLY seconds
  take "$1" maxStarts startsWindow startAges startsMade
  REPLY=0
  [ "${maxStarts:-0}" -gt 0 ] || return 0
  uptime_seconds
  later=$((REPLY - LOOKED_AT))
  count=$((1 + ${startsMade:-0}))
  set -f
  IFS=,
  for age in $startAges; do
    [ $((age + later)) -gt "$startsWindow" ] || count=$((count + 1))
  done
  unset IFS
  set +f
  REPLY=0
  over=$((count - maxStarts))
  [ "$over" -gt 0 ] || return 0
  [ "$over" -le 6 ] || over=6
  REPLY=5
  while [ "$over" -gt 0 ]; do
    REPLY=$((REPLY * 2))
    over=$((over - 1))
  done
  [ "$REPLY" -le 300 ] || REPLY=300
}

# What is about to happen to a gateway, phase by phase.
tell_phases() { # <operation>
  take "$1" unit due ready healthySeconds stopSeconds deadlineSeconds
  old_of "$1"
  old=$REPLY
  put old "$1" "$old"
  put breaker "$1" 0
  phases="starting $unit"
  [ "$due" = start ] || phases="restarting $unit"
  if [ "$healthySeconds" -gt 0 ] || [ "$ready" != none ]; then
    phases="$phases: ${old:+"drain of $old ≤ $stopSeconds s, "}active ≤ $deadlineSeconds s, a new PID"
    ready_words "$1"
    phases="$phases${REPLY:+, ready by $REPLY}"
    breaker_pause "$1"
    put breaker "$1" "$REPLY"
    put startsMade "$1" 1
    [ "$REPLY" -eq 0 ] ||
      phases="$phases; Hermes sleeps $REPLY s first, as it does after too many starts: the window is so much longer"
  fi
  progress "$phases"
}

# old_of <operation> -> $REPLY: what ran in its place before, itself or one that it excludes; empty when nobody did.
old_of() {
  take "$1" unit conflicts excludes replaces
  if contains "$RAN_BEFORE" "$unit"; then
    REPLY=$unit
    return
  fi
  for other in $conflicts $excludes $replaces; do
    if contains "$RAN_BEFORE" "$other"; then
      REPLY=$other
      return
    fi
  done
  for other in $RAN_BEFORE; do
    if names_in_conflicts "$other" "$unit"; then
      REPLY=$other
      return
    fi
  done
  REPLY=
}

# True when a unit, or a drop-in of it, names another one of its manager's in Conflicts=.
names_in_conflicts() { # <unit> <other one>
  manager_of "$2"
  theirs=$REPLY
  manager_of "$1"
  [ "$REPLY" = "$theirs" ] || return 1
  file_of "$1"
  named_in=$REPLY
  lines_begin
  for scanned in $SCAN; do
    case $scanned in "$named_in${TAB}Conflicts$TAB"* | "$named_in.d/"*"${TAB}Conflicts$TAB"*)
      if contains "${scanned##*"$TAB"}" "${2##*/}"; then
        lines_end
        return 0
      fi
      ;;
    esac
  done
  lines_end
  return 1
}

# When what ran before was told to go, in hundredths of a second of uptime; the start of each gap in service.
gap_began() { # <unit that ran> -> $REPLY
  stood_down_at "$1"
  [ -z "$REPLY" ] || return 0
  REPLY=$STARTS_AT
  if contains "$STOPPED" "$1"; then REPLY=$STOPS_AT; fi
}

# True when the process handles SIGUSR1; without a handler the signal would end it in the middle of its turns.
handles_usr1() { # <pid>
  while read -r key value; do
    [ "$key" = SigCgt: ] || continue
    value=${value%??}
    case $value in *[2367abef]) return 0 ;; *) return 1 ;; esac
  done <"/proc/$1/status"
  return 1
} 2>/dev/null

# Planned restarts: SIGUSR1, upon which Hermes finishes its turns and ends with 75. Only for gateways that a change
# restarts in place, never before a stop or a hand-over. Whatever does not end by itself is left to systemctl, and so is
# a pause of RestartSec=: `restart` ends it at once. -> $LEFT_TO_SYSTEMCTL
restart_by_signal() { # <operation>...
  LEFT_TO_SYSTEMCTL=
  told=
  for i in "$@"; do
    take "$i" unit
    bus_properties "$i" Service MainPID
    bus_properties "$i" Unit InvocationID
    put invocationBefore "$i" "$bus_InvocationID"
    if [ -n "$bus_InvocationID" ] && handles_usr1 "${bus_MainPID:-0}" &&
      sc_units --short kill --kill-who=main --signal=SIGUSR1 -- "$unit" 2>>"$W/stop.err"; then
      told="$told $i"
    else
      progress "$unit does not handle SIGUSR1: systemctl restarts it"
      LEFT_TO_SYSTEMCTL="$LEFT_TO_SYSTEMCTL $unit"
    fi
  done
  uptime_centiseconds
  signalled=$REPLY
  tell=5
  while [ -n "$told" ]; do
    uptime_centiseconds
    spent=$(((REPLY - signalled) / 100))
    still=
    for i in $told; do signal_outcome "$i" || still="$still $i"; done
    told=$still
    [ -n "$told" ] || break
    if [ "$spent" -ge "$tell" ]; then
      tell=$((spent + 5))
      progress "draining after SIGUSR1: $spent s"
    fi
    sleep 0.25
  done
}

signal_outcome() { # <operation>; true when nothing more is to be waited for
  take "$1" unit stopSeconds invocationBefore
  bus_properties "$1" Unit ActiveState SubState InvocationID
  case $bus_ActiveState in
    active | deactivating | reloading)
      [ "$bus_InvocationID" = "$invocationBefore" ] || return 0
      [ "$spent" -ge "$stopSeconds" ] || return 1
      progress "$unit did not end within $stopSeconds s after SIGUSR1: systemctl restarts it"
      ;;
    activating) [ "$bus_SubState" = auto-restart ] || return 0 ;;
  esac
  LEFT_TO_SYSTEMCTL="$LEFT_TO_SYSTEMCTL $unit"
}

# Upon SIGTERM Hermes ends with 1, unless it was told that the stop is planned (gateway/status.py: a mark of a minute
# for this process alone). Written by the account: one of root's could not be read, and nothing of root's lies in a home.
ACCOUNT_MARK='
umask 077
while IFS= read -r home && IFS= read -r mark; do
  t=$home/.gateway-planned-stop.hermes-fleet-$$
  if [ -d "$home" ] && printf "%s\n" "$mark" >"$t"; then
    mv -f -- "$t" "$home/.gateway-planned-stop.json" || rm -f -- "$t"
  fi
done'

mark_planned_stops() { # <operation>... of gateways that are about to be stopped
  accounts_of "$@"
  for account in $REPLY; do
    fresh "$W/mark.in"
    for i in "$@"; do
      take "$i" unit user home killSignal
      if [ "$user" != "$account" ] || [ "$killSignal" != SIGTERM ]; then continue; fi
      state_before "$unit" MainPID
      process_of "${REPLY:-0}"
      [ -n "$REPLY" ] || continue
      mark="{\"target_pid\":${REPLY% *},\"target_start_time\":${REPLY#* },\"stopper_pid\":$$"
      REPLY=$home
      below_root
      printf '%s\n%s,"written_at":"%s"}\n' "$REPLY" "$mark" "$(date -u +%Y-%m-%dT%H:%M:%S+00:00)" >>"$W/mark.in"
    done
    [ ! -s "$W/mark.in" ] || as_account "$account" "$ACCOUNT_MARK" <"$W/mark.in" 2>>"$W/stop.err"
  done
}

# What we stopped ourselves did not crash, whatever its exit status was; neither did whom a winner's start stopped.
forgive_stopped() {
  set --
  for unit in $RAN_BEFORE; do
    excluded=$STOPPED
    for i in $WATCHED; do
      take "$i" conflicts excludes
      excluded="$excluded $conflicts $excludes"
    done
    if contains "$excluded" "$unit"; then set -- "$@" "$unit"; fi
  done
  [ $# -eq 0 ] || sc_units --short reset-failed -- "$@" 2>/dev/null
}
