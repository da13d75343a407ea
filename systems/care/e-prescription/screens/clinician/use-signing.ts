/**
 * Signing a package: at once, once only however often it is sent; with a factor shown again where the platform asks for
 * it; into the outbox when there is no connection, or when it is to be signed with the whole visit.
 */
import { useCallback, useRef, useState } from 'react';
import { newBrowserId } from '#core/runtime/browser-clock.ts';
import { useOutbox } from '#libs/ui/outbox/use-outbox.tsx';
import { ApiProblem } from '#libs/ui/session/api.ts';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi, useRefresh } from '#libs/ui/session/use-api.tsx';
import type { IssueAnswer } from '../../model.ts';

const provesAgain = new Set(['prove-again', 'stronger-sign-in-needed']);

export interface ToSign {
  readonly patient: string;
  readonly visit?: string;
  /** As the person who signs reads it, and as the patient will. */
  readonly title: string;
  readonly detail: string;
  readonly path: string;
  readonly body: unknown;
}

export type Signed = { readonly kind: 'issued'; readonly answer: IssueAnswer } | { readonly kind: 'queued' | 'basket' };

/** @param onSigned what was written is finished, one way or another */
export function useSigning(onSigned: () => void) {
  const api = useApi();
  const outbox = useOutbox();
  const refresh = useRefresh('/api/e-prescription/');
  const { busy, problem, act } = useAct();
  const [signed, setSigned] = useState<Signed>();
  const [proving, setProving] = useState(false);
  const [code, setCode] = useState('');
  const last = useRef({ text: '', key: '' });
  const keyOf = (toSign: ToSign) => {
    const text = JSON.stringify([toSign.path, toSign.body]);
    if (last.current.text !== text) last.current = { text, key: newBrowserId() };
    return last.current.key;
  };
  const done = async (now: Signed) => {
    setSigned(now);
    setProving(false);
    setCode('');
    last.current = { text: '', key: '' };
    onSigned();
    await refresh();
  };
  const keep = async (toSign: ToSign, kind: 'queued' | 'basket') => {
    const { path, body, patient, visit, title, detail } = toSign;
    const key = keyOf(toSign);
    const about = { key, patient, title, detail, kind: 'e-prescription/package', ...(visit ? { visit } : {}) };
    await outbox.prepare({ ...about, method: 'POST', path, body });
    if (kind === 'queued') await outbox.sign([key]);
    await done({ kind });
  };
  const sign = (toSign: ToSign) =>
    act(async () => {
      try {
        if (code.length === 6) await api.send('POST', '/api/accounts/step-up', { act: 'confirm', code });
        const options = { idempotencyKey: keyOf(toSign) };
        await done({ kind: 'issued', answer: await api.send<IssueAnswer>('POST', toSign.path, toSign.body, options) });
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        if (error.status === 0 && outbox.documents) return keep(toSign, 'queued');
        if (provesAgain.has(error.code)) setProving(true);
        throw error;
      }
    });
  return {
    ...{ busy, problem, signed, proving, code, setCode, sign },
    /** To be signed with what else is made in the visit; undefined where nothing can be kept. */
    toBasket: outbox.documents && ((toSign: ToSign) => act(() => keep(toSign, 'basket'))),
    again: useCallback(() => setSigned(undefined), []),
  };
}
