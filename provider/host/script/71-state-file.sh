# What Hermes says of itself in gateway_state.json. The file is never reset: it counts only when the unit's main process
# wrote it, and of its platforms only what was written since the start, because those of earlier settings stay in it.

# Read by the account. Hermes' own is below 2 KiB with one profile; a longer one than this counts as broken off.
ACCOUNT_STATE='IFS= read -r file && if [ -f "$file" ]; then head -c 262144 -- "$file"; fi'

state_text() { # <operation>
  take "$1" user home gatewayHome
  REPLY=${gatewayHome:-$home}
  below_root
  # Looks at several gateways run side by side.
  fresh "$W/op/$1/state.in"
  printf '%s\n' "$REPLY/gateway_state.json" >"$W/op/$1/state.in"
  as_account "$user" "$ACCOUNT_STATE" <"$W/op/$1/state.in" 2>/dev/null
}

# state_fields <platform>...: a line <state> <pid> <start time>, then <platform> <state> <error code> <when written> for
# each that is asked for; a dash for what is not there or is no plain word. Nothing at all of a text that is not one
# whole JSON object. What lies between two quotes is one record, so that a long text costs no more than it is long.
state_fields() {
  awk -v wanted="$*" '
    BEGIN { RS = "\"" }
    inside {
      word = word $0
      if (match($0, /\\+$/) && RLENGTH % 2 == 1) word = word "\""
      else {
        inside = 0
        if (depth == 0 || bare != "") broken = 1
        else if (kind[depth] == "{" && !named[depth]) key[depth] = word
        else keep(word)
      }
      next
    }
    {
      size = length($0)
      for (at = 1; at <= size; at++) mark(substr($0, at, 1))
      end_bare()
      inside = 1
      word = ""
    }
    function mark(c) {
      if (c ~ /[-+.0-9A-Za-z]/) { bare = bare c; return }
      end_bare()
      if (c == "{" || c == "[") {
        if (depth == 0 && (c == "[" || whole) || depth > 0 && kind[depth] == "{" && !named[depth]) broken = 1
        kind[++depth] = c
        named[depth] = 0
      } else if (c == "}" || c == "]") {
        if (kind[depth] c != "{}" && kind[depth] c != "[]") broken = 1
        if (--depth == 0) whole = 1
      } else if (c == ":") named[depth] = 1
      else if (c == ",") named[depth] = 0
      else if (c !~ /[ \t\r\n]/) broken = 1
    }
    function end_bare() {
      if (bare == "") return
      if (depth == 0 || kind[depth] == "{" && !named[depth]) broken = 1
      else if (bare != "null") keep(bare)
      bare = ""
    }
    function keep(word) {
      if (depth == 1) value[key[1]] = word
      else if (depth == 3 && key[1] == "platforms" && kind[2] kind[3] == "{{") platform[key[2], key[3]] = word
    }
    function plain(word, letters, most) { return word ~ letters && length(word) <= most ? word : "-" }
    END {
      state = plain(value["gateway_state"], "^[a-z_]+$", 30)
      if (broken || !whole || depth || state == "-") exit
      print state, plain(value["pid"], "^[0-9]+$", 15), plain(value["start_time"], "^[0-9]+$", 15)
      count = split(wanted, names, " ")
      for (n = 1; n <= count; n++)
        print names[n], plain(platform[names[n], "state"], "^[a-z_]+$", 30), \
          plain(platform[names[n], "error_code"], "^[A-Za-z0-9_.-]+$", 60), \
          plain(platform[names[n], "updated_at"], "^[0-9A-Za-z:.+-]+$", 40)
    }'
}

# When each platform that is waited for was last written of, before the start: what stays so is of an earlier process.
note_platforms() { # <operation>
  take "$1" readyPlatforms
  [ -n "$readyPlatforms" ] || return 0
  before=
  # shellcheck disable=SC2086 # a list of names
  fields=$(state_text "$1" | state_fields $readyPlatforms)
  while read -r name _ _ written; do
    case ${written:--} in -) ;; *) before="$before $name=$written" ;; esac
  done <<S
${fields#*"$NL"}
S
  put platformsBefore "$1" "$before"
}

look_at_state_file() {
  take "$1" mainPid readyPlatforms platformsBefore
  # shellcheck disable=SC2086 # a list of names
  fields=$(state_text "$1" | state_fields $readyPlatforms)
  seen="there is no state file that can be read"
  [ -n "$fields" ] || return 1
  read -r state pid started <<S
$fields
S
  seen="state file says $state, pid $pid"
  process_of "${mainPid:-none}"
  if [ "$pid" != "$mainPid" ]; then
    seen="$seen is not $mainPid"
  elif [ "$pid $started" != "$REPLY" ]; then
    seen="$seen that started at $started, which is not ${REPLY#* }"
  elif [ "$state" = running ]; then
    look_at_platforms
    return
  fi
  return 1
}

look_at_platforms() { # with $fields, $readyPlatforms, $platformsBefore and $seen
  [ -n "$readyPlatforms" ] || return 0
  missing=
  while read -r name state code written; do
    if [ "$state" = - ]; then
      state="not in the state file"
      code=-
    elif contains "$platformsBefore" "$name=$written"; then
      state="not in the state file since the start"
      code=-
    fi
    [ "$state" != connected ] || continue
    [ "$code" = - ] || state="$state, $code"
    missing="$missing; platform $name: $state"
  done <<S
${fields#*"$NL"}
S
  if [ -n "$missing" ]; then
    seen=${missing#; }
    return 1
  fi
  seen="$seen, $readyPlatforms connected"
}
