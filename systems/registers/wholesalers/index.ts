/** The face of the register of pharmaceutical wholesalers (RHF): `wholesalers(needs) → System`. See README.md. */
import type { Tx } from '#core/db/database.ts';
import type { Operation } from '#core/http/operation.ts';
import { polishDay } from '#core/registers/days.ts';
import type { EditionNeeds } from '#core/registers/editions.ts';
import { answerShape, daySchema, idSchema, objectSchema, registerReading } from '#core/registers/entry-operations.ts';
import { entryReading } from '#core/registers/entry-reading.ts';
import { type RegisterSystem, registerSystem } from '#core/registers/entry-system.ts';
import { answersOfStanding } from '#core/registers/standing.ts';
import { type Permit, register, type Wholesaler } from './model.ts';
import { idOf, publication } from './publication.ts';

export type { Permit, Wholesaler } from './model.ts';

export interface WholesalerRegister {
  /**
   * Does this permit (its number, or `nip:…`, `regon:…` of its owner) hold on that day? By what is known now, or was
   * known on the day `known`. @throws Refusal `no-edition`, `bad-day`
   */
  permit(tx: Tx, number: string, day: string, known?: string): Promise<Permit>;
}

export interface Wholesalers extends RegisterSystem {
  readonly register: WholesalerRegister;
}

const reading = entryReading(register);

/** Pharmaceutical Law of 6 September 2001, art. 74, 81, 83. */
const words: { readonly [answer in Permit['answer']]: Permit['says'] } = {
  holds: { pl: 'Hurtownia działa tego dnia.', en: 'The wholesaler works on that day.' },
  'not-yet': { pl: 'Zezwolenie tego dnia jeszcze nie obowiązywało.', en: 'The permit did not hold yet on that day.' },
  over: { pl: 'Zezwolenie tego dnia już nie obowiązywało.', en: 'The permit did not hold any more on that day.' },
  suspended: { pl: 'Hurtownia jest tego dnia nieczynna.', en: 'The wholesaler is closed on that day.' },
  unknown: { pl: 'Rejestr nie zna takiej hurtowni.', en: 'The register knows no such wholesaler. Check its number.' },
};

const wholesalerRegister: WholesalerRegister = {
  async permit(tx, number, day, known) {
    const id = /^(nip|regon):/.test(number) ? number : idOf(number);
    const { answer, held } = await reading.held<Wholesaler>(tx, 'wholesaler', id, day, known);
    return { answer, ...(held ? { wholesaler: held } : {}), says: words[answer] };
  },
};

const operations: readonly Operation[] = [
  registerReading({
    name: 'ask-whether-wholesaler-works',
    path: '/wholesalers/permits/:number',
    summary: 'Does the permit of this wholesaler hold on a day? By its number, or nip:…, regon:….',
    params: objectSchema({ number: idSchema }),
    query: objectSchema({ day: daySchema, known: daySchema }),
    reply: answerShape(answersOfStanding, 'wholesaler'),
    handle: async ({ params, query }, { tx, now }) =>
      wholesalerRegister.permit(tx, params.number ?? '', query.day ?? polishDay(now()), query.known),
  }),
];

export const wholesalers = (needs: EditionNeeds): Wholesalers => ({
  ...registerSystem(needs, { register, publication, operations }),
  register: wholesalerRegister,
});
