/** The decision to dispense: facts in, verdicts and quantity out. No clock, no database. domain/poland.md 4.2 and 4.3 */
import { isGtin } from '#libs/polish-identifiers/gtin.ts';
import type { MedicinalProduct, Package } from '#libs/medicinal-products/register.ts';
import type { Allowance, DispenseRequest, Medicine, Prescription, Verdict, Words } from './model.ts';
import { pharmacistMayAdd, ruleOn } from './rules.ts';
import type { BlockReason, Status } from './states.ts';
import { annualAllowance } from './supply.ts';
import { verdict } from './words.ts';

/** The prescription as the ledger has it. */
export interface LedgerFacts {
  readonly status: Status;
  readonly quantity: number;
  readonly dispensed: number;
  readonly from: string;
  readonly until: string;
  readonly annual: boolean;
  readonly supplyDays: number | undefined;
  /** Where dispensing began. */
  readonly pharmacy: string | undefined;
  /** By which pharmacy it is taken in hand. */
  readonly heldBy: string | undefined;
  readonly blockReason: BlockReason | undefined;
  /** Dispenses that stand, oldest first. */
  readonly dispenses: readonly { readonly id: string; readonly day: string; readonly counts: number }[];
}

/** What a pharmacy may dispense on a day. */
export function allowanceOf(day: string, pharmacy: string, facts: LedgerFacts): Allowance {
  const verdicts = [...whyNot(day, pharmacy, facts)];
  if (verdicts.some(({ severity }) => severity === 'error')) return { most: 0, verdicts };
  const left = round(facts.quantity - facts.dispensed);
  if (!facts.annual) return { most: left, verdicts };
  const { most, moreFrom } = annualAllowance(day, facts);
  if (most > 0) return { most, verdicts };
  if (!moreFrom) return { most: 0, verdicts: [...verdicts, verdict('expired', '', { until: facts.until })] };
  const rule = ruleOn('annual-next-after', day);
  return { most: 0, moreFrom, verdicts: [...verdicts, verdict('too-soon', '', { from: moreFrom }, rule)] };
}

function* whyNot(day: string, pharmacy: string, facts: LedgerFacts): Iterable<Verdict> {
  const { status, heldBy, from, until } = facts;
  if (status === 'ANULOWANA') return yield verdict('cancelled', '');
  if (status === 'ZREALIZOWANA') return yield verdict('all-dispensed', '');
  if (status === 'ZABLOKOWANA' && heldBy !== pharmacy)
    return yield verdict('blocked', '', { reason: facts.blockReason ?? '' });
  if (day > until) yield verdict('expired', '', { until });
  if (day < from) yield verdict('not-yet', '', { from });
  const same = ruleOn('same-pharmacy', day);
  if (same && facts.pharmacy && facts.pharmacy !== pharmacy) yield verdict('other-pharmacy', '', {}, same);
}

/** What registers know of one item that is to be handed over. */
export interface ItemFacts {
  readonly found?: { readonly package: Package; readonly product: MedicinalProduct } | undefined;
  readonly batch?: { readonly answer: 'dispensable' | 'stopped' | 'check-batch'; readonly says: Words } | undefined;
}

export interface DispensingFacts {
  readonly day: string;
  readonly pharmacy: string;
  readonly prescription: Pick<Prescription, 'medicine' | 'noSubstitution'>;
  readonly ledger: LedgerFacts;
  readonly items: readonly ItemFacts[];
}

export interface DispensingDecision {
  readonly verdicts: readonly Verdict[];
  /** In prescribed packages. */
  readonly counts: number;
  readonly substituted: boolean;
  /** After it nothing more is dispensed: all is given, or it was said to be closing. */
  readonly closes: boolean;
}

export const round = (value: number): number => Math.round(value * 1000) / 1000;

