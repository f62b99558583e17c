# Makes one version.

find_python() {
  python=$interpreter
  if [ -n "$python" ]; then python=$R$python; else python=$(command -v python3) || python=; fi
  if [ -z "$python" ] || [ ! -x "$python" ]; then
    fail python-missing "the host has no ${interpreter:-python3}" \
      'install it (Debian: apt-get install python3 python3-venv), or set python to where it is'
  fi
  trust_python "${python#"$R"}"
  have=$(timeout -k 5 "$ASK_SECONDS" "$python" -I -S -c 'import sys; print("%d %d" % sys.version_info[:2])' </dev/null 2>&1)
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
  timeout -k 5 "$ASK_SECONDS" "$python" -I -S -c 'import venv, ensurepip' </dev/null >/dev/null 2>&1 ||
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
  watched 'making a virtual environment' "$python" -I -S -m venv "$directory" ||
    fail venv-missing "the virtual environment could not be made: $(said 3)" \
      "see whether $python -m venv works on the host; Debian has it in python$major.$minor-venv"
  set -- install --no-input --disable-pip-version-check --no-cache-dir --progress-bar off --retries 2
  if [ "$source" = wheelhouse ]; then
    [ -d "$R$wheelhouse" ] ||
      fail package-not-found "the host has no directory $wheelhouse" \
        "make it, with: pip download --dest $wheelhouse '$requirement'"
    trust_wheelhouse
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
  version_in "$directory"
  got=$REPLY
  [ "$got" = "$version" ] ||
    fail hermes-version-differs "pip installed hermes-agent ${got:-of no version} for $version" \
      "declare the version as the index spells it${got:+: $got}"
  ask - "$directory/bin/hermes" --version
  [ "$status" -eq 0 ] ||
    fail install-failed "hermes $version is installed and does not start for an account without rights: $(said 5)" \
      "start it on the host to see more: $root/versions/$name/bin/hermes --version; every directory above it has to let other accounts through (chmod o+x)"
  sync -f "$directory" 2>/dev/null || sync
  mark "$directory" complete
}

