# Whole files below a profile's home, each looked at and written as the account. What is to stand in them the provider
# has decided from the content that it was shown; the new one goes in only where that content still is.

# In: three lines a file: a name of ours, its path, octal text of the digest's key block. Out: name and digest: none
# without a file, unreadable for what is no file or cannot be read.
ACCOUNT_FILES_LOOK='
while IFS= read -r name && IFS= read -r f && IFS= read -r key; do
  d=none
  if [ -f "$f" ] && [ -r "$f" ]; then
    d=$({ printf %b "$key"; cat -- "$f"; } | sha256sum)
    d=${d%% *}
  elif [ -e "$f" ] || [ -L "$f" ]; then
    d=unreadable
  fi
  printf "%s\t%s\n" "$name" "$d"
done'

# In: a line "<name> <digest to be found> <digest to be> <mode of a new file> <lines>", a line with the path, one with the
# key block, then so many lines of base64. The file goes when its digest is to be none. Written beside the old one, whose
# mode it takes, and renamed over it; a link is followed. Out: name and ok, changed or unwritable.
ACCOUNT_FILES_WRITE='
umask 077
digest() {
  d=none
  if [ -f "$1" ]; then
    d=$({ printf %b "$key"; cat -- "$1"; } | sha256sum)
    d=${d%% *}
  fi
}
content() {
  while [ "$lines" -gt 0 ] && IFS= read -r line; do
    lines=$((lines - 1))
    printf "%s\n" "$line"
  done
}
while read -r name from want mode lines && IFS= read -r f && IFS= read -r key; do
  f=$(readlink -f -- "$f" || printf "%s\n" "$f")
  t=${f%/*}/.hermes-fleet-$$.tmp
  digest "$f"
  how=unwritable
  if [ "$d" = "$want" ]; then
    content >/dev/null
    how=ok
  elif [ "$d" != "$from" ]; then
    content >/dev/null
    how=changed
  elif [ "$want" = none ]; then
    rm -f -- "$f" && how=ok
  elif mkdir -p -- "${f%/*}" && : >"$t"; then
    content | base64 -d >"$t"
    digest "$t"
    if [ "$d" != "$want" ]; then
      rm -f -- "$t"
    elif if [ -f "$f" ]; then chmod --reference="$f" -- "$t"; else chmod "$mode" "$t"; fi && sync "$t" && mv -f -- "$t" "$f"; then
      how=ok
    else
      rm -f -- "$t"
    fi
  else
    content >/dev/null
  fi
  printf "%s\t%s\n" "$name" "$how"
done'

home_file() { # <home> <path below it> -> $REPLY, on this machine
  REPLY=$1
  below_root
  REPLY=$REPLY/$2
}

# What every operation's frame `files` names: lines "<m> <digest that the provider knows> <digest to be> <mode> <path>".
look_at_files() {
  FILES_SEEN=
  set --
  for i in $OPS; do
    if [ -s "$W/op/$i/files" ]; then set -- "$@" "$i"; fi
  done
  [ $# -gt 0 ] || return 0
  accounts_of "$@"
  for account in $REPLY; do
    : >"$W/files.in"
    for i in "$@"; do
      take "$i" user home envKey
      [ "$user" = "$account" ] || continue
      while read -r m _ _ _ path; do
        home_file "$home" "$path"
        printf '%s\n%s\n%s\n' "$i.$m" "$REPLY" "$envKey" >>"$W/files.in"
      done <"$W/op/$i/files"
    done
    FILES_SEEN="$FILES_SEEN$NL$account$NL$(as_account "$account" "$ACCOUNT_FILES_LOOK" <"$W/files.in" 2>/dev/null | grep "$TAB")"
    rm -f -- "$W/files.in"
  done
}
FILES_SEEN=

# An answer of an account about one of its files; others' answers do not count, and a line without a tab is ours, the
# account's name. -> $REPLY, of plain characters
file_answer() { # <answers> <account> <n.m>
  REPLY=
  whose=
  lines_begin
  for answered in $1; do
    case $answered in
      *"$TAB"*) if [ "$whose" = "$2" ] && [ "${answered%%"$TAB"*}" = "$3" ]; then REPLY=${answered#*"$TAB"}; fi ;;
      *) whose=$answered ;;
    esac
  done
  lines_end
  case $REPLY in *[!a-z0-9]*) REPLY= ;; esac
}

# The numbers of an operation's files that have to be written, into writesFiles; whether one is there, into replacesFiles.
compare_files() { # <operation>
  [ -s "$W/op/$1/files" ] || return 0
  take "$1" user home
  writes=
  while read -r m from want _ path; do
    file_answer "$FILES_SEEN" "$user" "$1.$m"
    now=${REPLY:-none}
    [ "$now" != "$want" ] || continue
    if [ "$now" = "$from" ]; then
      writes="$writes $m"
      if [ "$now" != none ]; then put replacesFiles "$1" yes; fi
    else
      fail "$1" home-file-changed "$home/$path"
    fi
  done <"$W/op/$1/files"
  put writesFiles "$1" "$writes"
}

# keep_files <operation>...: what is about to be replaced, for the way back
keep_files() {
  for i in "$@"; do
    take "$i" user home writesFiles
    while read -r m from _ _ path; do
      contains "$writesFiles" "$m" && [ "$from" != none ] || continue
      home_file "$home" "$path"
      as_user "$user" 'head -c 1000000 -- "$1"' "$REPLY" >"$W/op/$i/kept.$m" </dev/null
    done <"$W/op/$i/files"
  done
}

# put_files <new|old> <operation>...: every file of these that has to be written, or back to what it was. Afterwards
# filesWritten of each is ok or says which file is not and why.
put_files() {
  which=$1
  shift
  accounts_of "$@"
  for account in $REPLY; do
    : >"$W/files.in"
    for i in "$@"; do
      take "$i" user home envKey writesFiles
      [ "$user" = "$account" ] || continue
      while read -r m from want mode path; do
        contains "$writesFiles" "$m" || continue
        home_file "$home" "$path"
        if [ "$which" = new ]; then
          file_step "$i.$m" "$from" "$want" "$mode" "$envKey" "$W/op/$i/file.$m"
        else
          [ "$from" = none ] || base64 -- "$W/op/$i/kept.$m" >"$W/op/$i/file.$m"
          file_step "$i.$m" "$want" "$from" "$mode" "$envKey" "$W/op/$i/file.$m"
        fi >>"$W/files.in"
      done <"$W/op/$i/files"
    done
    FILES_PUT="$account$NL$(as_account "$account" "$ACCOUNT_FILES_WRITE" <"$W/files.in" 2>"$W/files.err" | grep "$TAB")"
    rm -f -- "$W/files.in"
    for i in "$@"; do
      get user "$i"
      [ "$REPLY" != "$account" ] || files_put "$i"
    done
  done
}

# One step for ACCOUNT_FILES_WRITE, about the file $REPLY.
file_step() { # <name> <digest to be found> <digest to be> <mode> <key block> <base64>
  lines=0
  if [ "$3" != none ]; then lines=$(wc -l <"$6"); fi
  printf '%s %s %s %s %s\n%s\n%s\n' "$1" "$2" "$3" "$4" "$lines" "$REPLY" "$5"
  [ "$lines" -eq 0 ] || cat -- "$6"
}

files_put() { # <operation>
  take "$1" home writesFiles
  put filesWritten "$1" ok
  while read -r m _ _ _ path; do
    contains "$writesFiles" "$m" || continue
    file_answer "$FILES_PUT" "$account" "$1.$m"
    [ "$REPLY" = ok ] || put filesWritten "$1" "${REPLY:-unwritable} $home/$path"
  done <"$W/op/$1/files"
}
