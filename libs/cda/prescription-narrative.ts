/**
 * What people read of a prescription, made of the same data as the structure and of nothing else. The order of
 * paragraphs follows P1's own (name and strength, quantity, D.S., payment, dates, total dose, note to the pharmacist).
 */
import { refundLevels } from './codes.ts';
import { type Child, el, type Markup, text } from './markup.ts';
import type { PrescriptionDocument, Quantity } from './model.ts';
import { dayInWords } from './times.ts';

const content = (id: string, words: string, styleCode?: string): Markup =>
  el('content', { ID: id, styleCode }, text(words));
const paragraph = (id: string | undefined, ...children: Child[]): Markup => el('paragraph', { ID: id }, ...children);

/** A decimal with its unit, with a comma as Polish has it. */
export const inWords = ({ value, unit }: Quantity): string =>
  [value.replace('.', ','), ...(unit === undefined ? [] : [unit])].join(' ');

const labelled = (id: string | undefined, name: string, label: string, words: string): Markup =>
  paragraph(id, content(`p1_${name}_opis`, label), text(' '), content(`p1_${name}_wartosc`, words, 'Bold'));

function amount({ medicine, quantity }: PrescriptionDocument): string {
  if (medicine.recipe) return inWords(quantity);
  const size = medicine.package?.capacity;
  return `${inWords({ ...quantity, unit: quantity.unit ?? 'op.' })}${size ? ` po ${inWords(size)}` : ''}`;
}

/** `section/text`. The ids are what the structure refers to. */
export function prescriptionNarrative(document: PrescriptionDocument): Markup {
  const { medicine, dosage, refund, fillFrom, fillUntil, totalDose, noteToPharmacist } = document;
  const named = [medicine.strength, medicine.form].filter((words) => words !== undefined).join(', ');
  return el(
    'text',
    {},
    paragraph(
      'SBADM_1',
      content('p1_nazwaLeku', medicine.name, 'xPLbig'),
      named === '' ? undefined : [text(' '), content('p1_mocSkladnikowLeku', named)],
      document.substitutionAllowed ? undefined : [text(' '), content('p1_nieZamieniac', 'NZ', 'xPLbig')],
    ),
    medicine.recipe && paragraph(undefined, content('p1_skladLeku', medicine.recipe.text)),
    paragraph(undefined, content('p1_iloscLeku', amount(document))),
    paragraph(
      'DS_1',
      content('p1_stosowanie_opis_1', 'D.S.'),
      text(' '),
      content('p1_stosowanie_wartosc_1', dosage.text, 'Bold'),
    ),
    labelled('ACT_1', 'odplatnosc', 'Odpłatność:', `${refund.level} (${refundLevels[refund.level]})`),
    fillFrom === undefined
      ? undefined
      : labelled(undefined, 'dataRealizacjiOd', 'Data realizacji od:', dayInWords(fillFrom)),
    fillUntil === undefined
      ? undefined
      : labelled(undefined, 'dataRealizacjiDo', 'Data realizacji do:', dayInWords(fillUntil)),
    totalDose && labelled('SPLY_1', 'potwIlosciSubstCzynnej', 'Ilość substancji czynnej:', inWords(totalDose)),
    noteToPharmacist === undefined
      ? undefined
      : paragraph('TEXT_1', content('p1_infoDlaWydajacego_wartosc_1', noteToPharmacist)),
  );
}
