/**
 * The register of disclosures over HTTP: a patient's own, the officer's search, what was disclosed on other ways
 * (court, CSIRT, paper), and all of it as CSV. Security/requirements C-33; SEC-298, SEC-310.
 */
import type { Tx } from '#core/db/database.ts';
import { csvOf, sendCsv } from '#core/http/csv.ts';
import { type Operation, operation, type OperationInput } from '#core/http/operation.ts';
import { type Key, keyOfId } from '#core/record/keys.ts';
import { type DisclosurePage, type DisclosureShown, schemas } from './model.ts';
import type { RegisterNeeds } from './needs.ts';
import { refuse } from './refusals.ts';
import { replies } from './replies.ts';
import { type DisclosureRow, registerStore } from './store.ts';

/** Days of a page, and of a file. */
const onPage = 60;
const inFile = 5_000;
const purpose = 'HOPERAT';

export function disclosureOperations(needs: RegisterNeeds): Operation[] {
  return [mine(), search(needs), record(needs)];
}

const mine = (): Operation =>
  operation({
    name: 'read-my-disclosures',
    method: 'GET',
    path: '/data-protection/disclosures/mine',
    summary: 'To whom my data were disclosed: when, which, by what right; newest first; `format=csv` for a file',
    access: { roles: ['patient'], purpose: 'PATRQT' },
    audit: { action: 'R' },
    query: schemas.mine,
    reply: replies.disclosures,
    async handle({ query, http }, { actor, tx, about }) {
      if (!actor.patient) throw refuse('no-patient');
      const patient = keyOfId('Patient', actor.patient);
      about({ patients: [patient], patientIds: [actor.patient] });
      return answer(tx, patient, query, http);
    },
  });

const search = ({ directory }: RegisterNeeds): Operation =>
  operation({
    name: 'search-disclosures',
    method: 'POST',
    path: '/data-protection/disclosures/search',
    summary: 'To whom a patient’s data were disclosed, for officers; the patient sees that it was asked',
    access: { roles: ['operator'], purpose },
    audit: { action: 'R' },
    body: schemas.search,
    reply: replies.disclosures,
    async handle({ body, http }, { call, tx, about }) {
      const { pesel, ...query } = body as { pesel: string; from?: string; to?: string; format?: string };
      const person = await directory.patientByPesel(call, pesel);
      if (!person) throw refuse('no-patient');
      const patient = keyOfId('Patient', person.id);
      about({ patients: [patient], patientIds: [person.id] });
      return answer(tx, patient, query, http);
    },
  });

/** What went out on another way than through this platform is entered by hand. SEC-310 */
const record = ({ directory }: RegisterNeeds): Operation =>
  operation({
    name: 'record-disclosure',
    method: 'POST',
    path: '/data-protection/disclosures',
    summary: 'Enters a disclosure made on another way: to a court, CSIRT, on paper; to whom, when, what, by what right',
    access: { roles: ['operator'], purpose },
    audit: { action: 'C' },
    body: schemas.disclosure,
    reply: replies.nothing,
    async handle({ body }, { actor, call, tx, now, about }) {
      const said = body as { [name in 'pesel' | 'day' | 'recipient' | 'scope' | 'purpose' | 'legalBasis']: string };
      const at = dayOf(said.day);
      if (at > now()) throw refuse('day-ahead');
      const person = await directory.patientByPesel(call, said.pesel);
      if (!person) throw refuse('no-patient');
      const patient = keyOfId('Patient', person.id);
      about({ patients: [patient], patientIds: [person.id] });
      await registerStore(tx).disclose([
        {
          ...{ patient, patientId: person.id, at, day: said.day, kind: 'other', recipient: said.recipient },
          ...{ name: said.recipient, person: '', type: said.scope, purpose: said.purpose, ground: 'law' },
          ...{ legalBasis: said.legalBasis, recordedBy: actor.name },
        },
      ]);
      return null;
    },
  });

type Asked = { readonly [name in 'from' | 'to' | 'format']?: string | undefined };

async function answer(tx: Tx, patient: Key, { from, to, format }: Asked, { reply }: OperationInput['http']) {
  for (const day of [from, to]) if (day !== undefined) dayOf(day);
  const days = format === 'csv' ? inFile : onPage;
  const rows = await registerStore(tx).disclosuresOf(patient, from, to, days);
  if (format === 'csv') return sendCsv(reply, 'udostepnienia-danych', csvOf(heads, rows.map(cellsOf)));
  const shown = new Set(rows.map(({ day }) => day)).size;
  const last = rows.at(-1)?.day;
  const page: DisclosurePage = {
    disclosures: rows.map(shownOf),
    ...(shown === days && last ? { next: dayBefore(last) } : {}),
  };
  return page;
}

/** Midnight (UTC) of a day that there is. @throws Refusal `bad-day` */
function dayOf(day: string): Date {
  const at = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || !at.toISOString().startsWith(day)) throw refuse('bad-day');
  return at;
}

const dayBefore = (day: string): string => new Date(dayOf(day).getTime() - 86_400_000).toISOString().slice(0, 10);

const shownOf = (row: DisclosureRow): DisclosureShown => ({
  ...{ id: row.number, day: row.day, at: row.at.toISOString() },
  recipient: { kind: row.kind, id: row.recipient, name: row.name },
  ...(row.person ? { person: row.person } : {}),
  ...{ types: row.types, purpose: row.purpose, ground: row.ground },
  ...(row.legalBasis ? { legalBasis: row.legalBasis } : {}),
  ...(row.recordedBy ? { recordedBy: row.recordedBy } : {}),
});

const heads = [
  'Dzień',
  'Odbiorca',
  'Rodzaj odbiorcy',
  'Osoba',
  'Zakres danych',
  'Cel',
  'Podstawa',
  'Podstawa prawna',
  'Wpisał',
];
const cellsOf = (row: DisclosureRow) => [
  ...[row.day, row.name, row.kind, row.person, row.types.join('; '), row.purpose, row.ground, row.legalBasis],
  row.recordedBy,
];
