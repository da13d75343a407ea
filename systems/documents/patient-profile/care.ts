/** Who cares for the patient, and which facilities sent data up to when. */
import type { Carer, DataSource } from './model.ts';
import {
  as,
  authorsOf,
  dateOf,
  type Fhir,
  list,
  type Names,
  nameOf,
  newestFirst,
  type Reference,
  target,
  words,
} from './reading.ts';

const most = 5;

/** The general practitioner first, then members of care teams, then who saw the patient last; each person once. */
export function careTeam(patient: Fhir, teams: readonly Fhir[], encounters: readonly Fhir[], names: Names): Carer[] {
  const carers = new Map<string, Carer>();
  const add = (reference: Reference | undefined, role: string | undefined, facility: string | undefined): void => {
    const name = nameOf(reference, names);
    if (!name) return;
    const known = carers.get(name);
    if (!known)
      carers.set(name, {
        name,
        ...(role ? { role } : {}),
        ...(facility ? { facility } : {}),
      });
    else if (!known.facility && facility) known.facility = facility;
  };
  const practitioners = list<Reference>(patient.generalPractitioner);
  const clinic = practitioners.find((reference) => target(reference)?.type === 'Organization');
  for (const reference of practitioners) if (reference !== clinic) add(reference, 'poz', nameOf(clinic, names));
  for (const team of teams) {
    if (team.status && team.status !== 'active') continue;
    for (const participant of list<{ role?: unknown[]; member?: Reference }>(team.participant)) {
      const person = /^(Practitioner|PractitionerRole)$/.test(target(participant.member)?.type ?? '');
      if (person) add(participant.member, words(list(participant.role)[0]), undefined);
    }
  }
  const seen = [...encounters].sort(newestFirst);
  for (const encounter of seen) {
    const facility = nameOf(encounter.serviceProvider, names);
    const doctor = authorsOf(encounter).find((reference) => target(reference)?.type !== 'Organization');
    if (carers.size < most) add(doctor, words(encounter.serviceType) ?? words(list(encounter.type)[0]), facility);
    const carer = carers.get(nameOf(doctor, names) ?? '');
    const date = dateOf(encounter);
    if (carer && date && !carer.lastSeen)
      Object.assign(carer, {
        lastSeen: date,
        facility: carer.facility ?? facility,
      });
  }
  return [...carers.values()].slice(0, most);
}

/** Facilities that the patient was seen in, with the last day and the number of contacts read; the latest first. */
export function dataSources(encounters: readonly Fhir[], names: Names): (DataSource & { contacts: number })[] {
  const found = new Map<string, DataSource & { contacts: number }>();
  for (const encounter of encounters) {
    const name = nameOf(as<Reference>(encounter.serviceProvider), names);
    const date = dateOf(encounter);
    if (!name || !date) continue;
    const known = found.get(name);
    if (!known) found.set(name, { name, last: date, contacts: 1 });
    else
      Object.assign(known, {
        contacts: known.contacts + 1,
        last: [known.last, date].sort().at(-1),
      });
  }
  return [...found.values()].sort((a, b) => b.last.localeCompare(a.last));
}
