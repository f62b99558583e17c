# What is due is done; what is not is waited for, by the second and by uptime.

# look_at_all [now]: true while something is left to wait for. With now a failed one is tried again at once.
look_at_all() {
  open=
  for name in "$RECORDS"/*; do
    if look_at "$name" "${1-}"; then open=yes; fi
  done
  [ -n "$open" ]
}

look_at() { # <record> <now>: true while something is left to wait for
  id=${1##*/}
  id=${id%%.*}
  case $1 in
    *.new | *.rolled-back) return 1 ;;
    *.back | *.restored | *.rollback-failed)
      lock || return 0
      look_at_claimed "$id" "${1##*.}" "$2"
      set -- $?
      unlock
      return "$1"
      ;;
  esac
  is_live "$1" && read_record "$1" || return 1
  if ! is_expired; then
    [ "$2" != now ]
    return
  fi
  healthy_looks=0
  take_over "$id"
  return 0
}

look_at_claimed() { # <id> <suffix> <now>: true while it is not done with
  # Somebody who had the lock has renamed it: the next look finds it, or nothing.
  read_record "$RECORDS/$1.$2" || return 0
  case $2 in
    back) put_back "$1" back ;;
    restored) judge "$1" ;;
    *)
      uptime_seconds
      now=$REPLY
      this_boot
      if [ "$3" != now ] && [ "$REPLY" = "$rec_boot" ] && [ "$now" -lt "${rec_next:-0}" ]; then return 0; fi
      healthy_looks=0
      put_back "$1" "$2"
      ;;
  esac
  return 0
}

# Until its change is done with. What could not be put back is tried again by the watch, which this failure starts.
attend() { # <id>
  healthy_looks=0
  while look_at_own "$1"; do sleep 1; done
  [ ! -e "$RECORDS/$1.rollback-failed" ] || exit 1
  prune
}

look_at_own() { # <id>
  for name in "$RECORDS/$1" "$RECORDS/$1.back" "$RECORDS/$1.restored"; do
    if [ -e "$name" ] && look_at "$name" ""; then return; fi
  done
  return 1
}

# The services whose failure this was started for are told of by what became of their changes. Another one that fails
# meanwhile starts nothing more, so nothing is waited for after the last look.
watch() {
  healthy_looks=0
  while :; do
    while look_at_all; do sleep 1; done
    prune
    sc_short reset-failed -- 'hermes-fleet-apply-*.service' 2>/dev/null
    look_at_all || return 0
  done
}

# One try, however it ends; what was given up meanwhile is left to the watch.
settle() {
  healthy_looks=0
  look_at_all now
  for name in "$RECORDS"/*.back "$RECORDS"/*.restored; do
    while [ -e "$name" ]; do
      sleep 0.5
      id=${name##*/}
      id=${id%%.*}
      lock || return 1
      if [ -e "$RECORDS/$id.restored" ]; then look_at_claimed "$id" restored now; fi
      unlock
    done
  done
}

# No transaction outlives a boot. The gateways are still held back, so nothing waits for them here; whether they came up
# is judged by the watch, afterwards.
boot() {
  NO_BLOCK=yes
  for name in "$RECORDS"/*; do
    id=${name##*/}
    id=${id%%.*}
    if is_live "$name" && read_record "$name"; then
      rec_worker=
      take_over "$id"
    else
      case $name in *.back | *.restored | *.rollback-failed) ;; *) continue ;; esac
      lock || continue
      if read_record "$name"; then put_back "$id" "${name##*.}"; fi
      unlock
    fi
    waits=yes
  done
  if lock; then
    clean
    unlock
  fi
  [ -z "${waits-}" ] || sc_short start --no-block -- hermes-fleet-watch.service
}
