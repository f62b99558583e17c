# The channel's side: frames come as a line "<bytes> <name>" and then exactly that many bytes; the last line is "end".
receive() {
  mkdir "$W/op" "$W/verify"
  while read -r size name; do
    if [ "$size" = end ]; then return 0; fi
    case $name in op/*) mkdir -p "$W/${name%/*}" ;; esac
    head -c "$size" >"$W/$name"
  done
  return 1
}

start_worker() {
  : >"$W/result"
  : >"$W/progress"
  printf '%s\n' "$$" >"$W/pid"
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
  cat -- "$W/result"
  if ! grep -qa "^end$TAB" "$W/result"; then
    printf 'broken\t%s\t%s\n' "$code" "$(tr '\n\t' '  ' <"$W/start")"
  fi
  rm -rf -- "$W"
}
