# Brings this host to one version of Hermes Agent, or looks at it, or takes it away: `ensure`, `look`, `remove`. The
# values stand before this text as assignments in single quotes; none is ever read as shell text. Works by looking
# first, so that it can be run again at any moment. A version lies in <root>/versions/<name> and is whole when its mark
# says so, which is written last; the directory cannot be renamed into place, as a virtual environment has its own path
# inside.
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
  for tool in flock timeout mktemp sed grep stat; do
    command -v "$tool" >/dev/null 2>&1 ||
      fail tool-missing "the host has no $tool" "install it; coreutils, grep, sed and util-linux have all that is needed"
  done
  work=$(mktemp -d "$R/tmp/hermes-fleet.XXXXXXXXXX") || fail disk-full 'no temporary directory can be made' 'make room below /tmp'
}

# --- the versions of one root -------------------------------------------------------------------------------------

# told <directory> <key>: what a version's mark says
told() { sed -n "s/^$2=//p" "$1/$MARK" 2>/dev/null; }

# mark <directory> <building|complete> [owner]
mark() {
  printf 'state=%s\nowner=%s\n' "$2" "${3-$owner}" >"$1/$MARK.new" && mv "$1/$MARK.new" "$1/$MARK"
}

# The version that a directory's Python finds; nothing when there is none, or no Python that runs.
VERSION='import importlib.metadata as m; print(m.version("hermes-agent"))'
version_in() { timeout -k 5 "$ASK_SECONDS" "$1/bin/python" -I -c "$VERSION" </dev/null 2>/dev/null; }

whole() {
  [ "$(told "$1" state)" = complete ] && [ -x "$1/bin/hermes" ] && [ "$(version_in "$1")" = "$version" ]
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

# Makes the root, or refuses one that another account could write to: what lies there is run as root.
own_root() {
  now='nothing was changed'
  if [ ! -d "$base" ]; then
    mkdir -p "$base" 2>"$work/said" ||
      fail install-root-unsafe "$root cannot be made: $(shown <"$work/said")" 'make room, or set root to another directory'
  fi
  set -- "$(stat -Lc '%u %A' "$base")"
  case $1 in
    "$(id -u) "?????-??-?*) ;;
    *)
      fail install-root-unsafe "$root could be written to by other accounts ($(stat -Lc 'owner %U, mode %a' "$base"))" \
        "make it root's: chown root: $root && chmod 755 $root"
      ;;
  esac
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

# --- installing -----------------------------------------------------------------------------------------------------

find_python() {
  python=$interpreter
  if [ -n "$python" ]; then python=$R$python; else python=$(command -v python3) || python=; fi
  if [ -z "$python" ] || [ ! -x "$python" ]; then
    fail python-missing "the host has no ${interpreter:-python3}" \
      'install it (Debian: apt-get install python3 python3-venv), or set python to where it is'
  fi
  have=$(timeout -k 5 "$ASK_SECONDS" "$python" -I -c 'import sys; print("%d %d" % sys.version_info[:2])' </dev/null 2>&1)
  major=${have%% *} minor=${have#* }
  case $major$minor in
    '' | *[!0-9]*)
      fail python-unsuitable "$python does not start: $(printf '%s' "$have" | tail -n 1 | shown)" \
        'repair it, or set python to another interpreter'
      ;;
  esac
  if [ "$major" -lt "$oldest_major" ] || { [ "$major" -eq "$oldest_major" ] && [ "$minor" -lt "$oldest_minor" ]; }; then
    fail python-unsuitable "$python is Python $major.$minor, and Hermes Agent needs $oldest_major.$oldest_minor" \
      "install a newer one beside it and set python to its path, for example /usr/bin/python3.12"
  fi
  timeout -k 5 "$ASK_SECONDS" "$python" -I -c 'import venv, ensurepip' </dev/null >/dev/null 2>&1 ||
    fail venv-missing "$python has no venv module with pip" \
      "install it (Debian: apt-get install python$major.$minor-venv)"
}

