# What somebody else installed.

# Who asks: the account that was declared; else the program's owner, when nobody but it and root could change where the
# path leads; else, and always in place of root, an account without any rights.
choose_asker() { # -> $asked_by, $asked_as for messages
  asked_by=-
  if [ -n "$account" ]; then
    uid=
    IFS=: read -r _ _ uid _ <<P
$(getent passwd "$account")
P
    [ -n "$uid" ] ||
      fail account-missing "the host has no account $account, which was to ask $executable" \
        'make the account first, or leave user out'
    if [ "$uid" != 0 ]; then asked_by=$account; fi
  else
    IFS=: read -r uid owned_by <<P
$(stat -Lc '%u:%U' -- "$R$executable")
P
    case $uid:$owned_by in
      "$ME":* | 0:* | :* | *:UNKNOWN) ;;
      *) if ! weak_part "$executable" follow "$uid" "$owned_by"; then asked_by=$owned_by; fi ;;
    esac
  fi
  asked_as=$asked_by
  if [ "$asked_by" = - ]; then asked_as='an account without rights'; fi
}

ask_version() { # -> $got
  choose_asker
  ask "$asked_by" "$R$executable" --version
  version_word "$(sed -n 's/^Hermes Agent v\([^ ]*\).*$/\1/p' "$work/log" | head -n 1)"
  got=$REPLY
}

verify() {
  [ -x "$R$executable" ] ||
    fail hermes-missing "the host has no program $executable" \
      'install Hermes there, set executable to where it is, or let it be installed with from: pypi'
  ask_version
  [ -n "$got" ] ||
    fail hermes-missing "$executable told $asked_as no version (exit status $status): $(said 3)" \
      "see whether $executable --version works on the host for $asked_as; set user to the account that runs it"
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

