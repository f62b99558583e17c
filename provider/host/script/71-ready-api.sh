# Which profile answers behind a gateway's port: Hermes' API server tells its name to whoever has its key.

# Run by bash as the account, with home, main process, address, port and host. The key is read where it lies, from .env
# or else from the process's environment, by the shell itself: it is in no command's words, and nothing prints it.
LOOK_AT_API='
printf -v one "\047"
printf -v lineEnd "\n"
printf -v return "\r"
key=
find_key() { # in the lines of a .env, or of an environment
  local line pattern="^[[:blank:]]*(export[[:blank:]]+)?API_SERVER_KEY[[:blank:]]*=[[:blank:]]*(.*)$"
  while IFS= read -r -d "$1" line || [ -n "$line" ]; do
    [[ ${line%"$return"} =~ $pattern ]] && key=${BASH_REMATCH[2]}
  done
}
if [ -f "$1/.env" ]; then find_key "$lineEnd" <"$1/.env"; fi
case $key in
  "$one"*"$one"* | \"*\"*)
    quote=${key:0:1}
    key=${key#?}
    key=${key%"$quote"*}
    key=${key//\\"$quote"/$quote}
    key=${key//\\\\/\\}
    ;;
  *)
    key=${key%%[[:blank:]]#*}
    key=${key%"${key##*[![:blank:]]}"}
    ;;
esac
if [ -z "$key" ] && [ -r "/proc/$2/environ" ]; then find_key "" <"/proc/$2/environ"; fi
[ -n "$key" ] || exit 3
exec 3<>"/dev/tcp/$3/$4" || exit 7
printf "GET /v1/models HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nUser-Agent: hermes-fleet\r\nConnection: close\r\n\r\n" "$5" "$key" >&3
IFS= read -r -n 64 status <&3
body=
IFS= read -r -d "" -n 65536 body <&3
[[ $status =~ ^HTTP/1\.[01]\ ([1-5][0-9][0-9]) ]] || exit 4
status=${BASH_REMATCH[1]}
name=-
pattern="\"data\": *\[ *\{[^{}]*\"id\": *\"([A-Za-z0-9_.-]+)\""
if [[ $body =~ $pattern ]]; then name=${BASH_REMATCH[1]}; fi
printf "%s %s\n" "$status" "$name"'

look_at_api() {
  take "$1" user home gatewayHome mainPid readyAddress readyPort readyName
  api="API server on port $readyPort"
  # The key goes to nobody else: whoever has the port must be a process of the unit.
  look_at_port "$1" || return 1
  if ! sockets_of "$mainPid"; then
    seen="$api is not asked: it cannot be told whose it is"
    return 1
  fi
  if ! command -v bash >/dev/null 2>&1; then
    seen="$api cannot be asked: the host has no bash"
    verdict=never
    return 1
  fi
  REPLY=${gatewayHome:-$home}
  below_root
  host=$readyAddress
  case $host in *:*) host="[$host]" ;; esac
  answer=$(bounded 10 runuser -u "$user" -- bash -c "$LOOK_AT_API" hermes-fleet \
    "$REPLY" "$mainPid" "$readyAddress" "$readyPort" "$host:$readyPort" </dev/null 2>/dev/null)
  code=$?
  status=${answer%% *}
  name=${answer#* }
  case $name in '' | *[!A-Za-z0-9_.-]*) name=- ;; esac
  case $code:$status in
    0:200)
      seen="$api answers as $name"
      [ "$name" != "$readyName" ] || return 0
      seen="$seen, not as $readyName"
      ;;
    0:[1-5][0-9][0-9])
      seen="$api: HTTP $status"
      [ "$status" != 401 ] || seen="$seen, it has another key than .env"
      ;;
    3:*) seen="$api cannot be asked: there is no API_SERVER_KEY in .env" ;;
    7:*) seen="$api: nobody answers" ;;
    124:* | 137:*) seen="$api: no answer within 10 s" ;;
    *) seen="$api: an answer that is no HTTP" ;;
  esac
  return 1
}
