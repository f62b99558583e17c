#!/bin/sh
# launch.sh DATA IMAGE MACHINE HOSTNAME GATEWAY: runs a host until it is switched off, through all its reboots.
# Runs in the host's network namespace and in a mount namespace of its own, so no mount is left when it ends.
set -eu
data=$1 image=$2 machine=$3 hostname=$4 gateway=$5

# systemd-nspawn forgets its locks and propagation folders in there when it is killed.
mkdir -p /run/systemd/nspawn
mount -t tmpfs hermes-fleet-lab /run/systemd/nspawn
mount -t overlay hermes-fleet-lab -o "lowerdir=$image,upperdir=$data/upper,workdir=$data/work" "$data/root"
while :; do
  ip link set host0 up
  ip route replace 10.231.0.0/16 via "$gateway"
  status=0
  SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn --quiet --register=no --keep-unit --settings=no \
    --machine="$machine" --hostname="$hostname" --directory="$data/root" \
    --network-namespace-path=/proc/self/ns/net --resolv-conf=off --timezone=off --link-journal=no \
    --console=pipe --boot < /dev/null || status=$?
  ip link set host0 down
  # EXIT_FORCE_RESTART: systemd-nspawn with --keep-unit leaves a reboot of the host to whoever started it.
  [ "$status" -eq 133 ] || exit "$status"
done
