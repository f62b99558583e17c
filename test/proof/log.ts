/** Gets one line about each step that takes a while. */
export type Log = (line: string) => void;
