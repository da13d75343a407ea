/**
 * Recepta (template 1.3): one medicine. Structure after the prescription that P1 publishes and domain/poland.md 4.4:
 * the payment act is always there (REG.WER.3222), and the narrative is made of the structure (REG.WER.3252).
 */
import { documentCodes, type Edition, oids, refundLevels, template } from './codes.ts';
import { clinicalDocument, coded, id, loincCode, qualifier, referTo, templateIds } from './header.ts';
import { type Child, el, type Markup, text } from './markup.ts';
import type { Dosage, Ingredient, Medicine, PrescriptionDocument, Quantity } from './model.ts';
import { lineOf } from './prescription-line.ts';
import { payersSection } from './prescription-payers.ts';
import { prescriptionNarrative } from './prescription-narrative.ts';
import { dayStamp, timeStamp } from './times.ts';

const kinds = {
  RLEK: { G: 'Lek gotowy', R: 'Lek recepturowy', S: 'Środek spożywczy', W: 'Wyrób medyczny' },
  TWREC: {
    Z: 'Zwykła',
    F: 'Farmaceutyczna',
    P: 'Pielęgniarska',
    PL: 'Pielęgniarska na zlecenie lekarza',
    TG: 'Transgraniczna',
  },
  TRREC: { Z: 'Zwykły', I: 'Import docelowy', TG: 'Transgraniczny' },
  RRECE: { ZW: 'zwykła', PA: 'pro auctore', PF: 'pro familiae' },
} as const;

/** The document as XML, canonical after its first line. */
export function writePrescription(document: PrescriptionDocument, edition: Edition = '1.3.1'): string {
  const { availability, drugKind, issueMode, fillMode, prescriptionKind } = document;
  return clinicalDocument(document, {
    edition,
    templates: ['1.3.6.1.4.1.19376.1.9.1.1.1', '1.3.6.1.4.1.19376.1.5.3.1.1.1'],
    own: '1.3',
    header: { patient: '2.23', author: '2.82', organisation: '2.17', body: '2.25' },
    code: documentCodes.prescription,
    title: 'Recepta',
    qualifiers: [
      qualifier(
        { code: 'KDLEK', name: 'Kategoria dostępności leku' },
        { code: availability, name: availability },
        oids.availability,
      ),
      qualifier({ code: 'RLEK', name: 'Rodzaj leku' }, { code: drugKind, name: kinds.RLEK[drugKind] }),
      qualifier({ code: 'TWREC', name: 'Tryb wystawienia recepty' }, { code: issueMode, name: kinds.TWREC[issueMode] }),
      qualifier({ code: 'TRREC', name: 'Tryb realizacji recepty' }, { code: fillMode, name: kinds.TRREC[fillMode] }),
      ...(prescriptionKind === 'ZW'
        ? []
        : [
            qualifier(
              { code: 'RRECE', name: 'Rodzaj recepty elektronicznej' },
              { code: prescriptionKind, name: kinds.RRECE[prescriptionKind] },
            ),
          ]),
    ],
    sections: [prescriptionSection(document), payersSection(document)],
  });
}

const prescriptionSection = (document: PrescriptionDocument): Markup =>
  el(
    'section',
    {},
    templateIds('1.3.6.1.4.1.19376.1.9.1.2.1', template('3.4')),
    id('id', { root: document.id.root.replace(/\.2\.1$/, '.2.4'), extension: document.id.extension }),
    loincCode('57828-6', 'Prescriptions'),
    el('title', {}, text('Rp.')),
    prescriptionNarrative(document),
    el('entry', {}, substanceAdministration(document)),
  );

