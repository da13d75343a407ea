/**
 * Who somebody is to a source of identity, and to whose account that leads. Known by (issuer, pairwise id), where the
 * pairwise id is a keyed hash of the person's number: the number itself is not kept. The first time, names and date of
 * birth must be those of the population register, and the registers of patients and of medical workers say who that is
 * here: nobody types a number. security/requirements 2.3, C-14
 */
import type { Tx } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { KnownAccount } from './model.ts';
import { noticeStore } from './notice-store.ts';
import type { Keyring } from './sealing.ts';
import { accountStore } from './store.ts';

/** What a source of identity said of somebody. */
export interface Identified {
  readonly issuer: string;
  /** eIDAS: `low` is one factor; `substantial` and `high` are two (C-01). */
  readonly level: 'low' | 'substantial' | 'high';
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string;
  readonly pesel: string;
}

/** What the registers are asked at the first link. */
export interface Registers {
  /** The population register (PESEL). */
  person(pesel: string): Promise<
    | {
        readonly givenName: string;
        readonly familyName: string;
        readonly birthDate: string;
        readonly died?: string | null;
      }
    | undefined
  >;
  /** The patient index (CWUb): logical id of the Patient. */
  patientOf(pesel: string): Promise<string | undefined>;
  /** Medical workers (CWPM): logical id of the Practitioner. */
  practitionerOf(pesel: string): Promise<string | undefined>;
}

export interface IdentityNeeds {
  readonly runtime: Runtime;
  readonly keys: Keyring;
  readonly registers: Registers;
  readonly demonstration: boolean;
}

/** Whose account it is, or who the person is here though they have none, or why they are not believed. */
export type Recognised =
  | { readonly account: KnownAccount }
  | { readonly newcomer: { readonly patient: string } }
  | { readonly refused: 'identity-level' | 'identity-mismatch' | 'identity-unknown' };

/** The account of somebody whom a source of identity has named; links it the first time. */
export async function recognise(
  needs: IdentityNeeds,
  tx: Tx,
  who: Identified,
  where: { source: string; device: string },
): Promise<Recognised> {
  const { runtime, keys, demonstration } = needs;
  const store = accountStore(tx, { demonstration });
  const pairwise = keys.mark('identity', `${who.issuer} ${who.pesel}`);
  const linked = await store.accountOfIdentity(who.issuer, pairwise);
  if (linked) return { account: linked };
  if (who.level === 'low') return { refused: 'identity-level' };
  const registered = await needs.registers.person(who.pesel);
  if (!registered || registered.died || !isSame(registered, who)) return { refused: 'identity-mismatch' };
  const practitioner = await needs.registers.practitionerOf(who.pesel);
  const patient = await needs.registers.patientOf(who.pesel);
  const account =
    (practitioner === undefined ? undefined : await store.accountOfPractitioner(practitioner)) ??
    (patient === undefined ? undefined : await store.accountOfPatient(patient));
  if (!account) return patient === undefined ? { refused: 'identity-unknown' } : { newcomer: { patient } };
  await store.linkIdentity(who.issuer, pairwise, account.id, runtime.now());
  await noticeStore(tx).tell(runtime.newId(), account.id, 'identity-linked', runtime.now(), where);
  return { account };
}

type Names = Pick<Identified, 'givenName' | 'familyName' | 'birthDate'>;

/** Letter case and the way an accent is written may differ; a letter may not. */
const folded = (text: string): string => text.normalize('NFC').toLocaleLowerCase('pl').replaceAll(/\s+/g, ' ').trim();
const isSame = (one: Names, other: Names): boolean =>
  folded(one.givenName) === folded(other.givenName) &&
  folded(one.familyName) === folded(other.familyName) &&
  one.birthDate === other.birthDate;