# Runs a command in its own time, and tells every 10 s how far it is.
watched() { # <words for people> <command...>
  doing=$1
  shift
  timeout -k 10 "$deadline" "$@" >"$work/log" 2>&1 </dev/null &
  child=$!
  turns=0
  while kill -0 "$child" 2>/dev/null; do
    sleep 0.1
    turns=$((turns + 1))
    if [ $((turns % 100)) -eq 0 ]; then say "$doing, $((turns / 10)) s: $(tail -n 1 "$work/log" | cut -c 1-100 | shown)"; fi
  done
  wait "$child"
  status=$?
  child=
  return "$status"
}

said() { grep -v '^ *$' "$work/log" | tail -n "${1-3}" | shown; }
saw() { grep -qiE "$1" "$work/log"; }

# Why pip failed, in the order of what hides what: without a network every version "does not exist".
explain() { # <exit status>
  missing=$(sed -n 's/^.*No matching distribution found for \([^ ]*\).*$/\1/p' "$work/log" | head -n 1 | shown)
  listed=$(sed -n 's/^.*(from versions: \(.*\))$/\1/p' "$work/log" | head -n 1 | shown)
  if [ "$1" -eq 124 ] || [ "$1" -eq 137 ]; then
    fail install-failed "pip did not end within $deadline s; last it said: $(said 1)" \
      'raise deadlineSeconds, or look at how fast the host reaches the index'
  elif saw 'No space left on device'; then
    fail disk-full "the host's disk is full: $(said 1)" "make room below $root; about 300 MB are needed for one version"
  elif saw 'requires a different python' || saw "[ ,]$(printf '%s' "$version" | sed 's/[.+]/[&]/g') Requires-Python"; then
    fail python-unsuitable "$python ($major.$minor) is no Python for $requirement: $(said 3)" \
      'set python to an interpreter that it takes, or declare another version'
  elif [ "$source" = pypi ] && { [ -z "$listed" ] || [ "$listed" = none ]; } &&
    saw 'connection|timed out|name resolution|unreachable|SSL|certificate|proxy|HTTP error|Client Error|Server Error'; then
    fail index-unreachable "the package index was not reached: $(grep -iE 'error|warning' "$work/log" | head -n 1 | cut -c 1-400 | shown)" \
      'let the host reach it (proxy and certificates of pip stand in /etc/pip.conf), set index, or use from: wheelhouse'
  elif saw 'ResolutionImpossible'; then
    fail install-failed "$requirement cannot be installed together with what is asked for: $(
      sed -n '/conflict is caused by/,/^ *$/p' "$work/log" | sed '1d; s/^ *//' | head -n 5 | shown
    )" 'look at constraints and extras'
  elif [ -n "$missing" ] && [ "$missing" = "$requirement" ] && [ "$source" = pypi ]; then
    fail package-not-found "the index has no $requirement; it lists ${listed:-nothing}" 'declare a version that it lists'
  elif [ -n "$missing" ] && [ "$source" = wheelhouse ]; then
    fail package-not-found "$wheelhouse has no wheel for $missing; it has the versions ${listed:-none}" \
      "fill it with: pip download --dest $wheelhouse '$requirement', by the same Python on the same kind of machine"
  elif [ -n "$missing" ]; then
    fail package-not-found "the index has no $missing, which is needed; it lists ${listed:-nothing}" \
      'look at constraints and at the index'
  fi
  fail install-failed "pip failed with exit status $1: $(said 5)" 'look at the lines of pip above'
}

