# Whether a gateway that is active is also ready. Looks run beside the watch, so that a slow answer holds up nobody
# else's; each leaves one line: yes, no or never, when it began and ended, and what was seen.

ready_words() { # <operation> -> $REPLY what makes it ready; empty when active is enough
  take "$1" ready readyPort readyUrl readyName readyPlatforms
  case $ready in
    port) REPLY="port $readyPort" ;;
    url) REPLY=$readyUrl ;;
    command) REPLY="its ready command" ;;
    api) REPLY="its API server on port $readyPort, as $readyName" ;;
    state_file) REPLY="its state file${readyPlatforms:+ with $readyPlatforms connected}" ;;
    *) REPLY= ;;
  esac
}

begin_look() { # <operation>
  [ ! -e "$W/op/$1/looking" ] || return 0
  : >"$W/op/$1/looking"
  put lookBegan "$1" "$waited"
  {
    seen=
    verdict=
    get ready "$1"
    if "look_at_$REPLY" "$1"; then verdict=yes; else verdict=${verdict:-no}; fi
    uptime_centiseconds
    printf '%s %s %s\n' "$verdict" "$REPLY" "$seen" >"$W/op/$1/look.new"
    mv -f -- "$W/op/$1/look.new" "$W/op/$1/look"
  } 6>&- 8>&- 9>&- &
}

# take_look <operation>: true when a look has ended; its verdict and what it saw stay until the next one.
take_look() {
  [ -e "$W/op/$1/look" ] || return 1
  read -r verdict ended seen <"$W/op/$1/look"
  rm -f -- "$W/op/$1/look" "$W/op/$1/looking"
  get isReady "$1"
  if [ "$verdict" = yes ] && [ "$REPLY" != yes ]; then put readyAt "$1" "$ended"; fi
  put isReady "$1" "$verdict"
  put readySeen "$1" "$seen"
  get lookBegan "$1"
  put lookedAt "$1" "$REPLY"
}

# Listeners as the kernel lists them, in the unit's own network; the owner is known by the inode of its socket.
look_at_port() {
  take "$1" readyPort mainPid unit
  network=/proc/net
  if [ -r "/proc/${mainPid:-none}/net/tcp" ]; then network=/proc/$mainPid/net; fi
  set --
  for table in "$network/tcp" "$network/tcp6"; do
    if [ -r "$table" ]; then set -- "$@" "$table"; fi
  done
  inodes=$(awk -v port="$(printf %04X "$readyPort")" \
    '$4 == "0A" && substr($2, length($2) - 3) == port { print $10 }' "$@")
  seen="port $readyPort: nobody listens"
  [ -n "$inodes" ] || return 1
  seen="port $readyPort: $unit listens"
  sockets_of "$mainPid" || return 0
  for inode in $inodes; do
    case $REPLY in *"socket:[$inode]"*) return 0 ;; esac
  done
  seen="port $readyPort: a process outside of $unit listens"
  return 1
}

# The sockets of all processes of the unit that has this main process; false when they cannot be told.
sockets_of() { # <pid> -> $REPLY
  group=
  while IFS=: read -r number controllers path; do
    case $number:$controllers in 0: | *:name=systemd) group=$path ;; esac
  done <"/proc/${1:-none}/cgroup"
  [ -n "${group#/}" ] || return 1
  set --
  for tree in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
    [ -r "$tree$group/cgroup.procs" ] || continue
    pids=$(find "$tree$group" -name cgroup.procs -exec cat {} +)
    for pid in $pids; do set -- "$@" "/proc/$pid/fd"; done
  done
  [ $# -gt 0 ] || return 1
  REPLY=$(find "$@" -lname 'socket:*' -printf '%l\n')
} 2>/dev/null

# Without curl: bash opens the connection; address, port, path and host are its arguments.
LOOK_AT_URL='
exec 3<>"/dev/tcp/$1/$2" || exit 7
printf "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: hermes-fleet\r\nAccept: */*\r\nConnection: close\r\n\r\n" "$3" "$4" >&3
IFS= read -r -n 64 line <&3
printf "%s\n" "$line"'

look_at_url() {
  take "$1" readyUrl readyAddress readyPort readyPath readyStatus
  if ! command -v bash >/dev/null 2>&1; then
    seen="$readyUrl cannot be asked: the host has no bash"
    verdict=never
    return 1
  fi
  host=$readyAddress
  case $host in *:*) host="[$host]" ;; esac
  answer=$(timeout -k 5 10 bash -c "$LOOK_AT_URL" hermes-fleet \
    "$readyAddress" "$readyPort" "$readyPath" "$host:$readyPort" 2>/dev/null)
  code=$?
  case $answer in
    HTTP/1.[01]" "[1-5][0-9][0-9]*)
      answer=${answer#HTTP/1.? }
      answer=${answer%"${answer#???}"}
      seen="$readyUrl: HTTP $answer"
      [ "$answer" = "$readyStatus" ] && return 0
      seen="$seen, not $readyStatus"
      ;;
    *)
      case $code in
        7) seen="$readyUrl: nobody answers" ;;
        124 | 137) seen="$readyUrl: no answer within 10 s" ;;
        *) seen="$readyUrl: an answer that is no HTTP" ;;
      esac
      ;;
  esac
  return 1
}

# As the account, in its home. What it prints goes nowhere: it may hold a secret.
LOOK_BY_COMMAND='
HERMES_HOME=$1 HOME=$2 USER=$3 LOGNAME=$3
export HERMES_HOME HOME USER LOGNAME
cd -- "$1" || exit 126
shift 3
exec "$@"'

look_at_command() {
  take "$1" user home gatewayHome
  home=${gatewayHome:-$home}
  words=$W/op/$1/ready.command
  REPLY=$home
  below_root
  home=$REPLY
  IFS=: read -r _ _ _ _ _ account_home _ <<A
$(getent passwd "$user")
A
  REPLY=$account_home
  below_root
  set -- "$home" "$REPLY" "$user"
  while IFS= read -r word; do set -- "$@" "$word"; done <"$words"
  bounded 10 runuser -u "$user" -- /bin/sh -c "$LOOK_BY_COMMAND" hermes-fleet "$@" </dev/null >/dev/null 2>&1
  code=$?
  case $code in
    0) seen="the ready command ended with 0" ;;
    124 | 137) seen="the ready command did not end within 10 s" ;;
    126 | 127) seen="the ready command cannot be executed by $user ($code)" ;;
    *) seen="the ready command ended with $code" ;;
  esac
  return "$code"
}
