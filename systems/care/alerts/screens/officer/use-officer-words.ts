/** Words of the officer's screens: where rules stand, why they are reviewed, why doctors set alerts aside. */
import { useLingui } from '@lingui/react';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ApiProblem } from '#libs/ui/session/api.ts';
import { isReason, reasons } from '../../ledger/reasons.ts';
import type { Stage } from '../../model.ts';
import type { ReviewShown } from './reading.ts';

export function useOfficerWords() {
  const { i18n } = useLingui();
  const { language } = usePortal();
  const stages: Readonly<Record<Stage, string>> = {
    shadow: i18n._('próba'),
    live: i18n._('działa'),
    demoted: i18n._('obniżona'),
    retired: i18n._('wycofana'),
  };
  const kinds: Readonly<Record<ReviewShown['kind'], string>> = {
    acceptance: i18n._('rzadko przyjmowana'),
    budget: i18n._('przekroczony budżet'),
    harm: i18n._('zgłoszona szkoda'),
  };
  return {
    stage: (stage: Stage) => stages[stage],
    kind: (kind: ReviewShown['kind']) => kinds[kind],
    reason: (code: string) => (isReason(code) ? reasons[code].label[language] : code),
    /** The platform's own words; those in Polish for whoever does not read English. */
    problem: ({ pl, message }: ApiProblem) => (language === 'en' ? message : (pl ?? message)),
    share: (share: number | undefined) => (share === undefined ? undefined : `${Math.round(share * 100)} %`),
  };
}

export const stageLooks = { shadow: 'info', live: 'success', demoted: 'warning', retired: 'neutral' } as const;
