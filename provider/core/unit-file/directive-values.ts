import type { UnitFile } from "./unit-file";

export interface DirectiveValuesOptions {
  /**
   * `true` for directives that an empty assignment resets (`Environment=`, `ExecStart=`): what stood before it is
   * left out, and so is the empty value. Dependencies (`Conflicts=`, `Before=`, …) cannot be reset. @default false
   */
  readonly reset?: boolean;
}

/** The values of a directive in order of the file, one for each assignment, repeated sections taken together. */
export function directiveValues(
  file: UnitFile,
  section: string,
  key: string,
  options: DirectiveValuesOptions = {},
): string[] {
  let values: string[] = [];
  for (const entry of file.entries) {
    if (entry.kind !== "directive" || entry.section !== section || entry.key !== key) continue;
    if (options.reset === true && entry.value === "") values = [];
    else values.push(entry.value);
  }
  return values;
}

/** The words of a directive that is a list without quoting (`Conflicts=`, `After=`, `WantedBy=`), in order. */
export function directiveList(file: UnitFile, section: string, key: string): string[] {
  return directiveValues(file, section, key).flatMap((value) =>
    value.split(/[ \t\n\r]+/).filter((word) => word !== ""),
  );
}
