/** Sends again what may be sent again: what only reads, and what the server does once under an Idempotency-Key. */

export interface Repeating {
  /** How often at most after the first time. */
  readonly retries: number;
  /** Told before each repetition. */
  readonly onRetry?: ((attempt: number, because: string) => void) | undefined;
}

/** Answers after which the same request may be answered otherwise. */
const passing = new Set([429, 502, 503, 504]);
const firstPause = 250;
const longestPause = 30_000;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** `safe`: doing it twice does no harm. Without that only a 429 is repeated: nothing was done then. */
export async function repeating(
  send: () => Promise<Response>,
  safe: boolean,
  { retries, onRetry }: Repeating,
): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    let because: string;
    let after: string | null = null;
    try {
      const answer = await send();
      if (attempt >= retries || !(await mayPass(answer, safe))) return answer;
      because = String(answer.status);
      after = answer.headers.get('retry-after');
    } catch (error) {
      if (!safe || attempt >= retries) throw error;
      because = error instanceof Error ? error.message : String(error);
    }
    onRetry?.(attempt + 1, because);
    const growing = Math.min(longestPause, firstPause * 2 ** attempt) * (0.5 + Math.random() / 2);
    await pause(after === null ? growing : Math.min(longestPause, Number(after) * 1000 || growing));
  }
}

async function mayPass(answer: Response, safe: boolean): Promise<boolean> {
  if (answer.status === 429) return true;
  if (!safe) return false;
  if (passing.has(answer.status)) return true;
  if (answer.status !== 409) return false;
  const { code } = (await answer
    .clone()
    .json()
    .catch(() => ({}))) as { code?: string };
  return code === 'still-under-way';
}
