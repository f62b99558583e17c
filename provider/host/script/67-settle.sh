# What earlier transactions have left to the host: put back before anything else begins, and told to whoever comes next.

# Whether something has to be put back first; a live record of a transaction that goes on is not that.
unsettled() {
  for one in "$RECORDS"/*; do
    [ -f "$one" ] || continue
    case $one in
      *.back | *.restored | *.rollback-failed) return 0 ;;
      *.*) ;;
      *) if [ "${one##*/}" != "$ID" ] && read_record "$one" && is_expired; then return 0; fi ;;
    esac
  done
  return 1
}

# The guard does it, in a process of its own that takes the lock for itself. Called with the lock, left without it.
settle() {
  [ -z "${settled-}" ] || fail - rollback-failed "${still:-the guard did not answer: $(last_words "$W/settle.err")}"
  settled=yes
  flock -u 9
  progress "a change that nobody saw through is put back first"
  timeout -k 5 $((2 * STOP_BUDGET + 60)) /bin/sh "$STATE/guard" settle >/dev/null 2>"$W/settle.err" 9>&-
  for one in "$RECORDS"/*.rollback-failed "$RECORDS"/*.back "$RECORDS"/*.restored; do
    if read_record "$one"; then still=$rec_did; fi
  done
}

tell_settled() {
  for one in "$RECORDS"/*.rolled-back "$RECORDS"/*.rollback-failed; do
    read_record "$one" || continue
    say settled "${one##*.}" "$rec_stack" "$rec_did"
  done
}

# A change is told of until it was told to a change.
report_settled() {
  tell_settled
  for one in "$RECORDS"/*.rolled-back; do
    [ ! -e "$one" ] || rm -f -- "$one"
  done
}
