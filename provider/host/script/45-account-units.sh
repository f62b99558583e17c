# Unit files below an account's home, touched as that account only. Root keeps a record of what is ours there, with
# the locks of each unit, because what stands in the files is the agent's word.

as_user() { # <account> <program> <argument>..., data on standard input
  whose=$1
  shift
  timeout -k 5 60 runuser -u "$whose" -- /bin/sh -c "$1" hermes-fleet "$2" "${3-}" "${4-}" "${5-}" 9>&-
}

# In: the directory of units and the runtime directory. Out: of every unit and drop-in there its digest and what
# concerns us; links; what a transaction left. Names that are none of a unit's are passed over.
ACCOUNT_SCAN='
d=$1
x=$2
set --
for f in "$d"/*.service "$d"/*.service.d/*.conf "$d".control/*.service.d/*.conf "$x"/systemd/user/*.service.d/*.conf "$x"/systemd/user.control/*.service.d/*.conf "$x"/systemd/transient/*.service.d/*.conf; do
  case ${f#"$d"} in *[!A-Za-z0-9:_.@/-]*) continue ;; esac
  if [ -L "$f" ]; then printf "symlink\t%s\t%s\n" "$f" "$(readlink -- "$f" | tr "\n\t" "  ")"; fi
  if [ -f "$f" ] && [ -r "$f" ]; then set -- "$@" "$f"; fi
done
for l in "$d"/*.wants/*.service "$d"/*.requires/*.service; do
  [ -L "$l" ] || continue
  w=${l%/*}
  case ${w##*/}${l##*/} in *[!A-Za-z0-9:_.@-]*) continue ;; esac
  printf "linked\t%s\t%s\n" "${l##*/}" "${w##*/}"
done
for t in "$d"/.hermes-fleet.*.tmp; do
  if [ -d "$t" ]; then printf "left\t%s\t-\n" "${t##*/}"; fi
done
[ $# -gt 0 ] || exit 0
sha256sum -- "$@" | while read -r h f; do printf "hash\t%s\t%s\n" "$f" "$h"; done
awk "BEGIN {
  for (n = 1; n < ARGC; n++) {
    file = ARGV[n]
    section = \"\"
    while ((getline line < file) > 0) {
      gsub(/[\\r\\t]/, \" \", line)
      if (line ~ /^\\[/) { section = line; continue }
      cut = index(line, \"=\")
      if (cut == 0) continue
      key = substr(line, 1, cut - 1)
      if (section ~ /^\\[Unit\\]/ && (key == \"Conflicts\" || key == \"Before\") ||
          section ~ /^\\[X-Hermes-Fleet\\]/ && (key == \"Owner\" || key == \"Claims\" || key == \"Runtime\"))
        print \"scan\\t\" file \"\\t\" key \"\\t\" substr(line, cut + 1)
    }
    close(file)
  }
}" "$@"'

# Adds what accounts have to $SCAN and $MARKED, which are about the system's units so far.
scan_accounts() { # <account>...
  ACCOUNT_FILES=
  for account in "$@"; do
    account_entry "$account"
    [ -n "$entry_uid" ] || continue
    units_of "$account"
    dir=$REPLY
    as_user "$account" "$ACCOUNT_SCAN" "$dir" "$R/run/user/$entry_uid" 2>/dev/null | head -c 1000000 >"$W/scan.out"
    seen_here=$(cat -- "$W/scan.out")
    lines_begin
    for line in $seen_here; do
      value=${line#*"$TAB"}
      case $line in
        "scan$TAB$dir"*)
          SCAN="$SCAN$NL$value"
          case $value in *.service"${TAB}Owner$TAB"*)
            name=${value%%"$TAB"*}
            MARKED="$MARKED $account/${name##*/}"
            ;;
          esac
          ;;
        "linked$TAB"*) ACCOUNT_FILES="$ACCOUNT_FILES${NL}linked$TAB$account/$value" ;;
        "hash$TAB"* | "symlink$TAB"*) ACCOUNT_FILES="$ACCOUNT_FILES$NL$line" ;;
        "left$TAB"*) ACCOUNT_FILES="$ACCOUNT_FILES${NL}left$TAB$account$TAB${value%%"$TAB"*}" ;;
      esac
    done
    lines_end
  done
}
ACCOUNT_FILES=

# account_fact <hash|symlink|linked> <path or unit> -> $REPLY: the values, one a word
account_fact() {
  values=
  lines_begin
  for fact in $ACCOUNT_FILES; do
    case $fact in "$1$TAB$2$TAB"*) values="$values ${fact#"$1$TAB$2$TAB"}" ;; esac
  done
  lines_end
  REPLY=${values# }
}

# Accounts whose managers could concern us: those of the operations, of what they exclude, and of our other units.
accounts_concerned() { # -> $REPLY
  # shellcheck disable=SC2086 # a list of units
  managers_of $TOUCHED_UNITS
  concerned=
  for account in $REPLY; do
    if [ "$account" != - ]; then concerned="$concerned $account"; fi
  done
  for record in "$STATE"/user/*; do
    account=${record##*/}
    if [ -d "$record" ] && ! contains "$concerned" "$account"; then concerned="$concerned $account"; fi
  done
  REPLY=$concerned
}

# Of operations on accounts' units: the file's digest or where it leads, and drop-ins in the account's directories.
hash_account_files() {
  for i in $OPS; do
    get unit "$i"
    case $REPLY in */*) ;; *) continue ;; esac
    unit=$REPLY
    file_of "$unit"
    path=$REPLY
    account_fact hash "$path"
    put hash "$i" "${REPLY:--}"
    account_fact symlink "$path"
    put symlink "$i" "$REPLY"
    account_entry "${unit%%/*}"
    run=$R/run/user/$entry_uid/systemd
    lines_begin
    for fact in $ACCOUNT_FILES; do
      case $fact in
        "hash$TAB$path.d/"* | "hash$TAB${path%/*}.control/${unit#*/}.d/"* | "hash$TAB$run/"*"/${unit#*/}.d/"*)
        fact=${fact#*"$TAB"}
        file=${fact%%"$TAB"*}
        printf '%s %s\n' "${fact#*"$TAB"}" "${file#"$R"}" >>"$W/op/$i/dropins.now"
        ;;
      esac
    done
    lines_end
  done
}

# Drop-ins in the directories that all accounts' managers share; our guard is for namesakes of system units.
dropins_for_accounts() { # <unit's name>
  for file in "$R"/etc/systemd/user/"$1".d/*.conf "$R"/run/systemd/user/"$1".d/*.conf \
    "$R"/usr/local/lib/systemd/user/"$1".d/*.conf "$R"/usr/lib/systemd/user/"$1".d/*.conf; do
    if [ -f "$file" ] && [ "${file##*/}" != "$GUARD" ]; then printf '%s\n' "$file"; fi
  done
}

# In: the directory and the transaction's number, then a line for each step; behind `stage` come its lines of text.
# Out: for each step but `end` the unit and how it went.
ACCOUNT_UNITS='
umask 022
d=$1
new=$d/.hermes-fleet.$2.new.tmp
old=$d/.hermes-fleet.$2.old.tmp
keep() {
  mkdir -p -- "$new" "$old" || return 1
  if [ -f "$d/$unit" ]; then ln -f -- "$d/$unit" "$old/$unit"; fi
}
stage() {
  made=yes
  keep && : >"$new/$unit" || made=no
  n=$1
  while [ "$n" -gt 0 ] && IFS= read -r line; do
    n=$((n - 1))
    [ "$made" = no ] || printf "%s\n" "$line" >>"$new/$unit" || made=no
  done
  # Hermes writes a text of its own over its unit at every start, unless it may not write there.
  [ "$made" = yes ] && chmod 0444 "$new/$unit" && sync "$new/$unit"
}
commit() {
  now=-
  if [ -f "$d/$unit" ]; then now=$(sha256sum <"$d/$unit") && now=${now%% *}; fi
  [ "$now" = "$1" ] && mv -f -- "$new/$unit" "$d/$unit"
}
unlinked() {
  for l in "$d"/*.wants/"$unit" "$d"/*.requires/"$unit"; do
    [ -L "$l" ] || continue
    w=${l%/*}
    case " $* " in *" ${w##*/} "*) ;; *) rm -f -- "$l" && rmdir -- "$w" 2>/dev/null ;; esac
  done
}
linked() {
  unlinked "$@"
  for w; do
    mkdir -p -- "$d/$w" && ln -sfn -- "$d/$unit" "$d/$w/$unit" || return 1
  done
}
restore() {
  if [ -f "$old/$unit" ]; then mv -f -- "$old/$unit" "$d/$unit"; else rm -f -- "$d/$unit"; fi
}
while read -r step unit rest; do
  case $step in
    end)
      rm -rf -- "$d/.hermes-fleet.$unit.new.tmp" "$d/.hermes-fleet.$unit.old.tmp"
      rmdir -- "$d" "${d%/*}" 2>/dev/null
      continue
      ;;
    stage) stage "$rest" ;;
    keep) keep ;;
    commit) commit "$rest" ;;
    remove) rm -f -- "$d/$unit" ;;
    linked) linked $rest ;;
    restore) restore ;;
    *) false ;;
  esac && printf "%s\tok\n" "$unit" || printf "%s\tfailed\n" "$unit"
