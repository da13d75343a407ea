/**
 * Reads an OS message (obroty i stany). The XSD was not found; names of the stock fields are those that CeZ publishes
 * in its history of changes, the others are ours (README.md). Namespaces and the order of fields do not matter.
 */
import { isDay } from '#core/registers/days.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { xmlEvents, XmlRefused } from '#libs/xml-stream/xml-events.ts';
import { type Message, opening, placeKinds, type Position } from './model.ts';

export const messageLimits = { signs: 1_500_000, positions: 10_000, field: 200 } as const;

/** Thousandths, of `12`, `12.5`, `-1,250`; undefined when it is no such number. */
export function thousandths(text: string, places = 3): number | undefined {
  const [, sign, whole, rest = ''] = /^(-?)(\d{1,9})(?:[.,](\d{1,3}))?$/.exec(text.trim()) ?? [];
  if (whole === undefined || rest.length > places) return undefined;
  const amount = Number(whole) * 10 ** places + Number(rest.padEnd(places, '0'));
  return sign === '-' && amount !== 0 ? -amount : amount;
}

const day = (text: string): string | undefined => (isDay(text.trim()) ? text.trim() : undefined);
const amount = (text: string) => thousandths(text);
const numbers = {
  ilosc: ['quantity', amount],
  wartosc: ['value', (text: string) => thousandths(text, 2)],
  dataWaznosci: ['expires', day],
  stanIloscDostepny: ['available', amount],
  stanIloscDostepnySeria: ['availableSeries', amount],
  stanIloscWstrzWycof: ['withheld', amount],
  stanIloscWstrzWycofSeria: ['withheldSeries', amount],
} as const satisfies { [field: string]: [keyof Position, (text: string) => unknown] };

type Texts = Map<string, string>;
interface Draft {
  readonly header: Texts;
  readonly positions: Position[];
}

/** @throws Refusal `bad-xml`, `not-a-message`, `too-large`, `bad-header` */
export async function readMessage(xml: string): Promise<Message> {
  if (xml.length > messageLimits.signs) throw refused('too-large', 'A message has at most 1,500,000 signs: split it.');
  try {
    return messageOf(await draftOf(xml));
  } catch (error) {
    if (!(error instanceof XmlRefused)) throw error;
    throw refused('bad-xml', `The message cannot be read, line ${error.line}: ${error.message}`);
  }
}

const refused = (code: string, says: string) => new Refusal(code === 'too-large' ? 'too-large' : 'invalid', code, says);

async function* once(text: string): AsyncIterable<string> {
  yield text;
}

/** Fields of the header, and positions with the fields of their transaction. */
async function draftOf(xml: string): Promise<Draft> {
  const [header, positions]: [Texts, Position[]] = [new Map(), []];
  let transaction: Texts = new Map();
  let position: { line: number; texts: Texts } | undefined;
  const path: string[] = [];
  for await (const event of xmlEvents(once(xml))) {
    if (event.kind === 'open') {
      path.push(event.name);
      if (path.length === 1 && event.name !== 'komunikatOS') {
        throw refused('not-a-message', `The root is '${event.name.slice(0, 40)}', not 'komunikatOS'.`);
      }
      if (event.name === 'transakcja') transaction = new Map();
      if (event.name === 'pozycja') position = { line: event.line, texts: new Map() };
    } else if (event.kind === 'text') {
      const name = path.at(-1) ?? '';
      const into = position ? position.texts : path.includes('transakcja') ? transaction : header;
      into.set(name, ((into.get(name) ?? '') + event.text).slice(0, messageLimits.field));
    } else {
      path.pop();
      if (event.name !== 'pozycja' || !position) continue;
      if (positions.length === messageLimits.positions)
        throw refused('too-large', 'More than 10,000 positions: split it.');
      positions.push(positionOf(position.texts, transaction, position.line));
      position = undefined;
    }
  }
  return { header, positions };
}

const filled = (texts: Texts, name: string): string | undefined => texts.get(name)?.trim() || undefined;

function positionOf(texts: Texts, transaction: Texts, line: number): Position {
  const unreadable: string[] = [];
  const read: { [name: string]: unknown } = {};
  for (const [field, [name, parse]] of Object.entries(numbers)) {
    const text = filled(texts, field);
    if (text === undefined) continue;
    const value = parse(text);
    if (value === undefined) unreadable.push(field);
    else read[name] = value;
  }
  const [party, series] = [filled(transaction, 'kontrahent'), filled(texts, 'seria')];
  return {
    ...{ line, kind: filled(transaction, 'rodzaj') ?? '', gtin: filled(texts, 'gtin') ?? '', unreadable },
    ...(party ? { party } : {}),
    ...(series ? { series } : {}),
    ...read,
  };
}

function messageOf({ header, positions }: Draft): Message {
  const needed = (name: string): string => {
    const text = filled(header, name);
    if (text === undefined) throw refused('bad-header', `The header lacks '${name}'. Add it.`);
    return text;
  };
  const place = needed('rodzajMpd');
  const placeKind = Object.hasOwn(placeKinds, place) ? placeKinds[place as keyof typeof placeKinds] : undefined;
  if (!placeKind) throw refused('bad-header', `'rodzajMpd' is '${place.slice(0, 40)}': say apteka or hurtownia.`);
  const reported = needed('dzien');
  if (!isDay(reported))
    throw refused('bad-header', `'dzien' is '${reported.slice(0, 40)}', no day such as 2026-03-01.`);
  const number = needed('numerKomunikatu');
  const placeId = needed('identyfikatorMpd');
  if (!/^[\w./-]{1,60}$/.test(number) || !/^[\w./-]{1,60}$/.test(placeId)) {
    throw refused('bad-header', "Numbers of messages and places have letters, digits and '. / _ -', at most 60.");
  }
  const isOpening = filled(header, 'bilansOtwarcia')?.toUpperCase() === 'TAK';
  const corrects = filled(header, 'numerKorygowany');
  return {
    ...{ number, placeKind, placeId, day: reported, kind: isOpening ? 'opening' : 'os' },
    ...(corrects ? { corrects } : {}),
    positions: isOpening ? positions.map((one) => ({ ...one, kind: opening.code })) : positions,
  };
}
