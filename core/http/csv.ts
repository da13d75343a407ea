/**
 * Tables as CSV (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe before it
 * (security/requirements 8).
 */
import type { FastifyReply } from 'fastify';

export type Cell = string | number | null | undefined;

function cellOf(value: Cell): string {
  const text = String(value ?? '');
  const safe = /^[=+\-@\t\r\0]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvOf = (heads: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  `${[heads, ...rows].map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`;

/** Answers with a file that is kept nowhere on the way. */
export function sendCsv(reply: FastifyReply, name: string, text: string): string {
  reply.header('cache-control', 'no-store');
  reply.header('content-disposition', `attachment; filename="${name}.csv"`);
  reply.type('text/csv; charset=utf-8');
  // Spreadsheets take UTF-8 for UTF-8 only behind this mark.
  return `\ufeff${text}`;
}
