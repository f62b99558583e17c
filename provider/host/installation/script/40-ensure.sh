# The whole way: makes a version where it is not whole, leads the links there, and takes earlier ones away.

# Another link in place of what is there, in one step.
point() { # <link> <target>
  [ "$(readlink "$1")" != "$2" ] || return 1
  rm -f "$1.hermes-fleet-new"
  if ! { ln -s "$2" "$1.hermes-fleet-new" && mv -T "$1.hermes-fleet-new" "$1"; } 2>"$work/log"; then
    fail install-failed "${1#"$R"} cannot be made a link to ${2#"$R"}: $(said)" 'make room, and see who else writes there'
  fi
}

refuse_taken_link() {
  [ -n "$link" ] || return 0
  trust_link
  if [ -L "$R$link" ]; then
    case $(readlink "$R$link") in "$base"/*) return 0 ;; esac
  elif [ ! -e "$R$link" ]; then
    return 0
  fi
  fail link-taken "$link is there already and does not lead below $root" "move it away, or leave the option link out"
}

prune() {
  kept=0
  for other in $(names); do
    [ "$other" != "$name" ] || continue
    if [ "$(told "$versions/$other" state)" != complete ]; then
      take_away "$other"
      say "removed the unfinished $other"
    elif [ "$(told "$versions/$other" owner)" = "$owner" ]; then
      kept=$((kept + 1))
      if [ "$kept" -gt "$keep" ] && ! in_use "$other"; then
        take_away "$other"
        say "removed $other, an earlier version"
      fi
    fi
  done
}

ensure_installed() {
  own_root
  lock
  refuse_taken_link
  mkdir -p "$versions"
  if whole "$directory"; then
    done='is there already'
    if [ "$(told "$directory" owner)" != "$owner" ]; then mark "$directory" complete; fi
  else
    done='is installed'
    if [ ! -e "$directory/$MARK" ] && [ -e "$directory" ] && ! rmdir "$directory" 2>/dev/null; then
      fail already-exists "$root/versions/$name is there and was not made by this package" \
        'move it away, or set root to another directory'
    fi
    if [ "$(told "$directory" state)" = complete ]; then
      if ! weak_below "$root/versions/$name"; then version_in "$directory"; fi
      say "$root/versions/$name was changed or damaged (${REPLY:-its Python does not run}): it is made anew"
      rm -rf "$base/.damaged-$name"
      mv "$directory" "$base/.damaged-$name"
      aside=$base/.damaged-$name
      now="$root/versions/$name is as it was"
    fi
    rm -rf "$directory"
    install
  fi
  aside=
  rm -rf "$base/.damaged-$name"
  if point "$base/current" "versions/$name"; then
    # the order in which versions were used
    touch "$directory/$MARK"
    done="$done, and the present version now"
  fi
  if [ -n "$link" ] && mkdir -p "$(dirname "$R$link")" && trust_link && point "$R$link" "$base/current/bin/hermes"; then
    say "$link leads to it"
  fi
  prune
  say "hermes-agent $version $done: $root/versions/$name"
}

remove_installed() {
  if [ ! -d "$base" ]; then
    say "nothing is installed below $root"
    return
  fi
  own_root
  lock
  for other in $(names); do
    if [ "$(told "$versions/$other" owner)" != "$owner" ]; then
      say "$other stays, it belongs to $(told "$versions/$other" owner | shown)"
    elif [ "$(told "$versions/$other" state)" = complete ] && in_use "$other"; then
      say "$other stays, a unit, a kept generation or a process uses it"
    else
      take_away "$other"
      say "removed $other"
    fi
  done
  if [ -L "$base/current" ] && [ ! -e "$base/current" ]; then
    if [ -n "$link" ] && [ "$(readlink "$R$link")" = "$base/current/bin/hermes" ] && ! weak_part "${link%/*}" follow; then
      rm -f "$R$link"
    fi
    rm -f "$base/current"
  fi
  if rmdir "$versions" 2>/dev/null; then
    rm -f "$base/.lock"
    rmdir "$base" 2>/dev/null
  fi
  say "profiles and their data stay where they are"
}

look_at_installed() {
  state=damaged
  REPLY=
  if [ ! -e "$directory/$MARK" ]; then
    state=gone
  elif weak_root; then
    REPLY=
  elif whole "$directory"; then
    state=whole
  else
    version_in "$directory"
  fi
  printf 'seen\t%s\t%s\n' "$state" "$REPLY"
}

