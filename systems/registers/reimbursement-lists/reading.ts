/** The question of the price, in process and over HTTP. */
import type { Tx } from '#core/db/database.ts';
import { isDay } from '#core/registers/days.ts';
import { isGtin, toGtin14 } from '#libs/polish-identifiers/gtin.ts';
import type { PriceAnswer, PriceRequest } from './model.ts';
import { priceOf } from './payment.ts';
import type { Products } from './ports.ts';
import { refusal } from './refusals.ts';
import { entitlementRules, holding } from './rules.ts';
import { listStore } from './store.ts';

export interface Prices {
  /** @throws Refusal `bad-gtin`, `bad-day`, `born-later`, `no-such-entitlement`, `no-list` */
  price(tx: Tx, request: PriceRequest): Promise<PriceAnswer>;
}

export const prices = (products: Products): Prices => ({
  async price(tx, request) {
    const { day, birthDate, entitlements = [] } = request;
    if (!isGtin(request.gtin)) throw refusal('bad-gtin');
    if (!isDay(day) || (birthDate !== undefined && !isDay(birthDate))) throw refusal('bad-day');
    if (birthDate !== undefined && birthDate > day) throw refusal('born-later');
    const known = new Set(holding(entitlementRules, day).map(({ code }) => code));
    if (entitlements.some((code) => !known.has(code))) throw refusal('no-such-entitlement');
    const gtin = toGtin14(request.gtin);
    const store = listStore(tx);
    const list = await store.listOn(day);
    if (!list) throw refusal('no-list');
    const items = await store.items(list.edition, gtin);
    return priceOf({ ...request, gtin, list, items, availability: await products.availability(tx, gtin, day) });
  },
});
