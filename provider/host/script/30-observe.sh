# What is on the machine: read only, and the same for a transaction and for a refresh.

# One line a field, <name>=<value>, behind a line operation=<number>. In a variable, because `read` costs a system call
# for each byte. Only these names become names of variables; with any other one the request is none of ours.
load_operations() {
  OPS=
  i=
  fields=$(cat -- "$W/fields")
  lines_begin
  for field in $fields; do
    name=${field%%=*}
    case $name in
      operation)
        i=${field#*=}
        is_operation "$i" || refuse_request operation
        OPS="$OPS $i"
        continue
        ;;
      adopt | bodyHash | boot | claims | conflicts | deadlineSeconds | dependencies | envKey | excludes | \
        executable | gatewayHome | group | healthySeconds | home | keepGenerations | keepsEnv | killSignal | kind | linger | \
        locks | maxStarts | movesFrom | newHash | newLinks | noEnv | object | oldBoot | oldDropIns | oldHash | \
        oldLinks | oldMachine | owner | planned | ready | readyAddress | readyName | readyPath | readyPlatforms | readyPort | \
        readyStatus | readyUrl | restart | restartBy | restarts | runtime | startLimit | startsAfter | startsWindow | \
        stopSeconds | takeBack | unit | user) ;;
      *) refuse_request 'an unknown field' ;;
    esac
    case $i:$field in
      :* | *[[:cntrl:]]*) refuse_request "$name" ;;
      *=*) put "$name" "$i" "${field#*=}" ;;
      *) refuse_request "$name" ;;
    esac
  done
  lines_end
}

# Before anything has begun: what was sent is not what the provider sends.
refuse_request() { # <field>
  lines_end
  fail - host-script-failed "the request is not as the provider writes it, at $1: nothing was begun"
}

observe_system() {
  require_systemd
  systemd_version
  MACHINE_ID=
  if [ -r "$R/etc/machine-id" ]; then read -r MACHINE_ID <"$R/etc/machine-id"; fi
  say system "$SYSTEMD_VERSION" "$MACHINE_ID"
  [ "${SYSTEMD_VERSION%%[!0-9]*}" -ge 240 ] || unsuitable systemd-too-old "$SYSTEMD_VERSION"
}

# Conflicts=, Before= and marks of every unit and drop-in that could concern us, one awk for all of the system's. $SCAN
# has lines <file> TAB <key> TAB <value>; in a variable, because `read` costs a system call for each byte.
scan_units() {
  set --
  for file in "$UNITS"/*.service "$UNITS"/*.service.d/*.conf; do
    if [ -f "$file" ]; then set -- "$@" "$file"; fi
  done
  SCAN=
  [ $# -eq 0 ] || SCAN=$(awk 'BEGIN {
    for (n = 1; n < ARGC; n++) {
      file = ARGV[n]
      section = ""
      while ((getline line < file) > 0) {
        sub(/\r$/, "", line)
        if (line ~ /^\[/) { section = line; continue }
        cut = index(line, "=")
        if (cut == 0) continue
        key = substr(line, 1, cut - 1)
        if (section == "[Unit]" && (key == "Conflicts" || key == "Before") ||
            section == "[X-Hermes-Fleet]" && (key == "Owner" || key == "Claims" || key == "Runtime"))
          print file "\t" key "\t" substr(line, cut + 1)
      }
      close(file)
    }
  }' "$@")
  MARKED=
  lines_begin
  for scanned in $SCAN; do
    case $scanned in *".service${TAB}Owner$TAB"*)
      file=${scanned%%"$TAB"*}
      MARKED="$MARKED ${file##*/}"
      ;;
    esac
  done
  lines_end
  accounts_concerned
  # shellcheck disable=SC2086 # a list of accounts
  scan_accounts $REPLY
}

# words_of <lines> <beginning> -> $REPLY: what follows it in each of them that begins so, and a tab
words_of() {
  REPLY=
  lines_begin
  for scanned in $1; do
    case $scanned in "$2$TAB"*) REPLY="$REPLY ${scanned#"$2$TAB"}" ;; esac
  done
  lines_end
  REPLY=${REPLY# }
}

scan_value() { # <file> <key> -> $REPLY, the words of all lines with that key
  words_of "$SCAN" "$1$TAB$2"
}

