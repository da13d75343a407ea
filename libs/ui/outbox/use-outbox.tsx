/**
 * The outbox for screens: `const { documents, prepare, sign } = useOutbox()`. It stands around every screen of a staff
 * portal, so that what is signed is sent whatever screen is open.
 */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { type Api, ApiProblem } from '../session/api.ts';
import { useApi } from '../session/use-api.tsx';
import { createOutbox, type NewDocument, type Outbox, type OutboxDocument } from './outbox.ts';
import { type SealingKey, sealedStore } from './sealed-store.ts';

export type { NewDocument, OutboxDocument, OutboxState } from './outbox.ts';

export interface OutboxFace {
  /** In the order in which they were prepared; undefined until the disk was read. */
  readonly documents: readonly OutboxDocument[] | undefined;
  /** Why it did not open, till it opens: it is tried again by itself, and at once by `reopen`. */
  readonly problem: ApiProblem | undefined;
  reopen(): void;
  prepare(document: NewDocument): Promise<void>;
  discard(key: string): Promise<void>;
  /** Signs with one act and begins to send; what cannot be sent now waits by itself. */
  sign(keys: readonly string[]): Promise<void>;
  clear(keys: readonly string[]): Promise<void>;
}

const nothing = async () => undefined;
const OutboxContext = createContext<OutboxFace>({
  ...{ documents: undefined, problem: undefined, reopen: nothing },
  ...{ prepare: nothing, discard: nothing, sign: nothing, clear: nothing },
});

export const useOutbox = (): OutboxFace => useContext(OutboxContext);

/** How often what waits for a connection is tried again, ms. */
const again = 4_000;
/** After the outbox did not open (no connection, no place on the disk) that takes twice as long each time, up to this. */
const rarest = 60_000;
const ignore = () => undefined;

/** @param now the portal's clock */
export function OutboxProvider({ now, children }: { now: () => Date; children: ReactNode }) {
  const api = useApi();
  const [documents, show] = useState<readonly OutboxDocument[]>();
  const [problem, setProblem] = useState<ApiProblem>();
  const opening = useRef<Promise<Outbox>>(undefined);
  const closed = useRef({ pause: again, until: 0 });
  /** Opens it, or says that it did not open: then whoever needs it next tries again. */
  const open = useCallback((): Promise<Outbox> => {
    if (opening.current) return opening.current;
    const opened = openOutbox(api, () => now().getTime(), show);
    opening.current = opened;
    opened.then(
      (outbox) => {
        show(outbox.documents());
        setProblem(undefined);
      },
      (error: unknown) => {
        opening.current = undefined;
        setProblem(error instanceof ApiProblem ? error : new ApiProblem(500, 'no-outbox', ''));
        const { pause } = closed.current;
        closed.current = { pause: Math.min(pause * 2, rarest), until: performance.now() + pause };
      },
    );
    return opened;
  }, [api, now]);
  const drain = useCallback(() => void open().then((outbox) => outbox.drain(), ignore), [open]);
  useEffect(() => {
    drain();
    const timer = setInterval(() => {
      if (performance.now() >= closed.current.until) drain();
    }, again);
    addEventListener('online', drain);
    return () => {
      clearInterval(timer);
      removeEventListener('online', drain);
    };
  }, [drain]);
  const using = useCallback(async (work: (outbox: Outbox) => Promise<void>) => work(await open()), [open]);
  // The acts stay the same however the documents change: screens hang effects on them.
  const acts = useMemo<Omit<OutboxFace, 'documents' | 'problem'>>(
    () => ({
      reopen: drain,
      prepare: (document) => using((outbox) => outbox.prepare(document)),
      discard: (key) => using((outbox) => outbox.discard(key)),
      clear: (keys) => using((outbox) => outbox.clear(keys)),
      sign: (keys) =>
        using(async (outbox) => {
          await outbox.sign(keys);
          void outbox.drain();
        }),
    }),
    [drain, using],
  );
  const face = useMemo<OutboxFace>(() => ({ documents, problem, ...acts }), [documents, problem, acts]);
  return <OutboxContext value={face}>{children}</OutboxContext>;
}

async function openOutbox(api: Api, now: () => number, onChange: (documents: readonly OutboxDocument[]) => void) {
  const store = await sealedStore(await api.get<SealingKey>('/api/accounts/outbox-key'));
  return createOutbox({
    ...{ store, now, onChange },
    send: ({ method, path, body, key }) => api.send(method, path, body, { idempotencyKey: key }),
    // Windows of one browser send one after another.
    alone: (work) => navigator.locks.request('ezdrowie-outbox', work),
  });
}
