# Whole files below a profile's home, each looked at and written as the account. What is to stand in them the provider
# has decided from the content that it was shown; the new one goes in only where that content still is.
#
# A path with /./ in it is of a tree of ours (skills/./web/SKILL.md): its digests are plain ones, with an x behind them
# where the account may execute the file, so that the mode is compared, written and put back with the content; and the
# directories behind the /./ go with the last file in them.

# In: three lines a file: a name of ours, its path, octal text of the digest's key block, empty for a file of a tree.
# Out: name and digest: none without a file, odd for what is no file, unreadable for what cannot be read, large for what
# is beyond 1 MB; of a file of a tree both of the former are unreadable. One process hashes all files of trees.
ACCOUNT_FILES_LOOK='
set --
plain=
while IFS= read -r name && IFS= read -r f && IFS= read -r key; do
  d=none
  if [ -f "$f" ] && [ -r "$f" ]; then
    if [ -z "$key" ]; then
      x=
      if [ -x "$f" ]; then x=x; fi
      plain="$plain$name	$x	$f
"
      set -- "$@" "$f"
      continue
    fi
    size=$(stat -Lc %s -- "$f")
    if [ "${size:-0}" -gt 1000000 ]; then
      d=large
    else
      d=$({ printf %b "$key"; head -c 1000001 -- "$f"; } | sha256sum)
      d=${d%% *}
    fi
  elif [ -e "$f" ] || [ -L "$f" ]; then
    d=odd
    if [ -z "$key" ] || [ -f "$f" ]; then d=unreadable; fi
  fi
  printf "%s\t%s\n" "$name" "$d"
done
[ $# -eq 0 ] || { printf "%s\n" "$plain"; sha256sum -- "$@"; } | awk -F "\t" "
  NF == 0 { hashes = 1; next }
  !hashes { n = ++asked[\$3]; name[\$3, n] = \$1; x[\$3] = \$2; next }
  { f = substr(\$0, 67); print name[f, ++told[f]] \"\\t\" substr(\$0, 1, 64) x[f] }"'

# The one writer of files of homes. In: a line "<name> <digest to be found> <digest to be> <mode> <bytes>", a line with
# the path, one with the key block, then so many bytes of base64. The file goes when its digest is to be none. Written
# beside the old one, read back, synced, and renamed over it while that one is still as it was found; until then the old
# one is not touched. Outside of trees the mode and the group of one that is there stay, a link is followed, and a file
# that is not the account's own, or stands under a second name, is left as it is: a rename would take the one or the
# other from it. Out: name and ok, changed or unwritable, with the reason on the error output.
ACCOUNT_FILES_WRITE='
umask 077
digest() {
  d=none
  if [ -f "$1" ]; then
    d=$({ printf %b "$key"; cat -- "$1"; } | sha256sum)
    d=${d%% *}
    if [ -z "$key" ] && [ -x "$1" ]; then d=${d}x; fi
  elif [ -e "$1" ] || [ -L "$1" ]; then
    d=odd
  fi
}
content() { [ "$bytes" = 0 ] || head -c "$bytes"; }
owned() {
  [ -n "$key" ] && [ -f "$f" ] || return 0
  set -- $(stat -c "%h %U" -- "$f")
  if [ ! -O "$f" ]; then
    echo "it belongs to ${2-}" >&2
    return 1
  fi
  [ "${1-0}" = 1 ] || [ "$want" = none ] && return
  echo "it has $1 names (hard links)" >&2
  return 1
}
mode() {
  if [ -n "$key" ] && [ -f "$f" ]; then
    chgrp --reference="$f" -- "$t" && chmod --reference="$f" -- "$t"
  else
    chmod "$mode" "$t"
  fi
}
still() {
  digest "$f"
  [ "$d" = "$from" ] || how=changed
  [ "$d" = "$from" ]
}
emptied() {
  rel=${below#*/./}
  case $key:$rel in :*/*) (cd -- "${below%%/./*}" && rmdir -p -- "${rel%/*}") 2>/dev/null ;; esac
}
while read -r name from want mode bytes && IFS= read -r f && IFS= read -r key; do
  below=$f
  f=$(readlink -f -- "$f" || printf "%s\n" "$f")
  t=${f%/*}/.hermes-fleet-${f##*/}.tmp
  digest "$f"
  how=unwritable
  if [ "$d" = "$want" ]; then
    content >/dev/null
    how=ok
  elif [ "$d" != "$from" ]; then
    content >/dev/null
    how=changed
  elif ! owned; then
    content >/dev/null
  elif [ "$want" = none ]; then
    rm -f -- "$f" && sync -- "${f%/*}" && how=ok
    emptied
  elif mkdir -p -- "${f%/*}" && rm -f -- "$t" && printf "" >"$t"; then
    content | base64 -d >"$t"
    if mode && digest "$t" && [ "$d" = "$want" ] && sync "$t" && still && mv -f -- "$t" "$f"; then
      how=ok
      sync -- "${f%/*}"
    else
      rm -f -- "$t"
    fi
  else
    content >/dev/null
  fi
  printf "%s\t%s\n" "$name" "$how"
done'

# In: a line for each home. As `hermes profile create` lays it out; SOUL.md and the rest come with the first start.
ACCOUNT_HOMES_MAKE='
umask 077
while read -r i && IFS= read -r home; do
  how=unwritable
  mkdir -p -- "$home" && (cd -- "$home" && mkdir -p -m 755 cron home logs memories plans sessions skills skins workspace) &&
    how=ok
  printf "%s\t%s\n" "$i" "$how"
done'

# -> $fileKey: the key block for the digests of a file
key_of_file() { # <path> <the operation's key block>
  case $1 in */./*) fileKey= ;; *) fileKey=$2 ;; esac
}

# What an account answers about files: lines "<operation>.<number> TAB <word>". Those of operations of that account, and
# words of plain characters, become <field>_<number> of the operation.
note_answers() { # <field> <account> <answers>
  lines_begin
  for answered in $3; do
    numbers=${answered%%"$TAB"*}
    word=${answered#*"$TAB"}
    is_of_account "${numbers%%.*}" "$2" && is_operation "${numbers#*.}" || continue
    case $word in '' | *[!a-z0-9]*) ;; *) put "$1_${numbers#*.}" "${numbers%%.*}" "$word" ;; esac
  done
  lines_end
}

# -> $REPLY: a file as messages show it
shown_path() {
  case $1 in */./*) REPLY=${1%%/./*}/${1#*/./} ;; *) REPLY=$1 ;; esac
}

# One step for ACCOUNT_FILES_WRITE, about the file $REPLY.
file_step() { # <name> <digest to be found> <digest to be> <mode of a new file> <key block> <base64>
  bytes=0
  mode=$4
  if [ "$3" != none ]; then bytes=$(wc -c <"$6"); fi
  # The digest of a file of a tree tells its mode.
  if [ -z "$5" ]; then
    case $3 in *x) mode=755 ;; *) mode=644 ;; esac
  fi
  printf '%s %s %s %s %s\n%s\n%s\n' "$1" "$2" "$3" "$mode" "$bytes" "$REPLY" "$5"
  [ "$bytes" -eq 0 ] || cat -- "$6"
}
