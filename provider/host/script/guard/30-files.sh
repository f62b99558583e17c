# Files and links of a generation. A second run finds nothing left to do.

# The manifest's lines of one kind, each given to a function: each <kind> <function>
each() {
  while IFS=$TAB read -r kind one two three four five six seven; do
    if [ "$kind" = "$1" ]; then "$2" "$one" "${two-}" "${three-}" "${four-}" "${five-}" "${six-}" "${seven-}"; fi
  done <"$KEPT_IN/manifest"
}

# Only what still is as we installed it is put back: what somebody has edited since is theirs.
restore_file() { # <unit> <digest before> <digest after>
  step guard-file
  case $1 in */*)
    restore_account_file "$@"
    return
    ;;
  esac
  file=$UNITS/$1
  digest "$file"
  [ "$REPLY" != "$2" ] || return 0
  if [ "$REPLY" != "$3" ] && [ -z "$FORCE" ]; then
    did "$1 was edited since and is left as it is [rollback-conflict]"
    CONFLICTS="$CONFLICTS $1"
    return
  fi
  why=
  if [ "$2" = - ]; then
    rm -f -- "$file"
  elif [ -f "$OLD/$1" ] && why=$(mv -f -- "$OLD/$1" "$file" 2>&1); then
    :
  else
    restore_kept "$1"
  fi 2>/dev/null || {
    problem "$file could not be put back"
    return
  }
  if [ "$2" = - ]; then did "$1 was taken away"; else did "the previous $1 is back${why:+, from its generation: the copy beside it could not be renamed (${why##*: })}"; fi
}

# Where the copy beside the units is gone, or cannot be renamed.
restore_kept() { # <unit>
  cp -p -- "$KEPT_IN/units/$1" "$UNITS/.$1.tmp" && sync -- "$UNITS/.$1.tmp" && mv -f -- "$UNITS/.$1.tmp" "$UNITS/$1" && return
  rm -f -- "$UNITS/.$1.tmp"
  return 1
}

# A restart that was due, and who edited a neighbour, belong to the files.
restore_notes() { # <unit>
  contains "$CONFLICTS" "$1" || rm -f -- "$STATE/pending/$1" "$STATE/edited/$1"
}

restore_edited() { # <unit> <before> <after>
  contains "$CONFLICTS" "$1" && return
  file=$STATE/edited/$1
  mkdir -p -- "${file%/*}"
  printf '%s %s\n' "$2" "$3" >"$file"
}

keep_link() { KEEP="$KEEP $2/$1"; } # <unit> <directory> <target>

remove_links() { # <unit>
  case $1 in */*) return ;; esac
  contains "$CONFLICTS" "$1" && return
  for link in "$UNITS"/*.wants/"$1" "$UNITS"/*.requires/"$1"; do
    [ -L "$link" ] || continue
    contains "$KEEP" "${link#"$UNITS/"}" || rm -f -- "$link" || problem "$link could not be removed"
  done
}

make_link() { # <unit> <directory> <target>
  case $1 in */*) return ;; esac
  if contains "$CONFLICTS" "$1" || [ -L "$UNITS/$2/$1" ]; then return; fi
  mkdir -p -- "$UNITS/$2" && ln -s -- "$3" "$UNITS/$2/$1" || problem "$UNITS/$2/$1 could not be linked"
}

# A home under its name of before; a second one in its place is somebody's, and nothing is lost.
restore_moved() { # <account> <home before> <home after> <inode>
  step guard-move
  move_home "$1" "$3" "$2" "$4"
  case $REPLY in
    ok) ;;
    moved) did "$2 has its name back" ;;
    changed | taken)
      not_moved "$REPLY"
      did "$3 is not $2 again: $REPLY [rollback-conflict]"
      ;;
    *)
      not_moved "$REPLY"
      problem "$3 could not become $2 again: $REPLY"
      ;;
  esac
}

restore_files() {
  each moved restore_moved
  each file restore_file
  each file restore_notes
  each edited restore_edited
  each registered restore_registered
  KEEP=
  each link keep_link
  step guard-links
  each linked remove_links
  each link make_link
  each linked tell_links
  run_accounts
  each linked links_told
  step guard-sync
  sync -- "$UNITS" "$UNITS"/*.wants
}

# Whole files of homes, as the accounts that the homes belong to: one look and one write for each account.
restore_home_files() {
  home_accounts=
  each homefile begin_home_file
  for account in $home_accounts; do
    step guard-home-file
    need_work || {
      problem "files of homes of $account could not be put back"
      continue
    }
    fresh "$W/files.in"
    each homefile ask_home_file >"$W/files.in"
    note_answers fileNow "$account" "$(as_account "$account" "$ACCOUNT_FILES_LOOK" <"$W/files.in" 2>/dev/null)"
    fresh "$W/files.in"
    {
      phase=gone
      each homefile step_home_file
      phase=written
      each homefile step_home_file
    } >"$W/files.in"
    [ ! -s "$W/files.in" ] ||
      note_answers filePut "$account" "$(as_account "$account" "$ACCOUNT_FILES_WRITE" <"$W/files.in" 2>/dev/null)"
    rm -f -- "$W/files.in"
    of_trees=0
    each homefile judge_home_file
    [ "$of_trees" -eq 0 ] || did "$of_trees files below skills of homes of $account are as they were"
  done
}

# <n.m> <account> <digest before> <digest after> <key block> <file> <mode of a new one>, here and below
begin_home_file() {
  contains "$home_accounts" "$2" || home_accounts="$home_accounts $2"
  put user "${1%%.*}" "$2"
  put "fileNow_${1#*.}" "${1%%.*}" ''
  put "filePut_${1#*.}" "${1%%.*}" ''
}

# -> $REPLY, the file on this machine, and $fileKey; false for another account's
of_account() {
  [ "$2" = "$account" ] || return 1
  key_of_file "$6" "$5"
  REPLY=$6
  below_root
}

ask_home_file() {
  of_account "$@" || return 0
  printf '%s\n%s\n%s\n' "$1" "$REPLY" "$fileKey"
}

step_home_file() {
  get "fileNow_${1#*.}" "${1%%.*}"
  [ "$REPLY" = "$4" ] && of_account "$@" || return 0
  if [ "$3" = none ]; then
    [ "$phase" = written ] || file_step "$1" "$4" none "$7" "$fileKey" ''
  elif [ "$phase" = written ]; then
    base64 -- "$KEPT_IN/env.$1" >"$W/restored"
    file_step "$1" "$4" "$3" "$7" "$fileKey" "$W/restored"
  fi
}

judge_home_file() {
  of_account "$@" || return 0
  shown_path "$REPLY"
  file=$REPLY
  get "fileNow_${1#*.}" "${1%%.*}"
  now=$REPLY
  [ "$now" != "$3" ] || return 0
  if [ "$now" != "$4" ]; then
    did "$file was edited since and is left as it is [rollback-conflict]"
    return
  fi
  get "filePut_${1#*.}" "${1%%.*}"
  if [ "$REPLY" != ok ]; then
    problem "$file could not be put back"
  elif [ -z "$fileKey" ]; then
    of_trees=$((of_trees + 1))
  else
    did "the previous $file is back"
  fi
}
