# Steps in an account's directory of units, done as that account only, and root's record of what is ours there, with the
# locks of each unit: what stands in the files is the agent's word.

as_user() { # <account> <program> <argument>..., a file on standard input
  whose=$1
  shift
  bounded 60 runuser -u "$whose" -- /bin/sh -c "$1" hermes-fleet "$2" "${3-}" "${4-}" "${5-}"
}

# In: the directory and the transaction's number, then a line for each step; behind `stage` come its lines of text,
# behind `whole`, which is the last one, a file as it is. Out: for each step but `end` the unit and how it went.
ACCOUNT_UNITS='
umask 022
d=$1
new=$d/.hermes-fleet.$2.new.tmp
old=$d/.hermes-fleet.$2.old.tmp
keep() {
  mkdir -p -- "$new" "$old" || return 1
  if [ -f "$d/$unit" ]; then ln -f -- "$d/$unit" "$old/$unit"; fi
}
stage() {
  made=yes
  keep && : >"$new/$unit" || made=no
  n=$1
  while [ "$n" -gt 0 ] && IFS= read -r line; do
    n=$((n - 1))
    [ "$made" = no ] || printf "%s\n" "$line" >>"$new/$unit" || made=no
  done
  # Hermes writes a text of its own over its unit at every start, unless it may not write there.
  [ "$made" = yes ] && chmod 0444 "$new/$unit" && sync "$new/$unit"
}
commit() {
  now=-
  if [ -f "$d/$unit" ]; then now=$(sha256sum <"$d/$unit") && now=${now%% *}; fi
  [ "$now" = "$1" ] && mv -f -- "$new/$unit" "$d/$unit"
}
unlinked() {
  for l in "$d"/*.wants/"$unit" "$d"/*.requires/"$unit" "$d"/*.upholds/"$unit"; do
    [ -L "$l" ] || continue
    w=${l%/*}
    case " $* " in *" ${w##*/} "*) ;; *) rm -f -- "$l" && rmdir -- "$w" 2>/dev/null ;; esac
  done
}
linked() {
  unlinked "$@"
  for w; do
    mkdir -p -- "$d/$w" && ln -sfn -- "$d/$unit" "$d/$w/$unit" || return 1
  done
}
restore() {
  if [ -f "$old/$unit" ]; then mv -f -- "$old/$unit" "$d/$unit"; else rm -f -- "$d/$unit"; fi
}
# Of ours, as stage has it; whoever has written another one goes on writing it.
whole() {
  mkdir -p -- "$new" && cat >"$new/$unit" || return 1
  if grep -q "^\[X-Hermes-Fleet\]" "$new/$unit"; then chmod 0444 "$new/$unit"; else chmod 0644 "$new/$unit"; fi
  sync "$new/$unit" && mv -f -- "$new/$unit" "$d/$unit"
}
while read -r step unit rest; do
  case $step in
    end)
      rm -rf -- "$d/.hermes-fleet.$unit.new.tmp" "$d/.hermes-fleet.$unit.old.tmp"
      rmdir -- "$d" "${d%/*}" 2>/dev/null
      continue
      ;;
    stage) stage "$rest" ;;
    keep) keep ;;
    commit) commit "$rest" ;;
    remove) if [ ! -L "$d/$unit" ] || [ -f "$d/$unit" ]; then rm -f -- "$d/$unit"; fi ;;
    linked) linked $rest ;;
    restore) restore ;;
    whole) whole ;;
    *) false ;;
  esac && printf "%s\tok\n" "$unit" || printf "%s\tfailed\n" "$unit"
done
sync -- "$d" 2>/dev/null
exit 0'

# tell_account <account> <step> <unit's name> [<more>]: one step, done with the next run_accounts
tell_account() {
  contains "$TOLD" "$1" || TOLD="$TOLD $1"
  contains "$EVER_TOLD" "$1" || EVER_TOLD="$EVER_TOLD $1"
  told_to=$W/steps.$1
  shift
  printf '%s\n' "$*" >>"$told_to"
}
TOLD=
EVER_TOLD=

# Everything that accounts were told, each in one call; afterwards account_did <unit> tells how it went.
run_accounts() {
  ACCOUNT_DID=
  for account in $TOLD; do
    units_of "$account"
    as_user "$account" "$ACCOUNT_UNITS" "$REPLY" "$ID" <"$W/steps.$account" >"$W/steps.out" 2>>"$W/steps.err"
    rm -f -- "$W/steps.$account"
    while IFS=$TAB read -r unit how; do
      case $unit$how in *[!A-Za-z0-9:_.@-]*) ;; *) ACCOUNT_DID="$ACCOUNT_DID $account/$unit:$how" ;; esac
    done <"$W/steps.out"
  done
  TOLD=
}

account_did() { contains "$ACCOUNT_DID" "$1:ok" && ! contains "$ACCOUNT_DID" "$1:failed"; } # <unit>

# register <unit> [<lock>...]: root's record that a unit of an account is ours, and its locks
register() {
  registered=$STATE/user/$1
  shift
  mkdir -p -- "${registered%/*}"
  printf '%s\n' "$*" >"$registered.new"
  mv -f -- "$registered.new" "$registered"
}

forget_unit() { # <unit>
  rm -f -- "$STATE/user/$1" || return
  rmdir -- "$STATE/user/${1%/*}" "$STATE/user" 2>/dev/null
  return 0
}

# forget_gone <generation>: units that a change has taken away for good
forget_gone() {
  [ -f "$1/gone" ] || return 0
  while read -r unit; do forget_unit "$unit"; done <"$1/gone"
  rm -f -- "$1/gone"
}

# What is left beside accounts' units when a change lasts.
finish_accounts() { # <id> <generation>
  [ -f "$2/accounts" ] || return 0
  forget_gone "$2"
  end_copies "$1" "$2"
}

end_copies() { # <id> <generation>
  [ -f "$2/accounts" ] && need_work || return 0
  while read -r account; do tell_account "$account" end "$1"; done <"$2/accounts"
  run_accounts
}

# The guard has no work directory before it needs one.
need_work() {
  [ -z "$W" ] || return 0
  W=$(mktemp -d "$R/run/hermes-fleet-guard.XXXXXXXXXX") || return 1
  trap 'rm -rf -- "$W"' EXIT
  trap 'exit 1' TERM
}
