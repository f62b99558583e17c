# What a change replaces, kept before anything is installed: enough to put the host back without whoever began it.

# Whether there is anything to put back: a gateway that runs or that this starts and watches, a file, a link, a block.
# Off this path are a standby's or a first gateway's files, and the removal of everything that is ours.
needs_guard() {
  [ -z "$STOPS$LEAVING$STRIPPED" ] || return 0
  for i in $OPS; do
    alive "$i" || continue
    take "$i" kind unit hash due conflicts excludes healthySeconds writesEnv envNow replacesFiles moves links newLinks
    if [ "$kind" = remove ]; then
      if contains "$REMOVES" "$i" && [ "$hash" != - ] && ! removes_all; then return 0; fi
      continue
    fi
    case $due in
      yes) return 0 ;;
      start)
        [ "$healthySeconds" = 0 ] || return 0
        for other in $conflicts $excludes; do
          if contains "$RAN_BEFORE" "$other"; then return 0; fi
        done
        ;;
    esac
    if contains "$WRITES" "$i" && [ "$hash" != - ]; then return 0; fi
    if [ "$writesEnv" = yes ] && [ "$envNow" != none ]; then return 0; fi
    if [ -n "$replacesFiles$moves" ]; then return 0; fi
    if [ -n "$links" ] && [ "$links" != "$newLinks" ]; then return 0; fi
  done
  return 1
}

# Whether no unit of ours is left when this transaction is done.
removes_all() {
  for other in $MARKED; do
    for n in $OPS; do
      get unit "$n"
      if [ "$REPLY" = "$other" ] && contains "$REMOVES" "$n"; then continue 2; fi
    done
    return 1
  done
  for n in $OPS; do
    get kind "$n"
    [ "$REPLY" = remove ] || return 1
  done
}

# generations/<n>-<id>/: manifest, and the files that are replaced below units/, those of accounts below
# units/<account>/; root's records of accounts' units below user/, and the accounts in accounts, if any. The old blocks
# of .env and the old files of homes are kept for as long as the change is not confirmed: afterwards there is no older
# value of a secret on the host.
keep_generation() {
  highest=0
  for one in "$GENERATIONS"/*-*; do
    one=${one##*/}
    one=${one%%-*}
    case $one in *[!0-9]*) continue ;; esac
    [ "$one" -le "$highest" ] || highest=$one
  done
  GENERATION=$((highest + 1))-$ID
  kept_in=$GENERATIONS/$GENERATION
  mkdir -p -- "$RECORDS" "$kept_in/units" "$STATE/pending" || return 1
  # shellcheck disable=SC2086 # a list of paths
  [ -z "$KEPT" ] || cp -p -- $KEPT "$kept_in/units/" || return 1
  {
    manifest_files && manifest_links && manifest_running && manifest_moves && manifest_homes && manifest_home_files &&
      manifest_accounts
  } >"$kept_in/manifest"
}

# A line of the manifest, its fields separated by tabs.
line() {
  out=$1
  shift
  for field in "$@"; do out="$out$TAB${field:--}"; done
  printf '%s\n' "$out"
}

# file <unit> <digest before> <digest after>, - for none; edited <unit> <before> <after>: what a neighbour's own next
# operation has to know.
manifest_files() {
  for i in $WRITES $REMOVES; do
    alive "$i" || continue
    take "$i" unit hash newHash kind
    if [ "$kind" = remove ]; then newHash=-; fi
    line file "$unit" "$hash" "$newHash" || return 1
    manifest_edited "$unit"
  done
  for unit in $STRIPPED; do
    case $unit in
      */*)
        file_of "$unit"
        account_fact hash "$REPLY"
        before=$REPLY
        digest_of "$W/stripped/$unit"
        ;;
      *)
        digest_of "$UNITS/$unit"
        before=$REPLY
        digest_of "$NEW/$unit"
        ;;
    esac
    line file "$unit" "$before" "$REPLY" || return 1
    manifest_edited "$unit"
  done
}

manifest_edited() { # <unit>
  if [ -f "$STATE/edited/$1" ]; then
    read -r before after <"$STATE/edited/$1"
    line edited "$1" "$before" "$after"
  fi
}

# linked <unit>, then link <unit> <directory> <target> for each of its links; stays <unit> <directories> for one whose
# links are as they were.
manifest_links() {
  for i in $OPS; do
    alive "$i" || continue
    take "$i" kind unit links newLinks
    if [ "$kind" = remove ]; then
      contains "$REMOVES" "$i" || continue
    elif [ "$links" = "$newLinks" ]; then
      [ -z "$links" ] || line stays "$unit" "$links" || return 1
      continue
    fi
    line linked "$unit" || return 1
    for directory in $links; do
      case $unit in
        */*) target=- ;;
        *) target=$(readlink -- "$UNITS/$directory/$unit") ;;
      esac
      line link "$unit" "$directory" "$target" || return 1
    done
  done
}

