/** Reading a dispensing of P1's form back into `DispensingDocument`. */
import { oids, type RefundLevel, refundLevels } from './codes.ts';
import type { DispensedItem, DispensingDocument } from './model.ts';
import {
  dayAt,
  headerOf,
  identifierOf,
  momentAt,
  optional,
  qualifierOf,
  quantityOf,
  sectionsOf,
} from './read-header.ts';
import { all, attribute, type Node, one, type Reading, words } from './tree.ts';

export function dispensingOf(document: Node, reading: Reading): DispensingDocument {
  const header = headerOf(document, reading);
  const classes = one(document, 'code/translation');
  const supplies = sectionsOf(document).flatMap((section) => all(section, 'entry/supply'));
  if (supplies.length === 0)
    reading.error('lines', 'section/entry/supply', 'At least one medicine must have been given out.');
  return {
    ...header,
    kind: 'dispensing',
    prescription: reading.must(
      identifierOf(one(document, 'inFulfillmentOf/order/id')),
      { root: '', extension: '' },
      'inFulfillmentOf/order/id',
      'The prescription must be named.',
    ),
    dispensingKind: reading.oneOf(qualifierOf(classes, 'RREAL'), ['C', 'Z', 'W'], 'code/translation/RREAL'),
    mode: reading.oneOf(qualifierOf(classes, 'TREAL') ?? 'Z', ['Z', 'A'], 'code/translation/TREAL'),
    items: supplies.map((supply) => itemOf(supply, reading)),
  };
}

function itemOf(supply: Node, reading: Reading): DispensedItem {
  const path = 'supply/product/manufacturedProduct/manufacturedMaterial';
  const material = one(supply, 'product/manufacturedProduct/manufacturedMaterial');
  const acts = all(supply, 'entryRelationship/act');
  const substituted = acts.some((act) => attribute(act, 'code', 'codeSystem') === oids.substitution);
  const paid = acts.find((act) => qualifierOf(one(act, 'code'), 'RLPO') !== undefined);
  return {
    medicine: {
      name: reading.must(words(material, 'name'), '', `${path}/name`, 'The medicine has a name.'),
      ...optional('gtin', attribute(material, 'code', 'code')),
      ...optional('code', attribute(material, 'code/translation', 'code')),
    },
    quantity: reading.must(
      quantityOf(one(supply, 'quantity'), 'supply/quantity', reading),
      { value: '0' },
      'supply/quantity',
      'How much was given out is needed.',
    ),
    ...optional('batch', words(material, 'lotNumberText')),
    ...optional('expiresOn', dayAt(material, 'expirationTime', reading)),
    dispensedAt: reading.must(
      momentAt(supply, 'effectiveTime', reading),
      new Date(0),
      'supply/effectiveTime',
      'When it was given out is needed.',
    ),
    substituted,
    ...(paid && { refund: refundOf(paid, reading) }),
  };
}

function refundOf(act: Node, reading: Reading): NonNullable<DispensedItem['refund']> {
  const money = (code: string): string | undefined => {
    const found = all(act, 'entryRelationship/observation').find((one) => attribute(one, 'code', 'code') === code);
    return quantityOf(one(found, 'value'), `payment/${code}`, reading)?.value;
  };
  const levels = Object.keys(refundLevels) as RefundLevel[];
  return {
    level: reading.oneOf(qualifierOf(one(act, 'code'), 'RLPO'), levels, 'supply/payment/RLPO'),
    ...optional('price', money('CENA')),
    ...optional('refunded', money('REFUNDACJA')),
  };
}
