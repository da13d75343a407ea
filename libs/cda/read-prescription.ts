/** Reading a prescription of P1's form back into `PrescriptionDocument`. */
import { type EntitlementCode, entitlementCodes, oids, type RefundLevel, refundLevels, template } from './codes.ts';
import type { Dosage, Entitlement, Ingredient, Medicine, PrescriptionDocument } from './model.ts';
import {
  codedOf,
  dayAt,
  headerOf,
  optional,
  qualifierOf,
  quantityOf,
  referredWords,
  sectionBy,
} from './read-header.ts';
import { dayFrom } from './times.ts';
import { all, attribute, hasTemplate, type Node, one, type Reading, within, words } from './tree.ts';

const levels = Object.keys(refundLevels) as RefundLevel[];

/** `document` is the root of a document whose template is 1.3. */
export function prescriptionOf(document: Node, reading: Reading): PrescriptionDocument {
  const header = headerOf(document, reading);
  const classes = one(document, 'code/translation');
  const section = sectionBy(document, template('3.4'));
  const path = 'section[Rp.]';
  if (!section) reading.error('missing', path, 'The section with the medicine is needed.');
  const entries = all(section, 'entry/substanceAdministration');
  if (section && entries.length !== 1) reading.error('lines', `${path}/entry`, 'A prescription has one medicine.');
  const line = entries[0];
  const supply = one(line, 'entryRelationship/supply');
  const given = all(line, 'entryRelationship/act');
  const note = instruction(section, given, 'FINSTRUCT');
  const total = all(supply, 'entryRelationship/supply').find((one) => hasTemplate(one, template('4.80')));
  const totalDose = total && quantityOf(one(total, 'quantity'), 'supply/quantity', reading);
  return {
    ...header,
    kind: 'prescription',
    availability: reading.oneOf(
      qualifierOf(classes, 'KDLEK'),
      ['Rp', 'Rpz', 'Rpw', 'Lz', 'OTC'],
      'code/translation/KDLEK',
    ),
    drugKind: reading.oneOf(qualifierOf(classes, 'RLEK'), ['G', 'R', 'S', 'W'], 'code/translation/RLEK'),
    issueMode: reading.oneOf(qualifierOf(classes, 'TWREC'), ['Z', 'F', 'P', 'PL', 'TG'], 'code/translation/TWREC'),
    fillMode: reading.oneOf(qualifierOf(classes, 'TRREC'), ['Z', 'I', 'TG'], 'code/translation/TRREC'),
    prescriptionKind: reading.oneOf(
      qualifierOf(classes, 'RRECE') ?? 'ZW',
      ['ZW', 'PA', 'PF'],
      'code/translation/RRECE',
    ),
    medicine: medicineOf(line, section, reading),
    quantity: reading.must(
      quantityOf(one(supply, 'quantity'), 'supply/quantity', reading),
      { value: '0' },
      'supply/quantity',
      'How many packages is needed.',
    ),
    dosage: dosageOf(line, section, given, reading),
    ...dates(supply, header.issuedAt, reading),
    refund: refundOf(document, supply, reading),
    entitlements: entitlementsOf(document, reading),
    substitutionAllowed: !given.some((act) => attribute(act, 'code', 'codeSystem') === oids.substitution),
    ...optional('noteToPharmacist', note),
    ...optional('totalDose', totalDose),
  };
}

/** Words of an instruction act, by its code. */
function instruction(section: Node | undefined, acts: readonly Node[], code: string): string | undefined {
  const act = acts.find((one) => attribute(one, 'code', 'code') === code);
  const reference = attribute(act, 'text/reference', 'value');
  return reference?.startsWith('#') ? referredWords(section, reference.slice(1)) : undefined;
}

function medicineOf(line: Node | undefined, section: Node | undefined, reading: Reading): Medicine {
  const path = 'consumable/manufacturedProduct/manufacturedMaterial';
  const material = one(line, path);
  const packed = one(material, 'asContent/containerPackagedMedicine');
  const code = one(material, 'code');
  const known = code?.attributes.codeSystem === oids.product ? code.attributes.code : undefined;
  const name = words(material, 'name') ?? code?.attributes.displayName;
  const recipe = one(material, 'desc');
  const named = referredWords(section, 'p1_mocSkladnikowLeku');
  const [strength, ...form] = named === undefined ? [] : named.split(', ');
  return {
    name: reading.must(name, '', `${path}/name`, 'The medicine has a name.'),
    ...optional('code', known),
    ...optional('strength', strength),
    ...optional('form', form.length > 0 ? form.join(', ') : undefined),
    ...(packed && { package: packageOf(packed, reading) }),
    ingredients: all(material, 'ingredient').map((one) => ingredientOf(one, reading)),
    ...(recipe && { recipe: { text: recipe.text.trim(), ...optional('form', codedOf(one(material, 'formCode'))) } }),
  };
}

