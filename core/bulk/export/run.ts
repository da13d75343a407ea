/**
 * Runs an export: one snapshot, one cursor after the other, files of bounded length, constant memory. A run that was
 * interrupted begins anew in a new snapshot. https://hl7.org/fhir/uv/bulkdata/STU2/export.html
 */
import { typeName, typeNumber } from '#libs/fhir/resource-types.ts';
import { type Call, platformActor } from '../../access/actor.ts';
import { visibilityOf } from '../../access/index.ts';
import type { AuditTrail } from '../../audit/index.ts';
import type { Database, Tx } from '../../db/database.ts';
import type { FileStore } from '../../files/file-store.ts';
import { type Key, keyOfId } from '../../record/keys.ts';
import { findCurrent } from '../../record/store.ts';
import { exportStatement } from '../../record/search/export-statement.ts';
import { cutContent } from '../../record/search/subset.ts';
import { operationOutcome } from '../../refusal/refusal.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { AskedExport } from './ask.ts';
import { demandPermit } from './permit.ts';
import { type ExportFile, type ExportRow, tellProgress } from './store.ts';

export interface RunNeeds {
  readonly database: Database;
  readonly audit: AuditTrail;
  readonly runtime: Runtime;
  readonly files: FileStore;
  readonly baseUrl: string;
}

/** Lines of a file, and rows in memory at once (large contents one by one). */
const linesPerFile = 50_000;
const rowsAtOnce = 500;
/** Patients whose names for the trail are kept until they are written. */
const patientsAtOnce = 50_000;
const patientsPerEntry = 1_000;
/**
 * A change gets its time before it is committed, and large ones on a busy machine are written for seconds: what is told
 * to be in the snapshot lies so far back, ms. More than a statement may take.
 */
const margin = 30_000;

export class TakenBack extends Error {}

interface Row {
  id: string;
  version: number;
  patient: Key;
  /** Null for a large one. */
  content: string | null;
}

export const areaOf = (id: string): string => `export/${id}`;

/** @returns the files and the time of the snapshot. @throws TakenBack when the client has deleted it meanwhile. */
export async function runExport(
  needs: RunNeeds,
  row: ExportRow,
  signal: AbortSignal,
): Promise<{ files: ExportFile[]; transactionTime: Date }> {
  return needs.database.transaction(async (tx) => {
    await tx.query('set local statement_timeout = 60000');
    await tx.query('set local idle_in_transaction_session_timeout = 0');
    return new Run(needs, row, tx, signal).all();
  }, 'repeatable read');
}

class Run {
  private readonly needs: RunNeeds;
  private readonly row: ExportRow;
  private readonly asked: AskedExport;
  private readonly tx: Tx;
  private readonly signal: AbortSignal;
  private readonly files: ExportFile[] = [];
  private readonly patients = new Set<Key>();
  /** Compartments of which it is known whether they are a patient's, while there is no permit for many. */
  private readonly judged = new Set<Key>();
  private patientsSeen = 0;
  private written = 0;

  constructor(needs: RunNeeds, row: ExportRow, tx: Tx, signal: AbortSignal) {
    this.needs = needs;
    this.row = row;
    this.asked = row.asked;
    this.tx = tx;
    this.signal = signal;
  }

  async all(): Promise<{ files: ExportFile[]; transactionTime: Date }> {
    const { rows } = await this.tx.query<{ at: Date }>(
      `select least(now(), (select min(xact_start) from pg_stat_activity where backend_xid is not null)) as at`,
    );
    const transactionTime = new Date((rows[0]?.at ?? this.needs.runtime.now()).getTime() - margin);
    const within = await this.within();
    for (const type of this.asked.types) await this.ofType(type, within);
    if (this.asked.since !== undefined) await this.deleted(this.asked.since, within);
    await this.write('error', 'OperationOutcome', this.warnings());
    await this.nameThePatients();
    return { files: this.files, transactionTime };
  }

  /** The compartments that are asked for. */
  private async within(): Promise<readonly Key[] | 'patients' | 'all'> {
    const { level, group, patients } = this.asked;
    if (level === 'system') return 'all';
    const asked = patients?.map((id) => keyOfId('Patient', id));
    if (level === 'patient') return asked ?? 'patients';
    const found = await findCurrent(this.tx, 'Group', group ?? '', visibilityOf(this.row.actor));
    const { member = [] } = JSON.parse(found?.content || '{}') as { member?: Member[] };
    const members = member
      .filter(({ inactive }) => inactive !== true)
      .flatMap(({ entity }) => /(?:^|\/)Patient\/([A-Za-z0-9\-.]{1,64})$/.exec(entity?.reference ?? '')?.[1] ?? [])
      .map((id) => keyOfId('Patient', id));
    return asked ? members.filter((key) => asked.includes(key)) : members;
  }

  private async ofType(type: string, within: readonly Key[] | 'patients' | 'all'): Promise<void> {
    const { filters, since, elements } = this.asked;
    const own = filters
      .filter((filter) => filter.startsWith(`${type}?`))
      .map((filter) => filter.slice(type.length + 1));
    // Of a type without a filter everything is exported, also when other types have some.
    const { text, values } = await exportStatement(
      this.tx,
      { type, filters: own, since: since === undefined ? undefined : new Date(since), within },
      visibilityOf(this.row.actor),
      { base: [`${this.needs.baseUrl}/`], now: this.needs.runtime.now },
    );
    const names = elements.map((name) => name.split('.')).filter((path) => path.length === 1 || path[0] === type);
    const cut = elements.length > 0 ? names.map((path) => path.at(-1) as string) : undefined;
    await this.tx.query({ text: `declare export no scroll cursor for ${text}`, values });
    await this.write('output', type, this.rows(type, cut));
    await this.tx.query('close export');
  }

