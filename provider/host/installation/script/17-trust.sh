# What root may run, write and remove: only what no other account can change or exchange. Each part of a path has to
# belong to root and be writable for root alone, a sticky directory included; then nothing about it can change between
# this look and its use, as only root could change it.

ME=$(id -u)

# weak_part <path> <plain|follow> [<uid> <name>]: true when another account could change where the path leads; $REPLY
# says which part and why. plain: a link is no part of it; follow: root's links are followed, each target's parts too.
# With an account its own parts are as good as root's. What is not there yet ends the look.
weak_part() {
  links=$2
  also=${3-$ME}
  also_name=${4-}
  here=
  rest=$1
  hops=0
  if weak_here; then return 0; fi
  while [ -n "$rest" ]; do
    rest=${rest#/}
    part=${rest%%/*}
    case $rest in */*) rest=${rest#*/} ;; *) rest= ;; esac
    case $part in
      '' | .) continue ;;
      ..)
        here=${here%/*}
        continue
        ;;
    esac
    here=$here/$part
    [ -e "$R$here" ] || [ -L "$R$here" ] || return 1
    if weak_here; then return 0; fi
    [ -L "$R$here" ] || continue
    target=$(readlink -- "$R$here")
    hops=$((hops + 1))
    if [ "$links" = plain ] || [ "$hops" -gt 40 ]; then
      REPLY="$here is a link to $target"
      return 0
    fi
    case $target in "$R"/*) target=${target#"$R"} ;; esac
    case $target in /*) here= ;; *) here=${here%/*} ;; esac
    rest=$target${rest:+/$rest}
  done
  return 1
}

weak_here() { # $here -> $REPLY
  IFS=: read -r part_uid part_mode part_bits part_user part_group <<P
$(stat -c '%u:%A:%a:%U:%G' -- "$R${here:-/}")
P
  case $part_uid in
    "$ME" | "$also") ;;
    *)
      REPLY="${here:-/} belongs to ${part_user:-an account that is not known}"
      return 0
      ;;
  esac
  case $part_mode in
    l* | ?????-??-*) return 1 ;;
    ?????w??-*)
      # an account's private group is the account
      if [ -n "$also_name" ] && [ "$part_group" = "$also_name" ]; then return 1; fi
      ;;
  esac
  REPLY="${here:-/} could be written to by other accounts (owner $part_user, group $part_group, mode $part_bits)"
  return 0
}

# weak_below <directory>: true when something below it, which is known to be safe itself, belongs to another account or
# could be written by one; $REPLY says what.
weak_below() {
  REPLY=$(find "$R$1" \( ! -user "$ME" -o ! -type l -perm /022 \) -print -quit | head -n 1)
  [ -n "$REPLY" ] || return 1
  REPLY="${REPLY#"$R"} belongs to another account, or could be written to by one"
}

# Root runs this interpreter, and with it the library that it finds: beside itself, or where a venv's says.
trust_python() { # <path>
  if weak_part "$1" follow; then unsafe_python "$1"; fi
  for config in "${1%/*}/pyvenv.cfg" "${1%/*/*}/pyvenv.cfg"; do
    [ -f "$R$config" ] || continue
    base_home=$(sed -n 's/^home *= *//p' "$R$config" | head -n 1)
    case $base_home in /*) ;; *) base_home=/$base_home ;; esac
    if weak_part "$base_home" follow; then unsafe_python "$1"; fi
  done
  real=$(readlink -f -- "$R$1")
  real=${real#"$R"}
  set +f
  for library in "$R${real%/*/*}"/lib*/python3.*; do
    set -f
    library=${library#"$R"}
    [ -d "$R$library" ] || continue
    if weak_part "$library" follow || weak_below "$library/"; then unsafe_python "$1"; fi
  done
  set -f
}

unsafe_python() { # <path>, $REPLY
  fail install-path-unsafe "root would run $1 with rights that other accounts have over it: $REPLY" \
    'set python to an interpreter that belongs to root in every part of its path, such as /usr/bin/python3'
}

trust_wheelhouse() {
  if ! weak_part "$wheelhouse" follow; then
    REPLY=$(find "$R$wheelhouse/" -type l -print -quit | head -n 1)
    if [ -n "$REPLY" ]; then
      REPLY="${REPLY#"$R"} is a link"
    elif ! weak_below "$wheelhouse/"; then
      return 0
    fi
  fi
  fail install-path-unsafe "other accounts could exchange the wheels that root installs from $wheelhouse: $REPLY" \
    "bring the wheels to a directory of root's without links: chown -R root: $wheelhouse && chmod -R go-w $wheelhouse"
}

trust_link() {
  if weak_part "${link%/*}" follow; then
    fail install-path-unsafe "root would make $link where another account decides: $REPLY" \
      'leave the option link out, or set it to a path in a directory of root, such as /usr/local/bin/hermes'
  fi
}
