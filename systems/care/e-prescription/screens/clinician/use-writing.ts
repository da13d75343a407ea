/** What the writing screen knows and does: drafts, the check of them, prices that decide the level, signing. */
import { useLingui } from '@lingui/react';
import { useQueries } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { newBrowserId } from '#core/runtime/browser-clock.ts';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useApi } from '#libs/ui/session/use-api.tsx';
import type { Prescription, RefundLevel } from '../../model.ts';
import { readDosage, unitOf } from '../dosage/dosage-text.ts';
import { correctionOf, type Draft, packageOf, prescriptionOf } from './draft.ts';
import type { PatientFacts } from './patient-facts.ts';
import { useCheck } from './use-check.ts';
import { useDrafts } from './use-drafts.ts';
import { useJudgedFirst } from './use-judged-first.ts';
import { levelOf, type PriceShown } from './use-medicines.ts';
import { type ToSign, useSigning } from './use-signing.ts';

export interface WritingProps {
  facts: PatientFacts;
  /** Prescriptions of before, to be repeated. */
  earlier: readonly Prescription[];
  visit?: string | undefined;
  /** The one that is put right. */
  corrected?: Prescription;
}

export function useWriting({ facts, visit, corrected }: WritingProps) {
  const { i18n } = useLingui();
  const { now } = usePortal();
  const today = now().toLocaleDateString('sv-SE', { timeZone: 'Europe/Warsaw' });
  const first = useRef<readonly Draft[]>(undefined);
  first.current ??= corrected ? [correctionOf(newBrowserId(), corrected, today)] : [];
  const list = useDrafts(first.current);
  const { drafts, empty } = list;
  const [reviewed, setReviewed] = useState<readonly string[]>();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const level = useLevels(drafts, facts.patient.birthDate);
  const settled = { patient: facts.patient.id, ...(visit ? { encounter: visit } : {}), reviewed, level, today };
  const request = packageOf(drafts, settled);
  const check = useCheck(request);
  const signing = useSigning(() => {
    empty();
    setTried(false);
    setReviewed(undefined);
  });
  const { judgedFirst, ...judging } = useJudgedFirst();
  const lacking = firstLacking(drafts) ?? (corrected && reason.trim().length < 3 ? 'rx-powod' : undefined);
  const toSign = (): ToSign => {
    const title = drafts.map(({ medicine, quantity }) =>
      i18n._('{name}, {quantity} op.', { name: medicine.name, quantity }),
    );
    const detail = check.answer?.prescriptions.map(({ dosageWords }) => dosageWords ?? '').join('; ') ?? '';
    const about = { patient: facts.patient.id, ...(visit ? { visit } : {}), title: title.join('; '), detail };
    const [draft] = drafts;
    if (!corrected || !draft) return { ...about, path: '/api/e-prescription/packages', body: request };
    const prescription = prescriptionOf(draft, settled);
    const body = { reason: reason.trim(), prescription, ...(reviewed ? { reviewed } : {}) };
    return { ...about, path: `/api/e-prescription/prescriptions/${encodeURIComponent(corrected.id)}/correct`, body };
  };
  const attempt = (work: (toSign: ToSign) => unknown) => {
    setTried(true);
    if (drafts.length === 0) return;
    if (lacking) document.getElementById(lacking)?.focus();
    else void work(toSign());
  };
  return {
    ...{ ...list, check, signing, reviewed, setReviewed, reason, setReason, tried, today, judging },
    sign: () => attempt((ready) => judgedFirst(() => void signing.sign(ready))),
    // What needs a factor shown just before is signed by itself.
    toBasket:
      corrected || !signing.toBasket || drafts.some(({ medicine }) => medicine.category === 'Rpw')
        ? undefined
        : () => attempt((ready) => judgedFirst(() => void signing.toBasket?.(ready))),
  };
}

/** The first field that keeps a package from being signed, by id. */
function firstLacking(drafts: readonly Draft[]): string | undefined {
  for (const { key, dosage, quantity, medicine } of drafts) {
    const read = readDosage(dosage, unitOf(medicine.form));
    if ('fault' in read && (read.fault !== 'empty' || medicine.kind === 'G')) return `${key}-dosage`;
    if (!(Number(quantity.replace(',', '.')) > 0)) return `${key}-quantity`;
  }
  return undefined;
}

/** The level of each medicine by the list that holds today. */
function useLevels(drafts: readonly Draft[], birthDate: string | undefined): (gtin: string | undefined) => RefundLevel {
  const api = useApi();
  const gtins = [...new Set(drafts.flatMap(({ medicine }) => medicine.gtin ?? []))];
  const prices = useQueries({
    queries: gtins.map((gtin) => ({
      queryKey: ['price', gtin, birthDate],
      queryFn: () =>
        api.send<PriceShown>('POST', '/api/reimbursement-lists/price', { gtin, ...(birthDate ? { birthDate } : {}) }),
      staleTime: 10 * 60_000,
      retry: false,
    })),
  });
  return (gtin) => levelOf(prices[gtins.indexOf(gtin ?? '')]?.data);
}
