# Everything is written beside its place: from then on both ways are renames only, also on a full disk.

stage_files() {
  set --
  for i in $WRITES; do
    alive "$i" || continue
    get unit "$i"
    case $REPLY in */*) continue ;; esac
    set -- "$@" "$W/op/$i/$REPLY"
    if [ -f "$UNITS/$REPLY" ]; then KEPT="$KEPT $UNITS/$REPLY"; fi
  done
  for i in $REMOVES; do
    get unit "$i"
    case $REPLY in */*) continue ;; esac
    if [ -f "$UNITS/$REPLY" ]; then KEPT="$KEPT $UNITS/$REPLY"; fi
  done
  stage_account_files
  beside=
  if [ $# -gt 0 ] || [ -s "$W/strip" ]; then beside=$NEW; fi
  if [ -n "$KEPT" ] || [ -s "$W/strip" ]; then beside="$beside $OLD"; fi
  [ -n "$beside" ] || return 0
  # shellcheck disable=SC2086 # a list of paths
  if ! {
    mkdir -- $beside &&
      { [ $# -eq 0 ] || install -m 0644 -- "$@" "$NEW/"; } &&
      { [ -z "$KEPT" ] || ln -- $KEPT "$OLD/"; }
  } 2>"$W/stage.err"; then
    for i in $WRITES $REMOVES; do
      fail "$i" host-script-failed "cannot write below $UNITS: $(last_words "$W/stage.err")"
    done
    return
  fi
  stage_neighbours
  for one in "$NEW"/*; do
    if [ -e "$one" ]; then STAGED="$NEW/* $beside $UNITS"; fi
    break
  done
}

# Neighbours of this stack that must stop naming one of our units.
stage_neighbours() {
  [ -s "$W/strip" ] || return 0
  sort -u "$W/strip" >"$W/strip.sorted"
  while IFS=$TAB read -r unit name; do
    mkdir -p -- "$STATE/edited/${unit%"${unit##*/}"}"
    file_of "$unit"
    file=$REPLY
    manager_of "$unit"
    temporary=$NEW/$unit
    if [ "$REPLY" != - ]; then
      temporary=$W/stripped/$unit
      mkdir -p -- "${temporary%/*}"
      [ -f "$temporary" ] || as_user "$REPLY" 'head -c 1000000 -- "$1"' "$file" >"$temporary" </dev/null 2>/dev/null
    elif [ ! -f "$temporary" ]; then
      ln -f -- "$file" "$OLD/$unit"
      KEPT="$KEPT $file"
      cp -- "$file" "$temporary"
    fi
    source=$W/strip.one
    mv -f -- "$temporary" "$source"
    awk -v name="$name" '
      /^\[/ { section = $0 }
      section == "[Unit]" && /^(Conflicts|Before)=/ {
        cut = index($0, "=")
        count = split(substr($0, cut + 1), words, /[ \t]+/)
        line = ""
        for (n = 1; n <= count; n++) if (words[n] != "" && words[n] != name) line = line (line == "" ? "" : " ") words[n]
        if (line != "") print substr($0, 1, cut) line
        next
      }
      { print }' "$source" >"$temporary"
    chmod 0644 "$temporary"
    contains "$STRIPPED" "$unit" || STRIPPED="$STRIPPED $unit"
  done <"$W/strip.sorted"
  stage_account_neighbours
}

digest_of() {
  read -r REPLY _ <<D
$(sha256sum -- "$1")
D
}

# A restart that is due is on record before the file changes, so that an interrupted run restarts once, not never.
record_pending() {
  for i in $OPS; do
    get due "$i"
    [ "$REPLY" = yes ] && alive "$i" || continue
    get unit "$i"
    pending=$STATE/pending/$REPLY
    # Not `: >`, which ends the shell when it fails.
    { { [ -d "${pending%/*}" ] || mkdir -p "${pending%/*}"; } && printf '' >"$pending"; } 2>"$W/pending.err" ||
      fail "$i" host-script-failed "cannot write below $STATE: $(last_words "$W/pending.err")"
  done
}

# From here a start runs on the new files. A run that ends before it can say that the restart was done must not lead to
# a second one: the next compares content, invocation and the time of the start with these. One that is empty or torn
# says that the restart is still due, which it then is.
stamp_pending() {
  this_boot
  boot=$REPLY
  uptime_centiseconds
  stamped=$REPLY
  for i in $WATCHED; do
    take "$i" unit newHash
    [ -f "$STATE/pending/$unit" ] || continue
    state_before "$unit" InvocationID
    printf '%s %s %s %s\n' "$boot" "$newHash" "${REPLY:--}" "$stamped" >"$STATE/pending/$unit"
  done
}

restart_is_pending() { # <unit> <hash of its file>
  [ -f "$STATE/pending/$1" ] || return 1
  read -r boot content invocation stamped <"$STATE/pending/$1" || return 0
  [ "$content" = "$2" ] || return 0
  state_before "$1" InvocationID
  [ -n "$REPLY" ] && [ "$REPLY" != "$invocation" ] || return 0
  this_boot
  [ "$boot" = "$REPLY" ] || return 1
  state_before "$1" InactiveExitTimestampMonotonic
  [ "${REPLY:-0}" -lt "${stamped}0000" ]
}

install_files() {
  hash_installed
  moves=
  gone=
  for i in $WRITES; do
    alive "$i" || continue
    get unit "$i"
    unit=$REPLY
    case $unit in */*) continue ;; esac
    get hash "$i"
    if ! unchanged_since "$unit" "$REPLY"; then
      fail "$i" changed-on-host "$UNITS/$unit changed while this ran"
      continue
    fi
    moves="$moves $NEW/$unit"
    if [ -e "$STATE/edited/$unit" ]; then gone="$gone $STATE/edited/$unit"; fi
    put installed "$i" yes
    need_reload "$unit"
  done
  record_stripped
  for i in $REMOVES; do
    alive "$i" || continue
    get unit "$i"
    unit=$REPLY
    # A mask in its place is the operator's.
    case $unit in */*) ;; *) [ -L "$UNITS/$unit" ] && [ ! -f "$UNITS/$unit" ] || gone="$gone $UNITS/$unit" ;; esac
    gone="$gone $STATE/pending/$unit $STATE/edited/$unit"
    put installed "$i" yes
    need_reload "$unit"
  done
  # shellcheck disable=SC2086 # lists of paths
  if ! {
    { [ -z "$moves" ] || mv -f -- $moves "$UNITS/"; } &&
      { [ -z "$gone" ] || rm -f -- $gone; }
  } 2>"$W/install.err"; then
    for i in $WRITES $REMOVES; do
      if alive "$i"; then fail "$i" host-script-failed "cannot change $UNITS: $(last_words "$W/install.err")"; fi
    done
  fi
  if [ -n "$RELOAD" ]; then sync -- "$UNITS"; fi
  install_account_files
}