  private async *rows(type: string, elements: readonly string[] | undefined): AsyncGenerator<string> {
    for (;;) {
      this.signal.throwIfAborted();
      const { rows } = await this.tx.query<Row>(`fetch ${rowsAtOnce} from export`);
      if (rows.length === 0) return;
      for (const row of rows) {
        this.patients.add(row.patient);
        const content = row.content ?? (await this.large(type, row));
        yield `${elements ? cutContent(type, content, elements) : content}\n`;
      }
      await this.demandFew(rows);
      if (this.patients.size >= patientsAtOnce) await this.nameThePatients();
      this.written += rows.length;
      if (!(await tellProgress(this.needs.database, this.row.id, `${this.written} resources, now ${type}`))) {
        throw new TakenBack();
      }
    }
  }

  /** From the same snapshot. */
  private async large(type: string, { patient, id }: Row): Promise<string> {
    const { rows } = await this.tx.query<{ content: string }>({
      name: 'bulk-large',
      text: 'select content from record.resource where patient = $1 and type = $2 and id = $3',
      values: [patient, typeNumber(type), id],
    });
    if (!rows[0]) throw new Error(`${type}/${id} has gone from its own snapshot.`);
    return rows[0].content;
  }

  /** Without a permit fifty patients are the most; nothing of a larger export stays. @throws Refusal */
  private async demandFew(rows: readonly Row[]): Promise<void> {
    if (this.asked.permit) return;
    const fresh = [...new Set(rows.map(({ patient }) => patient))].filter((key) => !this.judged.has(key));
    if (fresh.length === 0) return;
    for (const key of fresh) this.judged.add(key);
    const text = 'select count(*)::int as n from record.resource where patient = any($1::int8[]) and type = $2';
    const { rows: counted } = await this.tx.query<{ n: number }>(text, [fresh, typeNumber('Patient')]);
    this.patientsSeen += counted[0]?.n ?? 0;
    demandPermit(undefined, this.patientsSeen);
  }

  /** What was asked and left out. */
  private async *warnings(): AsyncGenerator<string> {
    for (const name of this.asked.ignored ?? []) {
      const diagnostics = `${name} is not done here and was left out. Nothing else is missing.`;
      yield `${JSON.stringify(operationOutcome([{ severity: 'warning', code: 'not-supported', diagnostics }]))}\n`;
    }
  }

  /** What was deleted since then and does not live again: Bundles that say DELETE. */
  private async deleted(since: string, within: readonly Key[] | 'patients' | 'all'): Promise<void> {
    const places = within === 'patients' || within === 'all' ? undefined : within;
    const text = `select distinct d.type, d.id, c.patient
      from record.change c, unnest(c.types, c.ids, c.methods) as d(type, id, method)
      where c.at > $1 and d.method = 'D' and d.type = any($2::int2[])
        and ($3::int8[] is null or c.patient = any($3::int8[]))
        and not exists (select from record.resource r where r.patient = c.patient and r.type = d.type and r.id = d.id)`;
    const values = [since, this.asked.types.map((type) => typeNumber(type)), places];
    await this.tx.query({ text: `declare gone no scroll cursor for ${text}`, values });
    await this.write('deleted', 'Bundle', this.goneRows());
    await this.tx.query('close gone');
  }

  private async *goneRows(): AsyncGenerator<string> {
    for (;;) {
      const { rows } = await this.tx.query<{ type: number; id: string }>(`fetch ${rowsAtOnce} from gone`);
      if (rows.length === 0) return;
      for (const { type, id } of rows) {
        const request = { method: 'DELETE', url: `${typeName(type)}/${id}` };
        yield `${JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry: [{ request }] })}\n`;
      }
    }
  }

  /** Writes lines into as many files as they need, none when there are none. */
  private async write(kind: ExportFile['kind'], type: string, lines: AsyncGenerator<string>): Promise<void> {
    let next = await lines.next();
    while (!next.done) {
      let count = 0;
      const part = async function* (): AsyncGenerator<string> {
        while (!next.done && count < linesPerFile) {
          yield next.value;
          count++;
          next = await lines.next();
        }
      };
      const { hash, size } = await this.needs.files.put(areaOf(this.row.id), part());
      this.files.push({ number: this.files.length + 1, kind, type, lines: count, size: String(size), hash });
    }
  }

  /** The trail names every patient whose data went out, not every resource: the files tell those. */
  private async nameThePatients(): Promise<void> {
    const { audit, runtime } = this.needs;
    const { id, actor } = this.row;
    const call: Call = {
      actor: actor.role === 'platform' ? platformActor('export') : actor,
      source: 'local',
      trace: id,
    };
    const keys = [...this.patients];
    this.patients.clear();
    for (let from = 0; from < keys.length; from += patientsPerEntry) {
      const { rows } = await this.tx.query<{ patient: Key; id: string }>(
        'select patient, id from record.resource where patient = any($1::int8[]) and type = $2',
        [keys.slice(from, from + patientsPerEntry), typeNumber('Patient')],
      );
      if (rows.length === 0) continue;
      await audit.write({
        ...{ call, at: runtime.now(), action: 'R', kind: 'export', outcome: 0, rule: 'scope' },
        patients: rows.map(({ patient }) => patient),
        patientIds: rows.map((row) => row.id),
        query: this.row.request,
      });
    }
  }
}

interface Member {
  inactive?: boolean;
  entity?: { reference?: string };
}
