/** Orders that nothing came of, and referrals that nobody took up. */
import { as, codes, dateOf, type Fhir, list, moment, type Reference, target } from '../reading.ts';
import { day, daysSince, type GapRule, holds, lineOf, unowned } from './rule.ts';

const resultAfter = 30;
const referralAfter = 60;
/** What is older is history, not something to wait for. */
const expectedFor = 2 * 365;

const referralProfile = 'urn:ezdrowie:StructureDefinition:PLReferral';
const isReferral = (order: Fhir): boolean =>
  list<string>(as<{ profile?: string[] }>(order.meta)?.profile).includes(referralProfile);
const stateOf = (order: Fhir): string | undefined =>
  list<{ url: string; valueCode?: string }>(order.extension).find(({ url }) => url === `${referralProfile}State`)
    ?.valueCode;

/** Orders old enough to wait for. */
export const waited = (order: Fhir, now: Date): boolean => {
  const days = daysSince(dateOf(order), now) ?? -1;
  return holds(order) && days > resultAfter && days < expectedFor && order.intent !== 'plan';
};

/** Something that says it is based on the order, or has a code of it and came after it. */
function isAnswered(order: Fhir, answers: readonly Fhir[]): boolean {
  const wanted = new Set([...codes(order.code), ...list(order.orderDetail).flatMap(codes)]);
  const since = (moment(dateOf(order)) ?? 0) - day;
  return answers.some((answer) => {
    const based = list<Reference>(answer.basedOn).some((one) => target(one)?.id === order.id);
    if (based) return true;
    return codes(answer.code).some((code) => wanted.has(code)) && (moment(dateOf(answer)) ?? -1e12) >= since;
  });
}

export const noResult: GapRule = {
  ...unowned,
  id: 'no-result',
  danger: 1,
  title: {
    pl: 'Zlecono, a wyniku nie ma',
    en: 'Ordered, and there is no result',
    uk: 'Замовлено, а результату немає',
  },
  when: {
    pl: 'Od zlecenia minęło ponad 30 dni i nie przyszedł wynik, który się na nie powołuje albo ma jego kod.',
    en: 'More than 30 days have passed since the order and no result came that refers to it or has its code.',
    uk: 'Від замовлення минуло понад 30 днів, і не надійшов результат, який на нього посилається або має його код.',
  },
  source: 'HL7 FHIR R4 basedOn; ECRI, Closing the Loop on diagnostic results (do czytania, reguła własna)',
  find: ({ orders, answers, now }) =>
    orders
      .filter((order) => !isReferral(order) && waited(order, now) && !isAnswered(order, answers))
      .map((order) => {
        const days = daysSince(dateOf(order), now);
        return { links: [lineOf(order)], ...(days === undefined ? {} : { days }), ...since(order) };
      }),
};

export const referralNotTaken: GapRule = {
  ...unowned,
  id: 'referral-not-taken',
  danger: 2,
  title: {
    pl: 'Skierowania nikt nie przyjął',
    en: 'Nobody took the referral up',
    uk: 'Направлення ніхто не прийняв',
  },
  when: {
    pl: 'Skierowanie wystawiono ponad 60 dni temu i żadna placówka go nie przyjęła ani nie odpowiedziała na nie.',
    en: 'The referral was issued more than 60 days ago and no facility accepted or answered it.',
    uk: 'Направлення видано понад 60 днів тому, і жоден заклад його не прийняв і не відповів.',
  },
  source: 'Rozporządzenie w sprawie e-skierowań; stany skierowania w systemie e-referral',
  find: ({ orders, answers, now }) =>
    orders
      .filter((order) => isReferral(order) && order.status === 'active' && stateOf(order) !== 'accepted')
      .filter((order) => (daysSince(dateOf(order), now) ?? 0) > referralAfter && waited(order, now))
      .filter((order) => !isAnswered(order, answers))
      .map((order) => {
        const days = daysSince(dateOf(order), now);
        return { links: [lineOf(order)], ...(days === undefined ? {} : { days }), ...since(order) };
      }),
};

const since = (order: Fhir) => {
  const date = dateOf(order);
  return date ? { since: date } : {};
};
