/** Where {@link installFakePython} puts it. */
export const PYTHON = "/opt/python/bin/python3";

/**
 * A Python that makes environments and installs within milliseconds. What `/opt/python/pip` says is done by its pip
 * before it installs; `/opt/python/version` is its version; with `/opt/python/no-venv` it has no venv module.
 */
const FAKE = `#!/bin/sh
fake=$HERMES_FLEET_ROOT/opt/python
own=$(dirname "$(dirname "$0")")
if [ "$1" = -I ]; then shift; fi
if [ "$1" = -S ]; then shift; fi
case "$1 $2" in
  *version_info*) cat "$fake/version" ;;
  *ensurepip*) [ ! -e "$fake/no-venv" ] ;;
  *metadata*) cat "$own/installed" ;;
  "-m venv")
    mkdir -p "$3/bin" && cp "$0" "$3/bin/python"
    ;;
  "-m pip")
    printf '%s\\n' "$*" >>"$fake/asked"
    for last in "$@"; do :; done
    . "$fake/pip"
    printf '%s\\n' "\${last#*==}" >"$own/installed"
    cat >"$own/bin/hermes" <<HERMES
#!/bin/sh
case "\\$*" in *gateway*) exec sleep infinity ;; esac
echo "Hermes Agent v\${last#*==} (2026.1.1)"
HERMES
    chmod 755 "$own/bin/hermes"
    ;;
  *) exit 99 ;;
esac
`;

/** Puts a Python on a host. @param write writes a file of the host with its directories */
export async function installFakePython(
  write: (path: string, text: string, mode?: number) => unknown,
): Promise<void> {
  await write(PYTHON, FAKE, 0o755);
  await write("/opt/python/version", "3 11\n");
  await write("/opt/python/pip", "");
}
