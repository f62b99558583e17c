# The end of a transaction that goes through: what is told of it, and what nothing needs any more goes.

# What is there now, for the outputs; and nothing of ours stays when the last gateway is gone.
conclude() {
  forget_stood_down
  for i in $OPS; do
    alive "$i" || continue
    get unit "$i"
    unit=$REPLY
    if [ -e "$STATE/pending/$unit" ]; then AT_END="$AT_END $STATE/pending/$unit"; fi
    get kind "$i"
    [ "$REPLY" != remove ] || continue
    kind=$REPLY
    get due "$i"
    due=$REPLY
    get installed "$i"
    say op "$i" applied "${REPLY:-no}" "$due"
    [ "$kind" != ensure ] || say_blobs "$i" dropins "$W/op/$i/dropins.now"
  done
  if [ -n "$REMOVES" ]; then
    RELOAD=
    unlink_aliases
    reload
    set --
    for i in $REMOVES; do
      get unit "$i"
      set -- "$@" "$REPLY"
    done
    sc_units --short reset-failed -- "$@" 2>/dev/null
  fi
  forget_removed
  tidy
  clean_accounts
  if [ -n "$removal" ] && [ ! -d "$STATE/user" ] && ! grep -qsl '^\[X-Hermes-Fleet\]' "$UNITS"/*.service; then leave_host; fi
}

# Root's record of accounts' units that are gone, also of those that somebody else took away; while the host may put
# them back, the record stays. $removal tells whether this transaction takes anything away at all.
forget_removed() {
  removal=
  for i in $OPS; do
    take "$i" kind unit foreign
    if [ "$kind" = leave-home ]; then
      get restarts "$i"
      [ "$REPLY" != yes ] || removal=yes
    fi
    [ "$kind" = remove ] || continue
    removal=yes
    case $unit in */*) ;; *) continue ;; esac
    if alive "$i" && [ -z "$foreign" ] && ! is_recorded "$ID"; then forget_unit "$unit"; fi
  done
  [ -z "${GENERATION-}" ] || is_recorded "$ID" || rm -f -- "$GENERATIONS/$GENERATION/gone"
}

# For whoever confirms.
note_gone() {
  for i in $OPS; do
    take "$i" kind unit foreign
    case $kind:$unit in remove:*/*) ;; *) continue ;; esac
    if alive "$i" && [ -z "$foreign" ]; then printf '%s\n' "$unit" >>"$GENERATIONS/$GENERATION/gone"; fi
  done
}

# The lock is released by the end of this process. It goes last: a guard that waited for it finds that nothing is left.
leave_host() {
  # Still there after a first create that failed.
  RELOAD=
  remove_guard
  reload
  leaves=$STATE
  for i in $OPS; do
    get keepGenerations "$i"
    if [ "$REPLY" = yes ] && [ -d "$GENERATIONS" ]; then leaves="$RECORDS $STATE/pending $STATE/edited"; fi
  done
  # shellcheck disable=SC2086 # a list of paths
  rm -rf -- $leaves "$LOCK"
}
