/** Makes, lists, ends and opens links. Whoever opens is a stranger: each attempt is told to patient and trail. */
import { type Call, decidedBy } from '#core/access/actor.ts';
import { keyOfId } from '#core/record/keys.ts';
import { chosen } from './choosing.ts';
import {
  type Asked,
  type Link,
  type Made,
  mostLinks,
  mostTries,
  type Outcome,
  type State,
  system,
  ticketSeconds,
} from './model.ts';
import type { HealthLinkNeeds } from './needs.ts';
import { refuse } from './refusals.ts';
import { handleOf, idOf, isEqual, isWeak, keyOf, pinHash, readHandle } from './secrets.ts';
import { payloadOf, sealed, shlinkOf } from './shlink.ts';
import { linkStore, type Row } from './store.ts';

export interface Opener {
  readonly recipient: string;
  readonly passcode?: string;
  /** Longest file that may come within the manifest, in characters. */
  readonly embeddedLengthMax?: number;
}

export interface Manifest {
  readonly status: 'finalized' | 'can-change';
  readonly files: readonly { readonly contentType: string; readonly embedded?: string; readonly location?: string }[];
}

export class Links {
  private readonly needs: HealthLinkNeeds;

  constructor(needs: HealthLinkNeeds) {
    this.needs = needs;
  }

  async make(call: Call, person: string, asked: Asked): Promise<Made> {
    const { database, runtime, secret: platform, baseUrl } = this.needs;
    const [patient, now] = [keyOfId('Patient', person), runtime.now()];
    if (asked.pin !== undefined && isWeak(asked.pin)) throw refuse('weak-pin');
    const living = (await linkStore(database).ofPatient(patient)).filter((row) => stateOf(row, now) === 'active');
    if (living.length >= mostLinks) throw refuse('too-many-links');
    const [secret, salt] = [runtime.randomBytes(32), runtime.randomBytes(16)];
    const id = idOf(secret);
    // Of a link that shows what is now, nobody has the key but whoever is given it.
    const key = asked.keepsUp ? keyOf(platform, id, salt) : new Uint8Array(runtime.randomBytes(32));
    const content = asked.keepsUp ? null : await this.contentOf(call, person, asked, key);
    const ends = new Date(now.getTime() + asked.hours * 3_600_000);
    const pin = asked.pin === undefined ? null : await pinHash(platform, asked.pin, salt);
    const { label, parts, language } = asked;
    const row = { patient, id, person, label, parts, language, created: now, ends, revoked: null, salt, pin, content };
    await linkStore(database).add({ ...row, triesLeft: mostTries });
    const shlink = shlinkOf({
      url: `${baseUrl}/api/health-links/m/${handleOf(patient, secret)}`,
      key: Buffer.from(key).toString('base64url'),
      exp: Math.floor(ends.getTime() / 1000),
      ...(flagOf(asked) ? { flag: flagOf(asked) } : {}),
      ...(label ? { label } : {}),
      v: 1,
    });
    return { id, shlink, address: `${this.viewer()}${shlink}` };
  }

  private viewer(): string {
    return `${this.needs.baseUrl}/sign-in/podsumowanie#`;
  }

  /**
   * The short card with a link on it. The key comes with the address, from the one who was given it, and is kept
   * nowhere. Only a living link of this patient is printed: a card of ours leads nowhere else.
   * @throws Refusal `no-such-link`
   */
  async card(call: Call, person: string, address: string): Promise<Buffer> {
    const { database, runtime, baseUrl, summaries } = this.needs;
    const [patient, viewer] = [keyOfId('Patient', person), this.viewer()];
    const { url = '' } = (address.startsWith(viewer) && payloadOf(address.slice(viewer.length))) || {};
    const manifest = `${baseUrl}/api/health-links/m/`;
    const asked = url.startsWith(manifest) ? readHandle(url.slice(manifest.length)) : undefined;
    const row = asked?.patient === patient ? await linkStore(database).one(patient, asked.id) : undefined;
    if (!row || stateOf(row, runtime.now()) !== 'active') throw refuse('no-such-link');
    return summaries.cardOf(call, person, { address, ends: row.ends, hasPin: row.pin !== null });
  }

  async list(person: string): Promise<Link[]> {
    const patient = keyOfId('Patient', person);
    const store = linkStore(this.needs.database);
    const [rows, openings] = await Promise.all([store.ofPatient(patient), store.openings(patient)]);
    const now = this.needs.runtime.now();
    return rows.map((row) => ({
      ...{ id: row.id, label: row.label, state: stateOf(row, now), parts: row.parts, hasPin: row.pin !== null },
      ...{ keepsUp: row.content === null, created: row.created.toISOString(), ends: row.ends.toISOString() },
      triesLeft: row.triesLeft,
      openings: openings
        .filter(({ link }) => link === row.id)
        .slice(0, 100)
        .map(({ at, outcome, recipient }) => ({ at: at.toISOString(), outcome, recipient })),
    }));
  }

  async revoke(person: string, id: string): Promise<void> {
    const { database, runtime } = this.needs;
    if (!(await linkStore(database).revoke(keyOfId('Patient', person), id, runtime.now())))
      throw refuse('no-such-link');
  }

