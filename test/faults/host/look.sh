#!/bin/bash
# What is on the host, one line each, fields separated by tabs. Read-only, and without any of the product's code.

units=/etc/systemd/system
homes=/home/hermes/.hermes/profiles
state=/var/lib/hermes-fleet

for profile in a b c; do
  unit=hermes-gateway-$profile.service
  file=$units/$unit
  if [ -L "$file" ]; then
    echo "file	$profile	link	-"
  elif [ -e "$file" ]; then
    hash=$(sha256sum <"$file")
    echo "file	$profile	${hash%% *}	$(stat -c '%U:%a' "$file")"
  else
    echo "file	$profile	-	-"
  fi
  env=$homes/$profile/.env
  if [ -e "$env" ]; then
    # and what else is ours below the home
    hash=$(cat -- "$env" "$homes/$profile/config.yaml" | sha256sum)
    echo "env	$profile	${hash%% *}	$(stat -c '%U:%a' "$env")"
  else
    echo "env	$profile	-	-"
  fi
  [ ! -L "$units/multi-user.target.wants/$unit" ] || echo "linked	$profile"
  read -r pid <"/sys/fs/cgroup/system.slice/$unit/cgroup.procs" && echo "runs	$profile	$pid"
  echo "active	$profile	$(systemctl show -P ActiveState "$unit")"
  grep -H -E '^(Conflicts|Before)=' "$file" | sed "s/.*:/names	$profile	/"
done 2>/dev/null

# A work directory, and what was to become or to replace a unit or a file of a home.
for path in /run/hermes-fleet.* "$units"/.*.tmp* "$homes"/*/.env.hermes-fleet-* "$homes"/*/.hermes-fleet-* "$state"/*.new \
  "$state"/records/*.new; do
  case $path in *'*'*) continue ;; esac
  [ "$path" = /run/hermes-fleet.lock ] || echo "left	$path"
done

# What stays of a change that lasts has no older value of a secret.
for path in "$state"/generations/*/confirmed; do
  for secret in "${path%/*}"/env.*; do [ ! -e "$secret" ] || echo "left	$secret"; done
done

for record in "$state"/records/*; do
  case $record in *.new | *'*') continue ;; esac
  echo "record	${record##*/}	$(sed -n 's/^deadline //p' "$record" | tail -n 1)	$(tr '\n\t' '; ' <"$record")"
done

# As an account that has nothing to do with it: files of ours that it can read, and which none of ours should.
runuser -u other -- find /run /etc/systemd /var/lib /var/tmp /tmp /home -type f -readable \
  \( -path '*hermes-fleet*' -o -name '.env*' \) ! -name 'hermes-fleet-*.service' 2>/dev/null |
  sed 's/^/readable	/'

systemctl list-units --all --plain --no-legend 'hermes-fleet-*' | while read -r unit _ active sub _; do
  echo "unit	$unit	$active	$sub"
done
systemctl --failed --plain --no-legend | while read -r unit _; do echo "failed	$unit"; done
