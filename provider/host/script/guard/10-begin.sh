# Puts this host back when a change of its gateways is not seen through. Installed by hermes-fleet, for root alone:
#   guard attend <id>      beside a change: ends with it, or puts back what nobody sees through
#   guard watch            the same where the change, or whoever attended it, has died
#   guard boot             at each boot, before the gateways: puts back what a reboot has cut short
#   guard settle           does at once what is due, before another change begins
#   guard confirm          a change was seen through; its id comes on standard input
#   guard undo [<n>]       lists the kept generations; puts back what was there before generation n
#   guard forget           keeps what is there now, where putting back has failed
set -- "" "${1-}" "${2-}"
