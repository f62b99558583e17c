usage() {
  printf 'usage: %s undo [<generation>] | forget\n' "$STATE/guard" >&2
  exit 2
}

trap '' HUP PIPE
case $MODE in
  attend) attend "$3" ;;
  watch) watch ;;
  boot) boot ;;
  settle) settle ;;
  confirm) confirm ;;
  undo) if [ -n "$3" ]; then undo "$3"; else list_generations; fi ;;
  forget) forget ;;
  *) usage ;;
esac
