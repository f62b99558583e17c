# Who runs. At a boot nothing may wait for a gateway: they wait for us.

state_now() { # <unit> -> $active, $main
  active=inactive
  main=0
  manager_of "$1"
  case $REPLY in
    -) states=$(sc_short show -p ActiveState -p MainPID -- "$1" 2>/dev/null) ;;
    *)
      manager_is_up "$REPLY" || return 0
      states=$(DEADLINE=10 in_manager_of "$REPLY" systemctl --user show -p ActiveState -p MainPID -- "${1#*/}" 2>/dev/null)
      ;;
  esac
  while IFS= read -r shown; do
    case $shown in
      ActiveState=*) active=${shown#*=} ;;
      MainPID=*) main=${shown#*=} ;;
    esac
  done <<S
$states
S
}

# Every systemctl of ours has a deadline: longer than any stop that a unit may ask for would hold up the others.
jobs() { # <verb> -- <unit>...; behind -- an option would be the name of a unit
  DEADLINE=300 sc_units ${NO_BLOCK:+--no-block} "$@" 2>/dev/null
}

note_ran() { RAN="$RAN $1"; }          # <unit> <main process> <ActiveState>
note_started() { STARTED="$STARTED $1"; } # <unit>

# Before their files go: a unit without a file can hardly be stopped by anybody.
stop_started() {
  RAN=
  STARTED=
  each ran note_ran
  each start note_started
  for unit in $STARTED; do
    if contains "$RAN" "$unit"; then continue; fi
    state_now "$unit"
    [ -n "$NO_BLOCK" ] || [ "$active" != inactive ] || continue
    step guard-stop
    jobs stop -- "$unit"
    state_now "$unit"
    [ -n "$NO_BLOCK" ] || [ "$active" = inactive ] || [ "$active" = failed ] || problem "$unit did not stop"
    sc_units --short reset-failed -- "$unit" 2>/dev/null
    [ -n "$NO_BLOCK" ] || did "$unit was stopped"
  done
}

# Whoever still runs as the process of before was never touched.
start_ran() { # <unit> <main process> <ActiveState>
  if ! have_manager "$1"; then
    # Its account's manager starts once the machine goes on booting.
    [ -z "$NO_BLOCK" ] || rec_late="$rec_late $1"
    return
  fi
  state_now "$1"
  case $active in
    active | reloading) if [ "$main" = "$2" ] && [ -z "$NO_BLOCK" ]; then return; fi ;;
  esac
  step guard-start
  sc_units --short reset-failed -- "$1" 2>/dev/null
  if [ "$active" != inactive ] && [ "$active" != failed ] && [ "$1" != "${1#*/}" ] && [ -n "$NO_BLOCK" ]; then
    # An account's manager that nobody held back.
    jobs restart -- "$1"
  elif [ -n "$NO_BLOCK" ] || [ "$active" = inactive ] || [ "$active" = failed ] || [ "$AGAIN" = yes ]; then
    [ "$active" = active ] && [ -z "$NO_BLOCK" ] || jobs start -- "$1"
  else
    jobs restart -- "$1"
  fi
  did "$1 was started again"
}

# Once, as soon as its manager is there: what ran need not be what that starts by itself.
start_late() {
  for unit in $rec_late; do
    if contains "$STARTED_LATE" "$unit" || ! manager_is_up "${unit%%/*}"; then continue; fi
    STARTED_LATE="$STARTED_LATE $unit"
    sc_units --no-block start -- "$unit" 2>/dev/null
    did "$unit was started again"
  done
}
STARTED_LATE=

judge_ran() { # <unit> <main process> <ActiveState>
  if [ "$3" != active ] || is_absent "$1"; then return; fi
  state_now "$1"
  [ "$active" = active ] || DOWN="$DOWN $1"
}
