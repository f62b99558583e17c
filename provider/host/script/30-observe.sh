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

# Files and drop-ins of every operation; those that root may read are hashed by one command.
hash_files() {
  hash_system_files
  hash_account_files
  for i in $OPS; do
    now=$W/op/$i/dropins.now
    if [ -s "$now" ]; then sort -k 2 -o "$now" "$now"; fi
  done
}

# Directories of the system's units: those that systemd prefers to $UNITS, and those that it reads after it.
UNITS_ABOVE="$R/etc/systemd/system.control $R/run/systemd/system.control $R/run/systemd/transient"
UNITS_ABOVE="$UNITS_ABOVE $R/run/systemd/generator.early"
UNITS_BELOW="$R/etc/systemd/system.attached $R/run/systemd/system $R/run/systemd/system.attached"
UNITS_BELOW="$UNITS_BELOW $R/run/systemd/generator $R/usr/local/lib/systemd/system $R/usr/lib/systemd/system"
# The same for all accounts' managers; what accounts have of their own is looked at as the account.
SHARED_UNITS="$R/etc/systemd/user $R/run/systemd/user $R/usr/local/share/systemd/user"
SHARED_UNITS="$SHARED_UNITS $R/usr/share/systemd/user $R/usr/local/lib/systemd/user $R/usr/lib/systemd/user"
if [ ! "$R/etc/xdg/systemd/user" -ef "$R/etc/systemd/user" ]; then
  SHARED_UNITS="$R/etc/xdg/systemd/user $SHARED_UNITS"
fi
if [ ! "$R/lib" -ef "$R/usr/lib" ]; then
  UNITS_BELOW="$UNITS_BELOW $R/lib/systemd/system"
  SHARED_UNITS="$SHARED_UNITS $R/lib/systemd/user"
fi
UNITS_BELOW="$UNITS_BELOW $R/run/systemd/generator.late"

# A path as it is looked for above: /lib is /usr/lib on most machines.
usual_path() { # <path> -> $REPLY
  REPLY=$1
  case $1 in "$R"/lib/*) [ ! "$R/lib" -ef "$R/usr/lib" ] || REPLY=$R/usr${1#"$R"} ;; esac
}

# Names whose drop-ins apply to a unit: its own, each beginning of it that ends in a dash, its type (systemd.unit(5)).
dropin_names() { # <unit's name> -> $REPLY
  REPLY=$1
  stem=${1%.service}
  stem=${stem%-}
  while :; do
    case $stem in ?*-*) stem=${stem%-*} ;; *) break ;; esac
    [ -z "$stem" ] || REPLY="$REPLY $stem-.service"
  done
  REPLY="$REPLY service"
}

hash_system_files() {
  set --
  : >"$W/dropins.of"
  for i in $OPS; do
    get unit "$i"
    unit=$REPLY
    : >"$W/op/$i/dropins.now"
    put hash "$i" -
    put symlink "$i" ''
    case $unit in
      */*) directories=$SHARED_UNITS ;;
      *)
        directories="$UNITS $UNITS_ABOVE $UNITS_BELOW"
        if [ -L "$UNITS/$unit" ]; then put symlink "$i" "$(readlink -- "$UNITS/$unit")"; fi
        if [ -f "$UNITS/$unit" ]; then set -- "$@" "$UNITS/$unit"; fi
        ;;
    esac
    dropin_names "${unit##*/}"
    for name in $REPLY; do
      for directory in $directories; do
        [ -d "$directory/$name.d" ] || continue
        for file in "$directory/$name.d"/*.conf; do
          # Our own guard is for namesakes of system units.
          case $unit:${file##*/} in */*:"$NAMESAKES") continue ;; esac
          [ -f "$file" ] || continue
          printf '%s\t%s\n' "$i" "$file" >>"$W/dropins.of"
          set -- "$@" "$file"
        done
      done
    done
    # What systemd has read from a directory that only it knows.
    case $unit in */*) continue ;; esac
    state_of "$unit" DropInPaths
    for file in $REPLY; do
      usual_path "$R$file"
      [ -f "$REPLY" ] || continue
      printf '%s\t%s\n' "$i" "$REPLY" >>"$W/dropins.of"
      set -- "$@" "$REPLY"
    done
  done
  [ $# -gt 0 ] || return 0
  sha256sum -- "$@" >"$W/hashes"
  while read -r hash file; do
    for i in $OPS; do
      get unit "$i"
      [ "$file" != "$UNITS/$REPLY" ] || put hash "$i" "$hash"
    done
  done <"$W/hashes"
  awk -v root="$R" -v work="$W" '
    FNR == NR {
      cut = index($0, "\t")
      of[substr($0, cut + 1)] = of[substr($0, cut + 1)] " " substr($0, 1, cut - 1)
      next
    }
    {
      path = substr($0, 67)
      if (/^\\/) { path = substr($0, 68); gsub(/\\\\/, "\\", path) }
      hash = substr($0, /^\\/ ? 2 : 1, 64)
      count = split(of[path], ops, " ")
      for (n = 1; n <= count; n++) {
        if (told[ops[n], path]++) continue
        print hash " " substr(path, length(root) + 1) >(work "/op/" ops[n] "/dropins.now")
      }
    }' "$W/dropins.of" "$W/hashes"
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
      # An agent's word: of what is not plain nothing is believed, least of all a process that would be a path.
      shown=$(in_manager_of "$asked_account" systemctl --user --no-pager show -p "$SHOWN" -- "$@" 2>/dev/null |
        grep -E -x '([A-Za-z]+=[A-Za-z0-9:_.@\-]*)?|(Names|FragmentPath)=[A-Za-z0-9:_.@/ \-]*')
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
