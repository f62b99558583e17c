# What accounts have: unit files below their homes, looked at as that account only.

# In: the directory of units and the runtime directory. Out: of every unit and drop-in there its digest and what
# concerns us; links; what a transaction left. Names that are none of a unit's are passed over.
ACCOUNT_SCAN='
d=$1
x=$2
set --
for f in "$d"/*.service; do
  if [ -f "$f" ] && [ ! -s "$f" ]; then printf "other\t%s\n" "$f"; fi
done
s=${d%/.config/systemd/user}/.local/share/systemd/user
for o in "$d".control "$x"/systemd/user "$x"/systemd/user.control "$x"/systemd/transient "$x"/systemd/generator.early "$x"/systemd/generator "$x"/systemd/generator.late "$s"; do
  for f in "$o"/*.service; do
    case $f in *[!A-Za-z0-9:_.@/-]*) continue ;; esac
    if [ -e "$f" ] || [ -L "$f" ]; then printf "other\t%s\n" "$f"; fi
  done
  for f in "$o"/*.service.d/*.conf "$o"/service.d/*.conf; do
    case $f in *[!A-Za-z0-9:_.@/-]*) continue ;; esac
    if [ -f "$f" ] && [ -r "$f" ]; then set -- "$@" "$f"; fi
  done
done
for f in "$d"/*.service "$d"/*.service.d/*.conf "$d"/service.d/*.conf; do
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

# Of an account's answer what can be so: files of this account's own manager, plain names, digests, and words that are
# those of a unit file. Everything else is left out.
plain_scan() { # <directory of its units> <its runtime directory>, the answer on standard input
  DIRECTORY=$1 RUNTIME=$2 awk -F "\t" '
    BEGIN {
      directory = ENVIRON["DIRECTORY"]
      runtime = ENVIRON["RUNTIME"] "/systemd/"
      plain = "^[A-Za-z0-9:_.@-]+$"
    }
    function below(path, base) { return index(path, base) == 1 && substr(path, length(base) + 1) ~ /^[A-Za-z0-9:_.@\/-]+$/ }
    function own(path) {
      if (path ~ /\/\.\.\// || length(path) > 4000) return 0
      return below(path, directory "/") || below(path, directory ".control/") || below(path, runtime)
    }
    length($0) > 65536 { next }
    $1 == "linked" && NF == 3 && $2 ~ plain && $3 ~ plain && $3 ~ /\.(wants|requires)$/ { print; next }
    $1 == "left" && NF == 3 && $2 ~ /^\.hermes-fleet\.[A-Za-z0-9]+\.(new|old)\.tmp$/ { print; next }
    $1 == "hash" && NF == 3 && own($2) && length($3) == 64 && $3 ~ /^[0-9a-f]+$/ { print; next }
    $1 == "symlink" && NF == 3 && own($2) { gsub(/[^ -~]/, "?", $3); print $1 "\t" $2 "\t" substr($3, 1, 1000); next }
    $1 == "scan" && NF == 4 && own($2) {
      if ($3 == "Owner") { if ($4 !~ /[[:cntrl:]]/) print; next }
      if (($3 == "Conflicts" || $3 == "Before" || $3 == "Claims" || $3 == "Runtime") && $4 ~ /^[\\A-Za-z0-9:_.@ -]*$/) print
    }'
}

# Adds what accounts have to $SCAN and $MARKED, which are about the system's units so far.
scan_accounts() { # <account>...
  ACCOUNT_FILES=
  for account in "$@"; do
    account_entry "$account"
    [ -n "$entry_uid" ] || continue
    units_of "$account"
    dir=$REPLY
    as_user "$account" "$ACCOUNT_SCAN" "$dir" "$R/run/user/$entry_uid" >"$W/scan.out" </dev/null 2>/dev/null
    seen_here=$(plain_scan "$dir" "$R/run/user/$entry_uid" <"$W/scan.out")
    lines_begin
    for line in $seen_here; do
      value=${line#*"$TAB"}
      case $line in
        "scan$TAB$dir"*)
          SCAN="$SCAN$NL$value"
          case $value in *.service"${TAB}Owner$TAB"*)
            name=${value%%"$TAB"*}
            name=${name##*/}
            # The account's word: a blank in it would name another unit.
            case $name in *[!A-Za-z0-9:_.@-]*) ;; *) MARKED="$MARKED $account/$name" ;; esac
            ;;
          esac
          ;;
        "linked$TAB"*) ACCOUNT_FILES="$ACCOUNT_FILES${NL}linked$TAB$account/$value" ;;
        "hash$TAB"* | "symlink$TAB"* | "other$TAB/"*) ACCOUNT_FILES="$ACCOUNT_FILES$NL$line" ;;
        "left$TAB"*) ACCOUNT_FILES="$ACCOUNT_FILES${NL}left$TAB$account$TAB${value%%"$TAB"*}" ;;
      esac
    done
    lines_end
  done
}
ACCOUNT_FILES=

account_fact() { # <hash|symlink|linked> <path or unit> -> $REPLY: the values, one a word
  words_of "$ACCOUNT_FILES" "$1$TAB$2"
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
    dropin_names "${unit#*/}"
    names=$REPLY
    lines_begin
    for fact in $ACCOUNT_FILES; do
      lines_end
      case $fact in "hash$TAB"*/*.d/*) ;; *) continue ;; esac
      fact=${fact#*"$TAB"}
      file=${fact%%"$TAB"*}
      name=${file%/*}
      name=${name##*/}
      case $file in "$R$entry_home"/* | "$R/run/user/$entry_uid"/*) ;; *) continue ;; esac
      if contains "$names" "${name%.d}"; then
        printf '%s %s\n' "${fact#*"$TAB"}" "${file#"$R"}" >>"$W/op/$i/dropins.now"
      fi
    done
    lines_end
  done
}
