import { styleText } from "node:util";

/** Prints the demo: headings, reasons, and what the tools said, indented. */
export class Narrator {
  private step = 0;
  private readonly width = 100;

  /** A step and why it is done. */
  heading(title: string, why: string): void {
    this.step += 1;
    const line = `${this.step}. ${title} `;
    console.log(`\n${styleText("bold", line.padEnd(this.width, "─"))}\n${why}\n`);
  }

  /** A command as the reader would type it. */
  command(text: string): void {
    console.log(styleText("cyan", `$ ${text}`));
  }

  /** What a tool printed; the host's temporary directory is left out of its paths. */
  output(text: string): void {
    for (const line of text.trimEnd().split("\n")) console.log(`  ${colour(line)}`);
  }

  /** One line of ours. */
  say(text: string): void {
    console.log(text);
  }
}

/** Diff lines in their usual colours. */
function colour(line: string): string {
  if (/^\s*\+(?!\+)/.test(line)) return styleText("green", line);
  if (/^\s*-(?!-)/.test(line)) return styleText("red", line);
  if (/^\s*~/.test(line)) return styleText("yellow", line);
  return line;
}
