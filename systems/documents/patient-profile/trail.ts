/** The breadcrumb of a page: the problem and the event that one came by, named from their ids. */
import { Refusal } from '#core/refusal/refusal.ts';
import { eventTypes, isAbout, whatOf } from './event.ts';
import { stayClasses } from './life-line.ts';
import type { EventLink } from './model.ts';
import { as, type Coding, dateOf, endOf, type Fhir, linkOf } from './reading.ts';
import { type Reader, readPatient } from './reader.ts';
import { readOne } from './reads.ts';

export interface Crumb {
  level: 'problem' | 'event';
  link: EventLink;
  what: string;
  /** A stay is named by its days: `Pobyt 12–18.03`. */
  stay?: true;
  starts?: string;
  ends?: string;
}

/** What cannot be named (gone, another patient's, not for this caller) is left out: the page itself says why. */
export async function trail(
  reader: Reader,
  patientId: string,
  { problem, event }: { problem?: string | undefined; event?: string | undefined },
): Promise<{ crumbs: Crumb[] }> {
  await readPatient(reader, patientId);
  const [type = '', id = ''] = event?.split('/') ?? [];
  const [above, middle] = await Promise.all([
    problem ? named(reader, patientId, 'Condition', problem) : undefined,
    eventTypes.includes(type) ? named(reader, patientId, type, id) : undefined,
  ]);
  return {
    crumbs: [
      ...(above ? [crumbOf(above, 'problem')] : []),
      ...(middle && middle.id !== above?.id ? [crumbOf(middle, 'event')] : []),
    ],
  };
}

async function named(reader: Reader, patientId: string, type: string, id: string) {
  try {
    const resource = await readOne(reader, type, id);
    return isAbout(resource, patientId) ? resource : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

export function crumbOf(resource: Fhir, level: Crumb['level']): Crumb {
  const starts = dateOf(resource);
  const ends = endOf(resource);
  const stay = stayClasses.includes(as<Coding>(resource.class)?.code ?? '');
  return {
    ...{ level, link: linkOf(resource), what: whatOf(resource, new Map()) },
    ...(stay ? { stay } : {}),
    ...(starts ? { starts } : {}),
    ...(ends ? { ends } : {}),
  };
}
