# Unit files below an account's home, written as that account only. Root keeps a record of what is ours there, with
# the locks of each unit, because what stands in the files is the agent's word.

# Neighbours that lose a name and are in place.
STRIPPED_THERE=

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
    fail "$i" home-unwritable "cannot write below $REPLY: $(last_words "$W/steps.err")"
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
  STRIPPED_THERE=
  for other in $STRIPPED; do
    if account_did "$other"; then STRIPPED_THERE="$STRIPPED_THERE $other"; fi
  done
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

# link_accounts <operation>...: the links that these operations ask for, of accounts' units; false when one was not made
link_accounts() {
  [ $# -gt 0 ] || return 0
  for i in "$@"; do
    take "$i" unit newLinks
    tell_account "${unit%%/*}" linked "${unit#*/} $newLinks"
  done
  run_accounts
  all_did "$@"
}

all_did() { # <operation>...; false when an account's unit of one of them was not done as told
  for i in "$@"; do
    get unit "$i"
    case $REPLY in */*) ;; *) continue ;; esac
    account_did "$REPLY" && continue
    tail -n 1 "$W/steps.err" >&2
    return 1
  done
}

# restore_accounts <operation>...: files of before, the links of what was to go, root's record, neighbours
restore_accounts() {
  put_back=
  for i in "$@"; do
    take "$i" kind unit links installed registers
    case $unit in */*) ;; *) continue ;; esac
    if [ "$installed" = yes ]; then
      tell_account "${unit%%/*}" restore "${unit#*/}"
      [ "$kind" != remove ] || tell_account "${unit%%/*}" linked "${unit#*/} $links"
      put_back="$put_back $i"
    fi
    [ "$registers" = yes ] || continue
    put registers "$i" ''
    if [ -f "$W/op/$i/registered" ]; then mv -f -- "$W/op/$i/registered" "$STATE/user/$unit"; else forget_unit "$unit"; fi
  done
  neighbours=
  still=
  for other in $STRIPPED_THERE; do
    if stripped_for_living "$other"; then
      still="$still $other"
    else
      tell_account "${other%%/*}" restore "${other#*/}"
      neighbours="$neighbours $other"
    fi
  done
  STRIPPED_THERE=$still
  run_accounts
  # shellcheck disable=SC2086 # a list of numbers
  all_did $put_back 2>/dev/null || UNRESTORED=yes
  for other in $neighbours; do
    account_did "$other" || UNRESTORED=yes
    need_reload "$other"
    file_of "$other"
    account_fact hash "$REPLY"
    note_restored "$other" "$REPLY"
  done
}

# Copies of ours, and of transactions that died, beside units of accounts; not what the host may still put back.
clean_accounts() {
  is_recorded "$ID" || for account in $EVER_TOLD; do tell_account "$account" end "$ID"; done
  lines_begin
  for fact in $ACCOUNT_FILES; do
    lines_end
    case $fact in "left$TAB"*)
      fact=${fact#*"$TAB"}
      whose=${fact#*"$TAB".hermes-fleet.}
      whose=${whose%%.*}
      case $whose in *[!A-Za-z0-9]*) continue ;; esac
      lives "$R/run/hermes-fleet.$whose" || is_recorded "$whose" || tell_account "${fact%%"$TAB"*}" end "$whose"
      ;;
    esac
  done
  lines_end
  run_accounts
}
