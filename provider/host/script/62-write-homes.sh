# What is written below homes: homes that are not there, and files. All of it by the homes' accounts.

make_homes() {
  set --
  for i in $OPS; do
    get makesHome "$i"
    if [ "$REPLY" = yes ] && alive "$i"; then set -- "$@" "$i"; fi
  done
  [ $# -gt 0 ] || return 0
  accounts_of "$@"
  for account in $REPLY; do
    for i in "$@"; do
      take "$i" user home
      [ "$user" = "$account" ] || continue
      REPLY=$home
      below_root
      printf '%s\n%s\n' "$i" "$REPLY"
    done >"$W/homes.in"
    as_account "$account" "$ACCOUNT_HOMES_MAKE" <"$W/homes.in" >"$W/homes.out" 2>>"$W/homes.err"
    while IFS=$TAB read -r i outcome; do
      case $outcome in ok | unwritable) ;; *) continue ;; esac
      if is_of_account "$i" "$account"; then put homeMade "$i" "$outcome"; fi
    done <"$W/homes.out"
  done
  for i in "$@"; do
    take "$i" home homeMade
    [ "$homeMade" = ok ] || fail "$i" home-unwritable "$home could not be made: $(last_words "$W/homes.err")"
  done
}

write_files() {
  # shellcheck disable=SC2046 # a list of numbers
  set -- $(with_files)
  [ $# -gt 0 ] || return 0
  put_files new "$@"
  for i in "$@"; do
    get filesWritten "$i"
    case $REPLY in
      ok) ;;
      changed*) fail "$i" home-file-changed "${REPLY#* }" ;;
      *) fail "$i" home-unwritable "${REPLY#* } could not be written: $(last_words "$W/files.err")" ;;
    esac
  done
}

with_files() { # operations with files that have to be written
  for i in $OPS; do
    get writesFiles "$i"
    if [ -n "$REPLY" ] && alive "$i"; then printf '%s\n' "$i"; fi
  done
}
