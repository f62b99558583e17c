# What a transaction does with whole files of homes: look, compare, keep, write, put back.

# In: two lines a file: a name of ours and its path. Out: a line with the name and a tab, then the content as base64.
ACCOUNT_FILES_READ='
while IFS= read -r name && IFS= read -r f; do
  printf "%s\t\n" "$name"
  [ ! -f "$f" ] || head -c 1000001 -- "$f" | base64
done'

home_file() { # <home> <path below it> -> $REPLY, on this machine
  REPLY=$1
  below_root
  REPLY=$REPLY/$2
}

# What every operation's frame `files` names: lines "<m> <digest that the provider knows> <digest to be> <mode> <path>".
look_at_files() {
  set --
  for i in $OPS; do
    if [ -s "$W/op/$i/files" ]; then set -- "$@" "$i"; fi
  done
  [ $# -gt 0 ] || return 0
  accounts_of "$@"
  for account in $REPLY; do
    fresh "$W/files.in"
    for i in "$@"; do
      take "$i" user home envKey
      [ "$user" = "$account" ] || continue
      while read -r m _ _ _ path; do
        home_file "$home" "$path"
        key_of_file "$path" "$envKey"
        printf '%s\n%s\n%s\n' "$i.$m" "$REPLY" "$fileKey"
      done <"$W/op/$i/files" >>"$W/files.in"
    done
    note_answers fileNow "$account" "$(as_account "$account" "$ACCOUNT_FILES_LOOK" <"$W/files.in" 2>/dev/null)"
    rm -f -- "$W/files.in"
  done
}

# The numbers of an operation's files that have to be written, into writesFiles; whether one is there, into
# replacesFiles; whether a running gateway takes one up only by a restart, into restartsFiles.
compare_files() { # <operation>
  [ -s "$W/op/$1/files" ] || return 0
  take "$1" user home
  writes=
  while read -r m from want _ path; do
    get "fileNow_$m" "$1"
    now=${REPLY:-none}
    [ "$now" != "$want" ] || continue
    if [ "$now" = "$from" ]; then
      writes="$writes $m"
      if [ "$now" != none ]; then put replacesFiles "$1" yes; fi
      if needs_restart "$path"; then put restartsFiles "$1" yes; fi
    else
      shown_path "$home/$path"
      fail "$1" home-file-changed "$REPLY"
    fi
  done <"$W/op/$1/files"
  put writesFiles "$1" "$writes"
}

# Hermes keeps an index of its skills for as long as it runs, made from these files; what else a skill has it reads when
# it uses the skill (agent/prompt_builder.py, 0.19.0).
needs_restart() { # <path>
  case $1 in
    */SKILL.md | */DESCRIPTION.md) return 0 ;;
    */./*) return 1 ;;
  esac
}

# keep_files <operation>...: what is about to be replaced, for the way back
keep_files() {
  [ $# -gt 0 ] || return 0
  accounts_of "$@"
  for account in $REPLY; do
    for i in "$@"; do
      take "$i" user home writesFiles
      [ "$user" = "$account" ] || continue
      while read -r m from _ _ path; do
        contains "$writesFiles" "$m" && [ "$from" != none ] || continue
        home_file "$home" "$path"
        printf '%s\n%s\n' "$i.$m" "$REPLY"
      done <"$W/op/$i/files"
    done >"$W/files.in"
    [ -s "$W/files.in" ] || continue
    MOST_BYTES=$((1400000 * $(wc -l <"$W/files.in") + 1000000))
    as_account "$account" "$ACCOUNT_FILES_READ" <"$W/files.in" >"$W/files.out" 2>/dev/null
    MOST_BYTES=
    split_kept <"$W/files.out"
    rm -f -- "$W/files.in"
  done
  for i in "$@"; do check_kept "$i"; done
}

# Only into files that were asked for: the account's answer leads to no other.
split_kept() {
  awk -F "\t" -v at="$W/op/" '
    FNR == NR { if (FNR % 2) asked[$0] = 1; next }
    NF > 1 {
      if (file != "") close(file)
      file = ""
      if (!($1 in asked)) next
      split($1, n, ".")
      file = at n[1] "/kept." n[2] ".64"
      printf "" >file
      next
    }
    file != "" { print >file }' "$W/files.in" -
}

check_kept() { # <operation>
  take "$1" home writesFiles
  while read -r m from _ _ path; do
    contains "$writesFiles" "$m" && [ "$from" != none ] || continue
    base64 -d -- "$W/op/$1/kept.$m.64" >"$W/op/$1/kept.$m" 2>/dev/null
    rm -f -- "$W/op/$1/kept.$m.64"
    size=$(wc -c <"$W/op/$1/kept.$m")
    [ "$size" -gt 1000000 ] || continue
    shown_path "$home/$path"
    fail "$1" home-file-refused "$REPLY"
  done <"$W/op/$1/files"
}

# put_files <new|old> <operation>...: every file of these that has to be written, or back to what it was; first those that
# go, for one may lie where a directory is to be. Afterwards filesWritten of each is ok or says which file is not and why.
put_files() {
  which=$1
  shift
  accounts_of "$@"
  for account in $REPLY; do
    {
      file_steps gone "$@"
      file_steps written "$@"
    } >"$W/files.in"
    note_answers filePut "$account" "$(as_account "$account" "$ACCOUNT_FILES_WRITE" <"$W/files.in" 2>"$W/files.err")"
    rm -f -- "$W/files.in"
    for i in "$@"; do
      get user "$i"
      [ "$REPLY" != "$account" ] || files_put "$i"
    done
  done
}

# file_steps <gone|written> <operation>...: the steps of $account after which a file is not there, or those after which
# one is
file_steps() {
  phase=$1
  shift
  for i in "$@"; do
    take "$i" user home envKey writesFiles
    [ "$user" = "$account" ] || continue
    while read -r m from want mode path; do
      contains "$writesFiles" "$m" || continue
      source=$W/op/$i/file.$m
      if [ "$which" = old ]; then
        put "filePut_$m" "$i" ''
        swapped=$from
        from=$want
        want=$swapped
      fi
      if [ "$want" = none ]; then [ "$phase" = gone ]; else [ "$phase" = written ]; fi || continue
      if [ "$which" = old ] && [ "$want" != none ]; then base64 -- "$W/op/$i/kept.$m" >"$source"; fi
      home_file "$home" "$path"
      key_of_file "$path" "$envKey"
      file_step "$i.$m" "$from" "$want" "$mode" "$fileKey" "$source"
    done <"$W/op/$i/files"
  done
}

files_put() { # <operation>
  take "$1" home writesFiles
  put filesWritten "$1" ok
  while read -r m _ _ _ path; do
    contains "$writesFiles" "$m" || continue
    get "filePut_$m" "$1"
    how=${REPLY:-unwritable}
    shown_path "$home/$path"
    [ "$how" = ok ] || put filesWritten "$1" "$how $REPLY"
  done <"$W/op/$1/files"
}
