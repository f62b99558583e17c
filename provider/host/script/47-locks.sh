# Locks of this transaction's gateways: there before one of them starts, and free.

# Before anything is started that takes them; for those on standby too, which a hand may start.
make_locks() {
  set --
  for i in $OPS; do
    take "$i" kind unit locks user
    if [ "$kind" != ensure ] || [ -z "$locks" ] || ! alive "$i"; then continue; fi
    for lock in $locks; do let_in "$lock" "$user" || set -- "$@" "$conf"; done
    case $unit in */*) ;; *) write_guard "$unit" ;; esac
  done
  [ $# -gt 0 ] || return 0
  timeout -k 5 60 systemd-tmpfiles --create "$@" >"$W/tmpfiles.out" 2>&1 9>&-
  check_locks
}

# A file system without access lists, or an account that tmpfiles.d does not know, shows here and not at a start.
check_locks() {
  for i in $OPS; do
    take "$i" kind locks user
    if [ "$kind" != ensure ] || ! alive "$i"; then continue; fi
    for lock in $locks; do
      as_user "$user" '[ -r "$1" ]' "$LOCKS/$lock" </dev/null 2>/dev/null ||
        fail "$i" lock-unusable "$user cannot read $LOCKS/$lock: $(last_words "$W/tmpfiles.out")"
    done
  done
}

# A gateway that was stopped may have left somebody behind who holds its lock.
wait_for_locks() {
  for i in $OPS; do
    take "$i" unit due locks
    if [ "${due:-no}" != start ] || ! alive "$i"; then continue; fi
    for lock in $locks; do
      flock -n "$LOCKS/$lock" true 9>&- && continue
      progress "waiting for $LOCKS/$lock"
      flock -w 15 "$LOCKS/$lock" true 9>&- && continue
      lock_holder "$LOCKS/$lock"
      fail "$i" lock-held "$LOCKS/$lock was not free within 15 s: $REPLY holds it"
      break
    done
  done
}

lock_holder() { # <file> -> $REPLY
  inode=$(stat -c %i -- "$1")
  REPLY=somebody
  while read -r _ kind _ _ pid where _; do
    case $kind:$where in
      FLOCK:*:"$inode") REPLY="process $pid ($(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | tr -d '\000-\037\177' | head -c 200))" ;;
    esac
  done </proc/locks
}
