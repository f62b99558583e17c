# The links that a boot follows, made once the winners are healthy.

# A run that changed links alone reloads too: systemd keeps the UnitFileState that somebody asked for before.
reload_for_links() {
  reloaded=$RELOAD
  RELOAD=
  for unit in $enables $disables $account_links; do
    manager_of "$unit"
    contains "$reloaded" "$REPLY" || need_reload "$unit"
  done
  reload
}

# The new winner's links come first, the loser's go right after: a boot in between still finds somebody.
link_winners() {
  enables=
  disables=
  account_links=
  winners=
  losers=
  unlinked=
  for i in $OPS; do
    take "$i" kind unit links newLinks
    if [ "$kind" != ensure ] || ! alive "$i" || [ "$links" = "$newLinks" ]; then continue; fi
    case $unit in */*)
      account_links="$account_links $unit"
      if [ -n "$newLinks" ]; then winners="$winners $i"; else losers="$losers $i"; fi
      continue
      ;;
    esac
    if [ -n "$links" ]; then disables="$disables $unit"; fi
    if [ -n "$newLinks" ]; then enables="$enables $unit"; fi
  done
  # shellcheck disable=SC2086 # lists of unit names
  {
    for unit in $disables; do
      if contains "$enables" "$unit"; then sc_short disable --no-reload --quiet -- "$unit" || unlinked=yes; fi
    done
    [ -z "$enables" ] || sc_short enable --no-reload --quiet -- $enables || unlinked=yes
    link_accounts $winners || unlinked=yes
    link_accounts $losers || unlinked=yes
    for unit in $disables; do
      contains "$enables" "$unit" || sc_short disable --no-reload --quiet -- "$unit" || unlinked=yes
    done
  } 2>>"$W/links.err"
  [ -z "$unlinked" ] || links_failed
}

# A boot would find another gateway than the one that runs: the guard puts everything back.
links_failed() {
  for i in $OPS; do
    take "$i" kind links newLinks
    if [ "$kind" != ensure ] || ! alive "$i" || [ "$links" = "$newLinks" ]; then continue; fi
    fail "$i" host-script-failed "the links that a boot follows could not be changed: $(last_words "$W/links.err")"
    UNRESTORED=yes
  done
}

# Links of what goes.
unlink_removed() {
  set --
  for i in $REMOVES; do
    get unit "$i"
    unit=$REPLY
    case $unit in */*) continue ;; esac
    if alive "$i"; then set -- "$@" "$unit"; fi
  done
  [ $# -gt 0 ] || return 0
  sc_short disable --no-reload --quiet -- "$@" 2>>"$W/links.err"
  # What systemctl passes over, because the file is gone or because a hand has made them.
  for unit in "$@"; do
    for link in "$UNITS"/*.wants/"$unit" "$UNITS"/*.requires/"$unit" "$UNITS"/*.upholds/"$unit" \
      "$R/run/systemd/system"/*.wants/"$unit" "$R/run/systemd/system"/*.requires/"$unit"; do
      if [ -L "$link" ]; then rm -f -- "$link" && rmdir -- "${link%/*}"; fi
    done
  done 2>/dev/null
}

# Other names of units that are gone for good.
unlink_aliases() {
  for i in $REMOVES; do
    alive "$i" || continue
    get unit "$i"
    case $REPLY in */*) continue ;; esac
    unit=$REPLY
    [ ! -e "$UNITS/$unit" ] || continue
    for link in "$UNITS"/*.service; do
      [ -L "$link" ] && [ ! -e "$link" ] || continue
      target=$(readlink -- "$link")
      case $target in "$unit" | /etc/systemd/system/"$unit") ;; *) continue ;; esac
      rm -f -- "$link" && need_reload "$unit"
    done
  done
}
