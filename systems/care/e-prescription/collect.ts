/** A pharmacy finds prescriptions: by the key of a package or of one prescription, or by code and PESEL. */
import type { Call } from '#core/access/actor.ts';
import type { Tx } from '#core/db/database.ts';
import { type Key, keyOfId } from '#core/record/keys.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { peselFault } from '#libs/polish-identifiers/pesel.ts';
import { type Context, own } from './context.ts';
import type { PrescriptionPackage } from './model.ts';
import { showPackages } from './show.ts';
import { type PackageRow, prescriptionStore } from './store.ts';
import { refusal, refusalOf, verdict } from './words.ts';

export interface Asked {
  readonly key?: string;
  readonly code?: string;
  readonly pesel?: string;
}

/** Older packages are over, whatever they were. */
const oldest = 730 * 86_400_000;
/** How long a pharmacy may go on with what it has collected. */
const inHandFor = 24 * 3_600_000;
const mostWrong = 5;
const lockedFor = 15 * 60_000;

/** @throws Refusal `bad-key`, `bad-pesel`, `no-such-prescription`, `wrong-code`, `code-locked` */
export async function collect(context: Context, call: Call, tx: Tx, asked: Asked): Promise<PrescriptionPackage[]> {
  const pharmacy = call.actor.facility ?? '';
  const { rows, only } =
    asked.key === undefined ? await byCode(context, call, tx, asked) : await byKey(context, tx, asked.key);
  const [first] = rows;
  if (!first) throw refusal('no-such-prescription');
  const until = new Date(context.runtime.now().getTime() + inHandFor);
  const ids = rows.map(({ id }) => id);
  await prescriptionStore(tx).collected(first.patient, ids, pharmacy, until);
  const packages = await showPackages(context, () => own(call), tx, rows, false);
  if (only === undefined) return packages;
  return packages.map((one) => ({ ...one, prescriptions: one.prescriptions.filter(({ key }) => key === only) }));
}

interface Found {
  readonly rows: readonly PackageRow[];
  /** Only this prescription was asked for. */
  readonly only?: string;
}

const since = ({ runtime }: Context): Date => new Date(runtime.now().getTime() - oldest);

async function byKey(context: Context, tx: Tx, key: string): Promise<Found> {
  const read = context.keys.read(key);
  if (!read) throw refusal('bad-key');
  const rows = await prescriptionStore(tx).packagesBy(read.patient, read.kind, key, since(context));
  return { rows, ...(read.kind === 'prescription' ? { only: key } : {}) };
}

async function byCode(context: Context, call: Call, tx: Tx, { code = '', pesel = '' }: Asked): Promise<Found> {
  if (peselFault(pesel)) throw refusal('bad-pesel');
  const { runtime, database } = context;
  const now = runtime.now();
  const pharmacy = call.actor.facility ?? '';
  const subject = context.hash(`wrong code of ${pesel}`);
  // Counted on its own: a refusal undoes the transaction of the request.
  const counting = prescriptionStore(database);
  const before = await counting.wrongCodes(subject, pharmacy, now);
  if (before && before.times >= mostWrong) throw locked(before.until, now);
  const patient = await patientOf(context, call, pesel);
  const rows = patient ? await prescriptionStore(tx).packagesBy(patient, 'code', code, since(context)) : [];
  if (rows.length > 0) return { rows };
  const until = new Date(now.getTime() + lockedFor);
  const times = await counting.countWrong(subject, pharmacy, now, until);
  if (times >= mostWrong) throw locked(until, now);
  throw refusal('wrong-code', { left: mostWrong - times });
}

async function patientOf({ record }: Context, call: Call, pesel: string): Promise<Key | undefined> {
  const { entries } = await record.search(
    own(call),
    'Patient',
    `identifier=${identifierSystems.pesel}|${pesel}&_count=2`,
  );
  const [first, second] = entries;
  return first && !second ? keyOfId('Patient', first.stored.id) : undefined;
}

function locked(until: Date, now: Date): Refusal {
  const time = until.toLocaleTimeString('pl-PL', { timeZone: 'Europe/Warsaw', hour: '2-digit', minute: '2-digit' });
  const { message, pl, code, kind } = refusalOf([verdict('code-locked', '', { until: time })]);
  const retryAfter = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
  return new Refusal(kind, code, { message, ...(pl ? { pl } : {}), retryAfter });
}
