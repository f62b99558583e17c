# What still runs under the name of a unit that goes, or in its home: looked at by root itself, in the control groups and
# in /proc, whatever the unit's manager or the home's account say of it.

# control_group_of <unit> -> $REPLY: directories of its processes, none when there are none
control_group_of() {
  case $1 in
    */*)
      account_entry "${1%%/*}"
      [ -n "$entry_uid" ] || { REPLY=; return; }
      slice=user.slice/user-$entry_uid.slice/user@$entry_uid.service
      set -- "${1#*/}" "$slice" 3
      ;;
    *)
      state_before "$1" ControlGroup
      group=${REPLY:-/system.slice/$1}
      group=${group%/*}
      set -- "$1" "${group#/}" 1
      ;;
  esac
  REPLY=
  for tree in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
    [ -d "$tree/$2" ] || continue
    REPLY="$REPLY $(find "$tree/$2" -mindepth 1 -maxdepth "$3" -type d -name "$1" 2>/dev/null | tr '\n' ' ')"
  done
}

# processes_of <unit> -> $REPLY: their numbers
processes_of() {
  if [ -n "$R" ]; then
    REPLY=
    return
  fi
  control_group_of "$1"
  # shellcheck disable=SC2086 # a list of paths
  [ -z "${REPLY# }" ] || REPLY=$(find $REPLY -name cgroup.procs -exec cat {} + 2>/dev/null | sort -un | tr '\n' ' ')
  REPLY=${REPLY# }
  REPLY=${REPLY% }
}

# unit_of_process <pid> -> $REPLY: the unit that its control group is of, empty without one
unit_of_process() {
  REPLY=
  while IFS=: read -r number controllers path; do
    case $number:$controllers in 0: | *:name=systemd) ;; *) continue ;; esac
    case $path in *.service/*) path=${path%.service*}.service ;; esac
    case $path in
      */user@[0-9]*.service/*.service)
        REPLY=${path#*/user@}
        account=$(getent passwd "${REPLY%%.service*}")
        REPLY=${account%%:*}/${path##*/}
        ;;
      *.service) REPLY=${path##*/} ;;
    esac
  done <"/proc/$1/cgroup"
} 2>/dev/null

# In: two lines a home: number and path. Out: number, and the process that Hermes says runs its gateway.
ACCOUNT_PID='
while IFS= read -r i && IFS= read -r home; do
  if [ -f "$home/gateway.pid" ]; then
    p=$(head -c 4096 -- "$home/gateway.pid" | sed -n "s/.*\"pid\": *\([0-9]*\).*/\1/p")
    printf "%s\t%s\n" "$i" "${p:--}"
  fi
done'

# Gateways that were started by hand, or by another unit, in a home of which the unit goes: `runsToo` names each.
find_still_running() {
  set --
  for i in $OPS; do
    take "$i" kind unit keepsEnv account
    [ "$kind" = remove ] && [ "$keepsEnv" != yes ] || continue
    if [ "$account" != missing ]; then set -- "$@" "$i"; else find_orphan "$i"; fi
  done
  [ $# -gt 0 ] || return 0
  accounts_of "$@"
  for account in $REPLY; do
    fresh "$W/pid.in"
    for i in "$@"; do
      take "$i" user home
      [ "$user" = "$account" ] || continue
      REPLY=$home
      below_root
      printf '%s\n%s\n' "$i" "$REPLY"
    done >"$W/pid.in"
    as_account "$account" "$ACCOUNT_PID" <"$W/pid.in" >"$W/pid.out" 2>/dev/null
    while IFS=$TAB read -r i pid; do
      is_of_account "$i" "$account" && is_whole_number "$pid" && [ "${#pid}" -lt 11 ] || continue
      contains "$*" "$i" || continue
      still_runs_there "$i" "$pid"
    done <"$W/pid.out"
  done
}

# Its number is the account's word: it counts when it is a process of the account's, and works in this home. A gateway of
# another unit of the fleet, or of another stack, has its own owner.
still_runs_there() { # <operation> <pid>
  take "$1" unit user home
  works_in "$2" "$user" "$home" || return 0
  unit_of_process "$2"
  if [ -n "$REPLY" ] && contains "$unit $MARKED" "$REPLY"; then return; fi
  put runsToo "$1" "process $2${REPLY:+ of $REPLY}"
}

works_in() { # <pid> <account> <home>
  [ "$(stat -c %U -- "/proc/$1")" = "$2" ] || return 1
  environment=$(tr '\0\n' '\n ' <"/proc/$1/environ" | head -c 1000000)
  case $NL$environment$NL in
    *"${NL}HERMES_HOME=$3$NL"*) return 0 ;;
    *"${NL}HERMES_HOME="*) return 1 ;;
  esac
  case " $(tr '\0\n' '  ' <"/proc/$1/cmdline" | head -c 4096)" in *hermes*' gateway '*) return 0 ;; esac
  return 1
} 2>/dev/null

# Of an account that the host does not have any more: what its manager has left running.
find_orphan() { # <operation>, with its unit
  case $unit in */*) ;; *) return 0 ;; esac
  [ -z "$R" ] || return 0
  for group in /sys/fs/cgroup/user.slice/user-*.slice/user@*.service/*/"${unit#*/}"; do
    [ -d "$group" ] || continue
    uid=${group#*/user@}
    uid=${uid%%.*}
    ! getent passwd "$uid" >/dev/null || continue
    pid=$(find "$group" -name cgroup.procs -exec cat {} + | head -n 1)
    [ -z "$pid" ] || put runsToo "$1" "process $pid of user@$uid.service"
  done
}

# After the stop: nothing runs under that name any more, and only then it goes.
see_stopped() {
  set --
  for i in $REMOVES; do
    get unit "$i"
    if alive "$i"; then set -- "$@" "$REPLY"; fi
  done
  [ $# -gt 0 ] || return 0
  before_stop=$STATES
  show_units "$@"
  for i in $REMOVES; do
    alive "$i" || continue
    take "$i" unit user
    state_of "$unit" ActiveState
    state=$REPLY
    case $state in
      '' | inactive | failed) ;;
      *)
        fail "$i" gateway-still-running "$unit is $state after its stop: $(last_words "$W/stop.err")"
        continue
        ;;
    esac
    end_left_over "$unit"
    [ -z "$REPLY" ] || fail "$i" gateway-still-running "process ${REPLY%% *} of $unit"
  done
  STATES=$before_stop
}

# Children that the stop has left (KillMode=process) go with the gateway. -> $REPLY: those that did not
end_left_over() { # <unit>
  for how in TERM TERM KILL KILL KILL; do
    processes_of "$1"
    [ -n "$REPLY" ] || return 0
    progress "$1 is stopped, and has left processes: $how to $REPLY"
    # shellcheck disable=SC2016,SC2086 # a list of numbers, here and in the account's shell
    case $1 in
      */*) as_user "${1%%/*}" 'kill -s "$1" $2' "$how" "$REPLY" </dev/null 2>/dev/null ;;
      *) kill -s "$how" $REPLY 2>/dev/null ;;
    esac
    sleep 1
  done
  processes_of "$1"
}