/** @param corrected id of the dispense that this one takes the place of. */
export function decideDispense(
  request: DispenseRequest,
  facts: DispensingFacts,
  corrected?: string,
): DispensingDecision {
  const { day, pharmacy, prescription, ledger } = facts;
  const { medicine } = prescription;
  const before = corrected === undefined ? ledger : without(ledger, corrected);
  const { most, verdicts: standing } = allowanceOf(day, pharmacy, before);
  const verdicts: Verdict[] = [...standing];
  if (medicine.kind === 'R' && corrected === undefined && ledger.heldBy !== pharmacy && standing.length === 0)
    verdicts.push(verdict('not-accepted', ''));
  const counts = round(request.items.reduce((sum, { quantity, standsFor }) => sum + (standsFor ?? quantity), 0));
  const left = round(before.quantity - before.dispensed);
  if (standing.length === 0) {
    if (counts > left) verdicts.push(verdict('more-than-left', 'items', { left, asked: counts }));
    else if (counts > most) verdicts.push(verdict('more-than-allowed', 'items', { most }));
  }
  let substituted = false;
  request.items.forEach((item, n) => {
    const { verdicts: said, other } = judgeItem(item, `items[${n}]`, facts.items[n] ?? {}, prescription, day);
    verdicts.push(...said);
    substituted ||= other;
  });
  if (request.entitlement && !pharmacistMayAdd.has(request.entitlement))
    verdicts.push(verdict('entitlement-not-yours-to-add', 'entitlement', { entitlement: request.entitlement }));
  return { verdicts, counts, substituted, closes: request.kind === 'Z' || counts >= left };
}

/** The prescription as it would be without one of its dispenses. */
export function without(ledger: LedgerFacts, id: string): LedgerFacts {
  const dispenses = ledger.dispenses.filter((one) => one.id !== id);
  const dispensed = round(dispenses.reduce((sum, { counts }) => sum + counts, 0));
  if (ledger.status === 'ANULOWANA' || ledger.status === 'ZABLOKOWANA') return { ...ledger, dispensed, dispenses };
  return { ...ledger, dispensed, dispenses, status: dispensed > 0 ? 'CZESCIOWO_ZREALIZOWANA' : 'WYSTAWIONA' };
}

function judgeItem(
  { gtin, lot, expires, standsFor }: DispenseRequest['items'][number],
  path: string,
  { found, batch }: ItemFacts,
  { medicine, noSubstitution }: DispensingFacts['prescription'],
  day: string,
): { verdicts: Verdict[]; other: boolean } {
  if (medicine.kind !== 'G' && gtin === undefined) return { verdicts: [], other: false };
  if (gtin === undefined) return { verdicts: [verdict('code-of-package-needed', path)], other: false };
  if (!isGtin(gtin)) return { verdicts: [verdict('bad-gtin', `${path}.gtin`)], other: false };
  const said: Verdict[] = [];
  if (batch?.answer === 'stopped')
    said.push(verdict('batch-stopped', `${path}.lot`, { lot: lot ?? '', says: batch.says.pl }));
  if (batch?.answer === 'check-batch') said.push(verdict('lot-needed', `${path}.lot`));
  if (expires && expires < day) said.push(verdict('past-its-date', `${path}.expires`, { expires }));
  const other = medicine.kind === 'G' && gtin.padStart(14, '0') !== medicine.gtin;
  if (!other) return { verdicts: said, other };
  if (noSubstitution && found?.product.id !== medicine.product) said.push(verdict('no-substitution', `${path}.gtin`));
  else said.push(...substituteVerdicts(gtin, path, found, medicine, standsFor));
  return { verdicts: said, other: found?.product.id !== medicine.product };
}

/** Same substance; another strength only when it is said for how many packages it stands. */
function substituteVerdicts(
  gtin: string,
  path: string,
  found: ItemFacts['found'],
  medicine: Medicine,
  standsFor: number | undefined,
): Verdict[] {
  if (!found) return [verdict('unknown-medicine', `${path}.gtin`, { gtin })];
  const { product } = found;
  const { name } = product;
  if (!product.commonName || product.commonName !== medicine.substance)
    return [verdict('not-a-substitute', `${path}.gtin`, { name, what: product.commonName ?? '?' })];
  if (product.strength !== medicine.strength && standsFor === undefined)
    return [verdict('not-a-substitute', `${path}.gtin`, { name, what: product.strength ?? '?' })];
  return [];
}
