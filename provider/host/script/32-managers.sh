# Units of several managers. A unit is named as the plan names it: `<unit>` of the system's manager, `<account>/<unit>`
# of an account's own. That one is asked and told as the account, through its own socket; a root that speaks to it
# directly is refused, and its answers are an agent's: they are waited for with a deadline and believed only of itself.

manager_of() { # <unit> -> $REPLY: the account, or - for the system's
  case $1 in */*) REPLY=${1%%/*} ;; *) REPLY=- ;; esac
}

managers_of() { # <unit>... -> $REPLY: each manager once
  found=
  for ref in "$@"; do
    manager_of "$ref"
    contains "$found" "$REPLY" || found="$found $REPLY"
  done
  REPLY=$found
}

names_in() { # <manager> <unit>... -> $REPLY: names of those that it runs
  wanted=$1
  shift
  names=
  for ref in "$@"; do
    manager_of "$ref"
    if [ "$REPLY" = "$wanted" ]; then names="$names ${ref##*/}"; fi
  done
  REPLY=$names
}

# file_of <unit> -> $REPLY: where its file is, or would be
file_of() {
  manager_of "$1"
  if [ "$REPLY" = - ]; then
    REPLY=$UNITS/$1
  else
    units_of "$REPLY"
    REPLY=$REPLY/${1#*/}
  fi
}

# units_of <account> -> $REPLY: the directory of its units, where Hermes itself puts them
units_of() {
  account_entry "$1"
  REPLY=$R$entry_home/.config/systemd/user
}

# account_entry <account>: $entry_uid and $entry_home, both empty when there is no such account
account_entry() {
  lines_begin
  for entry in $ACCOUNTS; do
    case $entry in "$1:"*)
      lines_end
      entry_uid=${entry#*:}
      entry_home=${entry_uid#*:}
      entry_uid=${entry_uid%%:*}
      return
      ;;
    esac
  done
  lines_end
  IFS=: read -r _ _ entry_uid _ _ entry_home _ <<A
$(getent passwd "$1")
A
  # Early in a boot one may not be known yet.
  [ -z "$entry_uid" ] || ACCOUNTS="$ACCOUNTS$NL$1:$entry_uid:$entry_home"
}
ACCOUNTS=

manager_is_up() { # <account>
  account_entry "$1"
  [ -n "$entry_uid" ] && { [ -S "$R/run/user/$entry_uid/bus" ] || [ -S "$R/run/user/$entry_uid/systemd/private" ]; }
}

# in_manager_of <account> <command>...: as the account, beside its own manager
in_manager_of() {
  account_entry "$1"
  beside=$1
  shift
  bounded "${DEADLINE:-60}" runuser -u "$beside" -- env XDG_RUNTIME_DIR="$R/run/user/$entry_uid" \
    DBUS_SESSION_BUS_ADDRESS="unix:path=$R/run/user/$entry_uid/bus" "$@" </dev/null
}

# sc_units [--short] <word of systemctl>... -- <unit>...: systemctl once for each manager; a manager that is not there
# has nothing to stop or to forget. --short waits for no job.
sc_units() {
  call=sc
  if [ "$1" = --short ]; then
    call=sc_short
    shift
  fi
  verb=
  while [ "$1" != -- ]; do
    verb="$verb $1"
    shift
  done
  shift
  managers_of "$@"
  outcome=0
  for asked in $REPLY; do
    names_in "$asked" "$@"
    # shellcheck disable=SC2086 # lists of words and of unit names
    if [ "$asked" = - ]; then
      "$call" $verb -- $REPLY || outcome=$?
    elif manager_is_up "$asked"; then
      names_in "$asked" "$@"
      in_manager_of "$asked" systemctl --user --no-pager $verb -- $REPLY || outcome=$?
    fi
  done
  return "$outcome"
}
