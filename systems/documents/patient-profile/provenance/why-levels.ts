/** "Skąd to wiadomo" on levels 1 to 3: one problem, one event, one document. */
import type { DocumentDetail, DocumentFact } from '../document-model.ts';
import type { EventFacts } from '../event.ts';
import type { EventDetail, Why } from '../model.ts';
import type { ProblemFacts } from '../problem.ts';
import type { Measure, Missing, ProblemDetail, Responsible, Treatment } from '../problem-model.ts';
import { medicineKey } from '../problem-treatments.ts';
import { authorsOf, type Fhir, nameOf, newestFirst } from '../reading.ts';
import { documentFactKey, linkKey, measureKey, missingKey } from './keys.ts';
import { because, byCode, keyOf, type Reasons } from './why.ts';

type Because = ReturnType<typeof because>;

/** Level 1: status, since when, who answers, measures, treatment, goals, plans, events, what is missing. */
export function whyOfProblem(facts: ProblemFacts, detail: ProblemDetail): Reasons {
  const why = because(detail.patient.id);
  const group = facts.group.map(keyOf);
  const found = new Map<string, Why[]>([
    ['status', [why('problem-group', group)]],
    ['since', [why('problem-group', group)]],
    [
      'events',
      [
        why(
          'problem-event',
          detail.events.map(({ link }) => linkKey(link)),
        ),
      ],
    ],
  ]);
  if (detail.responsible) found.set('responsible', [why('responsible', ofResponsible(detail.responsible, facts))]);
  for (const one of detail.measures) found.set(measureKey(one.code), ofMeasure(one, detail, group, why));
  for (const one of detail.treatments) found.set(linkKey(one.link), ofTreatment(one, facts, why));
  for (const { link, measured } of detail.goals) {
    const key = linkKey(link);
    found.set(key, [why('goal-met', [key, ...(measured ? [linkKey(measured.link)] : [])])]);
  }
  for (const { link } of detail.plans) found.set(linkKey(link), [why('problem-plan', [linkKey(link), ...group])]);
  for (const one of detail.missing) {
    const own = linkOfMissing(one);
    found.set(missingKey(one), [why('problem-missing', own ? [linkKey(own)] : group)]);
  }
  return found;
}

const linkOfMissing = (one: Missing) => ('link' in one ? one.link : undefined);

function ofMeasure({ code, last, points }: Measure, detail: ProblemDetail, group: string[], why: Because): Why[] {
  if (!last) return [why('problem-measure', group)];
  const newest = points.slice(-2).map(({ link }) => linkKey(link));
  const goals = detail.goals.filter(({ measured }) => measured?.code === code).map(({ link }) => linkKey(link));
  return [
    why('problem-measure', [linkKey(last.link)]),
    why('result-flag', [linkKey(last.link)]),
    ...(last.trend ? [why('result-trend', [linkKey(last.link), ...newest.toReversed()])] : []),
    ...(goals.length > 0 ? [why('goal-met', [...goals, linkKey(last.link)])] : []),
  ];
}

function ofTreatment({ code, what, link }: Treatment, { requests, names }: ProblemFacts, why: Because): Why[] {
  const key = code ?? what.toLocaleLowerCase('pl');
  const same = requests.resources.filter((one) => medicineKey(one, names) === key).sort(newestFirst);
  const inputs = [linkKey(link), ...same.map(keyOf)];
  return [why('treatment-belongs', inputs), why('treatment-spans', inputs)];
}

function ofResponsible({ name, why }: Responsible, { plans, teams, encounters, group, names }: ProblemFacts): string[] {
  const isBy = (one: Fhir) => authorsOf(one).some((by) => nameOf(by, names) === name);
  const from = {
    'plan-author': plans.resources,
    'care-team': teams.resources,
    'most-visits': encounters.resources,
    recorder: group,
  }[why];
  return [...from].filter(isBy).sort(newestFirst).map(keyOf);
}

/** Level 2: the entry itself, what belongs to its visit, and what is said of its result. */
export function whyOfEvent({ event, encounter, around, before }: EventFacts, detail: EventDetail): Reasons {
  const why = because(detail.patient.id);
  const own = keyOf(event);
  const visit = encounter ? [keyOf(encounter)] : [];
  const found = new Map<string, Why[]>([
    ['entry', [why('recorded', [own, ...visit])]],
    ['encounter', [why('event-link', [own, ...visit])]],
  ]);
  for (const { link } of [...detail.done, ...detail.decided, ...detail.followUps, ...detail.documents]) {
    found.set(linkKey(link), [why('event-link', [linkKey(link), own])]);
  }
  const tests = byCode(around?.Observation ?? []);
  for (const { link, code, trend } of detail.results) {
    const key = linkKey(link);
    const course = trend ? [why('result-trend', [key, ...(tests.get(code) ?? []).slice(0, 2).map(keyOf)])] : [];
    found.set(key, [why('event-link', [key, own]), why('result-flag', [key]), ...course]);
  }
  if (detail.result) {
    const course = detail.result.trend ? [why('result-trend', before.slice(0, 2).map(keyOf))] : [];
    found.set('result', [why('result-flag', [own]), ...course]);
  }
  return found;
}

/** Level 3: the document, its coded data with the entries that they come from, versions and signature. */
export function whyOfDocument(detail: DocumentDetail): Reasons {
  const why = because(detail.patient.id);
  const own = linkKey(detail.link);
  const visit = detail.encounter ? [linkKey(detail.encounter.link)] : [];
  const inputsOf = ({ kind, link }: DocumentFact): string[] =>
    link ? [linkKey(link), own] : kind === 'patient' ? [`Patient/${detail.patient.id}`, own] : [own];
  const found = new Map<string, Why[]>([
    ['entry', [why('recorded', [own, ...visit])]],
    ['encounter', [why('event-link', [own, ...visit])]],
    ['signature', [why('document-signature', [own])]],
  ]);
  for (const fact of detail.facts) found.set(documentFactKey(fact), [why('document-fact', inputsOf(fact))]);
  for (const { link } of [...detail.replaces, ...detail.replacedBy]) {
    found.set(linkKey(link), [why('document-versions', [linkKey(link), own])]);
  }
  return found;
}
