/**
 * What the log says of a fault: where and of what kind, never with which values. Messages quote what was sent, the
 * database's details are whole rows: both stay out. security/requirements.md C-38
 */

interface ErrorInLog {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly [field: string]: string;
}

/** Of errors of PostgreSQL and of the system: names of things of ours, no values. */
const harmless = ['code', 'schema', 'table', 'column', 'constraint', 'routine', 'syscall', 'errno'];

export function errorInLog(error: unknown, depth = 0): ErrorInLog {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error', stack: '' };
  const fields: Record<string, string> = {};
  for (const name of harmless) {
    const value = (error as unknown as Record<string, unknown>)[name];
    if (typeof value === 'string' || typeof value === 'number') fields[name] = withoutValues(String(value));
  }
  const { cause } = error;
  return {
    ...fields,
    ...(cause instanceof Error && depth < 3 ? { cause: JSON.stringify(errorInLog(cause, depth + 1)) } : {}),
    type: error.constructor.name,
    message: withoutValues(error.message),
    // The stack begins with the message.
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
  };
}

/** Quoted and bracketed parts may be what somebody sent, and so may be what is long or has many digits. */
function withoutValues(message: string): string {
  return message
    .split('\n', 1)
    .join('')
    .replace(/"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|`[^`]*`?|\((?:[^()]*)\)/g, '…')
    .replace(/[\w+/=.-]*\d{4,}[\w+/=.-]*|[\w+/=.-]{40,}/g, '…')
    .slice(0, 300);
}
