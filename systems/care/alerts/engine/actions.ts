/** What a rule offers to do, made ready for one patient: FHIR resources to be created, drafts to be taken off, screens. */
import type { Action, ActionRule, Words } from '../model.ts';
import { dayMs, dayOf, type Facts } from './facts.ts';
import type { Medicine } from './medicines.ts';

interface About {
  readonly facts: Facts;
  readonly medicines: readonly Medicine[];
  /** Why it is asked for, Polish. */
  readonly title: string;
}

/** In the order of the rule; never empty: what cannot be taken off is asked to be reviewed. */
export const actionsOf = (rules: readonly ActionRule[], about: About): Action[] =>
  rules.flatMap((rule) => actionOf(rule, about));

function actionOf(rule: ActionRule, about: About): Action[] {
  const { id, label } = rule;
  const { patient, now } = about.facts;
  const subject = { reference: `Patient/${patient}` };
  const created = (resource: Action['resource'] & object): Action[] => [{ id, label, type: 'create', resource }];
  switch (rule.do) {
    case 'order':
      return created({
        ...{ resourceType: 'ServiceRequest', status: 'draft', intent: 'order', subject },
        code: { coding: [rule.code], text: rule.code.display },
        reasonCode: [{ text: about.title }],
      });
    case 'prescribe':
      return created({
        ...{ resourceType: 'MedicationRequest', status: 'draft', intent: 'order', subject },
        medicationCodeableConcept: { coding: [rule.code], text: rule.code.display },
        reasonCode: [{ text: about.title }],
      });
    case 'visit':
      return created({
        ...{ resourceType: 'Appointment', status: 'proposed', description: about.title },
        requestedPeriod: [{ start: dayOf(now), end: dayOf(now + rule.withinDays * dayMs) }],
        participant: [{ actor: subject, status: 'needs-action' }],
      });
    case 'task':
      return created(taskOf(rule.text, about));
    case 'stop':
      return stops(rule, about);
    case 'open':
      return [{ id, label, type: 'open', place: rule.place }];
  }
}

/**
 * What is to be said to somebody: a CommunicationRequest, which lies in the patient's compartment and which a physician
 * may write. A Task does neither (core/access/resource-kinds.ts), so an action that made one would be refused.
 */
const taskOf = (text: Words, { facts, title }: About) => ({
  ...{ resourceType: 'CommunicationRequest', status: 'active' },
  subject: { reference: `Patient/${facts.patient}` },
  authoredOn: new Date(facts.now).toISOString(),
  payload: [{ contentString: `${text.pl} (${title})` }],
});

/** Drafts of these medicines go; of what is already taken a review is asked for, because ending it is a decision. */
function stops(rule: Extract<ActionRule, { do: 'stop' }>, about: About): Action[] {
  const { id, label } = rule;
  const named = about.medicines.filter(({ atc }) => rule.atc.some((start) => atc.startsWith(start)));
  const byReference = new Map(named.map((one) => [one.reference, one]));
  const drafts = [...byReference.values()].filter(({ isDraft }) => isDraft);
  if (drafts.length > 0)
    return drafts.map(({ reference }, place) => ({
      ...{ id: place === 0 ? id : `${id}-${place + 1}`, label, type: 'delete', resourceId: reference },
    }));
  const [taken] = byReference.values();
  const text = { pl: `${label.pl}: ${taken?.name ?? 'lek'}`, en: label.en, uk: label.uk };
  const concerning = taken?.reference.startsWith('MedicationRequest/')
    ? { about: [{ reference: taken.reference }] }
    : {};
  return [{ id, label, type: 'create', resource: { ...taskOf(text, about), ...concerning } }];
}
