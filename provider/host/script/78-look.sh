# A look at the machine for a refresh, or before files of a home are decided on: nothing is changed.

observe() {
  load_operations
  observe_system
  SCAN=
  MARKED=
  TOUCHED_UNITS=
  for i in $OPS; do
    get unit "$i"
    TOUCHED_UNITS="$TOUCHED_UNITS $REPLY"
  done
  asked=
  for i in $OPS; do
    get owner "$i"
    asked=$asked$REPLY
  done
  if [ -n "$asked" ]; then
    scan_units
  else
    # shellcheck disable=SC2086 # a list of units
    managers_of $TOUCHED_UNITS
    # shellcheck disable=SC2086 # a list of accounts
    scan_accounts ${REPLY#" -"}
  fi
  set --
  for i in $OPS; do
    get unit "$i"
    set -- "$@" "$REPLY"
  done
  show_units "$@"
  hash_files
  find_moving
  look_below_homes
  look_at_files
  set --
  for i in $OPS; do
    get unit "$i"
    unit=$REPLY
    get hash "$i"
    hash=$REPLY
    get envNow "$i"
    env=$REPLY
    links_of "$unit"
    links=$REPLY
    state_of "$unit" ActiveState
    state=$REPLY
    get parked "$i"
    say op "$i" seen "$hash" "${links:--}" "$state" "${env:--}" "$REPLY"
    set -- "$@" "$i" dropins "$W/op/$i/dropins.now"
    tell_files "$i"
    for m in $REPLY; do set -- "$@" "$i" "file.$m" "$W/op/$i/now.$m"; done
    tell_owned "$i"
    if [ "$hash" = - ]; then
      tell_vanished "$i"
      continue
    fi
    file_of "$unit"
    case $unit in */*)
      as_user "${unit%%/*}" 'head -c 1000000 -- "$1"' "$REPLY" >"$W/op/$i/text" </dev/null 2>/dev/null
      REPLY=$W/op/$i/text
      ;;
    esac
    set -- "$@" "$i" unit "$REPLY"
  done
  tell_settled
  say_blobs "$@"
  finish 0
}

# Units with the mark that is looked for.
tell_owned() { # <operation>
  get owner "$1"
  [ -n "$REPLY" ] || return 0
  looked_for=$REPLY
  for other in $MARKED; do
    file_of "$other"
    scan_value "$REPLY" Owner
    [ "$REPLY" != "$looked_for" ] || say op "$1" owned "$other"
  done
}

# Of a unit without a file what still runs, or would be started again, and whether links or a mask are left. What another
# file of that name has started is not of ours.
tell_vanished() { # <operation>, with $unit, $links and $state
  file_of "$unit"
  path=$REPLY
  state_of "$unit" AliasOf
  alias_of=$REPLY
  state_of "$unit" FragmentPath
  [ -z "$REPLY" ] || usual_path "$R$REPLY"
  case $alias_of:$REPLY in :"$path" | :) ;; *) return 0 ;; esac
  processes_of "$unit"
  case $state:$REPLY in inactive: | failed: | :) runs=no ;; *) runs=yes ;; esac
  get symlink "$1"
  masked=no
  if [ "$REPLY" = /dev/null ]; then masked=yes; fi
  [ "$runs$links" = no ] || say op "$1" vanished "$runs" "$masked"
}

# Digests of an operation's files, and the contents that the provider does not know. -> $REPLY, the numbers of these
tell_files() { # <operation>
  told=
  if [ -s "$W/op/$1/files" ]; then
    take "$1" user home
    while read -r m known _ _ path; do
      get "fileNow_$m" "$1"
      now=${REPLY:-none}
      say op "$1" file "$m" "$now"
      case $now:$known in "$known:$known" | none:* | unreadable:* | *:any) continue ;; esac
      home_file "$home" "$path"
      as_user "$user" 'head -c 1000000 -- "$1"' "$REPLY" >"$W/op/$1/now.$m" </dev/null 2>/dev/null
      told="$told $m"
    done <"$W/op/$1/files"
  fi
  REPLY=$told
}
