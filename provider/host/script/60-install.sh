# Verify, then write everything beside its place: from then on both ways are renames only, also on a full disk.

# The exit status of `systemd-analyze verify` is 0 for an unknown key and a bad Restart=: judge the lines that
# name our staged copy.
verify_units() {
  set --
  for i in $WRITES; do
    get unit "$i"
    cp -- "$W/op/$i/unit" "$W/verify/$REPLY"
    set -- "$@" "$W/verify/$REPLY"
  done
  [ $# -gt 0 ] || return 0
  recursive=
  [ "$SYSTEMD_VERSION" -lt 250 ] || recursive=--recursive-errors=no
  timeout -k 5 60 systemd-analyze verify --man=no ${recursive:+"$recursive"} "$@" >"$W/verify.out" 2>&1 9>&-
  while IFS= read -r line; do
    for i in $WRITES; do
      get unit "$i"
      case $line in
        "$W/verify/$REPLY:"* | "$REPLY: "*) fail "$i" unit-invalid "${line#"$W/verify/"}" ;;
      esac
    done
  done <"$W/verify.out"
}

stage_files() {
  set --
  for i in $WRITES; do
    alive "$i" || continue
    get unit "$i"
    temporary=$UNITS/.hermes-fleet.$REPLY.$ID.tmp
    cp -- "$W/op/$i/unit" "$temporary" && chmod 0644 "$temporary" || {
      fail "$i" host-script-failed "cannot write below $UNITS"
      continue
    }
    set -- "$@" "$temporary"
    if [ -f "$UNITS/$REPLY" ]; then
      ln -f -- "$UNITS/$REPLY" "$UNITS/.hermes-fleet.$REPLY.old.$ID.tmp" || fail "$i" host-script-failed "cannot keep the old $REPLY"
    fi
  done
  for i in $REMOVES; do
    get unit "$i"
    ln -f -- "$UNITS/$REPLY" "$UNITS/.hermes-fleet.$REPLY.old.$ID.tmp"
  done
  stage_neighbours
  if [ $# -gt 0 ]; then sync -- "$@" "$UNITS"; fi
}

# Neighbours of this stack that must stop naming one of our units.
stage_neighbours() {
  [ -s "$W/strip" ] || return 0
  mkdir -p "$STATE/edited"
  sort -u "$W/strip" >"$W/strip.sorted"
  while IFS=$TAB read -r file name; do
    unit=${file##*/}
    temporary=$UNITS/.hermes-fleet.$unit.$ID.tmp
    source=$file
    if [ -f "$temporary" ]; then
      mv -f -- "$temporary" "$W/strip.one"
      source=$W/strip.one
    else
      ln -f -- "$file" "$UNITS/.hermes-fleet.$unit.old.$ID.tmp"
    fi
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
    mkdir -p "$STATE/pending" && : >"$STATE/pending/$REPLY"
  done
}

install_files() {
  for i in $WRITES; do
    alive "$i" || continue
    get unit "$i"
    unit=$REPLY
    get hash "$i"
    if ! unchanged_since "$unit" "$REPLY"; then
      fail "$i" changed-on-host "$UNITS/$unit changed while this ran"
      continue
    fi
    mv -f -- "$UNITS/.hermes-fleet.$unit.$ID.tmp" "$UNITS/$unit"
    rm -f -- "$STATE/edited/$unit" 2>/dev/null
    put installed "$i" yes
    RELOAD=yes
  done
  for unit in $STRIPPED; do
    digest_of "$UNITS/$unit"
    before=$REPLY
    if [ -f "$STATE/edited/$unit" ]; then read -r before _ <"$STATE/edited/$unit"; fi
    digest_of "$UNITS/.hermes-fleet.$unit.$ID.tmp"
    printf '%s %s\n' "$before" "$REPLY" >"$STATE/edited/$unit"
    mv -f -- "$UNITS/.hermes-fleet.$unit.$ID.tmp" "$UNITS/$unit"
    RELOAD=yes
  done
  for i in $REMOVES; do
    alive "$i" || continue
    get unit "$i"
    rm -f -- "$UNITS/$REPLY" "$STATE/pending/$REPLY" "$STATE/edited/$REPLY"
    put installed "$i" yes
    RELOAD=yes
  done
  if [ -n "$RELOAD" ]; then sync -- "$UNITS"; fi
}

unchanged_since() { # <unit> <hash or ->
  if [ "$2" = - ]; then
    [ ! -e "$UNITS/$1" ]
  else
    digest_of "$UNITS/$1"
    [ "$REPLY" = "$2" ]
  fi
}

reload() {
  [ -n "$RELOAD" ] || return 0
  progress "reloading systemd"
  sc daemon-reload 2>"$W/reload.err" || return 1
  say reloaded
}

