# What was there before each change that lasts, and the way back without Pulumi's state.

# The newest are kept, and no older than this.
KEEP_GENERATIONS=5
KEEP_DAYS=30

# generations -> $REPLY: those of changes that last, newest first
generations() {
  REPLY=
  for name in "$GENERATIONS"/*-*; do
    [ -f "$name/confirmed" ] || continue
    REPLY="${name##*/} $REPLY"
  done
  [ -n "$REPLY" ] || return 1
  # shellcheck disable=SC2086 # a list of names
  REPLY=$(printf '%s\n' $REPLY | sort -t - -k 1,1nr)
}

prune() {
  something_to_prune || return 0
  lock || return 0
  clean
  set -- "$GENERATIONS"/*-*/confirmed
  if [ $# -gt "$KEEP_GENERATIONS" ] && generations; then
    count=0
    for name in $REPLY; do
      count=$((count + 1))
      [ "$count" -le "$KEEP_GENERATIONS" ] || rm -rf -- "${GENERATIONS:?}/$name"
    done
  fi
  find "$GENERATIONS" -mindepth 1 -maxdepth 1 -mtime +"$KEEP_DAYS" -exec rm -rf -- {} +
  unlock
}

# More than one generation, or what a death has left; the newest one stays whatever its age.
something_to_prune() {
  set -- "$GENERATIONS"/*-*
  [ $# -le 1 ] || return 0
  for left in "$UNITS"/.hermes-fleet.*.tmp "$1"/env.*; do
    [ ! -e "$left" ] || return 0
  done
  return 1
}

confirm() {
  read -r id || return 1
  case $id in '' | *[!A-Za-z0-9]*) return 1 ;; esac
  step confirm
  if read_record "$RECORDS/$id" && confirm_record "$id" "$rec_generation"; then
    answer "$id" confirmed
    tidy_if_free
    return
  fi
  for name in "$GENERATIONS"/*-"$id"/confirmed; do
    if read_record "$name" && [ "$rec_phase" = armed ] && ! is_recorded "$id"; then
      finish_confirm "$id" "$rec_generation"
      answer "$id" confirmed
      return
    fi
  done
  # The guard was first: what it comes to is waited for.
  n=0
  while [ -e "$RECORDS/$id.back" ] || [ -e "$RECORDS/$id.restored" ]; do
    n=$((n + 1))
    [ "$n" -lt 240 ] || break
    sleep 0.5
  done
  for name in "$RECORDS/$id".*; do
    if read_record "$name"; then
      answer "$id" "${name##*.}" "$rec_did"
      [ "${name##*.}" != rolled-back ] || rm -f -- "$name"
      return
    fi
  done
  answer "$id" unknown
}

# Whoever has the lock tidies up at its own end.
tidy_if_free() {
  if [ ! -d "$STATE/linger" ] && ! has_locks; then return; fi
  exec 9<>"$LOCK" && flock -n 9 && [ /proc/self/fd/9 -ef "$LOCK" ] || return 0
  tidy_as_guard
  unlock
}

answer() { # <id> <outcome> [<what was done>]
  printf 'confirm\t%s\t%s\t%s\n' "$1" "$2" "${3-}"
}

# What a death in the middle of a confirm has left, and of a transaction that is neither recorded nor at work.
clean() {
  drop_torn_records
  for name in "$GENERATIONS"/*-*/confirmed; do
    [ ! -f "$name" ] || rm -f -- "${name%/*}"/env.*
  done
  for left in "$UNITS"/.hermes-fleet.*.tmp; do
    id=${left#"$UNITS/.hermes-fleet."}
    id=${id%%.*}
    [ ! -e "$left" ] || [ -d "$R/run/hermes-fleet.$id" ] || is_recorded "$id" || rm -rf -- "$left"
  done
}

list_generations() {
  generations || {
    echo "no generation is kept"
    return
  }
  for name in $REPLY; do
    read_record "$GENERATIONS/$name/confirmed"
    printf '%s\t%s\t%s\tbefore a change of%s\n' "${name%%-*}" "$(date -r "$GENERATIONS/$name/manifest" '+%Y-%m-%d %H:%M')" \
      "$rec_stack" "$(each_unit "$GENERATIONS/$name")"
  done
}

each_unit() { # <generation>
  KEPT_IN=$1
  each file print_unit
}
print_unit() { printf ' %s' "$1"; }

# Everything from the newest generation down to n, so that each unit is as it was before n.
undo() { # <n>
  case $1 in '' | *[!0-9]*) usage ;; esac
  lock || return 1
  drop_torn_records
  for name in "$RECORDS"/*; do
    case $name in *.rolled-back | *.new) ;; *) if [ -e "$name" ]; then refuse "a change is under way or is being put back: ${name##*/}"; fi ;; esac
  done
  generations || refuse "no generation is kept"
  chosen=
  for name in $REPLY; do
    [ "${name%%-*}" -lt "$1" ] || chosen="$chosen $name"
  done
  case " $chosen" in *" $1-"*) ;; *) refuse "there is no generation $1" ;; esac
  FORCE=yes
  ID=undo
  OLD=/nonexistent
  CONFLICTS=
  PROBLEMS=
  rec_did=
  ran=
  stopped=
  ABSENT=
  for name in $chosen; do
    KEPT_IN=$GENERATIONS/$name
    each file note_absent
    RAN=
    STARTED=
    each ran note_ran
    each start note_started
    for unit in $RAN $STARTED; do
      ran=$(without "$unit" "$ran")
      stopped=$(without "$unit" "$stopped")
    done
    ran="$ran $RAN"
    for unit in $STARTED; do contains "$RAN" "$unit" || stopped="$stopped $unit"; done
  done
  # shellcheck disable=SC2086 # lists of unit names
  [ -z "${stopped# }" ] || jobs stop -- $stopped
  for name in $chosen; do
    KEPT_IN=$GENERATIONS/$name
    restore_files
    each stays link_again
    end_copies undo "$KEPT_IN"
  done
  need_work && renew_locks
  for name in $chosen; do
    KEPT_IN=$GENERATIONS/$name
    each ran want_manager
    reload_managers
  done
  # shellcheck disable=SC2086 # lists of unit names
  for unit in $ran; do
    sc_units --short reset-failed -- "$unit" 2>/dev/null
    jobs restart -- "$unit" || problem "$unit does not start"
    did "$unit was restarted"
  done
  tidy_as_guard
  printf '%s\n' "${rec_did:-nothing differs}" "the blocks in .env stay as they are: a generation keeps no secret" \
    "Pulumi does not know of this: \`pulumi up --refresh\` brings the declared state back"
  [ -z "$PROBLEMS" ]
}

