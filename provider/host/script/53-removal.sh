# Whether a unit that is to go is there, is ours, and what is left of it.

# A file that is gone does not end what runs under its name. What runs there by a file of somebody else's is theirs,
# unless it works in this very home.
compare_removal() {
  state_of "$unit" AliasOf
  alias_of=$REPLY
  if [ -n "$replaced" ]; then
    if [ "$hash" = - ]; then spare gone already-gone; else spare foreign owned-by "another machine"; fi
  elif [ -n "$mark" ] && [ "$mark" != "$owner" ]; then
    spare foreign owned-by "$mark"
  elif [ -n "$alias_of" ]; then
    spare foreign owned-by "$alias_of, of which it is another name"
  elif [ "$hash" = - ]; then
    compare_vanished
  elif [ "$oldHash" = - ] && [ "$mark" = "$owner" ]; then
    put left "$i" yes # by an interrupted create
  elif [ "$hash" != "$oldHash" ] && ! edited_by_us "$unit" "$oldHash" "$hash"; then
    fail "$i" changed-on-host "$path has other content than the last apply or refresh recorded"
  fi
  get runsToo "$i"
  runs_too=$REPLY
  get foreign "$i"
  [ -z "$runs_too" ] || [ -n "$REPLY" ] || fail "$i" gateway-still-running "$runs_too"
}

spare() { # <gone|foreign> <word> [<who>]: nothing is to be done about the operation's unit
  put "$1" "$i" yes
  say op "$i" "$2" "${3-}"
}

compare_vanished() {
  state_of "$unit" ActiveState
  state=${REPLY:-inactive}
  state_of "$unit" LoadState
  load_state=$REPLY
  state_of "$unit" FragmentPath
  [ -z "$REPLY" ] || usual_path "$R$REPLY"
  fragment=$REPLY
  case $fragment in
    '' | "$path") ;;
    *)
      get home "$i"
      home=$REPLY
      get user "$i"
      user=$REPLY
      state_of "$unit" MainPID
      if ! works_in "${REPLY:-0}" "$user" "$home"; then
        spare gone owned-by "${fragment#"$R"}"
        return
      fi
      ;;
  esac
  processes_of "$unit"
  case $state:$load_state:$links:$REPLY in
    inactive:not-found:: | inactive:masked:: | inactive:::) spare gone already-gone ;;
    *)
      put vanished "$i" yes
      say op "$i" vanished "$state"
      ;;
  esac
}
