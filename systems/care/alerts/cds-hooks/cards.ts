/** Alerts as cards: short, with their source, what may be done, and why they may be set aside. Pure. */
import { hash } from 'node:crypto';
import type { Found, Shown } from '../desk.ts';
import { cardUrl } from '../document.ts';
import { reasonCodes, reasons } from '../ledger/reasons.ts';
import type { Action, Tier, Words } from '../model.ts';

export type Language = keyof Words;

export interface Making {
  readonly language: Language;
  readonly baseUrl: string;
  /** Of this call: cards of two calls are told apart. */
  readonly hookInstance: string;
  readonly patient: string;
}

const indicators: { readonly [tier in Tier]: 'critical' | 'warning' | 'info' } = {
  1: 'critical',
  2: 'warning',
  3: 'info',
};
export const reasonSystem = 'urn:ezdrowie:alert-override-reason';
/** A summary has fewer than 140 characters. */
const longest = 139;

/** RFC 9562 version 8: made of what it names. */
export function uuidOf(of: string): string {
  const hex = hash('sha256', of);
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `9${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

export const cutTo = (text: string, length: number): string =>
  [...text].length <= length ? text : `${[...text].slice(0, length - 1).join('')}…`;

export const suggestionOf = (card: string, action: string): string => uuidOf(`${card} ${action}`);

/** What a client's renderer could take for markup (GitHub flavoured Markdown) stands as it is written. */
const plain = (text: string): string => text.replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&');

export function cardOf(alert: Shown, making: Making) {
  const { language, baseUrl, hookInstance } = making;
  const uuid = uuidOf(`${hookInstance} ${alert.id}`);
  const doable = alert.actions.filter(({ type }) => type !== 'open');
  return {
    uuid,
    summary: cutTo(alert.title[language], longest),
    indicator: indicators[alert.tier],
    detail: detailOf(alert, language),
    source: {
      label: `e-Zdrowie: ${alert.source}`,
      url: cardUrl(baseUrl, alert.rule),
      topic: { system: 'urn:ezdrowie:alert-rule', code: alert.rule, display: alert.title[language] },
    },
    ...(doable.length > 0
      ? { suggestions: doable.map((one) => suggestion(uuid, one, language)), selectionBehavior: 'any' as const }
      : {}),
    overrideReasons: reasonCodes.map((code) => ({
      code,
      system: reasonSystem,
      display: reasons[code].label[language],
    })),
    links: linksOf(alert, making),
  };
}

export type Card = ReturnType<typeof cardOf>;

function suggestion(card: string, { id, label, type, resource, resourceId }: Action, language: Language) {
  const said = label[language];
  const action = type === 'delete' ? { type, description: said, resourceId } : { type, description: said, resource };
  return {
    label: said,
    uuid: suggestionOf(card, id),
    isRecommended: id === 'stop' || id === 'order',
    actions: [action],
  };
}

const ruleCard: Words = { pl: 'Karta reguły', en: 'Card of the rule', uk: 'Картка правила' };

function linksOf(alert: Shown, { language, baseUrl, patient }: Making) {
  const opened = alert.actions
    .filter(({ type }) => type === 'open')
    .map(({ label }) => ({
      ...{ label: label[language], type: 'absolute' as const },
      url: `${baseUrl}/gabinet/pacjent/${patient}`,
    }));
  return [...opened, { label: ruleCard[language], url: cardUrl(baseUrl, alert.rule), type: 'absolute' as const }];
}

const words = {
  because: { pl: 'Podstawa', en: 'Because of', uk: 'Підстава' },
  before: { pl: 'Wcześniej', en: 'Before', uk: 'Раніше' },
  accepted: { pl: 'przyjęto', en: 'taken up', uk: 'прийнято' },
  unvalidated: {
    pl: 'Reguła niezwalidowana: nie do użytku klinicznego.',
    en: 'The rule is not validated: not for clinical use.',
    uk: 'Правило не валідоване: не для клінічного використання.',
  },
} as const satisfies { readonly [name: string]: Words };

function detailOf({ why, todo, because, decisions, validated }: Shown, language: Language): string {
  const facts = because.map(({ what, on }) => `- ${plain(on ? `${what} (${on})` : what)}`);
  const before = decisions.slice(0, 3).map(({ reason, comment, name, at }) => {
    const said = reason === null ? words.accepted[language] : reasons[reason].label[language];
    return `- ${plain(`${at.toISOString().slice(0, 10)} ${name}: ${said}${comment ? ` (${comment})` : ''}`)}`;
  });
  return [
    `${plain(why[language])} ${plain(todo[language])}`,
    `${words.because[language]}:\n\n${facts.join('\n')}`,
    ...(before.length > 0 ? [`${words.before[language]}:\n\n${before.join('\n')}`] : []),
    ...(validated ? [] : [words.unvalidated[language]]),
  ].join('\n\n');
}

const notChecked: Words = { pl: 'Nie sprawdzono', en: 'Not checked', uk: 'Не перевірено' };

/** What could not be looked at is a card of its own: silence must not look like safety. */
export function uncheckedCard(found: Pick<Found, 'unchecked' | 'odd'>, { language, baseUrl, hookInstance }: Making) {
  const names = [...found.unchecked.map(({ what }) => what[language]), ...found.odd.map(({ what }) => what)];
  return {
    uuid: uuidOf(`${hookInstance} unchecked`),
    summary: cutTo(`${notChecked[language]}: ${names.join('; ')}`, longest),
    indicator: 'info' as const,
    detail: names.map((name) => `- ${plain(name)}`).join('\n'),
    source: { label: 'e-Zdrowie: alerty dla lekarzy', url: `${baseUrl}/api/alerts/rules` },
  };
}

const more: Words = { pl: 'Dalsze alerty na życzenie', en: 'Further alerts on demand', uk: 'Інші сповіщення' };

/** Tier 3 is there when asked for: one card that says how many. */
export function moreCard(number: number, { language, baseUrl, hookInstance, patient }: Making) {
  return {
    uuid: uuidOf(`${hookInstance} more`),
    summary: `${more[language]}: ${number}`,
    indicator: 'info' as const,
    source: { label: 'e-Zdrowie: alerty dla lekarzy', url: `${baseUrl}/api/alerts/rules` },
    links: [{ label: more[language], url: `${baseUrl}/gabinet/pacjent/${patient}`, type: 'absolute' as const }],
  };
}
