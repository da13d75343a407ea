/**
 * Narcotic and psychotropic substances: what has to be looked at and examined before they are prescribed.
 * domain/poland.md 4.2, second table
 */
import { daysBetween } from './days.ts';
import type { PrescriptionRequest, Verdict } from './model.ts';
import { type Kinds, needsPersonalExamination, ruleOn } from './rules.ts';
import { verdict } from './words.ts';

export function controlledVerdicts(
  { notBefore, dosage, examination, continuation }: PrescriptionRequest,
  path: string,
  kinds: Kinds,
  reviewed: readonly string[] | undefined,
  { today, controlled }: { readonly today: string; readonly controlled: readonly string[] },
): Verdict[] {
  const said: Verdict[] = [];
  const noStart = ruleOn('controlled-no-start', today);
  if (noStart && notBefore) said.push(verdict('controlled-no-start', `${path}.notBefore`, {}, noStart));
  if (!dosage) said.push(verdict('dosage-needed', `${path}.dosage`));
  const review = ruleOn('controlled-review', today);
  const unseen = controlled.filter((id) => !reviewed?.includes(id));
  // Also when there are none: that one looked is what is asked.
  if (review && (reviewed === undefined || unseen.length > 0))
    said.push(verdict('controlled-not-reviewed', 'reviewed', { count: controlled.length }, review));
  const recent = ruleOn('controlled-examination', today);
  const age = examination && daysBetween(examination.day, today);
  const onSite = ruleOn('controlled-on-site', today);
  if (onSite && needsPersonalExamination(kinds)) {
    const examined = examination?.kind === 'on-site' && age !== undefined && age >= 0 && age <= (recent?.value ?? 90);
    if (!examined && !continuation) said.push(verdict('examination-on-site', `${path}.examination`, {}, onSite));
  } else if (recent && (age === undefined || age < 0 || age > recent.value)) {
    said.push(verdict('examination-needed', `${path}.examination`, { days: recent.value }, recent));
  }
  return said;
}
