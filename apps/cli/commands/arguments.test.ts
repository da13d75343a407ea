/** Wrong calls of `population` and `import` are refused in plain words before anything is opened. */
import { describe, expect, it } from 'vitest';
import { progressOn } from '../progress.ts';
import { command as importCommand } from './import.ts';
import { command as population } from './population.ts';

const io = () => {
  const lines: string[] = [];
  return {
    lines,
    out: (line: string) => void lines.push(line),
    err: (line: string) => void lines.push(line),
    json: false,
  };
};

describe('arguments', () => {
  it.each([
    [population, [], 'How many patients?'],
    [population, ['--patients', '0'], 'whole number from 1'],
    [population, ['--patients', '5', '--seed', '-1'], "'--seed' argument"],
    [population, ['--patients', '5', '--seed', '4294967296'], '--seed wants'],
    [population, ['--patients', '5', '--as-of', 'today'], '--as-of wants a date'],
    [population, ['--patient', '5'], "Unknown option '--patient'"],
    [importCommand, [], 'Which file or folder?'],
    [importCommand, ['x.json', '--concurrency', '99'], '--concurrency wants'],
  ])('%o', async (command, args, says) => {
    const call = command.run(args, io());
    await expect(call).rejects.toMatchObject({ kind: 'invalid', code: 'bad-arguments' });
    await expect(call).rejects.toThrow(says);
  });
});

describe('progress', () => {
  it('is a line per tenth where there is no terminal, and a bar where there is one', () => {
    const plain = io();
    const bar = progressOn(plain, { isTTY: false, write: () => true } as never);
    for (let share = 0; share <= 100; share++) bar.show(share / 100, 'x');
    expect(plain.lines).toHaveLength(11);
    const drawn: string[] = [];
    const drawing = progressOn(io(), { isTTY: true, write: (text: string) => drawn.push(text) } as never);
    drawing.show(0.5, 'half');
    drawing.end();
    expect(drawn[0]).toContain('50 %  half');
    expect(drawn.at(-1)).toBe('\n');
  });
});
