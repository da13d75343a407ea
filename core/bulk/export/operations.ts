/** Kick-off of an export at its three levels. https://hl7.org/fhir/uv/bulkdata/STU2/export.html#bulk-data-kick-off-request */
import type { FastifyRequest } from 'fastify';
import type { AuditTrail } from '../../audit/index.ts';
import type { Database, Tx } from '../../db/database.ts';
import type { FileStore } from '../../files/file-store.ts';
import type { Authenticator } from '../../http/operation.ts';
import { parseBody } from '../../record/http/body.ts';
import { demandFhir } from '../../record/http/negotiation.ts';
import { parametersOf } from '../../record/http/parameters.ts';
import type { Asked, FhirOperation } from '../../record/http/operation.ts';
import type { FhirRecord } from '../../record/index.ts';
import { Refusal } from '../../refusal/refusal.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { type AskOptions, type Level, understandExport } from './ask.ts';
import { demandPermit, type PermitOf } from './permit.ts';
import { addExport, countExports } from './store.ts';

export interface ExportNeeds {
  readonly database: Database;
  readonly audit: AuditTrail;
  readonly runtime: Runtime;
  readonly files: FileStore;
  readonly authenticator: Authenticator;
  /** Of the FHIR face. */
  readonly baseUrl: string;
  readonly permitOf: PermitOf;
}

/** Of one client: unfinished at once, and kept. */
const most = { open: 3, kept: 20 };
/** An export that fails, or never finishes, is forgotten after so long, ms. */
const longest = 48 * 3_600_000;

type AskedHandling = AskOptions['handling'];
type Start = (tx: Tx, id: string, expires: Date) => Promise<unknown>;

export function exportOperations(needs: ExportNeeds, start: Start): FhirOperation[] {
  const at = (level: Level, definition: string, where: Partial<FhirOperation>): FhirOperation => ({
    name: 'export',
    definition: `http://hl7.org/fhir/uv/bulkdata/OperationDefinition/${definition}`,
    methods: ['GET', 'POST'],
    handle: (asked, record) => kickOff(needs, start, level, asked, record),
    ...where,
  });
  return [
    at('system', 'export', { system: true }),
    at('patient', 'patient-export', { types: ['Patient'] }),
    at('group', 'group-export', { instances: ['Group'] }),
  ];
}

async function kickOff(
  { database, audit, runtime, baseUrl, permitOf }: ExportNeeds,
  start: Start,
  level: Level,
  { request, reply, call, query, id: group }: Asked,
  record: FhirRecord,
): Promise<void> {
  const { actor } = call;
  const prefer = String(request.headers.prefer ?? '');
  if (!/\brespond-async\b/i.test(prefer)) {
    throw new Refusal('invalid', 'async-only', 'An export is made in the background: send Prefer: respond-async.');
  }
  const entry = { call, action: 'E' as const, kind: 'export', query: `${level}?${query.text}` };
  try {
    if (actor.role !== 'machine') {
      throw new Refusal('forbidden', 'machines-only', 'Exports are for machine clients with system scopes.');
    }
    const parameters = request.method === 'POST' ? bodyParameters(request) : [...new URLSearchParams(query.text)];
    const handling = /\bhandling\s*=\s*"?(lenient|strict)\b/i.exec(prefer)?.[1]?.toLowerCase() as AskedHandling;
    const options = { base: [`${baseUrl}/`], now: runtime.now };
    const permit = await permitOf(actor.id);
    const said = understandExport(parameters, { ...options, level, group, actor, handling });
    const asked = permit ? { ...said, permit } : said;
    // How many the others are is seen as they are read (run.ts).
    demandPermit(permit, new Set(asked.patients).size);
    if (level === 'group') await record.read(call, 'Group', group);
    const id = runtime.newId();
    const now = runtime.now();
    await database.transaction(async (tx) => {
      // Kick-offs of one client come one after the other, so that none slips past the limit.
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 7202615))', [actor.id]);
      const { open, kept } = await countExports(tx, actor.id);
      if (open >= most.open || kept >= most.kept) {
        const message = 'You have too many exports. Wait for them, or delete those that you no longer need.';
        throw new Refusal('busy', 'too-many-exports', { message, retryAfter: 60 });
      }
      const asRequested = `${baseUrl}${request.url.replace(/^.*?\/fhir\/R4/, '')}`;
      const expires = new Date(now.getTime() + longest);
      await addExport(tx, { id, actor, request: asRequested, asked, expires }, now);
      await start(tx, id, expires);
      const entities = [`export/${id}`, ...(permit ? [`export-permit/${permit.id}`] : [])];
      await tx.query(audit.insertion([{ ...entry, at: now, outcome: 0, rule: 'scope', entities }]));
    });
    await reply.code(202).header('content-location', statusAddress(baseUrl, id)).send();
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'forbidden') {
      await audit.write({ ...entry, at: runtime.now(), outcome: 4, reason: error.code });
    }
    throw error;
  }
}

export const statusAddress = (baseUrl: string, id: string): string => `${baseUrl}/bulk-export/${id}`;

/** Parameters of a POST. https://hl7.org/fhir/R4/parameters.html */
function bodyParameters(request: FastifyRequest): [string, string][] {
  demandFhir(request);
  return parametersOf(parseBody(request.body)).map(({ name, value }) => {
    const reference = (value as { reference?: unknown } | null | undefined)?.reference;
    const said = typeof value === 'object' ? reference : value;
    const text = typeof said === 'boolean' ? String(said) : said;
    if (typeof text !== 'string') {
      throw new Refusal(
        'invalid',
        'bad-parameter',
        'Each parameter wants a name and one value of text or a reference.',
      );
    }
    return [name, text];
  });
}
