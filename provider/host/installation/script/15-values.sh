# What is declared: lines <name> <value>, the rest of standard input. Only names of ours reach eval.
account= constraints= deadline= executable= index= interpreter= keep= link= name= oldest_major= oldest_minor= owner=
requirement= root= source= version= wheelhouse=

read_values() {
  while IFS= read -r line; do
    value=${line#* }
    case ${line%% *} in
      constraints)
        constraints="${constraints:+$constraints
}$value"
        ;;
      account | deadline | executable | index | interpreter | keep | link | name | oldest_major | oldest_minor | owner | \
        requirement | root | source | version | wheelhouse)
        eval "${line%% *}=\$value"
        ;;
      *)
        fail host-script-failed 'the values are not as the program writes them' \
          'run the same command again; with a program of another version, install the same one everywhere'
        ;;
    esac
  done
}

read_values
