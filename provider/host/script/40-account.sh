# Whatever lies below a profile's home is touched as the profile's own account, never as root: the home belongs
# to an agent with a shell. The programs are constants; values reach them on standard input.
ENV_BEGIN='# >>> hermes-fleet: what stands between these two lines is kept by hermes-fleet >>>'
ENV_END='# <<< hermes-fleet <<<'

# In: four lines an operation: number, executable, home, octal text of the digest's key block (empty: do not look).
# Out: number, executable (ok|missing), home (ok|absent|unwritable), digest of our block in .env (or none), what of
# Hermes' own says that the gateway is to stay stopped (marker: gateway.parked; state: the desired_state that its commands
# write under s6; or -), how many seconds ago the starts of the last hour were that Hermes has in its log. Of a home below
# another one's profiles/ also whether that one's gateway serves it, as Hermes itself finds out before a start (a list of
# profiles, and one that keeps itself out, are left to Hermes), and whether Hermes has made it so by itself.
ACCOUNT_LOOK='
while IFS= read -r i && IFS= read -r executable && IFS= read -r home && IFS= read -r key; do
  e=missing
  if [ -f "$executable" ] && [ -x "$executable" ]; then e=ok; fi
  h=absent
  near=$home
  if [ -d "$home" ]; then h=ok; else while [ ! -e "$near" ]; do near=${near%/*}; near=${near:-/}; done; fi
  if [ ! -d "$near" ] || [ ! -w "$near" ] || [ ! -x "$near" ]; then h=unwritable; fi
  d=none
  if [ -n "$key" ] && [ -f "$home/.env" ] && [ -r "$home/.env" ] && grep -qxF -e "$1" -- "$home/.env"; then
    d=$({ printf %b "$key"; awk -v b="$1" -v e="$2" "\$0 == b { on = 1 } on { print } \$0 == e { on = 0 }" "$home/.env"; } | sha256sum)
    d=${d%% *}
  fi
  s=
  if [ -f "$home/gateway-starts.log" ] && [ -r "$home/gateway-starts.log" ]; then
    s=$(tail -n 40 -- "$home/gateway-starts.log" | awk -v now="$(date +%s)" "
      /^[0-9]+[.]?[0-9]*\$/ { age = int(now - \$1); if (age >= 0 && age <= 3600) { printf \"%s%d\", sep, age; sep = \",\" } }")
  fi
  p=-
  if [ -e "$home/gateway.parked" ]; then
    p=marker
  elif [ -f "$home/gateway_state.json" ] && grep -qs "\"desired_state\"[[:space:]]*:[[:space:]]*\"stopped\"" "$home/gateway_state.json"; then
    p=state
  fi
  m=
  r=${home%/profiles/*}
  if [ "$r/profiles/${home##*/}" = "$home" ]; then
    if [ -f "$r/gateway_migration.json" ]; then m=migrated; fi
    y="[\"]?[[:space:]]*:[[:space:]]*[\"]?([Tt]rue|TRUE|[Yy]es|[Oo]n)"
    if [ -f "$r/gateway.pid" ] && [ -f "$r/config.yaml" ] && grep -Eqs "^[^#]*multiplex_profiles$y" "$r/config.yaml" &&
      ! grep -Eqs "^[^#]*multiplex_profile_allowlist" "$r/config.yaml" &&
      ! { [ -f "$home/config.yaml" ] && grep -Eqs "^[^#]*standalone$y" "$home/config.yaml"; }; then
      g=$(sed -n "s/.*\"pid\": *\([0-9]*\).*/\1/p" "$r/gateway.pid")
      if [ -n "$g" ] && kill -0 "$g"; then m=${m}serving; fi
    fi
  fi
  printf "%s\t%s\t%s\t%s\t%s\t%s\t%s\n" "$i" "$e" "$h" "$d" "$p" "${s:--}" "$m"
done'

# $REPLY, a path that was declared, on this machine: the embedded host's lie below its tree.
below_root() { case $REPLY in "$R"/*) ;; *) REPLY=$R$REPLY ;; esac; }

as_account() { # <account> <program>, a file on standard input
  bounded 60 runuser -u "$1" -- /bin/sh -c "$2" hermes-fleet "$ENV_BEGIN" "$ENV_END"
}

# An empty file for an account's standard input, of another inode than the last one: some other account may have that
# open, and read on.
fresh() { # <file>
  rm -f -- "$1"
  : >"$1"
}

# What an account answers is its own word, and a number in it becomes the name of a variable, or is counted with.
is_operation() { # <number>
  case $1 in '' | *[!0-9]*) return 1 ;; esac
}

# An account speaks for itself alone.
is_of_account() { # <number> <account>
  is_operation "$1" || return 1
  get user "$1"
  [ "$REPLY" = "$2" ]
}

# Seconds between commas, of which the shell can count each.
are_ages() { # <text>
  case $1 in *[!0-9,]*) return 1 ;; esac
  ages_left=$1,
  while [ -n "$ages_left" ]; do
    is_whole_number "${ages_left%%,*}" || [ "$1" = '' ] || return 1
    ages_left=${ages_left#*,}
  done
}

accounts_of() { # <operation>... -> $REPLY: each account once
  list=
  for i in "$@"; do
    get user "$i"
    contains "$list" "$REPLY" || list="$list $REPLY"
  done
  REPLY=$list
}

look_below_homes() {
  # shellcheck disable=SC2086 # a list of numbers
  accounts_of $OPS
  for account in $REPLY; do
    fresh "$W/look.in"
    for i in $OPS; do
      get user "$i"
      [ "$REPLY" = "$account" ] || continue
      for field in executable home envKey; do
        [ "$field" = executable ] && printf '%s\n' "$i" >>"$W/look.in"
        get "$field" "$i"
        [ "$field" = envKey ] || below_root
        printf '%s\n' "$REPLY" >>"$W/look.in"
      done
    done
    as_account "$account" "$ACCOUNT_LOOK" <"$W/look.in" >"$W/look.out" 2>"$W/look.err"
    known=silent
    getent passwd "$account" >/dev/null || known=missing
    while read -r i && read -r _ && read -r _ && read -r _; do put account "$i" "$known"; done <"$W/look.in"
    while IFS=$TAB read -r i executable home env parked ages multiplexed; do
      is_of_account "$i" "$account" || continue
      put account "$i" ''
      case $executable in ok | missing) ;; *) executable= ;; esac
      case $home in ok | absent | unwritable) ;; *) home= ;; esac
      case $parked in marker | state) ;; *) parked= ;; esac
      [ "$env" = none ] || is_digest "$env" || env=unreadable
      are_ages "$ages" || ages=
      case $multiplexed in *[!a-z]*) multiplexed= ;; esac
      put parked "$i" "$parked"
      put hasExecutable "$i" "$executable"
      put hasHome "$i" "$home"
      put envNow "$i" "$env"
      put startAges "$i" "$ages"
      put multiplexed "$i" "$multiplexed"
    done <"$W/look.out"
  done
  uptime_seconds
  LOOKED_AT=$REPLY
}
