# What a survey asks of one host: reads, and changes nothing. The names of accounts come on standard input, one a line;
# no value ever becomes shell text. Answers are lines of fields between tabs, the last line is `end`:
#   system  <systemd version> <machine-id>
#   account <name> <uid> <home>                 as passwd has it
#   unit    <name> <yes|no: a link starts it>   of the system manager
#   says    <name> <key> <value>                of its file, and as systemd has it
#   dropin  <path> <keys that it sets>          of the system manager
#   listen  <port> <control group> <process>    who holds a TCP port
#   of      <account> <a unit or says line>     what a program that ran as the account said, about that account alone
#   silent  <account>                           its program did not end well, or said too much
#   cut     <what>                              there is more than is told
#   fail    <code> <detail>
# Every line is written by root. What an account's program says goes into a file of bounded size, has a deadline, and
# gets its account's name in front here, so that no line of it can be about anything else.
set -u
LC_ALL=C
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
export LC_ALL PATH
R=${HERMES_FLEET_ROOT-} # the embedded host's tree; empty on a real machine
SECONDS_OF_ACCOUNT=5    # longest that what runs as an account may take
BYTES_OF_ACCOUNT=65536  # most that is read of what it said
ACCOUNTS=32             # most that are asked; those that the caller names come first