function substanceAdministration(document: PrescriptionDocument): Markup {
  const { dosage, medicine } = document;
  return el(
    'substanceAdministration',
    { classCode: 'SBADM', moodCode: 'INT' },
    templateIds(
      '1.3.6.1.4.1.19376.1.9.1.3.2',
      '2.16.840.1.113883.10.20.1.24',
      '1.3.6.1.4.1.19376.1.5.3.1.4.7',
      '1.3.6.1.4.1.19376.1.9.1.3.6',
      '1.3.6.1.4.1.19376.1.5.3.1.4.7.1',
      template('4.3'),
    ),
    id('id', lineOf(document)),
    referTo('SBADM_1'),
    el('statusCode', { code: 'completed' }),
    times(dosage),
    el('repeatNumber', { value: '0' }),
    dosage.dose && quantity('doseQuantity', dosage.dose),
    el(
      'consumable',
      {},
      el(
        'manufacturedProduct',
        {},
        templateIds('2.16.840.1.113883.10.20.1.53', '1.3.6.1.4.1.19376.1.5.3.1.4.7.2'),
        material(medicine),
      ),
    ),
    related(supply(document)),
    document.substitutionAllowed ? undefined : related(notReplaced()),
    instruction('PINSTRUCT', 'DS_1', [
      template('4.74'),
      '2.16.840.1.113883.10.20.1.49',
      '1.3.6.1.4.1.19376.1.5.3.1.4.3',
    ]),
    document.noteToPharmacist === undefined
      ? undefined
      : instruction('FINSTRUCT', 'TEXT_1', [
          template('4.75'),
          '2.16.840.1.113883.10.20.1.43',
          '1.3.6.1.4.1.19376.1.5.3.1.4.3.1',
        ]),
  );
}

const related = (what: Markup): Markup => el('entryRelationship', { typeCode: 'COMP' }, what);

export const quantity = (name: string, { value, unit }: Quantity, type?: string): Markup =>
  el(name, { unit, value, 'xsi:type': type });

/** When to take it: the span (IVL_TS), and how often (PIVL_TS). */
function times({ from, to, duration, period }: Dosage): Child {
  const span =
    (from ?? to ?? duration)
      ? el(
          'effectiveTime',
          { 'xsi:type': 'IVL_TS' },
          from === undefined ? undefined : el('low', { value: dayStamp(from) }),
          // In HL7 a span has an end or a width; with both the end is left out, the words say it.
          duration
            ? quantity('width', duration)
            : el('high', to === undefined ? { nullFlavor: 'NA' } : { value: dayStamp(to) }),
        )
      : undefined;
  const often = period && el('effectiveTime', { operator: 'A', 'xsi:type': 'PIVL_TS' }, quantity('period', period));
  return [span, often];
}

function material(medicine: Medicine): Markup {
  const { code, name, recipe } = medicine;
  const known = { code, codeSystem: oids.product, displayName: name };
  return el(
    'manufacturedMaterial',
    {},
    templateIds('1.3.6.1.4.1.19376.1.9.1.3.1', template('4.54')),
    el('code', code === undefined ? { nullFlavor: 'NA' } : known),
    el('name', {}, text(name)),
    recipe && el('pharm:desc', {}, text(recipe.text)),
    recipe?.form && coded('pharm:formCode', recipe.form, oids.compoundForm),
    medicine.package && contents(medicine.package),
    medicine.ingredients.map(ingredient),
  );
}

const contents = ({ gtin, name, form, capacity }: NonNullable<Medicine['package']>): Markup =>
  el(
    'pharm:asContent',
    { classCode: 'CONT' },
    el(
      'pharm:containerPackagedMedicine',
      { classCode: 'CONT', determinerCode: 'INSTANCE' },
      el('pharm:code', { code: gtin.padStart(14, '0'), codeSystem: oids.gtin, codeSystemName: 'GS1' }),
      el('pharm:name', {}, text(name)),
      form && coded('pharm:formCode', form, oids.edqm),
      capacity && quantity('pharm:capacityQuantity', capacity),
    ),
  );

const ingredient = ({ code, name, amount }: Ingredient): Markup =>
  el(
    'pharm:ingredient',
    { classCode: 'ACTI' },
    amount &&
      el(
        'pharm:quantity',
        {},
        quantity('numerator', amount.numerator, 'PQ'),
        quantity('denominator', amount.denominator, 'PQ'),
      ),
    el(
      'pharm:ingredient',
      { classCode: 'MMAT', determinerCode: 'KIND' },
      code === undefined ? undefined : el('pharm:code', { code, codeSystem: oids.substance, displayName: name }),
      el('pharm:name', {}, text(name)),
    ),
  );

