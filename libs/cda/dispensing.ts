/**
 * Dokument realizacji recepty (template 1.27, IHE Pharmacy DIS): what a pharmacy gave out. Header and document are
 * P1's; the entries follow IHE Pharmacy "Dispense" (1.3.6.1.4.1.19376.1.9.1.3.4), because P1's own entry templates
 * could not be confirmed (README.md).
 */
import { documentCodes, type Edition, oids, refundLevels, template } from './codes.ts';
import { clinicalDocument, id, loincCode, qualifier, referTo, templateIds } from './header.ts';
import { type Child, el, type Markup, text } from './markup.ts';
import type { DispensedItem, DispensingDocument } from './model.ts';
import { quantity } from './prescription.ts';
import { lineOf } from './prescription-line.ts';
import { inWords } from './prescription-narrative.ts';
import { dayInWords, dayOf, dayStamp, timeStamp } from './times.ts';

const kinds = { C: 'Częściowa', Z: 'Zamykająca', W: 'Wycofująca' } as const;
const modes = { Z: 'Zwykły', A: 'Awaryjny' } as const;

/** The document as XML, canonical after its first line. */
export function writeDispensing(document: DispensingDocument, edition: Edition = '1.3.1'): string {
  const { dispensingKind, mode } = document;
  return clinicalDocument(document, {
    edition,
    templates: ['1.3.6.1.4.1.19376.1.9.1.1.3', '1.3.6.1.4.1.19376.1.5.3.1.1.1'],
    own: '1.27',
    header: { patient: '2.88', author: '2.84', organisation: '2.31', body: '2.80' },
    code: documentCodes.dispensing,
    title: 'Realizacja recepty',
    qualifiers: [
      qualifier({ code: 'RREAL', name: 'Rodzaj realizacji' }, { code: dispensingKind, name: kinds[dispensingKind] }),
      qualifier({ code: 'TREAL', name: 'Tryb realizacji' }, { code: mode, name: modes[mode] }),
    ],
    relations: [
      el(
        'inFulfillmentOf',
        {},
        templateIds(template('2.53')),
        el('order', { classCode: 'ACT', moodCode: 'RQO' }, id('id', document.prescription)),
      ),
    ],
    sections: [section(document)],
  });
}

const section = (document: DispensingDocument): Markup =>
  el(
    'section',
    {},
    templateIds('1.3.6.1.4.1.19376.1.9.1.2.3'),
    id('id', { root: document.id.root, extension: `${document.id.extension}-S` }),
    loincCode('60590-7', 'Medication dispensed'),
    el('title', {}, text('Wydane leki')),
    el('text', {}, document.items.map(words)),
    document.items.map((item, index) => el('entry', {}, supply(item, index, document))),
  );

function words(item: DispensedItem, index: number): Markup {
  const { medicine, quantity, batch, expiresOn, refund } = item;
  const details: (string | undefined)[] = [
    `Ilość: ${inWords({ ...quantity, unit: quantity.unit ?? 'op.' })}`,
    `Data wydania: ${dayInWords(dayOf(item.dispensedAt))}`,
    item.substituted ? 'Zamiennik' : undefined,
    batch === undefined ? undefined : `Seria: ${batch}`,
    expiresOn === undefined ? undefined : `Data ważności: ${dayInWords(expiresOn)}`,
    refund && `Odpłatność: ${refund.level} (${refundLevels[refund.level]})`,
    refund?.price === undefined ? undefined : `Cena: ${refund.price.replace('.', ',')} zł`,
    refund?.refunded === undefined ? undefined : `Kwota refundacji: ${refund.refunded.replace('.', ',')} zł`,
  ];
  return el(
    'paragraph',
    { ID: `SPLY_${index + 1}` },
    el('content', { styleCode: 'Bold' }, text(medicine.name)),
    details.filter((line) => line !== undefined).map((line) => [el('br'), text(line)]),
  );
}

function supply(item: DispensedItem, index: number, document: DispensingDocument): Markup {
  const { medicine, batch, expiresOn } = item;
  return el(
    'supply',
    { classCode: 'SPLY', moodCode: 'EVN' },
    templateIds('1.3.6.1.4.1.19376.1.9.1.3.4', '1.3.6.1.4.1.19376.1.5.3.1.4.7.3'),
    id('id', { root: document.id.root, extension: `${document.id.extension}-${index + 1}` }),
    referTo(`SPLY_${index + 1}`),
    el('statusCode', { code: 'completed' }),
    el('effectiveTime', { value: timeStamp(item.dispensedAt) }),
    quantity('quantity', item.quantity),
    el(
      'product',
      {},
      el(
        'manufacturedProduct',
        {},
        el(
          'manufacturedMaterial',
          {},
          el(
            'code',
            medicine.gtin === undefined
              ? { nullFlavor: 'NA' }
              : { code: medicine.gtin.padStart(14, '0'), codeSystem: oids.gtin, codeSystemName: 'GS1' },
            medicine.code === undefined
              ? undefined
              : el('translation', { code: medicine.code, codeSystem: oids.product }),
          ),
          el('name', {}, text(medicine.name)),
          batch === undefined ? undefined : el('lotNumberText', {}, text(batch)),
          expiresOn === undefined ? undefined : el('pharm:expirationTime', { value: dayStamp(expiresOn) }),
        ),
      ),
    ),
    fulfils(document),
    item.substituted ? related(replaced()) : undefined,
    payment(item),
  );
}

const related = (what: Markup): Markup => el('entryRelationship', { typeCode: 'COMP' }, what);

/** The line of the prescription that this is given out on. */
const fulfils = ({ prescription }: DispensingDocument): Markup =>
  el(
    'entryRelationship',
    { typeCode: 'REFR' },
    el(
      'substanceAdministration',
      { classCode: 'SBADM', moodCode: 'INT' },
      id('id', lineOf({ id: prescription })),
      el('consumable', {}, el('manufacturedProduct', {}, el('manufacturedMaterial', { nullFlavor: 'NA' }))),
    ),
  );

const replaced = (): Markup =>
  el(
    'act',
    { classCode: 'ACT', moodCode: 'EVN' },
    templateIds('1.3.6.1.4.1.19376.1.9.1.3.9.2'),
    el('code', { code: 'G', codeSystem: oids.substitution, codeSystemName: 'HL7 Substance Admin Substitution' }),
    el('statusCode', { code: 'completed' }),
  );

/** Level and money. Amounts are observations in PLN (own choice, README.md). */
function payment({ refund }: DispensedItem): Child {
  if (!refund) return undefined;
  const level = { code: refund.level, name: refundLevels[refund.level] };
  const money = (code: string, displayName: string, value: string | undefined): Child =>
    value === undefined
      ? undefined
      : related(
          el(
            'observation',
            { classCode: 'OBS', moodCode: 'EVN' },
            el('code', { code, codeSystem: oids.classifiers, displayName }),
            el('statusCode', { code: 'completed' }),
            el('value', { currency: 'PLN', value, 'xsi:type': 'MO' }),
          ),
        );
  return related(
    el(
      'act',
      { classCode: 'ACT', moodCode: 'EVN' },
      el(
        'code',
        { code: 'PUBLICPOL', codeSystem: oids.act },
        qualifier({ code: 'RLPO', name: 'Poziomy odpłatności leków refundowanych' }, level, oids.refundLevel),
      ),
      el('statusCode', { code: 'completed' }),
      money('CENA', 'Cena', refund.price),
      money('REFUNDACJA', 'Kwota refundacji', refund.refunded),
    ),
  );
}
