/** Goals and plans of the long diseases, written at the end of a story: what a doctor and a patient agreed on. */
import { isoDate } from './calendar.ts';
import type { Chart, Reference } from './chart.ts';
import type { CourseKey } from './data/courses.ts';
import { coursePlans, type PlannedGoal } from './data/goals.ts';
import { type Analyte, analytes } from './data/tests.ts';
import { loinc } from './fhir.ts';
import { codeSystems } from '../polish-identifiers/systems.ts';

export interface Planned {
  key: CourseKey;
  name: string;
  /** `Condition/…` */
  condition: string;
  doctor: { id: string; name: string };
  day: number;
}

/** One plan with its goals. Nothing is drawn by chance here, so that the stories before it stay as they are. */
export function planCourse(chart: Chart, { key, name, condition, doctor, day }: Planned): void {
  const plan = coursePlans[key];
  if (!plan) return;
  const addresses: Reference[] = [{ reference: condition }];
  const author = { reference: `Practitioner/${doctor.id}`, display: doctor.name };
  const goals = plan.goals.map((goal) =>
    chart.add('goal', 'Goal', {
      lifecycleStatus: 'active',
      description: { text: goal.words },
      subject: chart.subject(),
      startDate: isoDate(day),
      target: [{ measure: measureOf(goal), ...detailOf(goal), dueDate: isoDate(day + 365) }],
      expressedBy: author,
      addresses,
    }),
  );
  chart.add('plan', 'CarePlan', {
    status: 'active',
    intent: 'plan',
    title: `Plan: ${name}`,
    subject: chart.subject(),
    period: { start: isoDate(day) },
    created: isoDate(day),
    author,
    addresses,
    goal: goals.map(({ id }) => ({ reference: `Goal/${id}` })),
    activity: plan.activities.map((description) => ({ detail: { status: 'in-progress', description } })),
  });
}

const measureOf = ({ test }: PlannedGoal) => loinc(analytes[test].loinc, analytes[test].name);

function detailOf({ test, low, high }: PlannedGoal) {
  const { shown, unit }: Analyte = analytes[test];
  const quantity = (value: number) => ({ value, unit: shown, system: codeSystems.ucum, code: unit });
  if (low !== undefined && high !== undefined) return { detailRange: { low: quantity(low), high: quantity(high) } };
  if (low !== undefined) return { detailQuantity: { ...quantity(low), comparator: '>=' } };
  return { detailQuantity: { ...quantity(high ?? 0), comparator: '<=' } };
}
