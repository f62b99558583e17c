# Brings this host to one version of Hermes Agent, or looks at it, or takes it away: `ensure`, `look`, `remove`. The
# values come behind this text as data. Works by looking first, so that it can be run again at any moment. A version lies
# in <root>/versions/<name> and is whole when its mark says so, which is written last; the directory cannot be renamed
# into place, as a virtual environment has its own path inside.
set -u
set -f
umask 022
LC_ALL=C
PATH="$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
export LC_ALL PATH
what=$1
R=${HERMES_FLEET_ROOT-} # the embedded host's tree; empty on a real machine
MARK=.hermes-fleet
LOCK_SECONDS=600
ASK_SECONDS=60

# Where things stand when something fails.
now='nothing was changed'
work=
child=
# What was moved away to be made anew, and is put back when that fails.
aside=

say() { printf '%s\n' "$1"; }

# fail <code> <what happened> <what to do>
fail() {
  printf '%s [%s]\n  now: %s\n  remedy: %s\n' "$2" "$1" "$now" "$3" >&2
  exit 1
}

clean_up() {
  trap '' EXIT INT TERM HUP PIPE
  if [ -n "$child" ]; then kill "$child" 2>/dev/null; fi
  if [ -n "$aside" ] && [ -d "$aside" ]; then rm -rf "$directory" && mv "$aside" "$directory"; fi
  if [ -n "$work" ]; then rm -rf "$work"; fi
}
trap 'clean_up' EXIT
# PIPE: nobody listens any more
trap 'clean_up; exit 130' INT TERM HUP PIPE

# One line that may be shown: no control characters, no user and password of an address.
shown() { tr '\n\t' '; ' | tr -d '\000-\037\177' | sed 's#//[^/@ ]*@#//[secret]@#g; s/[; ]*$//; s/;\([^ ]\)/; \1/g'; }

tools() {
  for tool in flock timeout mktemp sed grep stat find readlink prlimit setpriv setsid; do
    command -v "$tool" >/dev/null 2>&1 ||
      fail tool-missing "the host has no $tool" "install it; coreutils, findutils, grep, sed and util-linux have all that is needed"
  done
  work=$(mktemp -d "$R/tmp/hermes-fleet.XXXXXXXXXX") || fail disk-full 'no temporary directory can be made' 'make room below /tmp'
}