  /** The manifest of a link. @throws Refusal `no-such-link`; `wrong-passcode` with `remainingAttempts` */
  async open(call: Call, handle: string, opener: Opener): Promise<Manifest> {
    const { row } = await this.admitted(call, handle, opener);
    const file = await this.fileOf(call, row, opener.recipient);
    const contentType = 'application/fhir+json';
    const status = row.content === null ? 'can-change' : 'finalized';
    if (file.length <= (opener.embeddedLengthMax ?? Number.POSITIVE_INFINITY))
      return { status, files: [{ contentType, embedded: file }] };
    const { database, runtime, baseUrl } = this.needs;
    const secret = runtime.randomBytes(32);
    const ends = new Date(runtime.now().getTime() + ticketSeconds * 1000);
    await linkStore(database).addTicket(row.patient, idOf(secret), row.id, ends);
    const location = `${baseUrl}/api/health-links/f/${handleOf(row.patient, secret)}`;
    return { status, files: [{ contentType, location }] };
  }

  /** The file behind a location, once. @throws Refusal `no-such-link` */
  async fetch(call: Call, ticket: string): Promise<string> {
    const { database, runtime } = this.needs;
    const asked = readHandle(ticket);
    const store = linkStore(database);
    const link = asked && (await store.spendTicket(asked.patient, asked.id, runtime.now()));
    const row = asked && link !== undefined ? await store.one(asked.patient, link) : undefined;
    if (!row || stateOf(row, runtime.now()) !== 'active') throw refuse('no-such-link');
    return this.fileOf(call, row, 'link');
  }

  /** Lets somebody in, or says no; told to the patient either way. Guesses at one link come one after the other. */
  private async admitted(call: Call, handle: string, { recipient, passcode }: Opener): Promise<{ row: Row }> {
    const { database, runtime, secret: platform } = this.needs;
    const asked = readHandle(handle);
    const known = asked && (await linkStore(database).one(asked.patient, asked.id));
    if (!known) throw refuse('no-such-link');
    const said = passcode === undefined ? undefined : await pinHash(platform, passcode, known.salt);
    const now = runtime.now();
    const verdict = await database.transaction(async (tx) => {
      const store = linkStore(tx);
      const row = await store.hold(known.patient, known.id);
      const outcome = row ? judge(row, said, now) : 'after-end';
      // Without a PIN at all nothing was guessed: it is asked for, and costs no try.
      const isGuess = outcome === 'wrong-pin' && said !== undefined;
      if (isGuess) await store.countDown(known.patient, known.id);
      if (outcome !== 'wrong-pin' || isGuess)
        await store.told(known.patient, { link: known.id, at: now, outcome, recipient });
      return { outcome, row, left: (row?.triesLeft ?? 0) - (isGuess ? 1 : 0) };
    });
    await this.tell(this.callOf(call, known, recipient), known, verdict.outcome);
    if (verdict.outcome === 'wrong-pin') throw refuse('wrong-passcode', { remainingAttempts: verdict.left });
    if (verdict.outcome !== 'opened' || !verdict.row) throw refuse('no-such-link');
    return { row: verdict.row };
  }

  private fileOf(call: Call, row: Row, recipient: string): Promise<string> {
    if (row.content !== null) return Promise.resolve(row.content);
    const key = keyOf(this.needs.secret, row.id, row.salt);
    return this.contentOf(decidedBy(this.callOf(call, row, recipient), system), row.person, row, key);
  }

  private async contentOf(
    call: Call,
    person: string,
    { parts, language }: Pick<Asked, 'parts' | 'language'>,
    key: Uint8Array,
  ) {
    const bundle = (await this.needs.summaries.summaryOf(call, person, { language })) as { [element: string]: unknown };
    return sealed(chosen(bundle, parts, language), key);
  }

  /** As the trail and "kto oglądał" name whoever holds the link: by the name they gave, unproven. */
  private callOf(call: Call, row: Row, recipient: string): Call {
    const name = `${recipient} (link „${row.label || 'bez nazwy'}”)`;
    return {
      ...call,
      actor: { role: 'proxy', id: `health-link/${row.id}`, name, purpose: 'PATRQT', scopes: [] },
    };
  }

  private tell(call: Call, row: Row, outcome: Outcome): Promise<void> {
    const whose = { patients: [row.patient], patientIds: [row.person] };
    const said = outcome === 'opened' ? ({ outcome: 0 } as const) : ({ outcome: 4, reason: outcome } as const);
    const entry = { call, at: this.needs.runtime.now(), action: 'R', kind: 'open-health-link' } as const;
    return this.needs.audit.write({ ...entry, ...whose, ...said });
  }
}

/** Facts in, verdict out. */
export function judge(row: Row, said: Buffer | undefined, now: Date): Outcome {
  const state = stateOf(row, now);
  if (state === 'locked') return 'locked';
  if (state !== 'active') return 'after-end';
  if (row.pin === null) return 'opened';
  return said !== undefined && isEqual(said, row.pin) ? 'opened' : 'wrong-pin';
}

export function stateOf({ revoked, ends, triesLeft }: Pick<Row, 'revoked' | 'ends' | 'triesLeft'>, now: Date): State {
  if (revoked !== null) return 'revoked';
  if (ends <= now) return 'expired';
  return triesLeft <= 0 ? 'locked' : 'active';
}

const flagOf = ({ keepsUp, pin }: Asked): string => `${keepsUp ? 'L' : ''}${pin === undefined ? '' : 'P'}`;