# Neighbours that lose one of our names: what they were and what they become, so that their own next operation
# knows who edited them.
record_stripped() {
  for unit in $STRIPPED; do
    case $unit in */*) continue ;; esac
    digest_of "$UNITS/$unit"
    before=$REPLY
    if [ -f "$STATE/edited/$unit" ]; then read -r before _ <"$STATE/edited/$unit"; fi
    digest_of "$NEW/$unit"
    printf '%s %s\n' "$before" "$REPLY" >"$STATE/edited/$unit"
    moves="$moves $NEW/$unit"
    need_reload "$unit"
  done
}

# The files that are about to be replaced, hashed once more by one command.
hash_installed() {
  set --
  for i in $WRITES; do
    alive "$i" || continue
    get unit "$i"
    case $REPLY in */*) continue ;; esac
    if [ -f "$UNITS/$REPLY" ]; then set -- "$@" "$UNITS/$REPLY"; fi
  done
  : >"$W/hashes.now"
  [ $# -eq 0 ] || sha256sum -- "$@" >"$W/hashes.now"
}

unchanged_since() { # <unit> <hash or ->
  if [ "$2" = - ]; then
    [ ! -e "$UNITS/$1" ]
    return
  fi
  while read -r now file; do
    if [ "$file" = "$UNITS/$1" ]; then
      [ "$now" = "$2" ]
      return
    fi
  done <"$W/hashes.now"
  return 1
}

need_reload() { # <unit>
  manager_of "$1"
  contains "$RELOAD" "$REPLY" || RELOAD="$RELOAD $REPLY"
}

# Every manager of which something changed, once; those that could not be reloaded are in $UNRELOADED.
reload() {
  UNRELOADED=
  [ -n "$RELOAD" ] || return 0
  progress "reloading systemd"
  : >"$W/reload.err"
  for manager in $RELOAD; do
    if [ "$manager" = - ]; then
      sc_short daemon-reload 2>>"$W/reload.err" || UNRELOADED="$UNRELOADED -"
    elif manager_is_up "$manager"; then
      in_manager_of "$manager" systemctl --user daemon-reload 2>>"$W/reload.err" || UNRELOADED="$UNRELOADED $manager"
    fi
    say reloaded
  done
  [ -z "$UNRELOADED" ]
}

