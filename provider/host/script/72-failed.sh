# A gateway that did not become healthy: what is reported of it before anything is put back.

gateway_failed() { # <operation> <what was seen>
  get unit "$1"
  unit=$REPLY
  show_units "$unit"
  state_of "$unit" ExecMainStatus
  status=$REPLY
  state_of "$unit" Result
  fail "$1" gateway-failed "$2; Result=$REPLY ExecMainStatus=$status"
  failed_op=$1
  uid=
  manager_of "$unit"
  if [ "$REPLY" = - ]; then
    set -- -u "$unit"
  else
    account_entry "$REPLY"
    uid=$entry_uid
    set -- "_UID=$uid" "_SYSTEMD_USER_UNIT=${unit#*/}" + "_UID=$uid" "USER_UNIT=${unit#*/}"
  fi
  journalctl -n 20 -o cat --no-pager --quiet "$@" 2>/dev/null 9>&- | head -c 65536 >"$W/journal"
  own_words "$failed_op"
  own_state "$failed_op"
  say_blobs "$failed_op" journal "$W/journal" "$failed_op" words "$W/words" "$failed_op" state "$W/state"
}

# What this life of the gateway itself printed, for the table of causes; the unit's journal also has earlier lives.
own_words() { # <operation>, with $uid of an account's own manager
  get unit "$1"
  state_of "$REPLY" InvocationID
  case $REPLY in
    '' | *[!0-9a-f]*) ;;
    *) journalctl -n 40 -o cat --no-pager --quiet "_SYSTEMD_INVOCATION_ID=$REPLY" ${uid:+"_UID=$uid"} 2>/dev/null 9>&- ;;
  esac | head -c 65536 >"$W/words"
  start_put_off "$1" >>"$W/words"
}

# Of a start that is one too many Hermes says in its own log alone, and nothing comes after that line while it sleeps.
ACCOUNT_LAST='
IFS= read -r file && IFS= read -r age && [ -f "$file" ] || exit 0
if [ $(($(date +%s) - $(stat -c %Y -- "$file"))) -le "$age" ]; then tail -n 1 -- "$file" | head -c 4096; fi'

start_put_off() { # <operation>: the last line, when it is of the process that is judged
  take "$1" user home gatewayHome mainPid
  process_of "${mainPid:-none}"
  [ -n "$REPLY" ] || return 0
  born=${REPLY#* }
  uptime_centiseconds
  age=$(((REPLY - born) / 100 + 1))
  REPLY=${gatewayHome:-$home}
  below_root
  fresh "$W/last.in"
  printf '%s\n%s\n' "$REPLY/logs/errors.log" "$age" >"$W/last.in"
  as_account "$user" "$ACCOUNT_LAST" <"$W/last.in" 2>/dev/null
}

# The state file, when the process that is judged wrote it. One that has ended is known by its pid and by systemd's own
# stamp of its start; both clocks count from the boot, in hundredths and in millionths of a second.
own_state() { # <operation>
  : >"$W/state"
  state_text "$1" >"$W/state.read"
  read -r _ pid started <<S
$(state_fields <"$W/state.read")
S
  bus_properties "$1" Service ExecMainPID ExecMainStartTimestampMonotonic
  # Both are an account's words, and a number that begins with 0 would end a shell that counts with it.
  for number in "$pid" "$started" "$bus_ExecMainStartTimestampMonotonic"; do
    case $number in '' | - | 0*) return 0 ;; esac
  done
  [ "$pid" = "$bus_ExecMainPID" ] || return 0
  process_of "$pid"
  if [ -n "$REPLY" ]; then
    [ "$REPLY" = "$pid $started" ] || return 0
  else
    apart=$((started - bus_ExecMainStartTimestampMonotonic / 10000))
    [ "${apart#-}" -le 100 ] || return 0
  fi
  mv -f -- "$W/state.read" "$W/state"
}
