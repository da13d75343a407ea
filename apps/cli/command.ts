/** What a command of `npx ezdrowie` is. */

export interface CommandIo {
  /** A line for standard output. */
  out(line: string): void;
  /** A line for standard error: progress, warnings, refusals. */
  err(line: string): void;
  /** `--json` was given: output is one JSON value. */
  json: boolean;
}

export interface Command {
  name: string;
  summary: string;
  /** Shown by `--help`, after the summary. */
  usage: string;
  /** Returns the exit code. `args` has no `--json` and no `--help`. @throws Refusal for what is wrong with the call. */
  run(args: string[], io: CommandIo): Promise<number>;
}
