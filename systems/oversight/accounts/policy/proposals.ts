/**
 * What one operator asks and another decides, where a change makes the platform weaker or lets much out: transition
 * periods, exceptions of the policy, exports. security/requirements section 0 (rows marked ②), C-22.
 */
import type { Tx } from '#core/db/database.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';

export type ProposalKind = 'gate-transition' | 'policy-exception' | 'export-permit';

export interface Proposal {
  readonly id: string;
  readonly kind: ProposalKind;
  readonly subject: string;
  readonly wanted: { readonly [name: string]: unknown };
  readonly reason: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly approved: boolean | null;
}

const columns = `id, kind, subject, wanted, reason, asked_by as "askedBy", asked_at as "askedAt",
  decided_by as "decidedBy", decided_at as "decidedAt", approved`;
const mostOpen = 200;

export type Proposals = ReturnType<typeof proposals>;

export function proposals({ runtime }: { runtime: Runtime }) {
  const run = <R>(tx: Tx, name: string, text: string, values: unknown[]) =>
    tx.query<R>({ name: `accounts-proposal-${name}`, text, values });
  return {
    /** Writes down what is asked; returns its id. @throws Refusal `too-many-proposals` */
    async ask(tx: Tx, asked: Pick<Proposal, 'kind' | 'subject' | 'wanted' | 'reason'>, by: string): Promise<string> {
      const count = 'select count(*)::int as n from accounts.proposal where decided_at is null';
      if (((await run<{ n: number }>(tx, 'open', count, [])).rows[0]?.n ?? 0) >= mostOpen)
        throw new Refusal('rule-broken', 'too-many-proposals', 'Decide some of the proposals that wait first.');
      const id = runtime.newId();
      const text = `insert into accounts.proposal (id, kind, subject, wanted, reason, asked_by, asked_at)
        values ($1, $2, $3, $4, $5, $6, $7)`;
      const { kind, subject, wanted, reason } = asked;
      await run(tx, 'ask', text, [id, kind, subject, JSON.stringify(wanted), reason, by, runtime.now()]);
      return id;
    },
    /** Those that wait, or the newest that were decided. */
    async list(tx: Tx, open: boolean): Promise<Proposal[]> {
      const text = `select ${columns} from accounts.proposal where (decided_at is null) = $1
        order by asked_at desc, id limit 200`;
      return (await run<Proposal>(tx, 'list', text, [open])).rows;
    },
    /** The names of who asked and who decided. */
    async names(tx: Tx, { askedBy, decidedBy }: Proposal): Promise<{ askedBy: string; decidedBy: string }> {
      const text = `select (select name from accounts.account where id = $1) as "askedBy",
        (select name from accounts.account where id = $2) as "decidedBy"`;
      const { rows } = await run<{ askedBy: string; decidedBy: string }>(tx, 'names', text, [askedBy, decidedBy]);
      return rows[0] ?? { askedBy: '', decidedBy: '' };
    },
    /** Approved ones of a kind, the newest first; of one subject, or of all. */
    async approved(tx: Tx, kind: ProposalKind, subject?: string): Promise<Proposal[]> {
      const text = `select ${columns} from accounts.proposal where kind = $1 and approved
        and ($2::text is null or subject = $2) order by decided_at desc limit 500`;
      return (await run<Proposal>(tx, 'approved', text, [kind, subject ?? null])).rows;
    },
    /**
     * Decides one, by another person than who asked.
     * @throws Refusal `no-such-proposal`, `decided-already`, `own-request`
     */
    async decide(tx: Tx, id: string, approve: boolean, by: string): Promise<Proposal> {
      const lock = `select ${columns} from accounts.proposal where id = $1 for update`;
      const proposal = (await run<Proposal>(tx, 'lock', lock, [id])).rows[0];
      if (!proposal) throw new Refusal('not-found', 'no-such-proposal', 'There is no such proposal.');
      if (proposal.decidedAt) throw new Refusal('conflict', 'decided-already', 'This was decided already.');
      if (proposal.askedBy === by)
        throw new Refusal('forbidden', 'own-request', 'Another person decides what you have asked for.');
      const text = 'update accounts.proposal set decided_by = $2, decided_at = $3, approved = $4 where id = $1';
      await run(tx, 'decide', text, [id, by, runtime.now(), approve]);
      return { ...proposal, decidedBy: by, decidedAt: runtime.now(), approved: approve };
    },
  };
}
