# What is in effect under a unit's name besides our file: files of that name in other directories, masks, aliases, and
# drop-ins from everywhere. `adopt: refuse` holds for all of it; what systemd prefers to our file is refused in any case.

# The file of a unit's name that systemd prefers. -> $REPLY, empty without one; $shadows tells whether it is preferred to
# one of ours.
preferred_file() { # <unit>
  shadows=yes
  case $1 in
    */*)
      account=${1%%/*}
      name=${1#*/}
      units_of "$account"
      own=$REPLY/$name
      account_entry "$account"
      run=$R/run/user/$entry_uid/systemd
      above="${own%/*}.control/$name $run/user.control/$name $run/transient/$name $run/generator.early/$name"
      below="$run/user/$name $run/generator/$name $R$entry_home/.local/share/systemd/user/$name"
      below="$below $run/generator.late/$name"
      ;;
    *)
      name=$1
      own=$UNITS/$1
      above=
      for directory in $UNITS_ABOVE; do above="$above $directory/$name"; done
      below=
      for directory in $UNITS_BELOW; do below="$below $directory/$name"; done
      ;;
  esac
  for REPLY in $above $own $below; do
    if [ "$REPLY" = "$own" ]; then shadows=; fi
    case $1 in
      */*) is_accounts_file "$REPLY" && return ;;
      *) if [ -e "$REPLY" ] || [ -L "$REPLY" ]; then return; fi ;;
    esac
  done
  case $1 in */*)
    for directory in $SHARED_UNITS; do
      REPLY=$directory/$name
      if [ -e "$REPLY" ] || [ -L "$REPLY" ]; then return; fi
    done
    ;;
  esac
  REPLY=
}

is_accounts_file() { # <path>: one that the account itself has
  lines_begin
  for fact in $ACCOUNT_FILES; do
    case $fact in
      "hash$TAB$1$TAB"* | "symlink$TAB$1$TAB"* | "other$TAB$1")
        lines_end
        return 0
        ;;
    esac
  done
  lines_end
  return 1
}

# A file without anything in it masks as well as a link to /dev/null. Of an account's own ones only the scan tells.
is_mask() { # <unit> <path>
  case $1 in */*)
    case $2 in "$R$entry_home"/* | "$R/run/user/"*)
      words_of "$ACCOUNT_FILES" "symlink$TAB$2"
      [ "$REPLY" != /dev/null ] || return 0
      [ "$2" = "$own" ] && contains_line "$ACCOUNT_FILES" "other$TAB$2"
      return
      ;;
    esac
    ;;
  esac
  [ "$(readlink -f -- "$2")" != /dev/null ] || return 0
  [ -f "$2" ] && [ ! -s "$2" ]
}

contains_line() { case $NL$1$NL in *"$NL$2$NL"*) return 0 ;; *) return 1 ;; esac; } # <lines> <line>

compare_in_effect() { # <operation>
  i=$1
  take "$i" kind unit hash fresh adopt
  [ "$kind" = ensure ] || return 0
  preferred_file "$unit"
  preferred=$REPLY
  if [ -n "$preferred" ] && is_mask "$unit" "$preferred"; then
    fail "$i" unit-masked "${preferred#"$R"}"
    return
  fi
  if [ -n "$preferred" ] && [ -n "$shadows" ]; then
    fail "$i" unit-shadowed "${preferred#"$R"}"
    return
  fi
  [ "$fresh" = yes ] && [ "$adopt" != take-over ] || return 0
  state_of "$unit" AliasOf
  if [ -n "$REPLY" ]; then
    fail "$i" already-exists "$unit, another name of $REPLY,"
    return
  fi
  if [ "$hash" = - ]; then
    state_of "$unit" FragmentPath
    [ -z "$REPLY" ] || usual_path "$R$REPLY"
    found=${preferred:-$REPLY}
    state_of "$unit" ActiveState
    if [ -n "$found" ] && { [ "$found" != "$own" ] || [ -n "$preferred" ]; }; then
      fail "$i" already-exists "${found#"$R"}"
      return
    fi
    case $REPLY in '' | inactive | failed) ;; *)
      fail "$i" already-exists "what runs under that name without a file"
      return
      ;;
    esac
  fi
  compare_dropins "$i"
}

# Those for every service are the host's own policy: they are on record, and a change of them is drift. Of two with one
# name only the first in systemd's order counts, and none for a link to /dev/null; that is left to who put them there.
compare_dropins() { # <operation>
  in_effect=
  while read -r _ file; do
    case $file in */service.d/*) ;; *) in_effect="$in_effect $file" ;; esac
  done <"$W/op/$1/dropins.now"
  [ -z "$in_effect" ] || fail "$1" drop-ins-in-effect "${in_effect# }"
}
