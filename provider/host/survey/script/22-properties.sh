# `says` lines out of blocks of `Id=` and other properties; `unit`, `says` and `cut` lines pass. Of units that no line
# before told of: gateways, and those with a name of one.
PROPERTIES='
function flush() {
  if (id ~ /^[A-Za-z0-9:_.@\\-]+\.service$/ && (id in told ||
      there && (gateway || id ~ /^hermes[-@.]/) && more++ < 300)) {
    if (!(id in told)) printf "unit\t%s\t%s\n", id, index(links, " " id " ") ? "yes" : "no"
    told[id] = 1
    for (n = 1; n <= count; n++) printf "says\t%s\t%s\n", id, values[n]
  }
  id = ""
  count = gateway = 0
  there = 1
}
BEGIN { links = ENVIRON["LINKS"]; FS = "\t"; there = 1 }
/^(unit|says|cut)\t/ { if ($1 == "unit") told[$2] = 1; print; next }
$0 == "" { flush(); next }
{
  cut = index($0, "=")
  key = substr($0, 1, cut - 1)
  value = substr($0, cut + 1)
  gsub(/[[:cntrl:]]/, " ", value)
  if (key == "Id") id = value
  else if (key == "Environment") {
    if (match(value, /(^|[ "])HERMES_HOME=[^" ]+/)) {
      value = substr(value, RSTART, RLENGTH)
      sub(/^.*HERMES_HOME=/, "", value)
      values[++count] = "Home\t" value
    }
  } else if (key == "ExecStart") {
    if (value ~ /hermes/ && value ~ / gateway( |$)/) { gateway = 1; values[++count] = "Runs\tgateway" }
  } else {
    values[++count] = key "\t" substr(value, 1, 4000)
    if (key == "LoadState" && value == "not-found") missing = 1
    if (key == "ActiveState") { there = !missing || value != "inactive" && value != "failed"; missing = 0 }
  }
}
END { flush() }'
SHOWN=Id,LoadState,ActiveState,UnitFileState,FragmentPath,Type,Conflicts,Before,Environment,ExecStart

