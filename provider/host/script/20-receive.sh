# The channel's side: a line with the number of operations, then frames: a line "<lines> <name>" and that many
# lines. The last one is named "end"; without it the channel was cut, and nothing has begun. One process for all.
receive() {
  read -r count || return 1
  set -- "$W/op"
  while [ "$count" -gt 0 ]; do
    count=$((count - 1))
    set -- "$@" "$W/op/$count"
  done
  mkdir -- "$@" || return 1
  awk -v work="$W/" '
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
    /bin/sh "$W/script" "$W" apply >"$W/start" 2>&1
  code=$?
  kill "$follower" 2>/dev/null
  wait "$follower" 2>/dev/null
  # Nobody reads on: whoever began this has gone, and has not lost a host that answers. What was seen through lasts.
  trap '' PIPE
  cat -- "$W/result" 2>/dev/null || confirm_alone
  if [ ! -e "$W/ended" ]; then
    printf 'broken\t%s\t%s\n' "$code" "$(tr '\n\t' '  ' <"$W/start")"
    is_recorded "$ID" || rm -rf -- "$NEW" "$OLD"
  fi
  rm -rf -- "$W"
}

confirm_alone() {
  if read -r id generation <"$W/unconfirmed"; then confirm_record "$id" "$generation"; fi
} 2>/dev/null
