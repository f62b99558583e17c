# What a survey asks of one host: reads, and changes nothing. The names of accounts come on standard input, one a line;
# no value ever becomes shell text. Answers are lines of fields between tabs, the last line is `end`:
#   system  <systemd version> <machine-id>
#   unit    <account, - for the system manager> <name> <yes|no: a boot starts it>
#   says    <account> <name> <key> <value>     of its file, and as systemd has it
#   fail    <code> <detail>
set -u
LC_ALL=C
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
export LC_ALL PATH
R=${HERMES_FLEET_ROOT-} # the embedded host's tree; empty on a real machine

# Program for the files of one manager: `unit` and `says` lines. Only gateways and marked units are told of; of an
# environment, which may hold what is nobody's business, HERMES_HOME alone. What a stranger writes is bounded.
LOOK='
function say(key, value) {
  gsub(/[[:cntrl:]]/, " ", value)
  text = text "says\t" account "\t" name "\t" key "\t" substr(value, 1, 4000) "\n"
}
BEGIN {
  # not by -v, which would read escapes in them
  account = ENVIRON["ACCOUNT"]
  links = ENVIRON["LINKS"]
  for (n = 1; n < ARGC && told < 500; n++) {
    file = ARGV[n]
    name = file
    sub(/.*\//, "", name)
    if (name !~ /^[A-Za-z0-9:_.@\\-]+\.service$/ || name ~ /@\.service$/) continue
    section = text = ""
    marked = lines = 0
    while (lines++ < 5000 && (getline line < file) > 0) {
      sub(/\r$/, "", line)
      if (line ~ /^\[/) {
        section = line
        if (section == "[X-Hermes-Fleet]") marked = 1
        continue
      }
      cut = index(line, "=")
      if (cut == 0) continue
      key = substr(line, 1, cut - 1)
      value = substr(line, cut + 1)
      if (section == "[X-Hermes-Fleet]" && (key == "Owner" || key == "Priority" || key == "Claims")) say(key, value)
      if (section == "[Service]" && key == "Environment" && match(value, /HERMES_HOME=[^" ]+/))
        say("Home", substr(value, RSTART + 12, RLENGTH - 12))
    }
    close(file)
    if (!marked && name !~ /^hermes-gateway/) continue
    told++
    on = "no"
    if (index(links, " " name " ")) on = "yes"
    printf "unit\t%s\t%s\t%s\n%s", account, name, on, text
  }
}'

# Program for one user manager, run as its account: what lies below a home is looked at by nobody else. A manager that
# does not run is not started.
MANAGER='
account=$1 home=$2 look=$3
set --
for file in "$home"/.config/systemd/user/*.service; do
  if [ -f "$file" ]; then set -- "$@" "$file"; fi
done
[ $# -gt 0 ] || exit 0
links=" "
for link in "$home"/.config/systemd/user/*.wants/*.service "$home"/.config/systemd/user/*.requires/*.service; do
  if [ -L "$link" ]; then links="$links${link##*/} "; fi
done
answer=$(ACCOUNT=$account LINKS=$links awk "$look" "$@")
[ -n "$answer" ] || exit 0
printf "%s\n" "$answer"
[ -S "$XDG_RUNTIME_DIR/bus" ] || exit 0
set -f
systemctl --user --no-pager show -p Id,ActiveState,Conflicts,Before -- $(
  printf "%s\n" "$answer" | awk "\$1 == \"unit\" { print \$3 }"
)'

# `says` lines out of blocks of `Id=` and other properties; `unit` and `says` lines pass.
PROPERTIES='
BEGIN { account = ENVIRON["ACCOUNT"] }
function flush() {
  if (id != "") for (n = 1; n <= count; n++) printf "says\t%s\t%s\t%s\n", account, id, values[n]
  id = ""
  count = 0
}
/^(unit|says)\t/ { print; next }
$0 == "" { flush(); next }
{
  cut = index($0, "=")
  key = substr($0, 1, cut - 1)
  if (key == "Id") id = substr($0, cut + 1)
  else values[++count] = key "\t" substr($0, cut + 1)
}
END { flush() }'

sc() { timeout -k 5 30 systemctl --no-ask-password --no-pager "$@" </dev/null; }

system_units() {
  set --
  for file in "$R"/etc/systemd/system/*.service "$R"/run/systemd/system/hermes-gateway*.service \
    "$R"/usr/local/lib/systemd/system/hermes-gateway*.service "$R"/usr/lib/systemd/system/hermes-gateway*.service; do
    if [ -f "$file" ]; then set -- "$@" "$file"; fi
  done
  links=' '
  for link in "$R"/etc/systemd/system/*.wants/*.service "$R"/etc/systemd/system/*.requires/*.service \
    "$R"/usr/lib/systemd/system/*.wants/hermes-gateway*.service; do
    if [ -L "$link" ]; then links="$links${link##*/} "; fi
  done
  answer=
  if [ $# -gt 0 ]; then answer=$(ACCOUNT=- LINKS=$links awk "$LOOK" "$@"); fi
  if [ -n "$answer" ]; then printf '%s\n' "$answer"; fi
  names=$(printf '%s\n' "$answer" | awk '$1 == "unit" { print $3 }')
  # a unit may run on when its file is gone
  loaded=$(sc list-units --all --plain --no-legend 'hermes-gateway*.service' |
    awk '$2 != "not-found" || $3 != "inactive" && $3 != "failed" { print $1 }')
  set -f
  # shellcheck disable=SC2086 # lists of unit names
  set -- $names $loaded
  set +f
  if [ $# -gt 0 ]; then
    sc show -p Id,ActiveState,Conflicts,Before -- "$@" | ACCOUNT=- awk "$PROPERTIES"
  fi
}

user_units() { # <account>
  entry=$(getent passwd "$1") || return 0
  IFS=: read -r _ _ uid _ _ home _ <<ENTRY
$entry
ENTRY
  timeout -k 5 30 runuser -u "$1" -- env XDG_RUNTIME_DIR="$R/run/user/$uid" \
    DBUS_SESSION_BUS_ADDRESS="unix:path=$R/run/user/$uid/bus" \
    /bin/sh -c "$MANAGER" survey "$1" "$R$home" "$LOOK" </dev/null | ACCOUNT=$1 awk "$PROPERTIES"
}

if ! command -v systemctl >/dev/null 2>&1 || [ ! -d "$R/run/systemd/system" ]; then
  printf 'fail\tno-systemd\tprocess 1 is %s\nend\n' "$(cat /proc/1/comm)"
  exit 0
fi
read -r _ version _ <<VERSION
$(systemctl --version </dev/null)
VERSION
machine=
if [ -r "$R/etc/machine-id" ]; then read -r machine <"$R/etc/machine-id"; fi
printf 'system\t%s\t%s\n' "$version" "$machine"
system_units
while IFS= read -r account; do
  if [ -n "$account" ]; then user_units "$account"; fi
done
echo end
