/** Topics that clients publish as Basic resources: kept in step in the transaction of the change, refused if unusable. */
import type { Tx } from '../../db/database.ts';
import type { ChangeHook } from '../../record/record.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { isTopic, topicOfBasic } from './basic-topic.ts';
import { builtInTopics } from './built-in.ts';
import { type Topic, understandTopic } from './topic.ts';

const mostTopics = 500;

/** @throws Refusal `rule-broken` for what is no usable topic; `conflict` for an address that another one has. */
export const keepTopics: ChangeHook = async (tx, changes) => {
  for (const { id, method, resource } of changes) {
    if (method === 'delete' || !resource || !isTopic(resource)) {
      await tx.query('delete from subscription.topic where id = $1', [id]);
      continue;
    }
    await keepTopic(tx, id, understandTopic(topicOfBasic(resource)));
  }
};

async function keepTopic(tx: Tx, id: string, topic: Topic): Promise<void> {
  const taken = () =>
    new Refusal('conflict', 'topic-taken', `Another SubscriptionTopic has the address ${topic.url}. Change that one.`);
  if (builtInTopics().has(topic.url)) throw taken();
  const { rows } = await tx.query<{ n: number }>('select count(*)::int as n from subscription.topic where id <> $1', [
    id,
  ]);
  if ((rows[0]?.n ?? 0) >= mostTopics) {
    throw new Refusal(
      'rule-broken',
      'too-many-topics',
      `At most ${mostTopics} topics are kept here. Delete some first.`,
    );
  }
  await tx.query('delete from subscription.topic where id = $1', [id]);
  // Of two that come at once, the later waits here and then has none.
  const { rowCount } = await tx.query(
    'insert into subscription.topic (id, url, definition) values ($1, $2, $3) on conflict (url) do nothing',
    [id, topic.url, JSON.stringify(topic)],
  );
  if (rowCount === 0) throw taken();
}

/** A topic by its address, perhaps with a version: `url|2.0`. */
export async function findTopic(tx: Tx, canonical: string): Promise<Topic | undefined> {
  const [url = '', version] = canonical.split('|');
  const builtIn = builtInTopics().get(url);
  if (builtIn) return version === undefined ? builtIn : undefined;
  const { rows } = await tx.query<{ definition: Topic }>('select definition from subscription.topic where url = $1', [
    url,
  ]);
  const topic = rows[0]?.definition;
  return topic && (version === undefined || topic.version === version) ? topic : undefined;
}

/** The addresses of the topics that these Basics hold. */
export async function topicsOf(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ url: string }>('select url from subscription.topic where id = any($1)', [ids]);
  return rows.map(({ url }) => url);
}
