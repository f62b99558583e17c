# Files and links of accounts' units, put back as the account: root's hand reaches no path of theirs.

# In: the unit's file, the copy beside it, the home. Out: the digests of both, - for none; nothing without a home.
ACCOUNT_DIGESTS='
[ -d "$3" ] || exit 1
for f in "$1" "$2"; do
  d=-
  if [ -L "$f" ]; then d=link; elif [ -f "$f" ]; then d=$(sha256sum <"$f") && d=${d%% *}; fi
  printf "%s\n" "${d:-unread}"
done'

restore_account_file() { # <unit> <digest before> <digest after>
  account=${1%%/*}
  units_of "$account"
  directory=$REPLY
  now=
  copy=
  { read -r now && read -r copy; } <<N
$([ -z "$entry_uid" ] || as_user "$account" "$ACCOUNT_DIGESTS" "$directory/${1#*/}" "$directory/.hermes-fleet.$ID.old.tmp/${1#*/}" "$R$entry_home" 2>/dev/null </dev/null)
N
  if [ -z "$now" ]; then
    problem "$1 cannot be looked at as $account"
    return
  fi
  [ "$now" != "$2" ] || return 0
  if [ "$now" != "$3" ] && [ -z "$FORCE" ]; then
    did "$1 was edited since and is left as it is [rollback-conflict]"
    CONFLICTS="$CONFLICTS $1"
    return
  fi
  if ! need_work; then
    problem "$1 could not be put back"
    return
  fi
  if [ "$2" = - ]; then
    tell_account "$account" remove "${1#*/}"
  elif [ "$copy" = "$2" ]; then
    tell_account "$account" restore "${1#*/}"
  else
    tell_account "$account" whole "${1#*/}"
    cat -- "$KEPT_IN/units/$1" >>"$told_to"
  fi
  run_accounts
  if ! account_did "$1"; then
    problem "$1 could not be put back"
  elif [ "$2" = - ]; then
    did "$1 was taken away"
  else
    did "the previous $1 is back"
  fi
}

restore_registered() { # <unit> <yes|no>
  contains "$CONFLICTS" "$1" && return
  if [ "$2" = no ]; then
    forget_unit "$1"
  else
    mkdir -p -- "$STATE/user/${1%/*}" && cp -- "$KEPT_IN/user/$1" "$STATE/user/$1.new" &&
      mv -f -- "$STATE/user/$1.new" "$STATE/user/$1"
  fi 2>/dev/null || problem "the record of $1 could not be put back"
}

tell_links() { # <unit>
  case $1 in */*) ;; *) return ;; esac
  contains "$CONFLICTS" "$1" && return
  directories=
  for link in $KEEP; do
    case $link in */"$1") directories="$directories ${link%"/$1"}" ;; esac
  done
  need_work && tell_account "${1%%/*}" linked "${1#*/} $directories"
}

links_told() { # <unit>
  case $1 in */*) ;; *) return ;; esac
  contains "$CONFLICTS" "$1" || account_did "$1" || problem "the links of $1 could not be put back"
}

# Managers of accounts that something was put back for; one that is not there reads everything when it comes.
accounts_restored() { # -> $REPLY
  REPLY=
  [ ! -f "$KEPT_IN/accounts" ] || REPLY=$(cat -- "$KEPT_IN/accounts")
}

reload_managers() {
  DEADLINE=60 sc daemon-reload 2>/dev/null || problem "systemctl daemon-reload failed"
  accounts_restored
  for account in $REPLY; do
    manager_is_up "$account" || continue
    DEADLINE=60 in_manager_of "$account" systemctl --user daemon-reload 2>/dev/null ||
      problem "systemctl --user daemon-reload of $account failed"
  done
}

# Of an account that nobody has logged in to and that does not linger: nothing of it can run.
is_absent() { # <unit>
  case $1 in */*) ;; *) return 1 ;; esac
  manager_is_up "${1%%/*}" && return 1
  ! lingers "${1%%/*}"
}

# The manager of a unit's account, where it is ours to have it run. At a boot it is held back until we are done.
have_manager() { # <unit>; false when it is not there
  case $1 in */*) ;; *) return 0 ;; esac
  manager_is_up "${1%%/*}" && return
  [ -z "$NO_BLOCK" ] && need_work || return 1
  may=no
  if [ -e "$STATE/linger/${1%%/*}" ] || grep -qsx "linger$TAB${1%%/*}" "$KEPT_IN/manifest"; then may=yes; fi
  if [ "$may" = no ] && is_absent "$1"; then
    did "$1 starts when its account logs in"
    return 1
  fi
  why=$(start_manager "${1%%/*}" "$may")
  [ -z "$why" ] || problem "$1 has no manager: $why"
  [ -z "$why" ]
}
