# The channel's side: a line with the number of operations and the bytes that follow, which are frames: a line
# "<lines> <name>" and that many lines. The last one is named "end"; without it the channel was cut, and nothing has
# begun. `head` takes no byte more: an awk may wait until its buffer is full, and the channel stays open.
receive() {
  read -r count size || return 1
  set -- "$W/op"
  while [ "$count" -gt 0 ]; do
    count=$((count - 1))
    set -- "$@" "$W/op/$count"
  done
  mkdir -- "$@" || return 1
  head -c "$size" | awk -v work="$W/" '
    left > 0 {
      print >file
      if (--left == 0) close(file)
      next
    }
    $2 == "end" { whole = 1; exit }
    $1 !~ /^[0-9]+$/ || $2 !~ /^(op\/[0-9]+\/)?[A-Za-z0-9_][A-Za-z0-9:_.@-]*$/ { exit }
    {
      left = $1
      file = work $2
      printf "" >file
      if (left == 0) close(file)
    }
    END { exit !whole }'
}

# Asked on the channel too: without systemd there is no worker that could say so.
require_systemd() {
  command -v systemctl >/dev/null 2>&1 && [ -d "$R/run/systemd/system" ] ||
    unsuitable no-systemd "process 1 is $(cat /proc/1/comm)"
}

# -> $SYSTEMD_VERSION: of the library that systemctl is linked with, which has it in its name. Asking systemctl starts a
# process that is slower than most of a look; it is asked where there is not exactly one such library.
systemd_version() {
  SYSTEMD_VERSION=
  [ -n "$R" ] || set -- /usr/lib/systemd/libsystemd-shared-*.so /usr/lib/*/systemd/libsystemd-shared-*.so \
    /usr/lib64/systemd/libsystemd-shared-*.so
  for library in "$@"; do
    [ -e "$library" ] || continue
    library=${library##*/libsystemd-shared-}
    [ -z "$SYSTEMD_VERSION" ] || library=
    SYSTEMD_VERSION=${library%%[!0-9]*}
    [ -n "$SYSTEMD_VERSION" ] || break
  done
  [ -z "$SYSTEMD_VERSION" ] || return 0
  read -r _ SYSTEMD_VERSION _ <<V
$(systemctl --version)
V
}

unsuitable() { # <code> <detail>: the machine is the wrong one for all operations
  if [ -r "$R/etc/os-release" ]; then say_blobs - os-release "$R/etc/os-release"; fi
  fail - "$1" "$2"
}

# Of a worker that has not come to its end: what systemd-run said, or a moment later the manager in its journal.
why_it_ended() {
  if [ -s "$W/start" ]; then
    cat -- "$W/start"
    return
  fi
  sleep 1
  journalctl -u "hermes-fleet-apply-$ID.service" -n 5 -o cat --no-pager --quiet 2>/dev/null |
    sed -n "s/^hermes-fleet-apply-$ID.service: \(.*\)/\1/p" | head -n 3
}

# What the worker tells comes through a pipe that nobody else writes to: its end is the worker's, whatever that was.
# Waited for with systemd-run it costs more than all the rest, because the manager tells whoever waits of every unit that
# a reload reads again.
start_worker() {
  : >"$W/result"
  process_of "$$"
  printf '%s\n' "$REPLY" >"$W/channel"
  read -r seconds <"$W/budget"
  systemd_version
  set --
  # Before 246 what is not there yet is not looked for again until a reload.
  if [ "${SYSTEMD_VERSION:-0}" -ge 246 ] || [ -f "$UNITS/$WATCH" ]; then set -- -p OnFailure="$WATCH"; fi
  # Opened for both, so that neither side waits for the other one to come.
  if mkfifo -- "$W/told" 2>"$W/start" && exec 7<>"$W/told"; then
    systemd-run --quiet --collect --unit="hermes-fleet-apply-$ID.service" \
      --description="hermes-fleet: apply gateway units" \
      -p Type=exec -p RuntimeMaxSec="$seconds" -p UMask=0077 \
      -p StandardOutput="file:$W/told" -p StandardError=journal "$@" \
      /bin/sh "$W/script" "$W" apply >"$W/start" 2>&1 </dev/null 7>&-
    exec 6<"$W/told" 7>&-
    trap '' PIPE
    heard=yes
    # Where nobody reads on, the worker goes on.
    cat -- - "$W/result" <&6 2>/dev/null || heard=
    [ -e "$W/ended" ] || cat <&6 >/dev/null
    exec 6<&-
  fi
  asked=
  if [ -e "$W/ended" ] && [ -s "$W/unconfirmed" ]; then read -r asked _ <"$W/unconfirmed"; fi
  if [ -n "$asked" ] && [ -z "$heard" ]; then
    # Whoever began this has gone, and has not lost a host that answers. What was seen through lasts.
    printf '%s\n' "$asked" | /bin/sh "$STATE/guard" confirm >/dev/null 2>&1
    asked=
  fi
  if [ ! -e "$W/ended" ]; then
    printf 'broken\t%s\n' "$(why_it_ended | tr '\n\t' '  ')"
    is_recorded "$ID" || rm -rf -- "$NEW" "$OLD"
  fi
  rm -rf -- "$W"
  [ -n "$asked" ] || exit 0
  # Its answer is the id on the same channel, or nothing.
  printf 'asks\t%s\n' "$asked"
  exec /bin/sh "$STATE/guard" confirm
}

# The shell reads no further for this: what follows is the worker's, and a look's.
if [ "$MODE" = receive ]; then
  if ! receive; then
    rm -rf -- "$W"
    exit 1
  fi
  read -r what <"$W/mode"
  if [ "$what" != observe ]; then
    require_systemd
    start_worker
  fi
fi
