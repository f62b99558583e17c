/** Something wrong with an input; the engine prints the value of the property that it names. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}
