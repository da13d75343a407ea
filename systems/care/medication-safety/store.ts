/** The one file of medication safety that speaks SQL; it sees its own tables and no others. */
import type { Tx } from '#core/db/database.ts';
import type { Rule, RuleSet, SetHead } from './model.ts';

const batch = 1000;

export const ruleStore = (tx: Tx) => ({
  async bring(edition: number, { head, rules }: RuleSet): Promise<void> {
    await tx.query('insert into medication_safety.set (edition, head) values ($1, $2)', [
      edition,
      JSON.stringify(head),
    ]);
    for (let at = 0; at < rules.length; at += batch)
      await tx.query(
        `insert into medication_safety.rule (edition, place, content)
          select $1, $2 + ordinality - 1, value from jsonb_array_elements($3::jsonb) with ordinality`,
        [edition, at, JSON.stringify(rules.slice(at, at + batch))],
      );
  },
  /** A set as it was imported. */
  async setOf(edition: number): Promise<RuleSet | undefined> {
    const { rows: heads } = await tx.query<{ head: SetHead }>({
      name: 'medication-safety-head',
      text: 'select head from medication_safety.set where edition = $1',
      values: [edition],
    });
    if (!heads[0]) return undefined;
    const { rows } = await tx.query<{ content: Rule }>({
      name: 'medication-safety-rules',
      text: 'select content from medication_safety.rule where edition = $1 order by place',
      values: [edition],
    });
    return { head: heads[0].head, rules: rows.map(({ content }) => content) };
  },
});
