# Unit files below an account's home, written as that account only. Root keeps a record of what is ours there, with
# the locks of each unit, because what stands in the files is the agent's word.

# In: the directory and the transaction's number, then a line for each step; behind `stage` come its lines of text.
# Out: for each step but `end` the unit and how it went.
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
  for l in "$d"/*.wants/"$unit" "$d"/*.requires/"$unit"; do
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
    remove) rm -f -- "$d/$unit" ;;
    linked) linked $rest ;;
    restore) restore ;;
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

# Copies beside their places, old and new, so that both ways are renames only.
stage_account_files() {
  for i in $WRITES $REMOVES; do
    alive "$i" || continue
    take "$i" kind unit locks
    case $unit in */*) ;; *) continue ;; esac
    if [ "$kind" = remove ]; then
      tell_account "${unit%%/*}" keep "${unit#*/}"
    else
      tell_stage "$unit" "$W/op/$i/${unit#*/}"
    fi
  done
  run_accounts
  for i in $WRITES $REMOVES; do
    alive "$i" || continue
    get unit "$i"
    case $REPLY in */*) ;; *) continue ;; esac
    account_did "$REPLY" && continue
    units_of "${REPLY%%/*}"
    fail "$i" home-unwritable "cannot write below $REPLY: $(tail -n 1 "$W/steps.err" | tr '\n\t' '  ')"
  done
  register_units
}

stage_account_neighbours() {
  for unit in $STRIPPED; do
    case $unit in */*) tell_stage "$unit" "$W/stripped/$unit" ;; esac
  done
  run_accounts
}

tell_stage() { # <unit> <file>
  read -r lines _ <<N
$(wc -l -- "$2")
N
  tell_account "${1%%/*}" stage "${1#*/} $lines"
  cat -- "$2" >>"$W/steps.${1%%/*}"
}

# On record before it is there; the record of before is kept for the way back.
register_units() {
  for i in $OPS; do
    alive "$i" || continue
    take "$i" kind unit locks
    case $kind:$unit in ensure:*/*) ;; *) continue ;; esac
    if [ -f "$STATE/user/$unit" ]; then cp -- "$STATE/user/$unit" "$W/op/$i/registered"; fi
    # shellcheck disable=SC2086 # a list of locks
    register "$unit" $locks
    put registers "$i" yes
  done
}

install_account_files() {
  for i in $WRITES $REMOVES; do
    alive "$i" || continue
    take "$i" kind unit hash
    case $unit in */*) ;; *) continue ;; esac
    if [ "$kind" = remove ]; then
      tell_account "${unit%%/*}" linked "${unit#*/}"
      tell_account "${unit%%/*}" remove "${unit#*/}"
    else
      tell_account "${unit%%/*}" commit "${unit#*/} $hash"
    fi
  done
  for unit in $STRIPPED; do
    case $unit in */*) ;; *) continue ;; esac
    file_of "$unit"
    account_fact hash "$REPLY"
    before=$REPLY
    tell_account "${unit%%/*}" commit "${unit#*/} $before"
    digest_of "$W/stripped/$unit"
    after=$REPLY
    if [ -f "$STATE/edited/$unit" ]; then read -r before _ <"$STATE/edited/$unit"; fi
    printf '%s %s\n' "$before" "$after" >"$STATE/edited/$unit"
    need_reload "$unit"
  done
  run_accounts
  for i in $WRITES; do
    alive "$i" || continue
    get unit "$i"
    case $REPLY in */*) ;; *) continue ;; esac
    unit=$REPLY
    if account_did "$unit"; then
      put installed "$i" yes
      need_reload "$unit"
      rm -f -- "$STATE/edited/$unit"
    else
      file_of "$unit"
      fail "$i" changed-on-host "$REPLY changed while this ran"
    fi
  done
}

# link_accounts <operation>...: the links that these operations ask for, of accounts' units
link_accounts() {
  for i in "$@"; do
    take "$i" unit newLinks
    tell_account "${unit%%/*}" linked "${unit#*/} $newLinks"
  done
  run_accounts
}

# restore_accounts <operation>...: files of before, the links of what was to go, root's record
restore_accounts() {
  for i in "$@"; do
    take "$i" kind unit links installed
    case $unit in */*) ;; *) continue ;; esac
    if [ "$installed" = yes ]; then tell_account "${unit%%/*}" restore "${unit#*/}"; fi
    if [ "$kind" = remove ] && [ "$installed" = yes ]; then tell_account "${unit%%/*}" linked "${unit#*/} $links"; fi
    get registers "$i"
    [ "$REPLY" = yes ] || continue
    if [ -f "$W/op/$i/registered" ]; then mv -f -- "$W/op/$i/registered" "$STATE/user/$unit"; else forget_unit "$unit"; fi
  done
  run_accounts
}

# Copies of ours, and of transactions that died, beside units of accounts.
clean_accounts() {
  for account in $EVER_TOLD; do tell_account "$account" end "$ID"; done
  lines_begin
  for fact in $ACCOUNT_FILES; do
    lines_end
    case $fact in "left$TAB"*)
      fact=${fact#*"$TAB"}
      whose=${fact#*"$TAB".hermes-fleet.}
      whose=${whose%%.*}
      case $whose in *[!A-Za-z0-9]*) continue ;; esac
      lives "$R/run/hermes-fleet.$whose" || tell_account "${fact%%"$TAB"*}" end "$whose"
      ;;
    esac
  done
  lines_end
  run_accounts
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
  rm -f -- "$STATE/user/$1"
  rmdir -- "$STATE/user/${1%/*}" "$STATE/user" 2>/dev/null
}
