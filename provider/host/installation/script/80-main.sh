# One of them.

tools
if [ "$source" = verify ]; then
  case $what in
    ensure) verify ;;
    look) look_at_verified ;;
    remove) say 'nothing of it was installed here: it stays' ;;
  esac
  exit 0
fi
base=$R$root
versions=$base/versions
directory=$versions/$name
case $what in
  ensure) ensure_installed ;;
  look) look_at_installed ;;
  remove) remove_installed ;;
esac
