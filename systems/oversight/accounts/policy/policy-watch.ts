/**
 * The policy file under two people: an exception that makes the platform weaker holds only when one operator asked for
 * it and another agreed; every change that comes into force is in the trail with what was before. security/requirements
 * section 0, rules 1 and 4.
 */
import { type Call, platformActor } from '#core/access/actor.ts';
import type { AuditEntry, AuditTrail } from '#core/audit/index.ts';
import type { Database, Tx } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { PolicyChange, PolicyInForce } from './policy.ts';
import type { Proposals } from './proposals.ts';
import { type Exception, markOf, type Policy } from './rules.ts';

export interface PolicyWatchNeeds {
  database: Database;
  runtime: Runtime;
  audit: AuditTrail;
  proposals: Proposals;
}

export type PolicyWatch = ReturnType<typeof policyWatch>;

/** What two people agreed to, as this process knows it. */
export function policyWatch({ database, runtime, audit, proposals }: PolicyWatchNeeds) {
  let agreed: ReadonlySet<string> = new Set();
  let fault: string | undefined;
  return {
    isAgreed: (exception: Exception): boolean => agreed.has(markOf(exception)),
    /** A file that became wrong changes nothing; that is told with the next look. */
    heard: (change: PolicyChange): void => {
      fault = change.fault;
    },
    /** Reads what was agreed; also in the transaction that agrees, so that its process knows at once. */
    async learn(tx: Tx, policy: PolicyInForce): Promise<void> {
      const approved = await proposals.approved(tx, 'policy-exception');
      agreed = new Set(approved.map(({ subject }) => subject));
      policy.reread();
    },
    /** Every process looks a few times a minute; of those that see a change at once, one writes it down. */
    async look(policy: PolicyInForce): Promise<void> {
      await this.learn(database, policy);
      const now = policy.current;
      if (fault !== undefined) {
        await audit.write(entryOf(runtime, { outcome: 8, reason: 'policy-file-not-valid', query: fault }));
        fault = undefined;
      }
      await database.transaction(async (tx) => {
        await tx.query(`select pg_advisory_xact_lock(hashtext('accounts.policy_seen'))`);
        const { rows } = await tx.query<{ policy: Policy }>('select policy from accounts.policy_seen');
        const before = rows[0]?.policy;
        const said = before && difference(before, now);
        if (said === '') return;
        const text = `insert into accounts.policy_seen (policy, seen_at) values ($1, $2)
          on conflict (one) do update set policy = excluded.policy, seen_at = excluded.seen_at`;
        await tx.query({ name: 'accounts-policy-seen', text, values: [JSON.stringify(now), runtime.now()] });
        if (said === undefined) return;
        await tx.query(audit.insertion([entryOf(runtime, { outcome: 0, query: said })]));
      });
    },
  };
}

function entryOf(runtime: Runtime, said: Pick<AuditEntry, 'outcome' | 'query'> & { reason?: string }): AuditEntry {
  const call: Call = { actor: platformActor('security-policy'), source: 'local', trace: runtime.newId() };
  return { call, at: runtime.now(), action: 'U', kind: 'security-policy', ...said };
}

/** `setting=before>after`, and exceptions that came and went; empty when nothing changed. */
function difference(before: Policy, after: Policy): string {
  const names = [...new Set([...Object.keys(before.values), ...Object.keys(after.values)])].sort();
  const value = ({ values }: Policy, name: string) => String((values as Record<string, number>)[name] ?? 'none');
  const changed = names
    .filter((name) => value(before, name) !== value(after, name))
    .map((name) => `${name}=${value(before, name)}>${value(after, name)}`);
  const marks = (policy: Policy) => policy.exceptions.map((one) => `${one.setting}=${one.value} until ${one.until}`);
  const [old, now] = [marks(before), marks(after)];
  const came = now.filter((mark) => !old.includes(mark)).map((mark) => `exception+${mark}`);
  const went = old.filter((mark) => !now.includes(mark)).map((mark) => `exception-${mark}`);
  return [...changed, ...came, ...went].join('&');
}
