/** Progress on standard error: a bar that redraws itself on a terminal, a line per tenth otherwise. */
import type { CommandIo } from './command.ts';

export interface Progress {
  /** `share` is 0 … 1. */
  show(share: number, says: string): void;
  /** Ends the bar's line. */
  end(): void;
}

const width = 28;

export function progressOn(io: CommandIo, terminal = process.stderr): Progress {
  if (io.json) return { show: () => undefined, end: () => undefined };
  let said = -1;
  const show = (share: number, says: string): void => {
    const tenths = Math.floor(Math.min(1, share) * (terminal.isTTY ? 1000 : 10));
    if (tenths === said) return;
    said = tenths;
    const percent = `${Math.floor(Math.min(1, share) * 100)} %`.padStart(5);
    if (!terminal.isTTY) return io.err(`${percent}  ${says}`);
    const full = Math.round(Math.min(1, share) * width);
    terminal.write(`\r${'█'.repeat(full)}${'░'.repeat(width - full)} ${percent}  ${says}\u001b[K`);
  };
  return {
    show,
    end: () => {
      if (terminal.isTTY && said >= 0) terminal.write('\n');
    },
  };
}

/**
 * A signal that Ctrl-C (SIGINT) and SIGTERM set, so that a long command can stop at a safe place; a second one ends
 * at once.
 */
export function stopSignal(): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return { signal: controller.signal, release: () => process.off('SIGINT', stop).off('SIGTERM', stop) };
}
