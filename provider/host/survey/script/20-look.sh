# Program for the files of one manager: `unit` and `says` lines. Only gateways and marked units are told of; of an
# environment, which may hold secrets, HERMES_HOME, ports and the names of variables. What a stranger writes is bounded.
LOOK='
function say(key, value) {
  gsub(/[[:cntrl:]]/, " ", value)
  text = text "says\t" name "\t" key "\t" substr(value, 1, 2000) "\n"
}
function has(what) {
  if (!(what in had) && things++ < 100) { had[what] = 1; say("Has", what) }
}
function variables(value,  c, quote, rest, start, word) { # names alone; a value may look like another name
  while (value != "") {
    sub(/^[ \t]+/, "", value)
    quote = substr(value, 1, 1)
    if (quote == "\"" || quote == "\047") value = substr(value, 2); else quote = ""
    if (match(value, /^[A-Za-z_][A-Za-z0-9_]*=/)) {
      word = substr(value, 1, RLENGTH - 1)
      has("Service.Environment." word)
      value = substr(value, RLENGTH + 1)
      rest = quote == "" ? "^[^ \t]+" : "^[^\"\047]+"
      if (word == "HERMES_HOME" && match(value, rest))
        say("Home", substr(value, 1, RLENGTH))
      if (word ~ /PORT$/ && match(value, /^[0-9]+/)) say("Port", substr(value, 1, RLENGTH))
    }
    for (start = 1; start <= length(value); start++) {
      c = substr(value, start, 1)
      if (c == "\\") start++
      else if (quote == "" ? c == " " || c == "\t" : c == quote) break
    }
    value = substr(value, start + 1)
  }
}
BEGIN {
  links = ENVIRON["LINKS"]
  for (n = 1; n < ARGC; n++) {
    file = ARGV[n]
    name = file
    sub(/.*\//, "", name)
    if (name !~ /^[A-Za-z0-9:_.@\\-]+\.service$/ || name ~ /@\.service$/ || name in seen) continue
    seen[name] = 1
    section = text = ""
    marked = lines = things = gateway = 0
    split("", had)
    while (lines++ < 5000 && (getline line < file) > 0) {
      sub(/\r$/, "", line)
      while (lines++ < 5000 && length(line) < 60000 && sub(/\\$/, " ", line) && (getline more < file) > 0)
        line = line more
      if (line ~ /^\[/) {
        section = line
        gsub(/[][]/, "", section)
        if (section == "X-Hermes-Fleet") marked = 1
        continue
      }
      cut = index(line, "=")
      if (cut == 0 || line ~ /^[ \t]*[#;]/) continue
      key = substr(line, 1, cut - 1)
      value = substr(line, cut + 1)
      gsub(/[ \t]/, "", key)
      if (section == "X-Hermes-Fleet") {
        if (key == "Owner" || key == "Priority" || key == "Claims") say(key, value)
        continue
      }
      if (section "." key == "Service.Environment") variables(substr(value, 1, 30000))
      else if (key ~ /^[A-Za-z]+$/) has(section "." key)
      if (section "." key == "Service.ExecStart" && value ~ /hermes/ && value ~ /[ \t]gateway([ \t]|$)/) {
        gateway = 1
        say("Runs", "gateway")
      }
      if (section "." key == "Service.ExecStart" && match(value, /--port[= ][0-9]+/))
        say("Port", substr(value, RSTART + 7, RLENGTH - 7))
    }
    close(file)
    if (!marked && !gateway && name !~ /^hermes[-@.]/) continue
    if (told++ >= 300) { print "cut\tunits"; break }
    printf "unit\t%s\t%s\n%s", name, index(links, " " name " ") ? "yes" : "no", text
  }
}'

