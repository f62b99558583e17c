# A profile's whole home into one archive beside it, and then away, all of it as the profile's account. In, behind this
# script: a line with the account, one with the home. Out: archived and where, gone, or refused and why.
set -u
umask 077
LC_ALL=C
export LC_ALL
R=${HERMES_FLEET_ROOT-} # the embedded host's tree; empty on a real machine
TAB=$(printf '\t')

refuse() {
  printf 'refused\t%s\n' "$1"
  exit 0
}

# The mark of every archive's name is the time, so that none ever takes the place of another.
ACCOUNT_ARCHIVE='
umask 077
IFS= read -r home
refuse() {
  printf "refused\t%s\n" "$1"
  exit 0
}
if [ ! -e "$home" ] && [ ! -L "$home" ]; then
  echo gone
  exit 0
fi
if [ -L "$home" ] || [ ! -d "$home" ]; then refuse "it is no directory of its own"; fi
if [ ! -w "$home" ] || [ ! -w "${home%/*}" ]; then refuse "the account may not write it, or the directory that it lies in"; fi
for one in "$home"/profiles/*; do
  if [ -d "$one" ]; then refuse "other profiles lie in it: ${one##*/}"; fi
done
if [ -e "$home/gateway.lock" ] && ! flock -n "$home/gateway.lock" true; then refuse "a gateway runs on it"; fi
archive=$home.$(date -u +%Y%m%dT%H%M%SZ).tar.gz
if [ -e "$archive" ]; then refuse "$archive is there already"; fi
if ! said=$(tar -czf "$archive.tmp" -C "${home%/*}" -- "${home##*/}" 2>&1) || ! sync "$archive.tmp" ||
  ! tar -tzf "$archive.tmp" >/dev/null 2>&1 || ! mv -- "$archive.tmp" "$archive"; then
  rm -f -- "$archive.tmp"
  refuse "no archive could be made: $(printf "%s" "$said" | tail -n 1 | tr "\n\t" "  ")"
fi
if ! said=$(rm -rf -- "$home" 2>&1); then
  refuse "it is archived as $archive, and not all of it could be removed: $(printf "%s" "$said" | head -n 1 | tr "\n\t" "  ")"
fi
printf "archived\t%s\n" "$archive"'

{ IFS= read -r account && IFS= read -r home; } || refuse "the request is cut"
case $home in *[!/]*) ;; *) refuse "it is the root directory" ;; esac
IFS=: read -r _ _ _ _ _ whole _ <<P
$(getent passwd "$account")
P
[ -n "$whole" ] || refuse "the host has no account $account"
case $whole/ in "${home%/}"/*) refuse "it is the account's own home directory, or above it" ;; esac
case $home in "$R"/*) ;; *) home=$R$home ;; esac

# What stands before this script waits for the account's program and its deadline, in a session without a terminal, and
# for nothing that the account keeps open.
W=$(mktemp -d "$R/run/hermes-fleet-archive.XXXXXXXXXX") || refuse "the host has no room below /run"
trap 'rm -rf -- "$W"' EXIT
need_work() { [ -d "$W" ]; }
MOST_BYTES=10000
printf '%s\n' "${home%/}" >"$W/home"
bounded 3600 runuser -u "$account" -- /bin/sh -c "$ACCOUNT_ARCHIVE" hermes-fleet <"$W/home" >"$W/answer" 2>/dev/null
head -n 1 "$W/answer" | grep "^archived$TAB\|^refused$TAB\|^gone\$" ||
  refuse "the archive was not done within an hour, or was ended"
