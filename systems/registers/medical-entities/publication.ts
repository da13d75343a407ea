/** The publication of RPWDL: tables of entities, units, cells and practices. What is confirmed of it: README.md. */
import type { Entry } from '#core/registers/entries.ts';
import type { Publication, PublishedTable } from '#core/registers/entry-import.ts';
import { type Fields, present } from '#core/registers/fields.ts';
import { addressColumns, addressIn, heldIn, keysOf, periodColumns } from '#core/registers/usual-columns.ts';
import { isNip } from '#libs/polish-identifiers/nip.ts';
import { isRegon } from '#libs/polish-identifiers/regon.ts';
import { isCellSpeciality, isRpwdlBook } from '#libs/polish-identifiers/rpwdl.ts';
import { demonstrationTables } from './demonstration.ts';
import type { Cell, Entity, Practice, Unit } from './model.ts';

const book = ['numer księgi', 'numer księgi rejestrowej', 'nr księgi', 'kod resortowy cz. i'];
const name = ['nazwa'];

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
  columns: {
    book,
    name,
    nip: ['nip'],
    regon: ['regon'],
    registrar: ['organ rejestrowy'],
    ...addressColumns,
    ...periodColumns,
  },
  needed: ['book', 'name', 'from'],
  entry(row, fault) {
    const [nip, regon] = [row.validOrNone('nip', 'NIP', isNip), row.validOrNone('regon', 'REGON', isRegon)];
    const facts = { kind: 'entity' as const, id: bookOf(row), name: row.needed('name'), nip, regon };
    const content: Entity = present({
      ...{ ...facts, registrar: row.text('registrar'), address: addressIn(row), ...heldIn(row, fault) },
    });
    return found(content, {
      ...{ words: [nip, regon], keys: keysOf({ ...(nip && { nip }), ...(regon && { regon }) }) },
    });
  },
};

const units: PublishedTable = {
  file: /jednostki[^/]*\.(csv|xml)$/i,
  columns: {
    book,
    part: ['kod resortowy cz. v', 'cz. v', 'numer jednostki'],
    name,
    ...addressColumns,
    ...periodColumns,
  },
  needed: ['book', 'part', 'name', 'from'],
  entry(row, fault) {
    const [entity, part] = [bookOf(row), partOf(row, 'part', /^\d{2,3}$/)];
    const facts = { kind: 'unit' as const, id: `${entity}-${part}`, part, entity, name: row.needed('name') };
    return found({ ...facts, address: addressIn(row), ...heldIn(row, fault) }, { parent: `entity/${entity}` });
  },
};

const cells: PublishedTable = {
  file: /kom[oó]rki[^/]*\.(csv|xml)$/i,
  columns: {
    ...{ book, unit: ['kod resortowy cz. v', 'cz. v', 'numer jednostki'], name, ...addressColumns, ...periodColumns },
    part: ['kod resortowy cz. vii', 'cz. vii', 'numer komórki'],
    speciality: ['kod resortowy cz. viii', 'cz. viii', 'kod specjalności'],
    specialityName: ['nazwa specjalności', 'specjalność'],
  },
  needed: ['book', 'part', 'speciality', 'name', 'from'],
  entry(row, fault) {
    const [entity, part] = [bookOf(row), partOf(row, 'part', /^\d{3,4}$/)];
    const unitPart = row.text('unit') === undefined ? undefined : partOf(row, 'unit', /^\d{2,3}$/);
    const unit = unitPart && `${entity}-${unitPart}`;
    const speciality = row.valid('speciality', 'speciality of four digits', isCellSpeciality);
    const specialityName = row.text('specialityName');
    const facts = { kind: 'cell' as const, id: `${entity}-${part}`, part, entity, unit, name: row.needed('name') };
    const content: Cell = present({
      ...{ ...facts, speciality, specialityName, address: addressIn(row), ...heldIn(row, fault) },
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
    ...{ profession: ['zawód'], specialities: ['specjalności', 'specjalizacje'], ...addressColumns, ...periodColumns },
  },
  needed: ['number', 'pool', 'npwz', 'name', 'profession', 'from'],
  entry(row, fault) {
    const pool = row.valid('pool', 'number of a chamber', (text) => /^\d{1,2}$/.test(text));
    const number = row.valid('number', 'number of a practice', (text) => /^\d{1,12}$/.test(text));
    const npwz = row.valid('npwz', 'number of a right to practise', (text) => /^\d{1,8}[PA]?$/.test(text));
    const content: Practice = {
      ...{ kind: 'practice', id: `${pool}-${number}`, pool, npwz, name: row.needed('name') },
      ...{ profession: row.needed('profession'), specialities: row.list('specialities'), address: addressIn(row) },
      ...heldIn(row, fault),
    };
    return found(content, { words: [npwz, ...content.specialities], keys: [`npwz:${npwz}`] });
  },
};

export const publication: Publication = {
  summary: 'entities that perform medical activity: podmioty, jednostki, komórki, praktyki (zip or folder of CSV)',
  tables: [entities, units, cells, practices],
  demonstration: demonstrationTables,
};
