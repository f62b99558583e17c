# Compare the machine with what the state last recorded; someone else's change stops here, before anything changes.

# edited_by_us <unit> <recorded hash> <hash now>: an earlier transaction of ours took a neighbour out of this file
edited_by_us() {
  [ -f "$STATE/edited/$1" ] || return 1
  read -r before after <"$STATE/edited/$1"
  [ "$before" = "$2" ] && [ "$after" = "$3" ]
}

same_stack() { # <owner> <owner>: organization/project/stack are equal
  [ "${1%%::*}" = "${2%%::*}" ]
}

compare_operation() {
  i=$1
  get kind "$i"
  case $REPLY in
    leave-home) return ;;
    serve)
      compare_machine "$i"
      return
      ;;
  esac
  take "$i" kind unit hash oldHash newHash bodyHash adopt owner oldLinks newLinks symlink
  file_of "$unit"
  path=$REPLY
  scan_value "$path" Owner
  mark=$REPLY
  compare_machine "$i"
  links_of "$unit"
  links=$REPLY
  put links "$i" "$links"
  if [ "$kind" = remove ]; then
    compare_removal
    return
  fi
  if [ "$hash" = - ] && ran_before "$unit"; then
    state_of "$unit" FragmentPath
    [ -z "$REPLY" ] || usual_path "$R$REPLY"
    # Once it is stopped there is no file that it could be started by.
    case $REPLY in '' | "$path") put vanished "$i" yes ;; esac
  fi
  if [ "$symlink" = /dev/null ]; then
    : # a mask, for compare_in_effect
  elif [ -n "$symlink" ]; then
    fail "$i" changed-on-host "$path is a symbolic link to $symlink"
  elif [ "$hash" = "$newHash" ] || { [ "$hash" = - ] && [ "$oldHash" = - ]; }; then
    :
  elif [ "$oldHash" = - ]; then
    if [ -z "$mark" ]; then
      [ "$hash" = "$bodyHash" ] || [ "$adopt" = take-over ] || fail "$i" already-exists "$path"
    elif ! same_stack "$mark" "$owner"; then
      [ "$adopt" = take-over ] || fail "$i" owned-by-another-stack "$path belongs to $mark"
    fi
  elif [ "$hash" = - ]; then
    get multiplexed "$i"
    case $REPLY in
      migrated*) fail "$i" hermes-migrated "$path is gone" ;;
      *) fail "$i" changed-on-host "$path is gone" ;;
    esac
  elif [ "$hash" != "$oldHash" ] && ! edited_by_us "$unit" "$oldHash" "$hash"; then
    fail "$i" changed-on-host "$path has other content than the last apply or refresh recorded"
  fi
  if [ "$oldHash" != - ]; then
    now=$W/op/$i/dropins.now
    get oldDropIns "$i"
    if [ "$REPLY" != all ]; then
      # What a state from before has is of drop-ins with the unit's whole name.
      grep -F "/${unit##*/}.d/" "$now" >"$W/dropins.own"
      now=$W/dropins.own
    fi
    if { [ -s "$W/op/$i/dropins.old" ] || [ -s "$now" ]; } && ! cmp -s "$W/op/$i/dropins.old" "$now"; then
      fail "$i" changed-on-host "the drop-ins of $unit: $(diff_lines "$W/op/$i/dropins.old" "$now")"
    fi
    if [ "$links" != "$oldLinks" ] && [ "$links" != "$newLinks" ]; then
      fail "$i" changed-on-host "$unit is linked from ${links:-nowhere}, it was from ${oldLinks:-nowhere} after the last apply or refresh"
    fi
  fi
}

