# What is written below homes: our block in .env, and files. All of it by the homes' accounts.

write_env() {
  set --
  for i in $OPS; do
    get writesEnv "$i"
    if [ "$REPLY" = yes ] && alive "$i"; then set -- "$@" "$i"; fi
  done
  [ $# -gt 0 ] || return 0
  write_homes new "$@" || for i in "$@"; do
    get envWritten "$i"
    if [ "$REPLY" != ok ]; then
      get home "$i"
      fail "$i" home-unwritable "$REPLY/.env could not be written: $(last_words "$W/write.err")"
    fi
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
