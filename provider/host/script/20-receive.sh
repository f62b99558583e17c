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

unsuitable() { # <code> <detail>: the machine is the wrong one for all operations
  if [ -r "$R/etc/os-release" ]; then say_blobs - os-release "$R/etc/os-release"; fi
  fail - "$1" "$2"
}

start_worker() {
  : >"$W/result"
  : >"$W/progress"
  process_of "$$"
  printf '%s\n' "$REPLY" >"$W/channel"
  read -r seconds <"$W/budget"
  tail -n +1 -s 0.2 -f "$W/progress" 2>/dev/null &
  follower=$!
  systemd-run --quiet --collect --wait --unit="hermes-fleet-apply-${W##*.}.service" \
    --description="hermes-fleet: apply gateway units" \
    -p RuntimeMaxSec="$seconds" -p UMask=0077 \
    /bin/sh "$W/script" "$W" apply >"$W/start" 2>&1 </dev/null
  code=$?
  kill "$follower" 2>/dev/null
  wait "$follower" 2>/dev/null
  trap '' PIPE
  asked=
  if [ -e "$W/ended" ] && [ -s "$W/unconfirmed" ]; then read -r asked _ <"$W/unconfirmed"; fi
  if ! cat -- "$W/result" 2>/dev/null && [ -n "$asked" ]; then
    # Nobody reads on: whoever began this has gone, and has not lost a host that answers. What was seen through lasts.
    printf '%s\n' "$asked" | /bin/sh "$STATE/guard" confirm >/dev/null 2>&1
    asked=
  fi
  if [ ! -e "$W/ended" ]; then
    printf 'broken\t%s\t%s\n' "$code" "$(tr '\n\t' '  ' <"$W/start")"
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
