/**
 * Registers of entries: what a publication lists (facilities, pharmacies, places …), each entry with a number, a name
 * and perhaps something that it belongs to. A register is then this description, a reader of its files and
 * the questions that are its own; versions, days, search and operations are here.
 */
import { Refusal } from '../refusal/refusal.ts';

/** An entry as a publication has it. */
export interface Entry {
  /** One of the register's kinds: `cell`. */
  readonly kind: string;
  /** Unique within the kind: `000000927722-001`. */
  readonly id: string;
  /** `kind/id` of what it belongs to. */
  readonly parent?: string;
  /** By its beginning it is found, and in its order it is shown. */
  readonly name: string;
  /** Other texts by whose words it is found. */
  readonly words?: readonly (string | undefined)[];
  /** Other numbers by which it is found exactly: `nip:5261040828`. */
  readonly keys?: readonly string[];
  /** What readers see. */
  readonly content: object;
}

/** What an update file says is gone. */
export interface Removal {
  readonly kind: string;
  readonly id: string;
  readonly removed: true;
}

export interface EntryRegister {
  /** Folder of the system, name of the editions, beginning of the addresses: `medical-entities`. */
  readonly name: string;
  /** Schema of its table: `medical_entities`. */
  readonly schema: string;
  readonly kinds: readonly string[];
  /** As on the command line: `rpwdl`. */
  readonly command: string;
}

/** Address of an entry within its register. */
export const placeOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string => `${kind}/${id}`;

/** Why a register of entries says no; the English words travel in the answer, screens show the Polish ones. */
export const entryRefusals = {
  'no-edition': {
    kind: 'not-found',
    pl: 'Na ten dzień nie wczytano jeszcze tego rejestru.',
    en: 'No edition of the register is here for that day: ask for a later one, or import it (npx ezdrowie registers).',
  },
  'no-such-entry': {
    kind: 'not-found',
    pl: 'Tego dnia nie było w rejestrze wpisu o tym numerze.',
    en: 'On that day the register had no entry with this number. Check the number and the day.',
  },
  'bad-day': {
    kind: 'invalid',
    pl: 'Podaj dzień jako rok-miesiąc-dzień, na przykład 2026-03-01.',
    en: 'Give the day as year-month-day, such as 2026-03-01.',
  },
  'nothing-to-look-for': {
    kind: 'invalid',
    pl: 'Wpisz co najmniej jedną literę lub cyfrę.',
    en: 'Type at least one letter or digit of a name, place or number.',
  },
  'no-such-edition': {
    kind: 'not-found',
    pl: 'Nie ma takiego wydania rejestru.',
    en: 'There is no such edition of the register. The list of editions has their numbers.',
  },
} as const;

export const entryRefusal = (code: keyof typeof entryRefusals) =>
  new Refusal(entryRefusals[code].kind, code, entryRefusals[code].en);