# links_of <unit> -> $REPLY: the directories of the links that a boot follows. Not systemd's UnitFileState: systemd
# keeps that from the first question until the next reload, so our own question would make `systemctl status` lie.
links_of() {
  case $1 in */*)
    account_fact linked "$1"
    return
    ;;
  esac
  linked=
  for link in "$UNITS"/*.wants/"$1" "$UNITS"/*.requires/"$1"; do
    [ -L "$link" ] || continue
    link=${link%/*}
    linked="$linked ${link##*/}"
  done
  REPLY=${linked# }
}

# show_units <unit>...: one systemctl for each manager; afterwards state_of <unit> <property> -> $REPLY. What the first
# one of a transaction saw is kept for state_before.
show_units() {
  [ $# -gt 0 ] || return 0
  STATES=
  managers_of "$@"
  for asked in $REPLY; do
    names_in "$asked" "$@"
    # shellcheck disable=SC2086 # a list of unit names
    show_in "$asked" $REPLY
  done
  if [ -z "$STATES_BEFORE" ]; then STATES_BEFORE=$STATES; fi
}

show_in() { # <manager> <name>...
  prefix=
  if [ "$1" = - ]; then
    shift
    shown=$(sc_short show -p "$SHOWN" -- "$@" 2>/dev/null)
  else
    prefix=$1/
    asked_account=$1
    shift
    if manager_is_up "$asked_account"; then
      # An agent's word: of what is not plain nothing is believed, least of all a process that would be a path, or a
      # number that no shell counts with.
      shown=$(in_manager_of "$asked_account" systemctl --user --no-pager show -p "$SHOWN" -- "$@" 2>/dev/null |
        grep -E -x "$SHOWN_LINE")
    else
      shown=
      for name in "$@"; do shown="${shown}Id=$name${NL}LoadState=not-found${NL}ActiveState=inactive$NL$NL"; done
    fi
  fi
  shown=$shown$NL$NL
  lines_begin
  while [ -n "$shown" ]; do
    unit_id=
    properties=
    aliases=
    for line in ${shown%%"$NL$NL"*}; do
      case $line in
        Id=*) unit_id=${line#Id=} ;;
        Names=*) aliases=${line#Names=} ;;
        *) properties="$properties$TAB$line" ;;
      esac
    done
    shown=${shown#*"$NL$NL"}
    [ -z "$unit_id" ] || STATES="$STATES$prefix$unit_id$properties$TAB$NL"
    # Under another name it is asked for too: that one is an alias, and what it says is of this unit.
    while [ "$aliases" != "$unit_id" ] && [ -n "$aliases" ]; do
      case $aliases in *' '*) ;; *) aliases="$aliases " ;; esac
      [ "${aliases%% *}" = "$unit_id" ] ||
        STATES="$STATES$prefix${aliases%% *}${TAB}AliasOf=$unit_id$properties$TAB$NL"
      aliases=${aliases#* }
    done
  done
  lines_end
}
SHOWN=Id,LoadState,ActiveState,SubState,MainPID,NRestarts,Result,ExecMainStatus,InvocationID
SHOWN=$SHOWN,InactiveExitTimestampMonotonic,Names,FragmentPath,DropInPaths,ControlGroup
SHOWN_LINE='(Id=[A-Za-z0-9:_.@\\-]{1,255}|(LoadState|ActiveState|SubState|Result)=[a-z-]{1,40}|InvocationID=[0-9a-f]{0,32}|'
SHOWN_LINE=$SHOWN_LINE'(MainPID|NRestarts|ExecMainStatus|InactiveExitTimestampMonotonic)=(0|[1-9][0-9]{0,14})|'
SHOWN_LINE=$SHOWN_LINE'(Names|FragmentPath)=[A-Za-z0-9:_.@/ \\-]*|(DropInPaths|ControlGroup)=)?'
STATES=
STATES_BEFORE=

state_of() { state_in "$STATES" "$@"; }
state_before() { state_in "$STATES_BEFORE" "$@"; }
state_in() { # <what was seen> <unit> <property> -> $REPLY
  REPLY=
  lines_begin
  for seen in $1; do
    case $seen in "$2$TAB"*"$TAB"*)
      REPLY=${seen#*"$TAB$3="}
      if [ "$REPLY" = "$seen" ]; then REPLY=; fi
      REPLY=${REPLY%%"$TAB"*}
      ;;
    esac
  done
  lines_end
}