done
sync -- "$d" 2>/dev/null
exit 0'

# tell_account <account> <step> <unit's name> [<more>]: one step, done with the next run_accounts
tell_account() {
  contains "$TOLD" "$1" || TOLD="$TOLD $1"
  contains "$EVER_TOLD" "$1" || EVER_TOLD="$EVER_TOLD $1"
  told_to=$W/steps.$1
  shift
  printf '%s\n' "$*" >>"$told_to"
}
TOLD=
EVER_TOLD=

# Everything that accounts were told, each in one call; afterwards account_did <unit> tells how it went.
run_accounts() {
  ACCOUNT_DID=
  for account in $TOLD; do
    units_of "$account"
    as_user "$account" "$ACCOUNT_UNITS" "$REPLY" "$ID" <"$W/steps.$account" >"$W/steps.out" 2>>"$W/steps.err"
    rm -f -- "$W/steps.$account"
    while IFS=$TAB read -r unit how; do ACCOUNT_DID="$ACCOUNT_DID $account/$unit:$how"; done <"$W/steps.out"
  done
  TOLD=
}

# Copies beside their places, old and new, so that both ways are renames only.
stage_account_files() {
  for i in $WRITES $REMOVES; do
    alive "$i" || continue
    take "$i" kind unit locks
    case $unit in */*) ;; *) continue ;; esac
    if [ "$kind" = remove ]; then
      tell_account "${unit%%/*}" keep "${unit#*/}"
    else
      tell_stage "$unit" "$W/op/$i/${unit#*/}"
    fi
  done
  run_accounts
  for i in $WRITES $REMOVES; do
    alive "$i" || continue
    get unit "$i"
    case $REPLY in */*) ;; *) continue ;; esac
    account_did "$REPLY" && continue
    units_of "${REPLY%%/*}"
    fail "$i" home-unwritable "cannot write below $REPLY: $(tail -n 1 "$W/steps.err" | tr '\n\t' '  ')"
  done
  register_units
}

stage_account_neighbours() {
  for unit in $STRIPPED; do
    case $unit in */*) tell_stage "$unit" "$W/stripped/$unit" ;; esac
  done
  run_accounts
}

