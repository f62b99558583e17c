# What a machine knows of a transaction under way: a file with lines "<key> <value>". It lies in the work directory,
# which a boot takes away, or, once the host is to put itself back by itself, durably in records/. There its name says
# how far it is: <id> lives; <id>.back is being put back, <id>.restored was and is judged; <id>.rolled-back and
# <id>.rollback-failed are what came of it. A rename decides who goes on with it: one of a confirm and the guard.
RECORDS=$STATE/records
GENERATIONS=$STATE/generations
# Sees through what nobody else does; started when a worker, or what attends it, ends in any other way than by itself.
WATCH=hermes-fleet-watch.service

# A process as text that no later process has: its number and its start in clock ticks since the boot.
process_of() { # <pid> -> $REPLY, empty when there is none
  read -r REPLY <"/proc/$1/stat" || REPLY=
  [ -n "$REPLY" ] || return 0
  set -f
  # shellcheck disable=SC2086 # the words behind the name, of which start time is the 20th
  set -- "$1" ${REPLY##*) }
  set +f
  REPLY="$1 ${21}"
} 2>/dev/null

# A boot as text that no other one has: a container shares its boot id with the machine below it.
this_boot() { # -> $REPLY
  if [ -z "${boot_now-}" ]; then
    process_of 1
    read -r boot_now </proc/sys/kernel/random/boot_id
    boot_now=$boot_now.${REPLY#* }
  fi
  REPLY=$boot_now
}

read_record() { # <file>: into rec_…, false when it is none
  rec_phase= rec_run= rec_stack= rec_began= rec_deadline= rec_boot= rec_worker= rec_generation= rec_units= rec_leaving=
  rec_healthy= rec_until= rec_tries= rec_next= rec_late= rec_did=
  [ -f "$1" ] || return 1
  while read -r key value; do
    case $key in
      phase | run | stack | began | deadline | boot | worker | generation | units | leaving | healthy | until | tries | next | late | did)
        eval "rec_$key=\$value"
        ;;
    esac
  done <"$1" 2>/dev/null
  [ -n "$rec_phase" ]
}

write_record() { # <file>: whole or not at all
  print_record "$1.new" && mv -f -- "$1.new" "$1" && return
  rm -f -- "$1.new"
  return 1
}

# Nothing without a value is written; the phase comes last, and without it nothing is a record.
print_record() { # <file>
  whole=yes
  {
    for key in run stack began deadline boot worker generation units leaving healthy until tries next late did phase; do
      eval "value=\$rec_$key"
      [ -z "$value" ] || printf '%s %s\n' "$key" "$value" || whole=
    done >"$1"
  } 2>/dev/null || whole=
  [ -n "$whole" ]
}

# Under the lock: what a death has left of a first record. Its transaction had changed nothing yet.
drop_torn_records() {
  for one in "$RECORDS"/*; do
    if is_live "$one" && [ -f "$one" ] && ! read_record "$one"; then rm -f -- "$one"; fi
  done
}

# A name of records/ without a suffix; ids have no dot.
is_live() {
  case ${1##*/} in *.* | '*') return 1 ;; esac
}

is_recorded() { # <id>
  for name in "$RECORDS/$1" "$RECORDS/$1".*; do
    [ ! -e "$name" ] || return 0
  done
  return 1
}

# Whether nobody will see the transaction through whose live record was read: its time is over, its boot, or its worker.
# One that was seen through has no worker any more and waits for its confirm.
is_expired() {
  uptime_seconds
  [ "$REPLY" -lt "${rec_deadline:-0}" ] || return 0
  this_boot
  [ "$REPLY" = "$rec_boot" ] || return 0
  [ "$rec_healthy" != yes ] || return 1
  process_of "${rec_worker%% *}"
  [ "$REPLY" != "$rec_worker" ]
}

# confirm_record <id> <generation>: true for exactly one caller, and never once the guard has begun. What was replaced
# stays as a generation, without the values that it had in .env.
confirm_record() {
  mv -- "$RECORDS/$1" "$GENERATIONS/$2/confirmed" 2>/dev/null || return 1
  finish_confirm "$1" "$2"
}

# Also for whoever finds it half done.
finish_confirm() { # <id> <generation>
  set -- "$1" "$GENERATIONS/$2"
  step confirm-sync
  sync -- "$RECORDS" "$2" "$GENERATIONS" "$UNITS" "$UNITS"/*.wants
  step confirm-clean
  rm -rf -- "$UNITS/.hermes-fleet.$1.old.tmp" "$2"/env.*
  # The worker does this with the rest of what it leaves.
  [ "$MODE" = apply ] || finish_accounts "$1" "$2"
}
