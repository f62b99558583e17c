/** How a value is read by systemd. */
export interface WordSyntax {
  /** `true` for command lines (`Exec…=`), where `$` begins a variable and is doubled to be literal. */
  readonly exec: boolean;
}
