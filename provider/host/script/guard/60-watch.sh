# What is due is done; what is not is waited for, by the second and by uptime.

# look_at_all [now]: true while something is left to wait for. With now a failed one is tried again at once.
look_at_all() {
  open=
  for name in "$RECORDS"/*; do
    id=${name##*/}
    id=${id%%.*}
    case $name in
      *.new | *.rolled-back) continue ;;
      *.back | *.restored | *.rollback-failed)
        lock || return 0
        look_at_claimed "$id" "${name##*.}" "${1-}" && open=yes
        unlock
        ;;
      *)
        is_live "$name" && read_record "$name" || continue
        if is_expired; then
          healthy_looks=0
          take_over "$id"
          open=yes
        elif [ "${1-}" != now ]; then
          open=yes
        fi
        ;;
    esac
  done
  [ -n "$open" ]
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

attend() {
  healthy_looks=0
  while look_at_all; do sleep 1; done
  prune
}

# The services whose failure this was started for are told of by what became of their changes.
watch() {
  attend
  sc_short reset-failed -- 'hermes-fleet-apply-*.service' 2>/dev/null
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
