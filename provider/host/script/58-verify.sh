# What systemd itself says of the new text of units, before anything is written.

# The exit status of `systemd-analyze verify` is 0 for an unknown key and a bad Restart=: judge the lines that
# name our staged copy.
verify_units() {
  verify_of=
  for i in $WRITES; do
    get unit "$i"
    verify_of="$verify_of $REPLY"
  done
  # shellcheck disable=SC2086 # a list of units
  managers_of $verify_of
  for manager in $REPLY; do verify_in "$manager"; done
}

# Each manager's by themselves: two of them may have one name. The system's own syntax is everybody's.
verify_in() { # <manager>
  verify_for=$1
  deep=
  set --
  for i in $WRITES; do
    get unit "$i"
    unit=$REPLY
    manager_of "$unit"
    [ "$REPLY" = "$verify_for" ] || continue
    set -- "$@" "$W/op/$i/${unit##*/}"
    get dependencies "$i"
    if [ "$REPLY" = yes ]; then deep=one; fi
  done
  # Looking at the units that ours depend on costs three times as much; `no` passes over a name that is none.
  recursive=
  [ "$SYSTEMD_VERSION" -lt 250 ] || recursive=--recursive-errors=${deep:-no}
  timeout -k 5 60 systemd-analyze verify --man=no ${recursive:+"$recursive"} "$@" >"$W/verify.out" 2>&1 9>&-
  while IFS= read -r line; do
    for i in $WRITES; do
      get unit "$i"
      unit=$REPLY
      manager_of "$unit"
      [ "$REPLY" = "$verify_for" ] || continue
      case $line in
        "$W/op/$i/${unit##*/}:"* | "${unit##*/}: "*) fail "$i" unit-invalid "${line#"$W/op/$i/"}" ;;
      esac
    done
  done <"$W/verify.out"
}
