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
    for unit in $disables; do contains "$enables" "$unit" && sc_short disable --no-reload --quiet -- "$unit" 2>>"$W/links.err"; done
    [ -z "$enables" ] || sc_short enable --no-reload --quiet -- $enables 2>>"$W/links.err"
    link_accounts $winners
    link_accounts $losers
    for unit in $disables; do contains "$enables" "$unit" || sc_short disable --no-reload --quiet -- "$unit" 2>>"$W/links.err"; done
  }
}
