sc() { timeout -k 5 30 systemctl --no-ask-password --no-pager "$@" </dev/null; }

# Directories of the system manager, the first wins. All are root's. A link in them may lead below a home, so none is
# followed: what systemd has read there, it tells.
unit_directories() {
  for place in etc/systemd/system.control run/systemd/system.control run/systemd/transient \
    run/systemd/generator.early etc/systemd/system run/systemd/system run/systemd/generator \
    usr/local/lib/systemd/system usr/lib/systemd/system run/systemd/generator.late; do
    if [ -d "$R/$place" ]; then printf '%s\n' "$R/$place"; fi
  done
}

# Whether the name of a unit leads to a file of root's own: systemd reads a unit that is asked about, and a link to
# a FIFO below a home would stop it for good.
is_plain() { # <name of a unit or a template>
  for directory in $directories; do
    if [ -L "$directory/$1" ]; then return 1; fi
    if [ -f "$directory/$1" ]; then return 0; fi
  done
  return 1
}

system_units() {
  set -- # files
  names='' linked=' ' LINKS=' '
  directories=$(unit_directories)
  for directory in $directories; do
    for file in "$directory"/*.service; do
      name=${file##*/}
      if [ -L "$file" ]; then
        case $name in
          hermes*) if [ "$(readlink "$file")" = /dev/null ]; then names="$names $name"; else linked="$linked$name "; fi ;;
          *) linked="$linked$name " ;;
        esac
      elif [ -f "$file" ]; then
        case $linked in *" $name "*) ;; *) set -- "$@" "$file" ;; esac
      fi
    done
    for link in "$directory"/*.wants/*.service "$directory"/*.requires/*.service; do
      if [ -L "$link" ]; then
        name=${link##*/}
        LINKS="$LINKS$name "
        case $name in
          hermes*@*.service) if is_plain "${name%%@*}@.service"; then names="$names $name"; fi ;;
        esac
      fi
    done
  done
  export LINKS
  answer=
  set -f
  if [ $# -gt 0 ]; then
    # most units of a machine say nothing of Hermes
    # shellcheck disable=SC2046 # paths in directories of systemd
    set -- $(
      for file in "$@"; do case ${file##*/} in hermes*) printf '%s\n' "$file" ;; esac done
      grep -lsi hermes -- "$@"
    )
  fi
  if [ $# -gt 0 ]; then answer=$(awk "$LOOK" "$@"); fi
  # shellcheck disable=SC2046,SC2086 # lists of unit names
  {
    printf '%s\n' "$answer"
    for name in $linked; do
      case $name in
        hermes*)
          case $LINKS in *" $name "*) on=yes ;; *) on=no ;; esac
          printf 'unit\t%s\t%s\n' "$name" "$on"
          ;;
      esac
    done
    sc show -p "$SHOWN" -- $(printf '%s\n' "$answer" | awk '$1 == "unit" { print $2 }') $names '*.service'
  } | awk "$PROPERTIES"
  set +f
}

drop_ins() {
  set --
  for directory in $directories; do
    for file in "$directory"/service.d/*.conf "$directory"/*.service.d/*.conf; do
      if [ -f "$file" ] && [ ! -L "$file" ]; then set -- "$@" "$file"; fi
    done
  done
  if [ $# -gt 0 ]; then
    ROOT=$R awk '
      BEGIN {
        for (n = 1; n < ARGC && n <= 300; n++) {
          keys = ""
          lines = count = 0
          while (lines++ < 1000 && (getline line < ARGV[n]) > 0)
            if (match(line, /^[A-Za-z]+[ \t]*=/) && count < 20) {
              key = substr(line, 1, RLENGTH - 1)
              sub(/[ \t]+$/, "", key)
              if (index(" " keys " ", " " key " ") == 0) { count++; keys = keys (keys == "" ? "" : " ") key }
            }
          close(ARGV[n])
          path = substr(ARGV[n], length(ENVIRON["ROOT"]) + 1)
          gsub(/[[:cntrl:]]/, " ", path)
          printf "dropin\t%s\t%s\n", path, keys
        }
        if (ARGC > 301) print "cut\tdrop-ins"
      }' "$@"
  fi
}

