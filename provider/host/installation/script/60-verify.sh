# What somebody else installed.

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

