# Whole files below a profile's home, each looked at and written as the account. What is to stand in them the provider
# has decided from the content that it was shown; the new one goes in only where that content still is.
#
# A path with /./ in it is of a tree of ours (skills/./web/SKILL.md): its digests are plain ones, with an x behind them
# where the account may execute the file, so that the mode is compared, written and put back with the content; and the
# directories behind the /./ go with the last file in them.

# In: three lines a file: a name of ours, its path, octal text of the digest's key block, empty for a file of a tree.
# Out: name and digest: none without a file, unreadable for what is no file or cannot be read. One process hashes all
# files of trees.
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
    d=$({ printf %b "$key"; cat -- "$f"; } | sha256sum)
    d=${d%% *}
  elif [ -e "$f" ] || [ -L "$f" ]; then
    d=unreadable
  fi
  printf "%s\t%s\n" "$name" "$d"
done
[ $# -eq 0 ] || { printf "%s\n" "$plain"; sha256sum -- "$@"; } | awk -F "\t" "
  NF == 0 { hashes = 1; next }
  !hashes { n = ++asked[\$3]; name[\$3, n] = \$1; x[\$3] = \$2; next }
  { f = substr(\$0, 67); print name[f, ++told[f]] \"\\t\" substr(\$0, 1, 64) x[f] }"'

# In: a line "<name> <digest to be found> <digest to be> <mode> <bytes>", a line with the path, one with the key block,
# then so many bytes of base64. The file goes when its digest is to be none. Written beside the old one and renamed over
# it; outside of trees the mode of one that is there stays, and a link is followed. Out: name and ok, changed or
# unwritable.
ACCOUNT_FILES_WRITE='
umask 077
digest() {
  d=none
  if [ -f "$1" ]; then
    d=$({ printf %b "$key"; cat -- "$1"; } | sha256sum)
    d=${d%% *}
    if [ -z "$key" ] && [ -x "$1" ]; then d=${d}x; fi
  fi
}
content() { [ "$bytes" = 0 ] || head -c "$bytes"; }
mode() {
  if [ -n "$key" ] && [ -f "$f" ]; then chmod --reference="$f" -- "$t"; else chmod "$mode" "$t"; fi
}
emptied() {
  rel=${below#*/./}
  case $key:$rel in :*/*) (cd -- "${below%%/./*}" && rmdir -p -- "${rel%/*}") 2>/dev/null ;; esac
}
while read -r name from want mode bytes && IFS= read -r f && IFS= read -r key; do
  below=$f
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
    emptied
  elif mkdir -p -- "${f%/*}" && : >"$t"; then
    content | base64 -d >"$t"
    if mode && digest "$t" && [ "$d" = "$want" ] && sync "$t" && mv -f -- "$t" "$f"; then
      how=ok
    else
      rm -f -- "$t"
    fi
  else
    content >/dev/null
  fi
  printf "%s\t%s\n" "$name" "$how"
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
