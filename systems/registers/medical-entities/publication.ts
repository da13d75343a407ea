/** The publication of RPWDL: tables of entities, units, cells and practices. What is confirmed of it: README.md. */
import type { Entry } from '#core/registers/entries.ts';
import type { Publication, PublishedTable } from '#core/registers/entry-import.ts';
import { type Fields, present } from '#core/registers/fields.ts';
import { isNip } from '#libs/polish-identifiers/nip.ts';
import { isRegon } from '#libs/polish-identifiers/regon.ts';
import { isCellSpeciality, isRpwdlBook } from '#libs/polish-identifiers/rpwdl.ts';
import { demonstrationTables } from './demonstration.ts';
import type { Address, Cell, Entity, Period, Practice, Unit } from './model.ts';

const place = {
  street: ['ulica', 'adres', 'ulica i numer'],
  postalCode: ['kod pocztowy'],
  city: ['miejscowość', 'miejscowosc'],
  terc: ['terc', 'kod terytorialny', 'teryt'],
  simc: ['simc', 'identyfikator miejscowości'],
} as const;
const time = {
  from: ['data rozpoczęcia działalności', 'data rozpoczęcia', 'od'],
  to: ['data zakończenia działalności', 'data zakończenia', 'do'],
} as const;
const book = ['numer księgi', 'numer księgi rejestrowej', 'nr księgi', 'kod resortowy cz. i'];
const name = ['nazwa'];

const addressOf = (row: Fields): Address =>
  present({
    ...{ street: row.text('street'), postalCode: row.text('postalCode'), city: row.text('city') },
    ...{ terc: row.text('terc'), simc: row.text('simc') },
  });

function periodOf(row: Fields, fault: (says: string) => void): Period {
  const [from, to] = [row.day('from') ?? '', row.day('to')];
  if (from === '') fault(`There is nothing in '${time.from[0]}'.`);
  if (to !== undefined && to < from) fault('It ends before it begins.');
  return present({ from, to });
}

/** Numbers of the form `12 digits`, shorter ones with the zeros that spreadsheets lose. */
const bookOf = (row: Fields): string => {
  const number = row.needed('book');
  return /^\d{1,11}$/.test(number) ? number.padStart(12, '0') : row.valid('book', 'number of a book', isRpwdlBook);
};

/** Parts V (2–3 digits) and VII (3–4 digits) are text. */
const partOf = (row: Fields, column: string, form: RegExp): string =>
  row.valid(column, `part of a resort code (${column})`, (text) => form.test(text));

const found = (content: Entity | Unit | Cell | Practice, more: Partial<Entry>): Entry => ({
  ...{ kind: content.kind, id: content.id, name: content.name, content },
  ...more,
  words: [content.address.city, content.address.street, ...(more.words ?? [])],
});

const entities: PublishedTable = {
  file: /(podmioty|ksiegi|księgi)[^/]*\.(csv|xml)$/i,
  columns: { book, name, nip: ['nip'], regon: ['regon'], registrar: ['organ rejestrowy'], ...place, ...time },
  needed: ['book', 'name', 'from'],
  entry(row, fault) {
    const [nip, regon] = [row.validOrNone('nip', 'NIP', isNip), row.validOrNone('regon', 'REGON', isRegon)];
    const facts = { kind: 'entity' as const, id: bookOf(row), name: row.needed('name'), nip, regon };
    const content: Entity = present({
      ...{ ...facts, registrar: row.text('registrar'), address: addressOf(row), ...periodOf(row, fault) },
    });
    return found(content, {
      ...{ words: [nip, regon], keys: [...(nip ? [`nip:${nip}`] : []), ...(regon ? [`regon:${regon}`] : [])] },
    });
  },
};

const units: PublishedTable = {
  file: /jednostki[^/]*\.(csv|xml)$/i,
  columns: { book, part: ['kod resortowy cz. v', 'cz. v', 'numer jednostki'], name, ...place, ...time },
  needed: ['book', 'part', 'name', 'from'],
  entry(row, fault) {
    const [entity, part] = [bookOf(row), partOf(row, 'part', /^\d{2,3}$/)];
    const facts = { kind: 'unit' as const, id: `${entity}-${part}`, part, entity, name: row.needed('name') };
    return found({ ...facts, address: addressOf(row), ...periodOf(row, fault) }, { parent: `entity/${entity}` });
  },
};

const cells: PublishedTable = {
  file: /kom[oó]rki[^/]*\.(csv|xml)$/i,
  columns: {
    ...{ book, unit: ['kod resortowy cz. v', 'cz. v', 'numer jednostki'], name, ...place, ...time },
    part: ['kod resortowy cz. vii', 'cz. vii', 'numer komórki'],
    speciality: ['kod resortowy cz. viii', 'cz. viii', 'kod specjalności'],
    specialityName: ['nazwa specjalności', 'specjalność'],
    suspendedFrom: ['zawieszona od'],
    suspendedTo: ['zawieszona do'],
  },
  needed: ['book', 'part', 'speciality', 'name', 'from'],
  entry(row, fault) {
    const [entity, part] = [bookOf(row), partOf(row, 'part', /^\d{3,4}$/)];
    const unitPart = row.text('unit') === undefined ? undefined : partOf(row, 'unit', /^\d{2,3}$/);
    const unit = unitPart && `${entity}-${unitPart}`;
    const speciality = row.valid('speciality', 'speciality of four digits', isCellSpeciality);
    const specialityName = row.text('specialityName');
    const [from, to] = [row.day('suspendedFrom'), row.day('suspendedTo')];
    const facts = { kind: 'cell' as const, id: `${entity}-${part}`, part, entity, unit, name: row.needed('name') };
    const content: Cell = present({
      ...{ ...facts, speciality, specialityName, address: addressOf(row), ...periodOf(row, fault) },
      suspended: from === undefined ? undefined : present({ from, to }),
    });
    const parent = unit ? `unit/${unit}` : `entity/${entity}`;
    return found(content, { parent, words: [speciality, specialityName], keys: [`speciality:${speciality}`] });
  },
};

const practices: PublishedTable = {
  file: /praktyki[^/]*\.(csv|xml)$/i,
  optional: true,
  columns: {
    ...{ number: ['numer księgi', 'numer praktyki'], pool: ['izba', 'pula'], npwz: ['npwz', 'numer pwz'], name },
    ...{ profession: ['zawód'], specialities: ['specjalności', 'specjalizacje'], ...place, ...time },
  },
  needed: ['number', 'pool', 'npwz', 'name', 'profession', 'from'],
  entry(row, fault) {
    const pool = row.valid('pool', 'number of a chamber', (text) => /^\d{1,2}$/.test(text));
    const number = row.valid('number', 'number of a practice', (text) => /^\d{1,12}$/.test(text));
    const npwz = row.valid('npwz', 'number of a right to practise', (text) => /^\d{1,8}[PA]?$/.test(text));
    const content: Practice = {
      ...{ kind: 'practice', id: `${pool}-${number}`, pool, npwz, name: row.needed('name') },
      ...{ profession: row.needed('profession'), specialities: row.list('specialities'), address: addressOf(row) },
      ...periodOf(row, fault),
    };
    return found(content, { words: [npwz, ...content.specialities], keys: [`npwz:${npwz}`] });
  },
};

export const publication: Publication = {
  summary: 'entities that perform medical activity: podmioty, jednostki, komórki, praktyki (zip or folder of CSV)',
  tables: [entities, units, cells, practices],
  demonstration: demonstrationTables,
};
