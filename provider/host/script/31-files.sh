# Unit files and drop-ins of every operation, from all directories that systemd reads.

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
