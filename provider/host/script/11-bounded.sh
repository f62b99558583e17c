# Programs that run as an account beside root. What an account started it may keep: a child of it that lives on, out of
# reach in a session of its own, has the pipes of its parent, so root never waits for the end of one. It waits for the
# program and its deadline; a reader of root's own takes so many bytes of what is said and ends with the program.

# bounded <seconds> <command>...: with the command's exit status, or timeout's. Standard input is a regular file or
# /dev/null, of which nothing else is read once another account may have its descriptor. Standard output and standard
# error have $MOST_BYTES bytes each at the most. The command has a session of its own, without root's terminal, and what
# is left of its process group is ended.
bounded() {
  need_work && read -r bounded_by _ </proc/self/stat || return 125
  bounded_pipe=$W/pipe.$bounded_by
  rm -f -- "$bounded_pipe.1" "$bounded_pipe.2"
  mkfifo -m 0600 -- "$bounded_pipe.1" "$bounded_pipe.2" || return 125
  # Each piece is passed on as it comes: a reader that has to be ended has lost nothing of what the program said.
  stdbuf -o0 head -c "${MOST_BYTES:-1000000}" <"$bounded_pipe.1" 6>&- 7>&- 8>&- 9>&- &
  bounded_readers=$!
  bounded_errors=/dev/null
  if [ ! /proc/self/fd/2 -ef /dev/null ]; then
    bounded_errors=$bounded_pipe.2
    stdbuf -o0 head -c "${MOST_BYTES:-1000000}" <"$bounded_pipe.2" >&2 6>&- 7>&- 8>&- 9>&- &
    bounded_readers="$bounded_readers $!"
  fi
  {
    setsid timeout -k 5 "$@" <&5 >"$bounded_pipe.1" 2>"$bounded_errors" 5<&- 6>&- 7>&- 8>&- 9>&- &
  } 5<&0
  bounded_pid=$!
  wait "$bounded_pid"
  bounded_code=$?
  kill -s KILL -- "-$bounded_pid" 2>/dev/null
  end_readers
  rm -f -- "$bounded_pipe.1" "$bounded_pipe.2"
  return "$bounded_code"
}

# They end with the pipe, at once where nothing else has it. Looked at without a process, then every 10 ms for half a
# second; one that still reads then reads what something out of our reach keeps open.
end_readers() {
  bounded_looks=0
  for reader in $bounded_readers; do
    while is_reading "$reader"; do
      bounded_looks=$((bounded_looks + 1))
      [ "$bounded_looks" -gt 500 ] || continue
      [ "$bounded_looks" -le 550 ] || kill -KILL "$reader" 2>/dev/null
      sleep 0.01 6>&- 7>&- 8>&- 9>&-
    done
    wait "$reader" 2>/dev/null
  done
}

# False for one that has ended, whether the shell has taken notice of that or not.
is_reading() { # <pid of one of our readers>
  read -r bounded_stat <"/proc/$1/stat" || return 1
  case ${bounded_stat##*") "} in
    [ZX]*) return 1 ;;
    ?" $bounded_by "*) return 0 ;;
  esac
  return 1
} 2>/dev/null
