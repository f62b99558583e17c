# From a record that nobody sees through to one that says what was done. Each step can be done again, by whoever finds it
# half done.

# Seconds in which everybody who ran has to run again; a boot may make gateways wait for its network.
JUDGE_SECONDS=10
JUDGE_BOOT_SECONDS=120
BACKOFF_SECONDS=5
MOST_BACKOFF_SECONDS=300

FORCE=
NO_BLOCK=

end_worker() { # ends exactly the process that was recorded
  [ -n "$1" ] || return 0
  process_of "${1%% *}"
  [ "$REPLY" = "$1" ] || return 0
  kill -KILL "${1%% *}"
  waited=0
  while [ "$waited" -lt 100 ]; do
    process_of "${1%% *}"
    [ "$REPLY" = "$1" ] || return 0
    waited=$((waited + 1))
    sleep 0.1
  done
}

# The worker goes first, for it may hold the lock; then the record is looked at again, for it may have ended well.
take_over() { # <id>
  end_worker "$rec_worker"
  lock || return 1
  step guard-claim
  if read_record "$RECORDS/$1" && { [ -n "$NO_BLOCK" ] || is_expired; } && mv -- "$RECORDS/$1" "$RECORDS/$1.back" 2>/dev/null; then
    sync -- "$RECORDS"
    put_back "$1" back
  fi
  unlock
}

# put_back <id> <suffix now>: under the lock, with the record read
put_back() {
  KEPT_IN=$GENERATIONS/$rec_generation
  ID=$1
  OLD=$UNITS/.hermes-fleet.$1.old.tmp
  PROBLEMS=
  CONFLICTS=
  AGAIN=
  [ "$2" = back ] || AGAIN=yes
  # What was to be forgotten with a confirm is there again.
  rm -f -- "$KEPT_IN/gone"
  if [ -f "$KEPT_IN/accounts" ]; then need_work; fi
  stop_started
  restore_files
  restore_home_files
  step guard-reload
  reload_managers
  rec_late=
  [ -n "$PROBLEMS" ] || each ran start_ran
  if [ -n "$PROBLEMS" ]; then
    give_up "$1" "$2"
    return
  fi
  uptime_seconds
  rec_until=$((REPLY + JUDGE_SECONDS))
  [ -z "$NO_BLOCK" ] || rec_until=$((REPLY + JUDGE_BOOT_SECONDS))
  step guard-restored
  become "$1" "$2" restored
}

# Everybody who ran runs again, two looks and two seconds long: done.
judge() { # <id>, under the lock, with the record read
  KEPT_IN=$GENERATIONS/$rec_generation
  DOWN=
  if [ -f "$KEPT_IN/accounts" ]; then need_work; fi
  start_late
  each ran judge_ran
  uptime_seconds
  if [ -n "$DOWN" ]; then
    healthy_looks=0
    [ "$REPLY" -ge "${rec_until:-0}" ] || return 0
    did "${DOWN# } does not run"
    give_up "$1" restored
    return
  fi
  healthy_looks=$((${healthy_looks:-0} + 1))
  [ "$healthy_looks" -ge 3 ] || return 0
  step guard-done
  end_copies "$1" "$KEPT_IN"
  case $rec_did in
    *'[rollback-conflict]'*)
      rec_phase=rolled-back
      write_record "$KEPT_IN/confirmed"
      ;;
    *) rm -rf -- "$KEPT_IN" ;;
  esac
  rm -rf -- "$UNITS/.hermes-fleet.$1".*.tmp "$KEPT_IN"/env.*
  rec_until= rec_next= rec_tries= rec_late=
  [ -n "$rec_did" ] || rec_did="everything is as it was before"
  become "$1" restored rolled-back
  # Of a boot in which it was cut short itself.
  sc_short reset-failed -- hermes-fleet-guard.service 2>/dev/null
  tidy_as_guard
}

# Linger and locks that only the change has needed, or only what it has replaced.
tidy_as_guard() {
  if [ -d "$STATE/linger" ] || has_locks; then need_work && tidy; fi
}

give_up() { # <id> <suffix now>
  rec_tries=$((${rec_tries:-0} + 1))
  pause=$BACKOFF_SECONDS
  n=1
  while [ "$n" -lt "$rec_tries" ] && [ "$pause" -lt "$MOST_BACKOFF_SECONDS" ]; do
    pause=$((pause * 2))
    n=$((n + 1))
  done
  [ "$pause" -lt "$MOST_BACKOFF_SECONDS" ] || pause=$MOST_BACKOFF_SECONDS
  uptime_seconds
  rec_next=$((REPLY + pause))
  become "$1" "$2" rollback-failed
}

# The name changes by a rename alone, so that it also does on a full disk; then the text is not renewed.
become() { # <id> <suffix now> <suffix>
  case $3 in rolled-back | rollback-failed) rec_phase=$3 ;; *) rec_phase=armed ;; esac
  this_boot
  rec_boot=$REPLY
  write_record "$RECORDS/$1.$2" || rm -f -- "$RECORDS/$1.$2.new"
  [ "$2" = "$3" ] || mv -f -- "$RECORDS/$1.$2" "$RECORDS/$1.$3"
  sync -- "$RECORDS/$1.$3" "$RECORDS"
}
