# What keeps gateways of different managers apart: a lock for each pair, which tmpfiles.d makes at boot, and for a
# system unit that has one a guard, a drop-in that keeps a namesake under any account's manager from starting.
LOCKS=$R/run/hermes-fleet
TMPFILES=$R/etc/tmpfiles.d
GUARDS=$R/etc/systemd/user
NAMESAKES=50-hermes-fleet.conf

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

# let_in <lock> <account>, beside whom its entry $conf lets in already; false when tmpfiles.d has to make the lock
let_in() {
  accounts_in "$TMPFILES/hermes-fleet-${1%.lock}.conf"
  contains "$REPLY" "$2" || REPLY="$REPLY $2"
  # shellcheck disable=SC2086 # a list of accounts
  write_lock "$1" $REPLY
  [ -e "$path" ] && [ -z "$changed" ]
}

write_guard() { # <system unit>
  printf '%s\n' '# Made by hermes-fleet: while the system has this unit, no account runs one of that name.' \
    '[Unit]' "ConditionPathExists=!$UNITS/$1" >"$W/guard.conf"
  cmp -s "$W/guard.conf" "$GUARDS/$1.d/$NAMESAKES" && return
  put_in_place "$W/guard.conf" "$GUARDS/$1.d/$NAMESAKES"
}

# Accounts' managers read guards, so that directories on the way are for everybody.
put_in_place() { # <file> <target>
  [ -d "${2%/*}" ] || install -d -m 0755 -- "${2%/*}"
  install -m 0644 -- "$1" "${2%/*}/.hermes-fleet.$ID.tmp" && mv -f -- "${2%/*}/.hermes-fleet.$ID.tmp" "$2"
}

# Entries, locks and guards that no unit needs any more go; who may read a lock follows from who takes it. The
# system's units speak for themselves; for an account's root's own record does.
clean_locks() {
  set --
  for conf in "$TMPFILES"/hermes-fleet-*.conf "$GUARDS"/*.service.d/"$NAMESAKES"; do
    if [ -e "$conf" ]; then set -- "$@" "$conf"; fi
  done
  [ $# -gt 0 ] || return 0
  locks_in_use
  for conf in "$@"; do
    name=${conf##*/hermes-fleet-}
    if [ "$name" = "$conf" ]; then
      unit=${conf%".d/$NAMESAKES"}
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

# Those of units that were put back, which a later change may have cleaned.
renew_locks() {
  locks_in_use
  set --
  for use in $IN_USE; do
    let_in "${use%%:*}" "${use#*:}" || set -- "$@" "$conf"
  done
  for unit in $GUARDED; do write_guard "$unit"; done
  [ $# -eq 0 ] || timeout -k 5 60 systemd-tmpfiles --create "$@" >"$W/tmpfiles.out" 2>&1 9>&-
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

has_locks() {
  for conf in "$TMPFILES"/hermes-fleet-*.conf "$GUARDS"/*.service.d/"$NAMESAKES"; do
    if [ -e "$conf" ]; then return 0; fi
  done
  return 1
}

# What nothing needs goes; while a change may still be put back, everything stays that it might need.
tidy() {
  for one in "$RECORDS"/*; do
    case $one in *.rolled-back | *.new) ;; *) [ ! -e "$one" ] || return 0 ;; esac
  done
  clean_locks
  end_linger
}