install() {
  find_python
  if ! { mkdir -p "$directory" && mark "$directory" building; } 2>"$work/log"; then
    fail disk-full "$root cannot be written to: $(said)" 'make room, or mount it writable'
  fi
  if [ -z "$aside" ]; then now="$root/versions/$name is unfinished, no unit leads there, and the next run makes it anew"; fi
  say "making a virtual environment with Python $major.$minor in $root/versions/$name"
  watched 'making a virtual environment' "$python" -I -m venv "$directory" ||
    fail venv-missing "the virtual environment could not be made: $(said 3)" \
      "see whether $python -m venv works on the host; Debian has it in python$major.$minor-venv"
  set -- install --no-input --disable-pip-version-check --no-cache-dir --progress-bar off --retries 2
  if [ "$source" = wheelhouse ]; then
    [ -d "$R$wheelhouse" ] ||
      fail package-not-found "the host has no directory $wheelhouse" \
        "make it, with: pip download --dest $wheelhouse '$requirement'"
    set -- "$@" --no-index --find-links "$R$wheelhouse"
  elif [ -n "$index" ]; then
    set -- "$@" --index-url "$index"
  fi
  if [ -n "$constraints" ]; then
    printf '%s\n' "$constraints" >"$work/constraints.txt"
    set -- "$@" --constraint "$work/constraints.txt"
  fi
  say "installing $requirement, $deadline s at most"
  watched "installing $requirement" "$directory/bin/python" -I -m pip "$@" -- "$requirement" || explain "$?"
  got=$(version_in "$directory")
  [ "$got" = "$version" ] ||
    fail hermes-version-differs "pip installed hermes-agent ${got:-of no version} for $version" \
      "declare the version as the index spells it${got:+: $got}"
  HERMES_HOME=$work/home timeout -k 5 "$ASK_SECONDS" "$directory/bin/hermes" --version </dev/null >"$work/log" 2>&1 ||
    fail install-failed "hermes $version is installed and does not start: $(said 5)" \
      "start it on the host to see more: $root/versions/$name/bin/hermes --version"
  sync -f "$directory" 2>/dev/null || sync
  mark "$directory" complete
}

# Another link in place of what is there, in one step.
point() { # <link> <target>
  [ "$(readlink "$1")" != "$2" ] || return 1
  rm -f "$1.hermes-fleet-new"
  if ! { ln -s "$2" "$1.hermes-fleet-new" && mv -T "$1.hermes-fleet-new" "$1"; } 2>"$work/log"; then
    fail install-failed "${1#"$R"} cannot be made a link to ${2#"$R"}: $(said)" 'make room, and see who else writes there'
  fi
}

