#!/bin/sh
# One transaction, or one observation, on one host. Started with the work directory as $1 and a mode as $2:
#   receive  on the channel: takes the framed data from standard input, then starts the worker
#   apply    the worker: a transient service, so that it outlives the channel
# No value that was declared ever becomes shell text: values are read from files and only ever quoted.
set -u
umask 077
LC_ALL=C
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
export LC_ALL PATH

W=$1
ID=${W##*.}
MODE=$2
R=${HERMES_FLEET_ROOT-} # the embedded host's tree; empty on a real machine
UNITS=$R/etc/systemd/system
STATE=$R/var/lib/hermes-fleet
LOCK=$R/run/hermes-fleet.lock
# Beside the units, so that a rename brings them into place and back; the manager passes names with a dot over.
NEW=$UNITS/.hermes-fleet.$ID.new.tmp
OLD=$UNITS/.hermes-fleet.$ID.old.tmp
TAB='	'
NL='
'
# What the exit of this run takes away besides its own files.
AT_END=

# Boundaries between steps, for tests of what a death at each of them leaves behind: `grep step` finds them. The file
# lies in a directory of root's that no declared value and no frame of a request leads to; without it a step is one
# comparison in the shell. Its one line are the steps at which to wait for as long as they stand there, or with the
# word kill to die. Every step that was come to is written beside it, with the process.
FAULT=
if [ -f "$STATE/fault" ]; then FAULT=yes; fi

step() { [ -z "$FAULT" ] || come_to "$1"; }

come_to() { # <step>
  printf '%s %s\n' "$1" "$$" >>"$STATE/fault.reached"
  while read -r held <"$STATE/fault" && contains "$held" "$1"; do
    if contains "$held" kill; then kill -KILL "$$"; fi
    sleep 0.1 9>&-
  done
} 2>/dev/null

# A line of the result: fields separated by tabs.
say() {
  out=$1
  shift
  for field in "$@"; do out="$out$TAB$field"; done
  printf '%s\n' "$out" >>"$W/result"
}

# A line to the channel, through the pipe that the worker has at 6; nobody may be there any more. A channel that reads
# no further must not hold up the worker: what is more than the least pipe takes is told where there is room for it, or
# without such a dd until a usual one may be full.
tell() { # <line>
  TOLD_BYTES=$((TOLD_BYTES + ${#1} + 1))
  if [ "$TOLD_BYTES" -gt "$MOST_TOLD_BYTES" ]; then
    [ "$MOST_TOLD_BYTES" = 4000 ] || return 0
    MOST_TOLD_BYTES=24000
    if dd if=/dev/null oflag=nonblock >&6; then MOST_TOLD_BYTES=1000000000; fi
  fi
  printf '%s\n' "$1" >&6
} 2>/dev/null
TOLD_BYTES=0
MOST_TOLD_BYTES=4000

# A line for the person who waits.
progress() { tell "progress$TAB$*"; }

# say_blobs [<op> <name> <file>]...: bytes that the result carries as they are, after a line blob <op> <name> <size>
# and before a newline. Two processes however many files; none has a blank in its path.
say_blobs() {
  files=
  heads=
  while [ $# -gt 0 ]; do
    if [ -s "$3" ]; then
      files="$files $3"
      heads="$heads $1$TAB$2"
    else
      say blob "$1" "$2" 0
      printf '\n' >>"$W/result"
    fi
    shift 3
  done
  [ -n "$files" ] || return 0
  printf '\n' >"$W/newline"
  # shellcheck disable=SC2086 # a list of paths
  wc -c -- $files >"$W/sizes"
  # shellcheck disable=SC2086 # two words for each
  set -- $heads
  while [ $# -gt 0 ] && read -r size file; do
    printf 'blob\t%s\t%s\t%s\n' "$1" "$2" "$size" >"$W/head.$#"
    parts="${parts-} $W/head.$# $file $W/newline"
    shift 2
  done <"$W/sizes"
  # shellcheck disable=SC2086 # a list of paths
  cat -- $parts >>"$W/result"
  parts=
}

# Variables per operation: put unit 3 value; get unit 3 -> $REPLY. Only our own names reach eval.
put() { eval "op_$1_$2=\$3"; }
get() { eval "REPLY=\${op_$1_$2-}"; }

# take <operation> <name>...: each value into a variable of that name.
take() {
  taken=$1
  shift
  for name in "$@"; do eval "$name=\${op_${name}_$taken-}"; done
}

contains() { case " $1 " in *" $2 "*) return 0 ;; *) return 1 ;; esac; }

# Between these two an unquoted variable falls into its lines, and into nothing else.
lines_begin() {
  IFS=$NL
  set -f
}
lines_end() {
  unset IFS
  set +f
}

# Every systemctl has a deadline and does not inherit the lock. A question, or a change of links, waits for no job:
# systemctl itself gives up on it when the manager does not answer for 90 s (observed with a stopped process 1).
sc() { timeout -k 5 "${DEADLINE:-60}" systemctl --no-ask-password --no-pager "$@" 9>&-; }
sc_short() { systemctl --no-ask-password --no-pager "$@" 9>&-; }

uptime_seconds() {
  read -r seconds _ </proc/uptime
  REPLY=${seconds%%.*}
}

# Whole seconds would let a window end up to one second early. A number that begins with 0 is octal to the shell.
uptime_centiseconds() {
  read -r seconds _ </proc/uptime
  REPLY=${seconds%%.*}${seconds#*.}
  while :; do
    case $REPLY in 0?*) REPLY=${REPLY#0} ;; *) return ;; esac
  done
}

# What an account or its manager answers is its own word. A number in it is counted with only when this is true: one
# that begins with 0 is octal to the shell, and ends it where it is none.
is_whole_number() { # <text>
  case $1 in '' | *[!0-9]* | 0?*) return 1 ;; esac
  [ "${#1}" -le 15 ]
}

# A digest as our own programs print it.
is_digest() { # <text>
  case $1 in *[!0-9a-f]*) return 1 ;; esac
  [ "${#1}" -eq 64 ]
}

# The last that a program said, for a message: one line, nothing that a terminal obeys, and no more than a message holds.
last_words() { # <file>
  tail -n 3 -- "$1" 2>/dev/null | tr '\n\t' '  ' | tr -d '\000-\037\177' | tail -c 500
}

# fail <op|-> <code> <detail>: the operation, and with it its exclusion group, goes no further.
fail() {
  say fail "$1" "$2" "$3"
  if [ "$1" = - ]; then finish 1; fi
  put failed "$1" "$2"
  get group "$1"
  FAILED_GROUPS="$FAILED_GROUPS $REPLY"
}
FAILED_GROUPS=

alive() {
  get group "$1"
  ! contains "$FAILED_GROUPS" "$REPLY"
}

# The last line of every result. The worker leaves the result for the channel, which reads it once the pipe is closed; an
# observation prints it. Restore copies stay for as long as the host may still have to put itself back.
finish() {
  # shellcheck disable=SC2086 # a list of paths
  rm -rf -- "$W/op" "$NEW" ${OLD:+"$OLD"} $AT_END
  say end "$1"
  : >"$W/ended"
  if [ "$MODE" = receive ]; then
    cat -- "$W/result"
    rm -rf -- "$W"
    exit 0
  fi
  exec 6>&-
  see_confirmed
}