# ran <unit> <main process> <ActiveState>: who ran and may be stopped by this; start <unit>: whom this starts or restarts.
manifest_running() {
  for unit in $RAN_BEFORE; do
    may_stop "$unit" && ! is_vanished "$unit" || continue
    state_before "$unit" MainPID
    main=$REPLY
    state_before "$unit" ActiveState
    line ran "$unit" "$main" "$REPLY" || return 1
  done
  for i in $OPS; do
    alive "$i" || continue
    take "$i" unit due
    if [ "$due" = start ] || [ "$due" = yes ]; then line start "$unit" || return 1; fi
  done
}

may_stop() { # <unit>
  contains "$TOUCHED_UNITS $LEAVING" "$1" && return 0
  file_of "$1"
  scan_value "$REPLY" Conflicts
  for one in $REPLY; do
    case $1 in */*) one=${1%/*}/$one ;; esac
    if contains "$WRITTEN_UNITS" "$one"; then return 0; fi
  done
  return 1
}

# moved <account> <home before> <home after> <inode>; what else is said of such a home is said of the one before.
manifest_moves() {
  for i in $OPS; do
    alive "$i" || continue
    take "$i" user moves movesFrom movesTo
    [ -z "$moves" ] || line moved "$user" "$movesFrom" "$movesTo" "$moves" || return 1
  done
}

# env <n> <account> <digest before> <digest after> <key block> <home>; the block itself is env.<n>, without one there
# was none.
manifest_homes() {
  for i in $OPS; do
    alive "$i" || continue
    take "$i" writesEnv user envNow envWant envKey home oldEnvInner
    [ "$writesEnv" = yes ] || continue
    if [ -f "$W/op/$i/env.old" ]; then
      cp -- "$W/op/$i/env.old" "$kept_in/env.$i" || return 1
    else
      oldEnvInner=none
    fi
    line env "$i" "$user" "$oldEnvInner" "$envWant" "$envKey" "$home" || return 1
  done
}

# homefile <n.m> <account> <digest before> <digest after> <key block> <file> <mode of a new one>; its content is
# env.<n.m>, without one there was none.
manifest_home_files() {
  for i in $OPS; do
    alive "$i" || continue
    take "$i" user home envKey writesFiles
    [ -n "$writesFiles" ] || continue
    while read -r m from want mode path; do
      contains "$writesFiles" "$m" || continue
      [ "$from" = none ] || cp -- "$W/op/$i/kept.$m" "$kept_in/env.$i.$m" || return 1
      key_of_file "$path" "$envKey"
      line homefile "$i.$m" "$user" "$from" "$want" "$fileKey" "$home/$path" "$mode" || return 1
    done <"$W/op/$i/files"
  done
}

# registered <unit> <yes|no>: root's record of an account's unit; linger <account>: ours to switch on. The files are
# read as the account, and kept where it does not reach.
manifest_accounts() {
  concerned=
  for i in $OPS; do
    take "$i" kind unit hash
    case $unit in */*) ;; *) continue ;; esac
    alive "$i" || continue
    if [ "$kind" = ensure ]; then
      record_before=$W/op/$i/registered
    elif contains "$REMOVES" "$i"; then
      record_before=$STATE/user/$unit
    else
      continue
    fi
    account=${unit%%/*}
    contains "$concerned" "$account" || concerned="$concerned $account"
    mkdir -p -- "$kept_in/units/$account" "$kept_in/user/$account" || return 1
    if [ -f "$record_before" ]; then
      cp -- "$record_before" "$kept_in/user/$unit" && line registered "$unit" yes || return 1
    else
      line registered "$unit" no || return 1
    fi
    if contains "$WRITES $REMOVES" "$i" && [ "$hash" != - ]; then keep_account_file "$unit" || return 1; fi
  done
  for unit in $STRIPPED; do
    case $unit in */*) ;; *) continue ;; esac
    account=${unit%%/*}
    contains "$concerned" "$account" || concerned="$concerned $account"
    mkdir -p -- "$kept_in/units/$account" && keep_account_file "$unit" || return 1
  done
  for account in $concerned; do
    printf '%s\n' "$account" >>"$kept_in/accounts" || return 1
    if [ -e "$STATE/linger/$account" ]; then line linger "$account" || return 1; fi
  done
}

keep_account_file() { # <unit>
  file_of "$1"
  as_user "${1%%/*}" 'head -c 1000000 -- "$1"' "$REPLY" >"$kept_in/units/$1" </dev/null 2>/dev/null
}
