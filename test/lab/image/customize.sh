#!/bin/sh
# Runs inside the new image; the password of `admin` comes on standard input.
set -eu

useradd --create-home --shell /bin/bash --uid 1000 hermes
useradd --create-home --shell /bin/bash --uid 1001 other
useradd --create-home --shell /bin/bash --uid 1002 admin
useradd --create-home --shell /bin/bash --uid 1003 plain
printf 'admin:%s\n' "$(cat)" | chpasswd
echo 'admin ALL=(ALL:ALL) NOPASSWD: ALL' > /etc/sudoers.d/admin
chmod 0440 /etc/sudoers.d/admin

# Every host gets keys of its own at its first boot. VERBOSE logs each connection, so tests can count them.
rm -f /etc/ssh/ssh_host_*
cat > /etc/ssh/sshd_config.d/lab.conf <<'CONF'
HostKey /etc/ssh/ssh_host_ed25519_key
HostKey /etc/ssh/ssh_host_ecdsa_key
AuthorizedKeysFile .ssh/authorized_keys /etc/ssh/lab_authorized_keys
PasswordAuthentication yes
MaxStartups 200:30:400
UseDNS no
LogLevel VERBOSE
CONF

mkdir -p /etc/systemd/journald.conf.d
cat > /etc/systemd/journald.conf.d/lab.conf <<'CONF'
[Journal]
Storage=persistent
RateLimitIntervalSec=0
SystemMaxUse=64M
CONF

# Without a way out these can only fail, and would turn a host "degraded" in the middle of a test.
for unit in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer; do
  ln -sf /dev/null "/etc/systemd/system/$unit"
done

# An empty machine-id would make systemd enable every unit it finds; each host has its own in place of this one.
echo 00000000000000000000000000000001 > /etc/machine-id
: > /etc/resolv.conf
# pam_env complains in the journal at each login where it is missing.
: > /etc/default/locale
apt-get clean
rm -rf /var/lib/apt/lists/* /usr/share/doc/* /usr/share/man/* /usr/share/locale/* /var/log/*.log