tell_stage() { # <unit> <file>
  read -r lines _ <<N
$(wc -l -- "$2")
N
  tell_account "${1%%/*}" stage "${1#*/} $lines"
  cat -- "$2" >>"$W/steps.${1%%/*}"
}

# On record before it is there; the record of before is kept for the way back.
register_units() {
  for i in $OPS; do
    alive "$i" || continue
    take "$i" kind unit locks
    case $kind:$unit in ensure:*/*) ;; *) continue ;; esac
    if [ -f "$STATE/user/$unit" ]; then cp -- "$STATE/user/$unit" "$W/op/$i/registered"; fi
    # shellcheck disable=SC2086 # a list of locks
    register "$unit" $locks
    put registers "$i" yes
  done
}

install_account_files() {
  for i in $WRITES $REMOVES; do
    alive "$i" || continue
    take "$i" kind unit hash
    case $unit in */*) ;; *) continue ;; esac
    if [ "$kind" = remove ]; then
      tell_account "${unit%%/*}" linked "${unit#*/}"
      tell_account "${unit%%/*}" remove "${unit#*/}"
    else
      tell_account "${unit%%/*}" commit "${unit#*/} $hash"
    fi
  done
  for unit in $STRIPPED; do
    case $unit in */*) ;; *) continue ;; esac
    file_of "$unit"
    account_fact hash "$REPLY"
    before=$REPLY
    tell_account "${unit%%/*}" commit "${unit#*/} $before"
    digest_of "$W/stripped/$unit"
    after=$REPLY
    if [ -f "$STATE/edited/$unit" ]; then read -r before _ <"$STATE/edited/$unit"; fi
    printf '%s %s\n' "$before" "$after" >"$STATE/edited/$unit"
    need_reload "$unit"
  done
  run_accounts
  for i in $WRITES; do
    alive "$i" || continue
    get unit "$i"
    case $REPLY in */*) ;; *) continue ;; esac
    unit=$REPLY
    if account_did "$unit"; then
      put installed "$i" yes
      need_reload "$unit"
      rm -f -- "$STATE/edited/$unit"
    else
      file_of "$unit"
      fail "$i" changed-on-host "$REPLY changed while this ran"
    fi
  done
}

# link_accounts <operation>...: the links that these operations ask for, of accounts' units
link_accounts() {
  for i in "$@"; do
    take "$i" unit newLinks
    tell_account "${unit%%/*}" linked "${unit#*/} $newLinks"
  done
  run_accounts
}

