# A program is asked for its version, and never by root: what root would start may be another account's (by its `#!`
# line, a link, an interpreter, a library), and who owns a file can change between a look and a start.

# The numbers that systemd leaves to nobody (UIDS-GIDS: 65520 to 65533): no file and no other process has one.
lowest_rights() { # -> $REPLY
  REPLY=65533
  while [ "$REPLY" -ge 65520 ]; do
    getent passwd "$REPLY" >/dev/null 2>&1 || return 0
    REPLY=$((REPLY - 1))
  done
  fail install-failed 'the host has an account for each number from 65520 to 65533, and none is left to ask a program with' \
    'give one of these accounts another number'
}

# What it writes goes to homes that are thrown away.
# shellcheck disable=SC2016 # a program of its own
ASK='
home=$(mktemp -d) || exit 1
HOME=${HOME:-$home} HERMES_HOME=$home/hermes "$@"
status=$?
rm -rf "$home"
exit "$status"'

# shellcheck disable=SC2016 # a program of its own; with any other number it would end processes of the host
END_ALL='case $(id -u) in "$1") kill -KILL -1 ;; esac'

# ask <account, - for one without any rights> <program> <argument>... -> $status, and what it said in $work/log
#
# In a session of its own without a terminal, without input, with an environment and limits of its own; its deadline is
# kept by root, whose processes it cannot end. An account whose program this is could be running it anyway.
ask() {
  asker=$1
  shift
  set -- PATH=/usr/local/bin:/usr/bin:/bin LC_ALL=C /bin/sh -c "$ASK" hermes-install "$@"
  [ -z "$R" ] || set -- HERMES_FLEET_ROOT="$R" "$@"
  if [ "$asker" = - ]; then
    lowest_rights
    number=$REPLY
    set -- setpriv --reuid="$number" --regid="$number" --clear-groups --no-new-privs \
      env -i USER=hermes-install LOGNAME=hermes-install "$@"
    set -- prlimit --nproc=256 -- "$@"
  else
    IFS=: read -r _ _ _ _ _ account_home _ <<P
$(getent passwd "$asker")
P
    set -- runuser -u "$asker" -- setpriv --no-new-privs env -i HOME="$R$account_home" USER="$asker" LOGNAME="$asker" "$@"
  fi
  (cd / && exec setsid -w timeout -k 5 "$ASK_SECONDS" prlimit --core=0 --fsize=1048576 --cpu="$ASK_SECONDS" -- "$@") \
    </dev/null >"$work/answer" 2>&1 9>&- &
  child=$!
  wait "$child"
  status=$?
  child=
  if [ "$asker" = - ] && [ -z "$R" ]; then
    # what it has left behind; this number has no other processes
    setsid -w setpriv --reuid="$number" --regid="$number" --clear-groups --no-new-privs \
      /bin/sh -c "$END_ALL" hermes-install "$number" </dev/null >/dev/null 2>&1 9>&-
  fi
  head -c 4000 "$work/answer" >"$work/log"
}

# A version is short and of few characters, whatever the program says.
version_word() { # <text> -> $REPLY, empty for anything else
  REPLY=$1
  case $REPLY in
    [!0-9]* | *[!0-9A-Za-z.+!-]*) REPLY= ;;
  esac
  if [ "${#REPLY}" -gt 64 ]; then REPLY=; fi
}