note_absent() { # <unit>
  case $1 in */*) [ -f "$STATE/user/$1" ] ;; *) [ -f "$UNITS/$1" ] ;; esac || ABSENT="$ABSENT $1"
}

# One that was removed since comes back as a boot has to find it.
link_again() { # <unit> <directories>
  contains "$ABSENT" "$1" || return 0
  case $1 in
    */*)
      need_work && tell_account "${1%%/*}" linked "${1#*/} $2" && run_accounts
      account_did "$1" || problem "the links of $1 could not be put back"
      ;;
    *) for directory in $2; do make_link "$1" "$directory" "/etc/systemd/system/$1"; done ;;
  esac
}

want_manager() { # <unit> <main process> <ActiveState>
  if contains "$ran" "$1"; then have_manager "$1"; fi
}

without() { # <word> <list>
  for word in $2; do
    [ "$word" = "$1" ] || printf ' %s' "$word"
  done
}

# The present state counts from now on.
forget() {
  lock || return 1
  for name in "$RECORDS"/*.rollback-failed; do
    read_record "$name" || continue
    printf 'forgotten: %s\n' "$rec_did"
    id=${name##*/}
    id=${id%%.*}
    rm -rf -- "$name" "$GENERATIONS/$rec_generation"/env.* "$UNITS/.hermes-fleet.$id.old.tmp"
    end_copies "$id" "$GENERATIONS/$rec_generation"
    rec_until=
    write_record "$GENERATIONS/$rec_generation/confirmed"
  done
}

refuse() {
  printf '%s\n' "$1" >&2
  exit 1
}
