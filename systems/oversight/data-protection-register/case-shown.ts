/** A case as the patient and the officer see it. */
import type { CaseForOfficer, CaseShown } from './model.ts';
import type { ComplaintRow } from './store.ts';

/** Documentation is kept for twenty years whatever the patient objects to: act on patients' rights, art. 29. */
const kept = { law: 'art. 29 ustawy o prawach pacjenta i Rzeczniku Praw Pacjenta', years: 20 } as const;

export function caseShown(row: ComplaintRow, now: Date): CaseShown {
  const { id, kind, filedAt, due, words, scope, facilityName, access, closed, decision, decidedAt, answer } = row;
  return {
    ...{ id, kind, filedAt: filedAt.toISOString(), due: due.toISOString(), words, closed: closed.length },
    overdue: decision === null && due < now,
    ...(scope ? { scope } : {}),
    ...(facilityName ? { facilityName } : {}),
    ...(access ? { access } : {}),
    ...(decision ? { decision } : {}),
    ...(decidedAt ? { decidedAt: decidedAt.toISOString() } : {}),
    ...(answer ? { answer } : {}),
    ...(kind === 'objection' ? { kept } : {}),
  };
}

export function caseForOfficer(row: ComplaintRow, now: Date): CaseForOfficer {
  const { name, patientId, consultedAt, consultedName, consultation, decidedName } = row;
  return {
    ...{ ...caseShown(row, now), name, patient: patientId },
    ...(consultedAt && consultation
      ? { consultation: { at: consultedAt.toISOString(), by: consultedName ?? '', text: consultation } }
      : {}),
    ...(decidedName ? { decidedBy: decidedName } : {}),
  };
}
