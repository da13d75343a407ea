/**
 * What does not go together, not with this patient, or is too much: beside the medicine, each with why, what to do and
 * where it stands. From the platform's medication safety; where it is silent, that is said too.
 */
import { useLingui } from '@lingui/react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { Icon } from '#libs/ui/icon/icon.tsx';
import type { ApiProblem } from '#libs/ui/session/api.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { useSettled } from '#libs/ui/session/use-settled.ts';
import { type Draft, perDayOf } from './draft.ts';

interface Said {
  readonly pl: string;
  readonly en: string;
  readonly uk: string;
}

/** What `POST /api/medication-safety/check` answers, as far as it is shown. */
interface SafetyAnswer {
  readonly notForClinicalUse: boolean;
  readonly warnings: readonly {
    readonly rule: string;
    readonly severity: 'contraindicated' | 'major' | 'moderate' | 'minor';
    readonly medicines: readonly { readonly name: string }[];
    readonly effect: Said;
    readonly advice: Said;
    readonly source: string;
  }[];
  readonly unchecked: readonly string[];
  readonly unknown: readonly ('age' | 'pregnancy' | 'kidney' | 'allergies')[];
}
export type SafetyWarning = SafetyAnswer['warnings'][number];

/** Warnings about the drafts as they stand. @returns undefined while nothing is known */
export function useSafety(patient: string, drafts: readonly Draft[]) {
  const api = useApi();
  const medicines = drafts.flatMap((draft) => {
    const { gtin, atc, name } = draft.medicine;
    const perDay = perDayOf(draft);
    const named = atc?.[0] ? { atc: atc[0] } : gtin ? { gtin } : undefined;
    return named ? [{ ...named, name, ...(perDay ? { perDay } : {}) }] : [];
  });
  const text = JSON.stringify({ patient, medicines });
  const asked = useSettled(text, 200);
  return useQuery<SafetyAnswer, ApiProblem>({
    queryKey: ['medication-safety', asked],
    queryFn: () => api.send('POST', '/api/medication-safety/check', JSON.parse(asked)),
    enabled: medicines.length > 0 && asked === text,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
}

/** The warnings of one medicine: it is the first that they name. */
export const warningsOf = (answer: SafetyAnswer | undefined, { medicine }: Draft): SafetyWarning[] =>
  (answer?.warnings ?? []).filter(({ medicines }) => medicines[0]?.name === medicine.name);

const looks = {
  contraindicated: ['error', 'stop'],
  major: ['error', 'stop'],
  moderate: ['warning', 'alert'],
  minor: ['information', 'info'],
} as const;

export function SafetyWarnings({ warnings }: { warnings: readonly SafetyWarning[] }) {
  const { i18n } = useLingui();
  const { language } = usePortal();
  if (warnings.length === 0) return null;
  const severities = {
    contraindicated: i18n._('Przeciwwskazane'),
    major: i18n._('Poważne'),
    moderate: i18n._('Umiarkowane'),
    minor: i18n._('Drobne'),
  };
  return (
    <ul className="rx-verdicts" aria-label={i18n._('Bezpieczeństwo leku')}>
      {warnings.map(({ rule, severity, medicines, effect, advice, source }) => {
        const [kind, icon] = looks[severity];
        const others = medicines.slice(1).map(({ name }) => name);
        return (
          <li key={`${rule} ${others.join()}`} className={`rx-verdict-${kind}`}>
            <Icon name={icon} /> <strong>{severities[severity]}</strong>
            {others.length > 0 && ` + ${others.join(', ')}`}: {effect[language]} {advice[language]}{' '}
            <small>({source})</small>
          </li>
        );
      })}
    </ul>
  );
}

/** What could not be looked at: silence must not look like safety. */
export function SafetyNote({ safety }: { safety: ReturnType<typeof useSafety> }) {
  const { i18n } = useLingui();
  const { data, error } = safety;
  if (error) return <p className="rx-words">{i18n._('Interakcji nie sprawdzono: baza teraz nie odpowiada.')}</p>;
  if (!data) return null;
  const facts = {
    age: i18n._('wiek'),
    pregnancy: i18n._('ciąża'),
    kidney: i18n._('czynność nerek (eGFR)'),
    allergies: i18n._('uczulenia'),
  };
  const unknown = data.unknown.map((fact) => facts[fact]).join(', ');
  return (
    <p className="rx-words">
      {data.warnings.length === 0 && i18n._('Interakcje i przeciwwskazania: nic nie znaleziono.')}{' '}
      {data.unchecked.length > 0 && i18n._('Bez sprawdzenia: {list}.', { list: data.unchecked.join(', ') })}{' '}
      {unknown && i18n._('Nie wiadomo, a ma znaczenie: {list}.', { list: unknown })}{' '}
      {data.notForClinicalUse && i18n._('Zestaw reguł nie jest zatwierdzony do użytku klinicznego.')}
    </p>
  );
}
