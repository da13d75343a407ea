/**
 * The outbox: documents that were prepared, signed by one act and sent one after another, each exactly once. What is
 * not yet sent outlives a broken connection, a closed window and a crash; the repeated request carries the same
 * Idempotency-Key, so that nothing is lost and nothing is doubled. GAB-7
 */
import { ApiProblem } from '../session/api.ts';

export const outboxStates = ['prepared', 'queued', 'sending', 'sent', 'refused'] as const;
/**
 * prepared → queued (signed) → sending → sent | refused; sending → queued when nobody knows what became of it.
 * A refused one is prepared anew by its screen under another key, or discarded.
 */
export type OutboxState = (typeof outboxStates)[number];

/** What a screen hands in. */
export interface NewDocument {
  /** Unique for good: the request's Idempotency-Key. A document that is changed before it is signed keeps its key. */
  readonly key: string;
  /** `medical-events/event`, `e-prescription/package`: system and what it is. */
  readonly kind: string;
  /** Logical id of the Patient. */
  readonly patient: string;
  /** Logical id of the visit's Encounter, when it was prepared in a visit. */
  readonly visit?: string;
  /** As the person who signs reads it: `Recepta: ramipryl 5 mg, 1 opakowanie`. */
  readonly title: string;
  /** What the patient will read, shown before signing. GAB-9 */
  readonly detail?: string;
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: unknown;
  /** What the screen needs to show it again for going on: kept as it is. */
  readonly draft?: unknown;
}

export interface OutboxDocument extends NewDocument {
  readonly state: OutboxState;
  readonly preparedAt: number;
  readonly signedAt?: number;
  readonly sentAt?: number;
  /** What the platform answered. */
  readonly answer?: unknown;
  /** Why it was refused, or why it could not be sent the last time. */
  readonly problem?: {
    readonly code: string;
    readonly message: string;
    /** The platform's own words in Polish. */
    readonly pl?: string;
    readonly status: number;
  };
}

/** Where documents lie between two starts of the page. */
export interface OutboxStore {
  all(): Promise<OutboxDocument[]>;
  put(document: OutboxDocument): Promise<void>;
  drop(key: string): Promise<void>;
}

export interface OutboxNeeds {
  readonly store: OutboxStore;
  /** Sends one; @throws ApiProblem */
  send(document: OutboxDocument): Promise<unknown>;
  now(): number;
  /** Runs `work` while no other window of this browser does. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  onChange?(documents: readonly OutboxDocument[]): void;
}

export interface Outbox {
  documents(): readonly OutboxDocument[];
  prepare(document: NewDocument): Promise<void>;
  /** Takes out what was not signed, or was refused. */
  discard(key: string): Promise<void>;
  /** One act: everything named is signed, and goes as soon as there is a connection. */
  sign(keys: readonly string[]): Promise<void>;
  /** Sends what is signed. Never throws. */
  drain(): Promise<void>;
  /** Forgets what was sent of a visit. */
  clear(keys: readonly string[]): Promise<void>;
}

/** The platform remembers keys for a day: what is older is not sent again by itself, a person must look first. */
const remembered = 23 * 60 * 60_000;

/** Whether trying again may help: no answer, not now, not signed in at the moment. */
export const isPassing = ({ status, code }: Pick<ApiProblem, 'status' | 'code'>): boolean =>
  code === 'still-under-way' || [0, 401, 408, 425, 429].includes(status) || status >= 500;

type Kept = ReturnType<typeof keeping>;

/** What is on the disk and what is shown, in step: first the disk, so that what is shown as kept is kept. */
function keeping({ store, onChange }: Pick<OutboxNeeds, 'store' | 'onChange'>) {
  const known = new Map<string, OutboxDocument>();
  const inOrder = () => [...known.values()].sort((a, b) => a.preparedAt - b.preparedAt);
  return {
    known,
    inOrder,
    /** Another window may have sent or taken out something. */
    async readAnew() {
      const documents = await store.all();
      known.clear();
      for (const document of documents) known.set(document.key, document);
      onChange?.(inOrder());
    },
    async keep(document: OutboxDocument) {
      await store.put(document);
      known.set(document.key, document);
      onChange?.(inOrder());
    },
    async forget(key: string) {
      await store.drop(key);
      known.delete(key);
      onChange?.(inOrder());
    },
  };
}

/** Sends one; false when the next ones need not be tried now. */
async function sendOne({ keep }: Kept, { send, now }: OutboxNeeds, document: OutboxDocument): Promise<boolean> {
  const { problem: _, ...clean } = document;
  if (now() - (document.signedAt ?? 0) > remembered) {
    await keep({ ...clean, state: 'refused', problem: { code: 'outbox-too-old', message: '', status: 0 } });
    return true;
  }
  await keep({ ...clean, state: 'sending' });
  try {
    const answer = await send(document);
    await keep({ ...clean, state: 'sent', sentAt: now(), answer });
    return true;
  } catch (error) {
    const fault = error instanceof ApiProblem ? error : new ApiProblem(0, 'no-connection', '');
    const { code, message, status, pl } = fault;
    const problem = { code, message, status, ...(pl ? { pl } : {}) };
    await keep({ ...clean, state: isPassing(fault) ? 'queued' : 'refused', problem });
    return !isPassing(fault);
  }
}

export async function createOutbox(needs: OutboxNeeds): Promise<Outbox> {
  const kept = keeping(needs);
  const { known, inOrder, keep, forget } = kept;
  await kept.readAnew();
  // What was sent yesterday is in the record; here it only takes room.
  for (const { key, state, sentAt = 0 } of inOrder())
    if (state === 'sent' && needs.now() - sentAt > remembered) await forget(key);
  let draining: Promise<void> | undefined;
  const drainAll = async () => {
    await kept.readAnew();
    for (const document of inOrder()) {
      if (document.state !== 'queued' && document.state !== 'sending') continue;
      if (!(await sendOne(kept, needs, document))) break;
    }
  };
  return {
    documents: inOrder,
    async prepare(document) {
      const before = known.get(document.key);
      if (before && before.state !== 'prepared') return;
      await keep({ ...document, state: 'prepared', preparedAt: before?.preparedAt ?? needs.now() });
    },
    async discard(key) {
      const document = known.get(key);
      if (document?.state === 'prepared' || document?.state === 'refused') await forget(key);
    },
    async sign(keys) {
      for (const key of keys) {
        const document = known.get(key);
        if (document?.state === 'prepared') await keep({ ...document, state: 'queued', signedAt: needs.now() });
      }
    },
    drain() {
      draining ??= needs
        .alone(drainAll)
        .catch(() => undefined)
        .finally(() => {
          draining = undefined;
        });
      return draining;
    },
    async clear(keys) {
      for (const key of keys) if (known.get(key)?.state === 'sent') await forget(key);
    },
  };
}
