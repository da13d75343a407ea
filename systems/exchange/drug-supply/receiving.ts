/** A message comes in: what is known is gathered, it is decided, and what follows is written in one transaction. */
import type { Actor } from '#core/access/actor.ts';
import type { Tx } from '#core/db/database.ts';
import { polishDay } from '#core/registers/days.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { isGtin, toGtin14 } from '#libs/polish-identifiers/gtin.ts';
import { type Finding, type Message, type Movement, placeOf, type Receipt } from './model.ts';
import type { Needs, Numbers } from './ports.ts';
import { readMessage } from './reading-messages.ts';
import { findingsOf, found, movementsOf } from './rules.ts';
import { type NewMessage, type StockRow, type StoredMessage, supplyStore } from './store.ts';

export interface Receiving {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly now: Date;
  readonly newId: () => string;
}

/**
 * Takes an OS message or an opening balance: accepted as a whole or rejected with what is wrong and how to mend it;
 * what is rejected is kept too, for the report of quality. @throws Refusal `bad-xml`, `not-a-message`, `bad-header`,
 * `too-large`, `not-your-place`
 */
export async function receive(needs: Needs, at: Receiving, xml: string): Promise<Receipt> {
  const message = await readMessage(xml);
  const { tx } = at;
  const store = supplyStore(tx);
  const place = placeOf(message.placeKind, message.placeId);
  const registered = await needs.place(tx, message.placeKind, message.placeId, message.day);
  if (registered) await demandTheirs(needs, at.actor, registered);
  await store.lock(place);
  const before = await standingOf(tx, place, message);
  const findings = [
    ...(registered ? [] : [found('EZ-MPD')]),
    ...lifeOf(message, before, polishDay(at.now)),
    ...findingsOf(message),
    ...(await unknownIn(needs, tx, message)),
  ];
  const status = findings.some(({ level }) => level === 'reject') ? 'rejected' : 'accepted';
  const stored: NewMessage = {
    ...{ id: at.newId(), place, number: message.number, kind: message.kind, day: message.day, status, findings },
    ...{ receivedAt: at.now, sender: at.actor.id, positions: message.positions.length },
    corrects: status === 'accepted' ? (before.corrected?.id ?? null) : null,
  };
  if (status === 'accepted' && before.corrected) await store.supersede(before.corrected.id);
  await store.add(stored);
  const { id, number } = stored;
  if (status === 'rejected') return { id, status, place, number, findings };
  const movements = movementsOf(message);
  await store.move(stored, movements);
  const differences = await differencesOf(tx, id, movements, message);
  if (differences.length > 0) await store.addFindings(id, differences);
  return { id, status, place, number, findings: [...findings, ...differences] };
}

/** Somebody reports for the entity that they act for. @throws Refusal `not-your-place` */
export async function demandTheirs(needs: Needs, actor: Actor, { regon, nip }: Numbers): Promise<void> {
  const own = await needs.numbersOf(actor);
  if ((regon !== undefined && own.regon === regon) || (nip !== undefined && own.nip === nip)) return;
  const says = 'This place is not run by the entity that you act for: its REGON and NIP are others.';
  throw new Refusal('forbidden', 'not-your-place', says);
}

interface Standing {
  readonly sameNumber: StoredMessage | undefined;
  readonly sameDay: StoredMessage | undefined;
  readonly opening: StoredMessage | undefined;
  readonly corrected: StoredMessage | undefined;
}

async function standingOf(tx: Tx, place: string, { number, kind, day, corrects }: Message): Promise<Standing> {
  const store = supplyStore(tx);
  const named = corrects === undefined ? undefined : await store.byNumber(place, corrects);
  return {
    sameNumber: await store.byNumber(place, number),
    sameDay: kind === 'os' ? await store.standing(place, 'os', day) : undefined,
    opening: await store.standing(place, 'opening'),
    corrected: named?.status === 'accepted' && named.kind === kind && named.day === day ? named : undefined,
  };
}

/** What the life of messages says: a number once, a day once, an opening once and first, corrections of what stands. */
function lifeOf(message: Message, { sameNumber, sameDay, opening, corrected }: Standing, today: string): Finding[] {
  const { kind, day, corrects } = message;
  const isCorrection = corrects !== undefined;
  const says: [boolean, Parameters<typeof found>[0]][] = [
    [day >= today, 'EZ-PRZYSZLOSC'],
    [sameNumber !== undefined, 'EZ-NUMER'],
    [isCorrection && !corrected, 'EZ-KOREKTA'],
    [!isCorrection && kind === 'os' && sameDay !== undefined, 'EZ-DZIEN'],
    [!isCorrection && kind === 'opening' && opening !== undefined, 'EZ-BILANS'],
    [kind === 'os' && opening === undefined, 'EZ-BEZ-BILANSU'],
    [kind === 'os' && opening !== undefined && day < opening.day, 'EZ-PRZED-BILANSEM'],
  ];
  return says.flatMap(([broken, code]) => (broken ? [found(code)] : []));
}

async function unknownIn(needs: Needs, tx: Tx, { positions, day }: Message): Promise<Finding[]> {
  const findings: Finding[] = [];
  const asked = new Map<string, boolean | undefined>();
  for (const { gtin, line } of positions) {
    if (!isGtin(gtin)) continue;
    if (!asked.has(gtin)) asked.set(gtin, await needs.isKnown(tx, gtin, day));
    if (asked.get(gtin) === false) findings.push(found('EZ-NIEZNANY', { line, gtin }));
  }
  return findings;
}

/** Where the stock that the message says is another than what follows, or what follows is below nothing. */
async function differencesOf(
  tx: Tx,
  id: string,
  movements: readonly Movement[],
  { positions }: Message,
): Promise<Finding[]> {
  const after = new Map(
    (await supplyStore(tx).stockAfter(id)).map((row): [string, StockRow] => [`${row.gtin} ${row.series}`, row]),
  );
  const findings = new Map<string, Finding>();
  for (const [at, { gtin, series, availableSeries, withheldSeries }] of movements.entries()) {
    const quantity = after.get(`${gtin} ${series}`)?.quantity ?? 0;
    const where = { line: positions[at]?.line ?? 0, gtin: toGtin14(gtin) };
    if (quantity < 0) findings.set(`${gtin} ${series} <`, found('EZ-UJEMNY-STAN', where));
    if (availableSeries === null) continue;
    // The last position of a series says what is there in the end.
    if (availableSeries + (withheldSeries ?? 0) !== quantity)
      findings.set(`${gtin} ${series}`, found('EZ-STAN', where));
    else findings.delete(`${gtin} ${series}`);
  }
  return [...findings.values()];
}
