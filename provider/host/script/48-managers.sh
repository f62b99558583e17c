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

bus_properties() { # <operation> <Unit|Service> <property>... -> bus_<property>: these and no others
  get unit "$1"
  manager_of "$REPLY"
  asked=$REPLY
  get object "$1"
  object=$REPLY
  interface=org.freedesktop.systemd1.$2
  shift 2
  if [ "$asked" = - ]; then
    timeout 10 busctl get-property org.freedesktop.systemd1 "$object" "$interface" "$@" 9>&-
  else
    DEADLINE=10 in_manager_of "$asked" busctl --user get-property org.freedesktop.systemd1 "$object" "$interface" "$@"
  fi >"$W/bus" 2>/dev/null
  {
    for property in "$@"; do
      read -r _ REPLY <&7 || REPLY=
      REPLY=${REPLY#\"}
      REPLY=${REPLY%\"}
      # An agent's word where it is its own manager's.
      case $property:$REPLY in
        InvocationID:*[!0-9\ ]* | *State:*[!a-z-]*) REPLY= ;;
        InvocationID:* | *State:*) ;;
        *) is_whole_number "$REPLY" || REPLY= ;;
      esac
      eval "bus_$property=\$REPLY"
    done
  } 7<"$W/bus"
}