refuse_taken_link() {
  [ -n "$link" ] || return 0
  if [ -L "$R$link" ]; then
    case $(readlink "$R$link") in "$base"/*) return 0 ;; esac
  elif [ ! -e "$R$link" ]; then
    return 0
  fi
  fail link-taken "$link is there already and does not lead below $root" "move it away, or leave the option link out"
}

prune() {
  kept=0
  for other in $(names); do
    [ "$other" != "$name" ] || continue
    if [ "$(told "$versions/$other" state)" != complete ]; then
      take_away "$other"
      say "removed the unfinished $other"
    elif [ "$(told "$versions/$other" owner)" = "$owner" ]; then
      kept=$((kept + 1))
      if [ "$kept" -gt "$keep" ] && ! in_use "$other"; then
        take_away "$other"
        say "removed $other, an earlier version"
      fi
    fi
  done
}

ensure_installed() {
  own_root
  lock
  refuse_taken_link
  mkdir -p "$versions"
  if whole "$directory"; then
    done='is there already'
    if [ "$(told "$directory" owner)" != "$owner" ]; then mark "$directory" complete; fi
  else
    done='is installed'
    if [ ! -e "$directory/$MARK" ] && [ -e "$directory" ] && ! rmdir "$directory" 2>/dev/null; then
      fail already-exists "$root/versions/$name is there and was not made by this package" \
        'move it away, or set root to another directory'
    fi
    if [ "$(told "$directory" state)" = complete ]; then
      say "$root/versions/$name was changed or damaged ($(version_in "$directory" || echo 'its Python does not run')): it is made anew"
      rm -rf "$base/.damaged-$name"
      mv "$directory" "$base/.damaged-$name"
      aside=$base/.damaged-$name
      now="$root/versions/$name is as it was"
    fi
    rm -rf "$directory"
    install
  fi
  aside=
  rm -rf "$base/.damaged-$name"
  if point "$base/current" "versions/$name"; then
    # the order in which versions were used
    touch "$directory/$MARK"
    done="$done, and the present version now"
  fi
  if [ -n "$link" ] && mkdir -p "$(dirname "$R$link")" && point "$R$link" "$base/current/bin/hermes"; then
    say "$link leads to it"
  fi
  prune
  say "hermes-agent $version $done: $root/versions/$name"
}

remove_installed() {
  if [ ! -d "$base" ]; then
    say "nothing is installed below $root"
    return
  fi
  own_root
  lock
  for other in $(names); do
    if [ "$(told "$versions/$other" owner)" != "$owner" ]; then
      say "$other stays, it belongs to $(told "$versions/$other" owner | shown)"
    elif [ "$(told "$versions/$other" state)" = complete ] && in_use "$other"; then
      say "$other stays, a unit, a kept generation or a process uses it"
    else
      take_away "$other"
      say "removed $other"
    fi
  done
  if [ -L "$base/current" ] && [ ! -e "$base/current" ]; then
    if [ -n "$link" ] && [ "$(readlink "$R$link")" = "$base/current/bin/hermes" ]; then rm -f "$R$link"; fi
    rm -f "$base/current"
  fi
  if rmdir "$versions" 2>/dev/null; then
    rm -f "$base/.lock"
    rmdir "$base" 2>/dev/null
  fi
  say "profiles and their data stay where they are"
}

look_at_installed() {
  state=damaged
  if [ ! -e "$directory/$MARK" ]; then
    state=gone
  elif whole "$directory"; then
    state=whole
  fi
  printf 'seen\t%s\t%s\n' "$state" "$(version_in "$directory" | shown)"
}

# --- what somebody else installed -----------------------------------------------------------------------------------

# The version that the program tells, asked by the account that could change the program anyway, never by root for
# another one; what it writes goes to a home that is thrown away.
# shellcheck disable=SC2016 # a program of its own
ASK='
home=$(mktemp -d) || exit 1
HERMES_HOME=$home/hermes timeout -k 5 "$2" "$1" --version </dev/null 2>&1
status=$?
rm -rf "$home"
exit "$status"'

ask_version() {
  if [ -z "$account" ]; then account=$(stat -Lc %U "$R$executable"); fi
  if [ "$account" = "$(id -un)" ]; then set --; else set -- runuser -u "$account" --; fi
  "$@" /bin/sh -c "$ASK" hermes-install "$R$executable" "$ASK_SECONDS" >"$work/log" 2>&1
  status=$?
  got=$(sed -n 's/^Hermes Agent v\([^ ]*\).*$/\1/p' "$work/log" | head -n 1 | shown)
}

verify() {
  [ -x "$R$executable" ] ||
    fail hermes-missing "the host has no program $executable" \
      'install Hermes there, set executable to where it is, or let it be installed with from: pypi'
  ask_version
  [ -n "$got" ] ||
    fail hermes-missing "$executable told $account no version (exit status $status): $(said 3)" \
      "see whether $executable --version works for $account on the host"
  [ "$got" = "$version" ] ||
    fail hermes-version-differs "$executable is Hermes Agent $got, and $version is declared" \
      "declare version: $got, or bring the host to $version by the way in which it was installed"
  say "hermes-agent $version is there: $executable"
}

look_at_verified() {
  if [ ! -x "$R$executable" ]; then
    printf 'seen\tgone\t\n'
    return
  fi
  ask_version
  state=whole
  if [ "$got" != "$version" ]; then state=damaged; fi
  printf 'seen\t%s\t%s\n' "$state" "$got"
}

# --- one of them ----------------------------------------------------------------------------------------------------

tools
if [ "$source" = verify ]; then
  case $what in
    ensure) verify ;;
    look) look_at_verified ;;
    remove) say 'nothing of it was installed here: it stays' ;;
  esac
  exit 0
fi
base=$R$root
versions=$base/versions
directory=$versions/$name
case $what in
  ensure) ensure_installed ;;
  look) look_at_installed ;;
  remove) remove_installed ;;
esac