function supply(document: PrescriptionDocument): Markup {
  const { medicine, fillFrom, fillUntil, totalDose } = document;
  const issued = timeStamp(document.issuedAt);
  const low = fillFrom === undefined ? issued : dayStamp(fillFrom);
  return el(
    'supply',
    { classCode: 'SPLY', moodCode: 'RQO' },
    templateIds('1.3.6.1.4.1.19376.1.9.1.3.8', template('4.55')),
    fillUntil === undefined
      ? el('effectiveTime', { value: low })
      : el(
          'effectiveTime',
          { 'xsi:type': 'IVL_TS' },
          el('low', { value: low }),
          el('high', { value: dayStamp(fillUntil) }),
        ),
    el('independentInd', { value: 'false' }),
    quantity('quantity', document.quantity),
    medicine.package && product(medicine.package.gtin, medicine.package.name),
    related(payment(document)),
    totalDose && related(total(totalDose)),
  );
}

const product = (gtin: string, displayName: string): Markup =>
  el(
    'product',
    {},
    el(
      'manufacturedProduct',
      {},
      el(
        'manufacturedLabeledDrug',
        {},
        el('code', { code: gtin.padStart(14, '0'), codeSystem: oids.gtin, codeSystemName: 'GS1', displayName }),
      ),
    ),
  );

/** What the patient pays, and who pays the rest. */
function payment({ refund }: PrescriptionDocument): Markup {
  const level = { code: refund.level, name: refundLevels[refund.level] };
  const policy = el(
    'act',
    { classCode: 'ACT', moodCode: 'EVN' },
    el(
      'code',
      { code: 'PUBLICPOL', codeSystem: oids.act },
      qualifier({ code: 'RLPO', name: 'Poziomy odpłatności leków refundowanych' }, level, oids.refundLevel),
    ),
    el('statusCode', { code: 'completed' }),
    refund.payer === undefined
      ? undefined
      : el(
          'performer',
          { typeCode: 'PRF' },
          el('assignedEntity', {}, id('id', { root: oids.payer, extension: refund.payer }, true)),
        ),
  );
  return el(
    'act',
    { classCode: 'ACT', moodCode: 'DEF' },
    templateIds(template('4.57')),
    el('code', { code: '48768-6', codeSystem: oids.loinc, displayName: 'Payment source' }),
    referTo('ACT_1'),
    el('statusCode', { code: 'completed' }),
    related(policy),
  );
}

/** Rpw: how much of the active substance in all (CDSC, domain 4.2). */
const total = (dose: Quantity): Markup =>
  el(
    'supply',
    { classCode: 'SPLY', moodCode: 'EVN' },
    templateIds(template('4.80')),
    el('code', { code: 'CDSC', codeSystem: oids.totalDose }),
    referTo('SPLY_1'),
    quantity('quantity', dose),
  );

const notReplaced = (): Markup =>
  el(
    'act',
    { classCode: 'ACT', moodCode: 'DEF' },
    templateIds('1.3.6.1.4.1.19376.1.9.1.3.9.1', template('4.56')),
    el('code', { code: 'N', codeSystem: oids.substitution, codeSystemName: 'HL7 Substance Admin Substitution' }),
    referTo('SBADM_1'),
    el('statusCode', { code: 'completed' }),
  );

const instruction = (code: string, reference: string, templates: readonly string[]): Markup =>
  el(
    'entryRelationship',
    { inversionInd: 'true', typeCode: 'SUBJ' },
    el(
      'act',
      { classCode: 'ACT', moodCode: 'INT' },
      templateIds(...templates),
      el('code', { code, codeSystem: oids.instruction, codeSystemName: 'IHEActCode' }),
      referTo(reference),
      el('statusCode', { code: 'completed' }),
    ),
  );
