# A home that gets another name: one rename as its account, which tells by the inode that it is the right directory.

# In: the home as it was, and as it is to be. Out: move and its inode, none when nothing is there to be moved, or why not.
ACCOUNT_HOME_LOOK='
if [ ! -e "$1" ] && [ ! -L "$1" ]; then
  echo none
elif [ -e "$2" ] || [ -L "$2" ]; then
  echo taken
elif [ -L "$1" ] || [ ! -d "$1" ]; then
  echo odd
elif [ ! -w "$1" ] || [ ! -w "${1%/*}" ]; then
  echo unwritable
else
  for one in "$1"/profiles/*; do
    if [ -d "$one" ]; then
      echo root
      exit
    fi
  done
  echo "move $(stat -c %i -- "$1")"
fi'

# In: where it is, where it is to be, its inode. Out: moved, ok when it is there already, or why not.
ACCOUNT_HOME_MOVE='
inode() { stat -c %i -- "$1" 2>/dev/null; }
if [ "$(inode "$2")" = "$3" ]; then
  echo ok
elif [ "$(inode "$1")" != "$3" ]; then
  echo changed
elif [ -e "$2" ] || [ -L "$2" ]; then
  echo taken
elif [ -f "$1/gateway.lock" ] && ! flock -n "$1/gateway.lock" true; then
  echo running
elif mv -T -- "$1" "$2" && sync -- "${2%/*}"; then
  echo moved
else
  echo failed
fi'

# move_home <account> <from> <to> <inode> -> $REPLY, the account's answer
move_home() {
  REPLY=$2
  below_root
  moving=$REPLY
  REPLY=$3
  below_root
  REPLY=$(as_user "$1" "$ACCOUNT_HOME_MOVE" "$moving" "$REPLY" "$4" 2>/dev/null </dev/null)
}

not_moved() { # <the account's answer> -> $REPLY
  case $1 in
    taken) REPLY='there is something already' ;;
    odd) REPLY='it is no directory of its own' ;;
    unwritable) REPLY='the account may not write it, or the directory that it lies in' ;;
    root) REPLY='other profiles lie in it' ;;
    own) REPLY="it is the account's own home directory, or above it" ;;
    changed) REPLY='it was moved or made anew meanwhile' ;;
    running) REPLY='a gateway still runs on it' ;;
    *) REPLY='the rename did not succeed' ;;
  esac
}

# Until it is moved, a home is looked at where it is.
find_moving() {
  for i in $OPS; do
    take "$i" user home movesFrom
    [ -n "$movesFrom" ] || continue
    REPLY=$movesFrom
    below_root
    moving=$REPLY
    REPLY=$home
    below_root
    answer=$(as_user "$user" "$ACCOUNT_HOME_LOOK" "$moving" "$REPLY" 2>/dev/null </dev/null)
    account_entry "$user"
    case $entry_home/ in "$movesFrom"/*) answer=own ;; esac
    case $answer in
      '' | none) continue ;;
      'move '*[!0-9]* | 'move ') put movesNot "$i" failed ;;
      'move '*) put moves "$i" "${answer#move }" ;;
      *) put movesNot "$i" "$answer" ;;
    esac
    put movesTo "$i" "$home"
    put home "$i" "$movesFrom"
  done
}

compare_move() { # <operation>
  take "$1" movesFrom movesTo movesNot
  [ -n "$movesNot" ] || return 0
  not_moved "$movesNot"
  fail "$1" home-not-moved "$movesFrom to $movesTo: $REPLY"
}

move_homes() {
  for i in $OPS; do
    take "$i" user moves movesFrom movesTo
    [ -n "$moves" ] && alive "$i" || continue
    progress "moving $movesFrom to $movesTo"
    move_home "$user" "$movesFrom" "$movesTo" "$moves"
    case $REPLY in
      ok | moved)
        put home "$i" "$movesTo"
        put moved "$i" yes
        ;;
      *)
        not_moved "$REPLY"
        fail "$i" home-not-moved "$movesFrom to $movesTo: $REPLY"
        ;;
    esac
  done
}

move_homes_back() {
  for i in $OPS; do
    take "$i" user moves movesFrom movesTo moved
    [ "$moved" = yes ] && failed_now "$i" || continue
    move_home "$user" "$movesTo" "$movesFrom" "$moves"
    case $REPLY in
      ok | moved)
        put home "$i" "$movesFrom"
        put moved "$i" ''
        ;;
      *) UNRESTORED=yes ;;
    esac
  done
}
