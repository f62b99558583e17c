# Program for one user manager, run as its account: what lies below a home is looked at as that account alone. A manager
# that does not run is not started.
MANAGER='
home=$1 look=$2 properties=$3 shown=$4
ulimit -f 256
set --
for file in "$home"/.config/systemd/user/*.service "$home"/.local/share/systemd/user/*.service; do
  if [ -f "$file" ]; then set -- "$@" "$file"; fi
done
bus=
if [ -S "$XDG_RUNTIME_DIR/bus" ]; then bus=yes; fi
[ $# -gt 0 ] || [ "$bus" ] || exit 0
LINKS=" "
for link in "$home"/.config/systemd/user/*.wants/*.service "$home"/.config/systemd/user/*.requires/*.service; do
  if [ -L "$link" ]; then LINKS="$LINKS${link##*/} "; fi
done
export LINKS
answer=
if [ $# -gt 0 ]; then answer=$(awk "$look" "$@"); fi
[ "$answer" ] || [ "$bus" ] || exit 0
{
  printf "%s\n" "$answer"
  if [ "$bus" ]; then
    set -f
    systemctl --user --no-pager show -p "$shown" -- $(
      printf "%s\n" "$answer" | awk "\$1 == \"unit\" { print \$2 }"
    ) "*.service"
  fi
} | awk "$properties"'

