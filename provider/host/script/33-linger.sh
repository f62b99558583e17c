# Managers of accounts that nobody has logged in to live by linger.

lingers() { [ -e "$R/var/lib/systemd/linger/$1" ]; } # <account>

start_manager() { # <account> <may linger be switched on: yes|no>, on standard output why it cannot be
  if [ "$2" = yes ] && ! lingers "$1"; then
    # On record first: who comes after a run that was cut knows that it was us.
    mkdir -p -- "$STATE/linger"
    : >"$STATE/linger/$1"
    if ! timeout -k 5 30 loginctl enable-linger "$1" >"$W/linger.err" 2>&1 9>&-; then
      printf 'loginctl enable-linger %s: %s\n' "$1" "$(last_words "$W/linger.err")"
      return
    fi
  fi
  manager_is_up "$1" && in_manager_of "$1" systemctl --user show -p Version >/dev/null 2>"$W/linger.err" && return
  if ! lingers "$1"; then
    printf '%s is not logged in, does not linger, and linger: false forbids to change that\n' "$1"
    return
  fi
  account_entry "$1"
  progress "waiting for the manager of $1"
  sc_short reset-failed "user@$entry_uid.service" 2>/dev/null
  if ! timeout -k 5 60 systemctl start "user@$entry_uid.service" >"$W/linger.err" 2>&1 9>&-; then
    printf 'systemctl start user@%s.service: %s\n' "$entry_uid" "$(last_words "$W/linger.err")"
    return
  fi
  uptime_seconds
  until=$((REPLY + 30))
  until manager_is_up "$1" && in_manager_of "$1" systemctl --user show -p Version >/dev/null 2>>"$W/linger.err"; do
    uptime_seconds
    if [ "$REPLY" -ge "$until" ]; then
      printf 'user@%s.service did not answer for 30 s: %s\n' "$entry_uid" "$(last_words "$W/linger.err")"
      return
    fi
    sleep 0.2
  done
}

# Linger that we switched on goes with our last unit of the account, unless the account has come to use it.
end_linger() {
  [ -d "$STATE/linger" ] || return 0
  for record in "$STATE"/linger/*; do
    [ -e "$record" ] || continue
    account=${record##*/}
    has_units "$account" && continue
    if account_uses_linger "$account"; then
      progress "linger of $account stays on: it has units of its own that a boot starts"
    else
      timeout -k 5 30 loginctl disable-linger "$account" 2>/dev/null 9>&-
    fi
    rm -f -- "$record"
  done
  rmdir -- "$STATE/linger" 2>/dev/null
}

account_uses_linger() { # <account>: it has enabled something, and that is not ours
  account_entry "$1"
  [ -n "$entry_uid" ] || return 1
  units_of "$1"
  as_user "$1" 'for l in "$1"/*.wants/* "$1"/*.requires/*; do [ ! -L "$l" ] || exit 0; done; exit 1' "$REPLY" </dev/null 2>/dev/null
}

has_units() { # <account>: units of ours, as root's own record says
  for record_of_unit in "$STATE/user/$1"/*; do
    if [ -e "$record_of_unit" ]; then return 0; fi
  done
  return 1
}
