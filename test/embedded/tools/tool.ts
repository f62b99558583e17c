/** One call of a stand-in tool on the machine. */
export interface ToolCall {
  /** The words after the tool's name. */
  readonly args: readonly string[];
  /** Account that called it. */
  readonly user: string;
  /** Working directory of the caller. */
  readonly cwd: string;
}

/** How a tool ended: what it printed and its exit status. */
export interface ToolAnswer {
  readonly code: number;
  readonly out?: string;
  readonly err?: string;
}

/** A program such as `systemctl`, answered in this process. */
export type Tool = (call: ToolCall) => ToolAnswer | Promise<ToolAnswer>;