# restore_accounts <operation>...: files of before, the links of what was to go, root's record
restore_accounts() {
  for i in "$@"; do
    take "$i" kind unit links installed
    case $unit in */*) ;; *) continue ;; esac
    if [ "$installed" = yes ]; then tell_account "${unit%%/*}" restore "${unit#*/}"; fi
    if [ "$kind" = remove ] && [ "$installed" = yes ]; then tell_account "${unit%%/*}" linked "${unit#*/} $links"; fi
    get registers "$i"
    [ "$REPLY" = yes ] || continue
    if [ -f "$W/op/$i/registered" ]; then mv -f -- "$W/op/$i/registered" "$STATE/user/$unit"; else forget_unit "$unit"; fi
  done
  run_accounts
}

# Copies of ours, and of transactions that died, beside units of accounts.
clean_accounts() {
  for account in $EVER_TOLD; do tell_account "$account" end "$ID"; done
  lines_begin
  for fact in $ACCOUNT_FILES; do
    lines_end
    case $fact in "left$TAB"*)
      fact=${fact#*"$TAB"}
      whose=${fact#*"$TAB".hermes-fleet.}
      whose=${whose%%.*}
      case $whose in *[!A-Za-z0-9]*) continue ;; esac
      lives "$R/run/hermes-fleet.$whose" || tell_account "${fact%%"$TAB"*}" end "$whose"
      ;;
    esac
  done
  lines_end
  run_accounts
}

account_did() { contains "$ACCOUNT_DID" "$1:ok" && ! contains "$ACCOUNT_DID" "$1:failed"; } # <unit>

# register <unit> [<lock>...]: root's record that a unit of an account is ours, and its locks
register() {
  registered=$STATE/user/$1
  shift
  mkdir -p -- "${registered%/*}"
  printf '%s\n' "$*" >"$registered.new"
  mv -f -- "$registered.new" "$registered"
}

forget_unit() { # <unit>
  rm -f -- "$STATE/user/$1"
  rmdir -- "$STATE/user/${1%/*}" "$STATE/user" 2>/dev/null
}
