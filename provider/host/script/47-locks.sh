# What keeps gateways of different managers apart: a lock for each pair, which tmpfiles.d makes at boot, and for a
# system unit that has one a guard, a drop-in that keeps a namesake under any account's manager from starting.
LOCKS=$R/run/hermes-fleet
TMPFILES=$R/etc/tmpfiles.d
GUARDS=$R/etc/systemd/user
GUARD=50-hermes-fleet.conf

# Before anything is started that takes them; for those on standby too, which a hand may start.
make_locks() {
  set --
  for i in $OPS; do
    take "$i" kind unit locks user
    if [ "$kind" != ensure ] || [ -z "$locks" ] || ! alive "$i"; then continue; fi
    for lock in $locks; do
      conf=$TMPFILES/hermes-fleet-${lock%.lock}.conf
      accounts_in "$conf"
      contains "$REPLY" "$user" || REPLY="$REPLY $user"
      # shellcheck disable=SC2086 # a list of accounts
      write_lock "$lock" $REPLY
      [ -e "$LOCKS/$lock" ] && [ -z "$changed" ] || set -- "$@" "$conf"
    done
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
      as_user "$user" '[ -r "$1" ]' "$LOCKS/$lock" 2>/dev/null ||
        fail "$i" lock-unusable "$user cannot read $LOCKS/$lock: $(tr '\n\t' '  ' <"$W/tmpfiles.out")"
    done
  done
}

accounts_in() { # <tmpfiles.d entry> -> $REPLY: accounts that it lets in
  REPLY=
  [ -f "$1" ] || return 0
  while read -r type _ _ _ _ _ rights; do
    if [ "$type" = a ]; then
      IFS=,
      for right in $rights; do
        right=${right#u:}
        REPLY="$REPLY ${right%:r}"
      done
      unset IFS
    fi
  done <"$1"
}

# write_lock <lock> <account>...: its entry, readable for these only; $changed tells whether it was another one
write_lock() {
  conf=$TMPFILES/hermes-fleet-${1%.lock}.conf
  path=$LOCKS/$1
  shift
  rights=
  for account in $(printf '%s\n' "$@" | sort -u); do rights="$rights${rights:+,}u:$account:r"; done
  printf '%s\n' '# Made by hermes-fleet: a lock of two gateways that run under different managers.' \
    "d $LOCKS 0755 root root -" "f $path 0400 root root -" "a $path - - - - $rights" >"$W/lock.conf"
  changed=
  cmp -s "$W/lock.conf" "$conf" && return
  changed=yes
  put_in_place "$W/lock.conf" "$conf"
}

write_guard() { # <system unit>
  printf '%s\n' '# Made by hermes-fleet: while the system has this unit, no account runs one of that name.' \
    '[Unit]' "ConditionPathExists=!$UNITS/$1" >"$W/guard.conf"
  cmp -s "$W/guard.conf" "$GUARDS/$1.d/$GUARD" && return
  put_in_place "$W/guard.conf" "$GUARDS/$1.d/$GUARD"
}

# Accounts' managers read guards, so that directories on the way are for everybody.
put_in_place() { # <file> <target>
  [ -d "${2%/*}" ] || install -d -m 0755 -- "${2%/*}"
  install -m 0644 -- "$1" "${2%/*}/.hermes-fleet.$ID.tmp" && mv -f -- "${2%/*}/.hermes-fleet.$ID.tmp" "$2"
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
      FLOCK:*:"$inode") REPLY="process $pid ($(tr '\0\n\t' '   ' <"/proc/$pid/cmdline" 2>/dev/null | head -c 200))" ;;
    esac
  done </proc/locks
}

# Entries, locks and guards that no unit needs any more go; who may read a lock follows from who takes it. The
# system's units speak for themselves; for an account's root's own record does.
clean_locks() {
  set --
  for conf in "$TMPFILES"/hermes-fleet-*.conf "$GUARDS"/*.service.d/"$GUARD"; do
    if [ -e "$conf" ]; then set -- "$@" "$conf"; fi
  done
  [ $# -gt 0 ] || return 0
  locks_in_use
  for conf in "$@"; do
    name=${conf##*/hermes-fleet-}
    if [ "$name" = "$conf" ]; then
      unit=${conf%".d/$GUARD"}
      contains "$GUARDED" "${unit##*/}" || {
        rm -f -- "$conf"
        rmdir -- "${conf%/*}" 2>/dev/null
      }
      continue
    fi
    lock=${name%.conf}.lock
    readers=
    for use in $IN_USE; do
      if [ "${use%%:*}" = "$lock" ]; then readers="$readers ${use#*:}"; fi
    done
    if [ -z "$readers" ]; then
      rm -f -- "$conf" "$LOCKS/$lock"
      rmdir -- "$LOCKS" 2>/dev/null
      continue
    fi
    # shellcheck disable=SC2086 # a list of accounts
    write_lock "$lock" $readers
    [ -z "$changed" ] || timeout -k 5 60 systemd-tmpfiles --create "$conf" >"$W/tmpfiles.out" 2>&1 9>&-
  done
}

# -> $IN_USE, words <lock>:<account>, and $GUARDED, the system units that have a lock
locks_in_use() {
  IN_USE=
  GUARDED=
  set --
  for file in "$UNITS"/*.service; do
    if [ -f "$file" ]; then set -- "$@" "$file"; fi
  done
  : >"$W/locks"
  [ $# -eq 0 ] || awk -v locks=/run/hermes-fleet/ '
    function tell() { for (path in found) print file, (user == "" ? "root" : user), substr(path, length(locks) + 1) }
    FNR == 1 { tell(); split("", found); user = ""; file = FILENAME }
    /^User=/ { user = substr($0, 6) }
    /^ExecStart=/ { for (n = 1; n <= NF; n++) if (index($n, locks) == 1) found[$n] = 1 }
    END { tell() }' "$@" >"$W/locks"
  while read -r file user lock; do
    IN_USE="$IN_USE $lock:$user"
    GUARDED="$GUARDED ${file##*/}"
  done <"$W/locks"
  for record in "$STATE"/user/*/*; do
    [ -f "$record" ] || continue
    account=${record%/*}
    read -r locks <"$record"
    for lock in $locks; do IN_USE="$IN_USE $lock:${account##*/}"; done
  done
}
