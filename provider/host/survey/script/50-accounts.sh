# Accounts that may have a manager: those that were named, and of passwd those that lingers, run one or can log in.
accounts() { # <names, between blanks>
  linger=' ' running=' '
  for file in "$R"/var/lib/systemd/linger/*; do linger="$linger${file##*/} "; done
  for file in "$R"/run/user/*; do running="$running${file##*/} "; done
  {
    # shellcheck disable=SC2086 # names that were checked
    for name in $1; do timeout -k 1 5 getent passwd "$name" </dev/null; done
    echo
    { timeout -k 1 5 getent passwd || cat "$R/etc/passwd"; } </dev/null
  } 2>/dev/null | head -c 4000000 | LINGER=$linger RUNNING=$running MOST=$ACCOUNTS awk -F: '
    $0 == "" { rest = 1; next }
    NF < 7 || $1 !~ /^[A-Za-z_][A-Za-z0-9_.-]*$/ || $3 !~ /^[0-9]+$/ || $1 in told { next }
    rest && !(index(ENVIRON["LINGER"], " " $1 " ") || index(ENVIRON["RUNNING"], " " $3 " ") ||
      ($3 == 0 || $3 >= 1000 && $3 < 60000) && $7 !~ /(nologin|false)$/) { next }
    count == ENVIRON["MOST"] { print "cut\taccounts"; exit }
    { count++; told[$1] = 1; gsub(/[[:cntrl:]]/, " "); printf "account\t%s\t%s\t%s\n", $1, $3, $6 }'
}

ask_account() { # <name> <uid> <home> <file>
  (
    ulimit -f 256
    exec setsid -w timeout -k 1 "$SECONDS_OF_ACCOUNT" runuser -u "$1" -- env XDG_RUNTIME_DIR="$R/run/user/$2" \
      DBUS_SESSION_BUS_ADDRESS="unix:path=$R/run/user/$2/bus" \
      /bin/sh -c "$MANAGER" survey "$R$3" "$LOOK" "$PROPERTIES" "$SHOWN"
  ) </dev/null >"$4" 2>/dev/null && : >"$4.done"
}

user_units() { # <lines of accounts>
  work=$(mktemp -d "$R/run/hermes-fleet-survey.XXXXXX") || return 0
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM PIPE
  programs=''
  while IFS='	' read -r kind name uid home; do
    [ "$kind" = account ] || continue
    ask_account "$name" "$uid" "$home" "$work/$name" >/dev/null 2>&1 &
    programs="$programs $!"
  done <<LINES
$1
LINES
  # a process that cannot be killed (a home that does not answer) holds up nothing either
  (
    trap 'kill "$pause"; exit' TERM
    sleep $((SECONDS_OF_ACCOUNT + 3)) &
    pause=$!
    wait "$pause" && kill -USR1 $$
  ) </dev/null >/dev/null 2>&1 &
  watch=$!
  trap 'late=yes' USR1
  late=
  for program in $programs; do
    if [ -z "$late" ]; then wait "$program"; fi
  done
  kill "$watch" 2>/dev/null
  printf '%s\n' "$1" | while IFS='	' read -r kind name _; do
    [ "$kind" = account ] || continue
    if [ ! -e "$work/$name.done" ]; then printf 'silent\t%s\n' "$name"; fi
    if [ -s "$work/$name" ]; then
      head -c "$BYTES_OF_ACCOUNT" "$work/$name" | ACCOUNT=$name MOST=$BYTES_OF_ACCOUNT awk '
        { bytes += length($0) + 1 }
        /^(unit|says|cut)\t/ && NR <= 5000 {
          line = substr($0, 1, 6000)
          gsub(/[\001-\010\013-\037\177]/, " ", line)
          print "of\t" ENVIRON["ACCOUNT"] "\t" line
        }
        END { if (bytes >= ENVIRON["MOST"] || NR > 5000) print "silent\t" ENVIRON["ACCOUNT"] }'
    fi
  done
}

