# The versions below one root: what their marks say, who uses them, who may change them.

# told <directory> <key>: what a version's mark says
told() { sed -n "s/^$2=//p" "$1/$MARK" 2>/dev/null; }

# mark <directory> <building|complete> [owner]
mark() {
  printf 'state=%s\nowner=%s\n' "$2" "${3-$owner}" >"$1/$MARK.new" && mv "$1/$MARK.new" "$1/$MARK"
}

# The version that a directory's Python finds; nothing when there is none, or no Python that runs.
VERSION='import importlib.metadata as m; print(m.version("hermes-agent"))'
version_in() { # <directory> -> $REPLY
  REPLY=
  [ -x "$1/bin/python" ] || return 0
  ask - "$1/bin/python" -I -c "$VERSION"
  REPLY=
  if [ "$status" -eq 0 ]; then version_word "$(head -n 1 "$work/log")"; fi
}

# What another account can write to is no version that root has made.
whole() {
  [ "$(told "$1" state)" = complete ] && [ -x "$1/bin/hermes" ] && ! weak_below "${1#"$R"}" && version_in "$1" &&
    [ "$REPLY" = "$version" ]
}

# Whether a unit, a kept generation or a process leads into a version's directory. The pattern is no word of grep's own
# command, which stands in /proc too.
in_use() {
  printf '%s/\n' "$root/versions/$1" >"$work/pattern"
  for place in /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /var/lib/hermes-fleet; do
    if [ -e "$R$place" ] && grep -rqsF -f "$work/pattern" "$R$place"; then return 0; fi
  done
  set +f
  grep -qsF -f "$work/pattern" /proc/[0-9]*/cmdline
  used=$?
  set -f
  return "$used"
}

names() { # all versions, the one used last first
  [ -d "$versions" ] || return 0
  set +f
  for file in "$versions"/*/"$MARK"; do
    if [ -f "$file" ]; then printf '%s %s\n' "$(stat -c %.Y "$file")" "$(basename "$(dirname "$file")")"; fi
  done | sort -rn | cut -d ' ' -f 2
  set -f
}

take_away() { # <name>
  mark "$versions/$1" building && rm -rf "${versions:?}/$1"
}

# Makes the root, or refuses one that another account could change: what lies there is run by others, and root writes
# and removes there. What was made is looked at once more.
own_root() {
  now='nothing was changed'
  safe_root
  if [ ! -d "$base" ]; then
    mkdir -p "$base" 2>"$work/said" ||
      fail install-root-unsafe "$root cannot be made: $(shown <"$work/said")" 'make room, or set root to another directory'
    safe_root
  fi
}

safe_root() {
  if weak_root; then
    fail install-root-unsafe "what is installed below $root would not be root's alone: $REPLY" \
      "set root to a directory whose every part is root's own and no link, such as /opt/hermes-agent; what is meant to be root's: chown root: $weak && chmod go-w $weak"
  fi
}

# weak_root: true with a $REPLY and $weak, the part, when another account has a part of the root, or of what stands in versions/ itself
weak_root() {
  if weak_part "$root/versions" plain; then
    weak=${here:-/}
    return 0
  fi
  [ -d "$versions" ] || return 1
  REPLY=$(find "$versions" -mindepth 1 -maxdepth 1 \( -type l -o ! -user "$ME" -o -perm /022 \) -print -quit | head -n 1)
  [ -n "$REPLY" ] || return 1
  weak=${REPLY#"$R"}
  REPLY="$weak belongs to another account, could be written to by one, or is a link"
}

# One run at a time. pip keeps the lock when the run that started it has died, so that nobody builds beside it.
lock() {
  waited=0
  while :; do
    exec 9>>"$base/.lock"
    until flock -n 9; do
      [ "$waited" -lt "$LOCK_SECONDS" ] ||
        fail host-busy "another run has been installing below $root for $LOCK_SECONDS s" \
          "wait for it, then run the same command again; \`fuser -v $root/.lock\` on the host tells who it is"
      if [ $((waited % 10)) -eq 0 ]; then say "waiting for another run that installs below $root, ${waited} s so far"; fi
      sleep 1
      waited=$((waited + 1))
    done
    # whoever removed the last version has removed the file too
    if [ "$base/.lock" -ef "/proc/$$/fd/9" ]; then return; fi
  done
}

