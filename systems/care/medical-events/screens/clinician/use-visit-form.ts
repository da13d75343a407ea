/**
 * What is being written in a visit, kept as it is typed: on this computer (sealed, in the outbox) after a blink, and
 * at the server within two seconds, so that a closed window, a crash, a lost connection and another workplace lose no
 * word. GAB-6
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { newBrowserId } from '#core/runtime/browser-clock.ts';
import { type OutboxDocument, useOutbox } from '#libs/ui/outbox/use-outbox.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { emptyForm, eventOf, isEmpty, newest, type VisitForm } from '../writing/form.ts';

export const eventKind = 'medical-events/event';

interface Place {
  readonly visit: string;
  readonly patient: string;
  /** When the visit began, as far as that is known; else now. */
  readonly start: string | undefined;
  /** As the doctor reads it in the list of what is to be signed. */
  readonly title: string;
}

/** After so long without a key the local copy is written, and the server's, ms. */
const pauses = { local: 250, server: 1500 } as const;

export interface VisitWriting {
  readonly form: VisitForm | undefined;
  /** When the copy on this computer was written. */
  readonly savedAt: number | undefined;
  /** What was typed last is not in that copy yet. */
  readonly isSaving: boolean;
  /** What was found of an earlier, unfinished writing. */
  readonly recovered: boolean;
  change(next: (form: VisitForm) => VisitForm): void;
  /** Writes the copy now, with everything; the document that is to be signed. */
  flush(): Promise<VisitForm | undefined>;
  /** The event was taken: nothing has to be kept. */
  finish(): void;
}

export function useVisitForm(place: Place | undefined): VisitWriting {
  const api = useApi();
  const { documents, prepare } = useOutbox();
  const { now } = usePortal();
  const [form, setForm] = useState<VisitForm>();
  const [savedAt, setSavedAt] = useState<number>();
  const [isSaving, setSaving] = useState(false);
  const [recovered, setRecovered] = useState(false);
  const current = useRef<VisitForm>(undefined);
  const timers = useRef<{ local?: ReturnType<typeof setTimeout>; server?: ReturnType<typeof setTimeout> }>({});
  const draft = place && `/api/accounts/drafts/wizyta-${place.visit.toLowerCase().replace(/[^a-z0-9-]/g, '-')}`;
  useEffect(() => {
    if (!place || !draft || !documents || current.current) return;
    const here = documents.filter((one) => isDraftOf(one, place.visit));
    const refused = new Set(here.flatMap(({ state, key }) => (state === 'refused' ? [key] : [])));
    const begin = (there: unknown) => {
      if (current.current) return;
      const kept = newest([...here.map(({ draft: copy }) => copy), there]);
      const form = kept ?? emptyForm(place.start ?? now().toISOString(), newBrowserId);
      // What was refused goes again under a key of its own.
      current.current = refused.has(form.key) ? { ...form, key: newBrowserId() } : form;
      setForm(current.current);
      setRecovered(kept !== undefined && !isEmpty(kept));
    };
    api.get<{ text: string }>(draft).then(
      ({ text }) => begin(parsed(text)),
      () => begin(undefined),
    );
  }, [api, documents, draft, now, place]);
  const flush = useCallback(async () => {
    const written = current.current;
    clearTimeout(timers.current.local);
    timers.current.local = undefined;
    if (!place || !written) return undefined;
    const { visit, patient, title } = place;
    const body = eventOf(written, { visit, patient, end: now().toISOString() });
    const document = { key: written.key, kind: eventKind, patient, visit, title, body, draft: written };
    await prepare({ ...document, method: 'POST', path: '/api/medical-events/events' });
    setSavedAt(now().getTime());
    if (current.current === written) setSaving(false);
    return written;
  }, [now, place, prepare]);
  const change = useCallback(
    (next: (form: VisitForm) => VisitForm) => {
      if (!current.current || !draft) return;
      const changed = { ...next(current.current), at: now().getTime() };
      current.current = changed;
      setForm(changed);
      setSaving(true);
      clearTimeout(timers.current.local);
      timers.current.local = setTimeout(() => void flush(), pauses.local);
      timers.current.server ??= setTimeout(() => {
        timers.current.server = undefined;
        api.send('PUT', draft, { text: JSON.stringify(current.current) }).catch(() => undefined);
      }, pauses.server);
    },
    [api, draft, flush, now],
  );
  const flushPending = useCallback(() => {
    if (timers.current.local !== undefined) void flush();
  }, [flush]);
  useOnLeaving(flushPending);
  const finish = useCallback(() => {
    clearTimeout(timers.current.local);
    clearTimeout(timers.current.server);
    timers.current = {};
    if (draft) api.send('DELETE', draft).catch(() => undefined);
  }, [api, draft]);
  return { form, savedAt, isSaving, recovered, change, flush, finish };
}

/** Another screen is opened, or the window closed: what was typed last is kept before it is forgotten here. */
function useOnLeaving(act: () => void): void {
  useEffect(() => {
    addEventListener('pagehide', act);
    return () => {
      removeEventListener('pagehide', act);
      act();
    };
  }, [act]);
}

export const isDraftOf = ({ kind, visit, state }: OutboxDocument, of: string): boolean =>
  kind === eventKind && visit === of && (state === 'prepared' || state === 'refused');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
