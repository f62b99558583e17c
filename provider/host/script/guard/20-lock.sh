# The host's one lock, as every transaction takes it. False once the last gateway is gone, and this guard with it.
lock() {
  exec 9<>"$LOCK" && flock -w 600 9 || return 1
  if [ ! /proc/self/fd/9 -ef "$LOCK" ]; then
    lock
    return
  fi
  if [ ! -f "$STATE/guard" ]; then
    rm -f -- "$LOCK"
    unlock
    return 1
  fi
  uptime_seconds
  printf '%s hermes-fleet-guard\n' "$REPLY" >"$LOCK"
}

unlock() { flock -u 9; }

# What was done is kept for whoever comes next, each thing once.
did() {
  case "; $rec_did; " in
    *"; $1; "*) ;;
    *) rec_did=${rec_did:+$rec_did; }$1 ;;
  esac
}

# What did not succeed; all of it is tried again later.
problem() {
  did "$1"
  PROBLEMS=yes
}

digest() { # <file> -> $REPLY, - for none
  REPLY=-
  if [ -L "$1" ]; then
    REPLY="a link"
  elif [ -f "$1" ]; then
    read -r REPLY _ <<D
$(sha256sum -- "$1" 9>&-)
D
  fi
}
