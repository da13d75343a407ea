/**
 * Hashes of short texts, remembered in bounded memory. Codes and parameters come again and again, and a text that has
 * to be put together only to be looked up costs more than all the rest: so the parts themselves are the keys.
 */
import { hash } from 'node:crypto';

/** Entries over all memories; then everything is forgotten. */
const most = 20_000;
const memories: Memory[] = [];
let count = 0;

type Part = string | undefined;

/** Remembers a text per three parts. */
export class Memory {
  private readonly entries = new Map<string, Map<Part, Map<Part, string>>>();

  constructor() {
    memories.push(this);
  }

  get(first: string, second: Part, third: Part): string | undefined {
    return this.entries.get(first)?.get(second)?.get(third);
  }

  set(first: string, second: Part, third: Part, text: string): string {
    if (++count > most) forget();
    let seconds = this.entries.get(first);
    if (!seconds) this.entries.set(first, (seconds = new Map()));
    let thirds = seconds.get(second);
    if (!thirds) seconds.set(second, (thirds = new Map()));
    thirds.set(third, text);
    return text;
  }

  clear(): void {
    this.entries.clear();
  }
}

function forget(): void {
  for (const memory of memories) memory.clear();
  count = 0;
}

/** 63 bits of SHA-256 in decimal, as PostgreSQL writes an int8. */
export function int8(text: string): string {
  return (hash('sha256', text, 'buffer').readBigUInt64BE(0) & 0x7fff_ffff_ffff_ffffn).toString();
}
