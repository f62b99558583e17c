# The managers that this transaction needs.

# Before anything of theirs is written or started. An account whose manager does not come fails its operations.
start_managers() {
  for i in $OPS; do
    take "$i" kind unit linger
    manager_of "$unit"
    account=$REPLY
    if [ "$kind" != ensure ] || [ "$account" = - ] || ! alive "$i"; then continue; fi
    refused=$W/manager.$account
    if [ ! -e "$refused" ]; then start_manager "$account" "$linger" >"$refused"; fi
    if [ -s "$refused" ]; then
      read -r why <"$refused"
      fail "$i" no-user-manager "$why"
    fi
  done
}
