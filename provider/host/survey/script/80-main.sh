if ! command -v systemctl >/dev/null 2>&1 || [ ! -d "$R/run/systemd/system" ]; then
  printf 'fail\tno-systemd\tprocess 1 is %s\nend\n' "$(cat /proc/1/comm)"
  exit 0
fi
read -r _ version _ <<VERSION
$(systemctl --version </dev/null)
VERSION
machine=
if [ -r "$R/etc/machine-id" ]; then read -r machine <"$R/etc/machine-id"; fi
asked=
while IFS= read -r account; do
  case $account in '' | -* | *[!A-Za-z0-9_.-]*) ;; *) asked="$asked $account" ;; esac
done
printf 'system\t%s\t%s\n' "$version" "$machine"
system_units
drop_ins
listeners
lines=$(accounts "$asked")
printf '%s\n' "$lines"
user_units "$lines"
echo end
