/** What must hold for a referral to be issued or corrected. Pure: facts in, what is wrong out. */
import { Refusal } from '#core/refusal/refusal.ts';
import { details, type DetailName } from './details.ts';
import { rules, validUntil } from './kinds.ts';
import type { Draft, Referral } from './model.ts';
import { refusals } from './refusals.ts';
import { specialities } from './specialities.ts';

/** One thing that is missing or wrong: where, and what to do. */
export interface Problem {
  /** `speciality-missing`, `detail-missing` … */
  readonly code: string;
  /** `speciality`, `diagnoses`, `details.barthel` */
  readonly field: string;
  readonly pl: string;
  readonly en: string;
}

export interface IssueFacts {
  /** Of the register of medical workers; undefined: the platform issues. */
  readonly profession: string | undefined;
  /** `YYYY-MM-DD`, where the register knows. */
  readonly died?: string;
}

const problem = (code: string, field: string, pl: string, en: string): Problem => ({ code, field, pl, en });

/** Everything that keeps a draft from being issued, at once. */
export function problemsOf(draft: Draft, { profession, died }: IssueFacts): Problem[] {
  const rule = rules[draft.kind];
  const found: Problem[] = [];
  if (profession === undefined ? rule.issuers.length > 0 : !rule.issuers.includes(profession)) {
    found.push(
      problem(
        'kind-not-yours',
        'kind',
        'Twój zawód nie uprawnia do wystawienia tego skierowania.',
        `Your profession does not issue referrals of the kind ${draft.kind}.`,
      ),
    );
  }
  if (died !== undefined) {
    found.push(
      problem('patient-died', 'patient', 'Pacjent nie żyje według rejestru.', 'By the register the patient has died.'),
    );
  }
  if (rule.speciality === 'required' && !draft.speciality) {
    found.push(
      problem(
        'speciality-missing',
        'speciality',
        'Wybierz poradnię albo oddział.',
        'Name the speciality of the cell (part VIII).',
      ),
    );
  } else if (draft.speciality && !specialities.has(draft.speciality.code)) {
    found.push(
      problem(
        'speciality-unknown',
        'speciality',
        'Nie ma takiej specjalności komórki. Wybierz z listy.',
        'There is no such speciality of a cell (part VIII).',
      ),
    );
  }
  if (rule.diagnosis === 'required' && draft.diagnoses.length === 0) {
    found.push(problem('diagnosis-missing', 'diagnoses', 'Podaj rozpoznanie ICD-10.', 'Name a diagnosis (ICD-10).'));
  }
  if (rule.procedures === 'required' && draft.procedures.length === 0) {
    found.push(
      problem(
        'procedure-missing',
        'procedures',
        'Wybierz co najmniej jedno badanie (ICD-9).',
        'Name at least one procedure (ICD-9-PL).',
      ),
    );
  }
  return [...found, ...problemsOfDetails(draft)];
}

function problemsOfDetails({ kind, details: given }: Draft): Problem[] {
  const { required, optional } = rules[kind];
  const missing = required.filter((name) => given[name as DetailName] === undefined);
  const known = new Set([...required, ...optional]);
  const strange = Object.keys(details).filter((name) => given[name as DetailName] !== undefined && !known.has(name));
  return [
    ...missing.map((name) =>
      problem(
        'detail-missing',
        `details.${name}`,
        'Uzupełnij to pole: tego skierowania nie można bez niego wystawić.',
        `This kind of referral needs ${name}.`,
      ),
    ),
    ...strange.map((name) =>
      problem(
        'detail-strange',
        `details.${name}`,
        'To pole nie należy do tego rodzaju skierowania.',
        `${name} does not belong to a referral of the kind ${kind}.`,
      ),
    ),
  ];
}

/** @throws Refusal `incomplete` with an issue for each problem */
export function demandComplete(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  throw new Refusal('rule-broken', 'incomplete', {
    message: refusals.incomplete.en,
    pl: refusals.incomplete.pl,
    issues: problems.map(({ field, en }) => ({
      ...{ severity: 'error' as const, code: 'business-rule', diagnostics: `${field}: ${en}`, expression: field },
    })),
  });
}

/** Whether the time in which it can be accepted is over. A spa referral that has a place waits no longer. */
export function isExpired(
  { kind, state, issuedAt, spa }: Pick<Referral, 'kind' | 'state' | 'spa'> & { issuedAt: string },
  today: string,
): boolean {
  if (state !== 'issued' || spa?.stage === 'placed') return false;
  const last = validUntil(kind, issuedAt.slice(0, 10));
  return last !== undefined && today > last;
}