function packageOf(packed: Node, reading: Reading): NonNullable<Medicine['package']> {
  const gtin = attribute(packed, 'code', 'code');
  if (!gtin || !/^\d{8,14}$/.test(gtin)) {
    reading.error('gtin', 'containerPackagedMedicine/code', 'A package is named by its GTIN, 14 digits.');
  }
  return {
    gtin: gtin ?? '',
    name: words(packed, 'name') ?? '',
    ...optional('form', codedOf(one(packed, 'formCode'))),
    ...optional('capacity', quantityOf(one(packed, 'capacityQuantity'), 'capacityQuantity', reading)),
  };
}

function ingredientOf(node: Node, reading: Reading): Ingredient {
  const substance = one(node, 'ingredient');
  const numerator = quantityOf(one(node, 'quantity/numerator'), 'ingredient/quantity/numerator', reading);
  const denominator = quantityOf(one(node, 'quantity/denominator'), 'ingredient/quantity/denominator', reading);
  return {
    ...optional('code', attribute(substance, 'code', 'code')),
    name: words(substance, 'name') ?? attribute(substance, 'code', 'displayName') ?? '',
    ...(numerator && denominator && { amount: { numerator, denominator } }),
  };
}

function dosageOf(line: Node | undefined, section: Node | undefined, acts: readonly Node[], reading: Reading): Dosage {
  const span = all(line, 'effectiveTime').find((time) => time.attributes[':type']?.endsWith('IVL_TS'));
  const often = all(line, 'effectiveTime').find((time) => time.attributes[':type']?.endsWith('PIVL_TS'));
  const said =
    referredWords(section, 'p1_stosowanie_wartosc_1') ??
    instruction(section, acts, 'PINSTRUCT') ??
    // Documents of other makers have it in the words alone.
    words(one(section, 'text'));
  const text = said && /(?:^|\s)D\.?\s?S\.?\s+(.*)$/.exec(said)?.[1];
  const dosage = said === undefined ? undefined : (text ?? said);
  if (dosage === undefined)
    reading.warning('no-dosage', 'section[Rp.]/text', 'No dosage: it counts as an ordinary one for 30 days.');
  const path = 'substanceAdministration/effectiveTime';
  return {
    text: dosage ?? '',
    ...optional('from', dayAt(span, 'low', reading)),
    ...optional('to', dayAt(span, 'high', reading)),
    ...optional('duration', quantityOf(one(span, 'width'), `${path}/width`, reading)),
    ...optional('dose', quantityOf(one(line, 'doseQuantity'), 'doseQuantity', reading)),
    ...optional('period', quantityOf(one(often, 'period'), `${path}/period`, reading)),
  };
}

function dates(supply: Node | undefined, issuedAt: Date, reading: Reading): { fillFrom?: string; fillUntil?: string } {
  const time = one(supply, 'effectiveTime');
  const low = time?.attributes.value ?? attribute(time, 'low', 'value');
  const from = low === undefined ? undefined : dayFrom(low);
  if (low !== undefined && !from) reading.error('not-a-day', 'supply/effectiveTime', 'A date is written YYYYMMDD.');
  const until = dayAt(time, 'high', reading);
  // A full time stamp is that of the issue; a bare day is "realisation from".
  const isDay = low !== undefined && low.length === 8;
  if (until && new Date(`${until}T23:59:59Z`) < issuedAt) {
    reading.error('until', 'supply/effectiveTime/high', 'The last day lies before the issue.');
  }
  return { ...(isDay && from && { fillFrom: from }), ...optional('fillUntil', until) };
}

/** Level and payer. Documents of edition 1.3.1 may have no payment act: full price (the example of P1 has none). */
function refundOf(document: Node, supply: Node | undefined, reading: Reading): PrescriptionDocument['refund'] {
  const act = all(supply, 'entryRelationship/act').find((one) => hasTemplate(one, template('4.57')));
  const policy = one(act, 'entryRelationship/act');
  const level = qualifierOf(one(policy, 'code'), 'RLPO');
  const payer =
    attribute(policy, 'performer/assignedEntity/id', 'extension') ??
    attribute(policiesOf(document)[0], 'performer/assignedEntity/id', 'extension');
  if (!act) {
    reading.warning(
      'no-payment',
      'supply/entryRelationship/act',
      'No payment act (REG.WER.3222): it counts as full price.',
    );
    return { level: '100%', ...optional('payer', payer) };
  }
  return { level: reading.oneOf(level, levels, 'supply/payment/RLPO'), ...optional('payer', payer) };
}

/** Acts of additional entitlements. */
const policiesOf = (document: Node): readonly Node[] =>
  within(sectionBy(document, template('3.69')), 'act').filter((act) => hasTemplate(act, template('4.61')));

function entitlementsOf(document: Node, reading: Reading): Entitlement[] {
  return policiesOf(document).map((policy) => ({
    code: reading.oneOf<EntitlementCode>(
      qualifierOf(one(policy, 'code'), 'RLUD'),
      entitlementCodes,
      'entitlement/RLUD',
    ),
    ...optional('document', words(policy, 'reference/externalDocument/text')),
  }));
}