# A unit that no operation is about, with the mark of this very gateway: under another manager, or another name, or
# beside the gateway that is to serve its profile from now on.
compare_elsewhere() {
  i=$1
  take "$i" kind owner oldHash
  case $kind:$oldHash in ensure:- | serve:-) ;; *) return 0 ;; esac
  elsewhere=
  for other in $MARKED; do
    contains "$WRITTEN_UNITS" "$other" && continue
    # An account may write any mark into files of its own: what is ours there root has on record.
    case $other in */*) [ -f "$STATE/user/$other" ] || continue ;; esac
    file_of "$other"
    scan_value "$REPLY" Owner
    [ "$REPLY" != "$owner" ] || elsewhere="$elsewhere $other"
  done
  [ -z "$elsewhere" ] || fail "$i" own-unit-elsewhere "${elsewhere# }"
}

# Another machine behind the address has nothing of what was recorded. -> $replaced
compare_machine() { # <operation>
  take "$1" oldMachine oldHash
  replaced=
  if [ "$oldHash" = - ] && [ -z "$oldMachine" ]; then put fresh "$1" yes; fi
  if [ -n "$oldMachine" ] && [ "$oldMachine" != "$MACHINE_ID" ]; then
    replaced=yes
    oldHash=-
    put oldHash "$1" -
    put fresh "$1" yes
    put oldBoot "$1" -
    say op "$1" host-replaced "$oldMachine"
  fi
}

diff_lines() { # the names that differ between two lists of "<hash> <file>"
  sort -- "$1" "$2" | uniq -u | while read -r _ file; do printf '%s\n' "$file"; done | sort -u | tr '\n' ' '
}

# A human who started a standby, or our winner's neighbour, or who had Hermes keep a gateway stopped, wins until told
# otherwise.
compare_running() {
  i=$1
  take "$i" unit boot oldBoot takeBack conflicts excludes kind parked home
  [ "$kind" = ensure ] && [ "$takeBack" != yes ] || return 0
  state_of "$unit" ActiveState
  case $boot:$parked:$REPLY in
    enabled:marker:inactive | enabled:marker:failed) fail "$i" gateway-parked "$home/gateway.parked is there" ;;
    enabled:state:inactive | enabled:state:failed)
      fail "$i" gateway-parked "$home/gateway_state.json has desired_state stopped"
      ;;
  esac
  if [ "$boot" = standby ] && [ "$oldBoot" = standby ] && [ "$REPLY" = active ]; then
    fail "$i" manual-switch "$unit is a standby and runs"
  elif [ "$boot" = enabled ] && [ "$oldBoot" = enabled ] && { [ "$REPLY" = inactive ] || [ "$REPLY" = failed ]; }; then
    for other in $conflicts $excludes; do
      state_of "$other" ActiveState
      if [ "$REPLY" = active ]; then fail "$i" manual-switch "$other runs in place of $unit"; fi
    done
  fi
}

# The lower side must not name the higher one: found in a file of this stack it is taken out in this transaction,
# found anywhere else the operation is refused (mutual Conflicts= and Before= start nobody at boot).
compare_exclusion() {
  i=$1
  take "$i" kind unit owner conflicts adopt
  [ "$kind" = ensure ] || return 0
  for other in $conflicts; do
    # A file that this transaction writes says nothing any more; drop-ins beside it stay in effect. Conflicts= alone, with
    # Before= in one direction, decides no boot: with take-over it may stay.
    written=
    if contains "$WRITTEN_UNITS" "$other"; then written=yes; fi
    file_of "$other"
    path=$REPLY
    lines_begin
    for scanned in $SCAN; do
      lines_end
      file=${scanned%%"$TAB"*}
      value=${scanned#*"$TAB"}
      key=${value%%"$TAB"*}
      value=${value#*"$TAB"}
      case $file in
        "$path") [ -z "$written" ] || continue ;;
        "$path".d/*) [ -z "$written" ] || [ "$key" != Conflicts ] || [ "$adopt" != take-over ] || continue ;;
        *) continue ;;
      esac
      if [ "$key" = Conflicts ] || [ "$key" = Before ]; then contains "$value" "${unit##*/}" || continue; else continue; fi
      scan_owner=
      case $file in *.service)
        scan_value "$file" Owner
        scan_owner=$REPLY
        ;;
      esac
      if [ -n "$scan_owner" ] && same_stack "$scan_owner" "$owner"; then
        printf '%s\t%s\n' "$other" "${unit##*/}" >>"$W/strip"
      else
        fail "$i" mutual-exclusion "$file has $key=$unit, and $unit is to name $other"
      fi
    done
    lines_end
  done
}

# A program of ours that ran as the account gave no answer; what it would have said is known to nobody else.
fail_silent() { # <operation>, with its fields
  fail "$1" host-script-failed "a look at $home as $user was not answered within 60 s"
}

compare_homes() {
  i=$1
  take "$i" kind user home executable account hasExecutable hasHome keepsEnv noEnv envNow oldHash
  put makesHome "$i" ''
  put writesFiles "$i" ''
  put replacesFiles "$i" ''
  put restartsFiles "$i" ''
  if [ "$kind" != ensure ] && [ "$kind" != serve ]; then
    # What another owner has taken over, or another unit of the same home, still needs what stands there.
    get foreign "$i"
    [ -z "$REPLY" ] && [ "$keepsEnv" != yes ] || return 0
    if [ "$account" = silent ]; then
      fail_silent "$i"
      return
    fi
    [ "$account" = missing ] || compare_files "$i"
    return
  fi
  if [ "$account" = missing ]; then
    fail "$i" account-missing "$user"
  elif [ "$account" = silent ]; then
    fail_silent "$i"
  elif [ "$hasExecutable" != ok ]; then
    fail "$i" executable-missing "$executable is missing, or $user may not execute it"
  elif [ "$hasHome" = unwritable ]; then
    fail "$i" home-unwritable "$home cannot be written by $user"
  elif [ "$hasHome" = absent ]; then
    put makesHome "$i" yes
  elif [ "$noEnv" = yes ] && [ "$oldHash" = - ] && [ "${envNow:-none}" != none ] && [ ! -s "$W/op/$i/files" ]; then
    # A block that an interrupted create has left, and that nobody has looked at.
    fail "$i" home-file-changed "$home/.env"
  fi
  if alive "$i"; then compare_files "$i"; fi
}
