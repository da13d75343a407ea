/**
 * $meta, $meta-add, $meta-delete: profiles, tags and security labels. https://hl7.org/fhir/R4/resource-operation-meta.html
 * Adding and removing makes a new version, as every change does; former versions are never changed.
 */
import { parseJson } from '#libs/fhir/json.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { Call } from '../../access/actor.ts';
import { compileVisibility, type Interaction, type Visibility } from '../../access/index.ts';
import type { Tx } from '../../db/database.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { knownType } from '../checks.ts';
import { commit } from '../commit.ts';
import type { RecordContext } from '../context.ts';
import { type Asked, gone, guarded, mayWrite, readEntry, unknown } from '../guard.ts';
import { untouched } from '../make-change.ts';
import { living } from './read.ts';
import type { Resource, UpdateOptions } from '../record.ts';
import { bounded } from '../search/bounded.ts';
import { findCurrent, locate, named, type Place } from '../store.ts';
import { demandVersion, replace, updatable } from './update.ts';

export interface Coding {
  readonly system?: string;
  readonly code?: string;
  readonly [element: string]: unknown;
}

export interface Meta {
  profile?: string[];
  security?: Coding[];
  tag?: Coding[];
  [element: string]: unknown;
}

/** Resources whose meta can be put together in one answer. */
const mostLooked = 20_000;

/**
 * The meta of a resource; or, of a type or of everything, all profiles, tags and labels in use among what one may see.
 * @throws Refusal `not-found`, `gone`, `forbidden`; `rule-broken` `too-costly` when there is too much to look through.
 */
export function meta(
  context: RecordContext,
  call: Call,
  type: string | undefined,
  id: string | undefined,
): Promise<Meta> {
  const about = type === undefined ? {} : { type, ...(id === undefined ? {} : { entity: `${type}/${id}` }) };
  const asked: Asked = { action: 'R', kind: 'meta', ...about };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    if (type !== undefined) knownType(type);
    if (type === undefined || id === undefined) {
      const found = await inUse(context.database, type, visibility);
      await context.audit.write(await readEntry(context, call, asked, rule, []));
      return found;
    }
    const found = living(await findCurrent(context.database, type, id, visibility), type, id);
    await context.audit.write(await readEntry(context, call, asked, rule, [found]));
    return metaOf(found.content);
  });
}

const metaOf = (content: string): Meta => ((parseJson(content) as Resource).meta ?? {}) as Meta;

async function inUse(tx: Tx, type: string | undefined, visibility: Visibility): Promise<Meta> {
  const predicate = compileVisibility(visibility, 'r', 3, type);
  const { rows } = await bounded(() =>
    tx.query<{ content: string }>(
      named(
        'meta',
        `select r.content from record.resource r
          where ($1::int2 is null or r.type = $1) and ${predicate.sql} limit $2`,
        [type === undefined ? null : typeNumber(type), mostLooked + 1, ...predicate.values],
      ),
    ),
  );
  if (rows.length > mostLooked) {
    const says = `There are more than ${mostLooked} resources to look through. Ask for $meta of single resources.`;
    throw new Refusal('rule-broken', 'too-costly', says);
  }
  return rows.map(({ content }) => metaOf(content)).reduce(added, {});
}

const same = (one: Coding, other: Coding): boolean => one.system === other.system && one.code === other.code;

/** `meta` with what `more` has and it has not. A coding is known by system and code. */
function added(meta: Meta, { profile = [], security = [], tag = [] }: Meta): Meta {
  const codings = (has: readonly Coding[], new_: readonly Coding[]) => [
    ...has,
    ...new_.filter((coding) => !has.some((known) => same(known, coding))),
  ];
  return withSets(meta, {
    profile: [...new Set([...(meta.profile ?? []), ...profile])],
    security: codings(meta.security ?? [], security),
    tag: codings(meta.tag ?? [], tag),
  });
}

/** `meta` without what `less` names. */
function removed(meta: Meta, { profile = [], security = [], tag = [] }: Meta): Meta {
  const without = (has: readonly Coding[], gone: readonly Coding[]) =>
    has.filter((coding) => !gone.some((known) => same(known, coding)));
  return withSets(meta, {
    profile: (meta.profile ?? []).filter((one) => !profile.includes(one)),
    security: without(meta.security ?? [], security),
    tag: without(meta.tag ?? [], tag),
  });
}

/** FHIR has no empty arrays. */
function withSets(meta: Meta, sets: Required<Pick<Meta, 'profile' | 'security' | 'tag'>>): Meta {
  const { profile: _profile, security: _security, tag: _tag, ...rest } = meta;
  return { ...rest, ...Object.fromEntries(Object.entries(sets).filter(([, set]) => set.length > 0)) };
}

/** $meta-add and $meta-delete. @throws Refusal as `update`; `not-found`, `gone`. Returns the meta as it now stands. */
export function changeMeta(
  context: RecordContext,
  call: Call,
  kind: Extract<Interaction, 'meta-add' | 'meta-delete'>,
  { type, id }: { type: string; id: string },
  sent: Meta,
  options: UpdateOptions = {},
): Promise<Meta> {
  return guarded(context, call, { action: 'U', kind, type, entity: `${type}/${id}` }, async (allow) => {
    knownType(type);
    const written = await commit(context, async (tx) => {
      const [place] = (await locate(tx, [{ type, id }])) as [Place];
      if (!place.current) throw place.tombstone === undefined ? unknown(type, id) : gone(type, id);
      // Before anything is said about what is there: may the caller see it at all?
      await mayWrite(tx, allow.visibility, [untouched(place)], context.runtime.now());
      demandVersion(place, options);
      const resource = parseJson(place.current.content) as Resource;
      const next = (kind === 'meta-add' ? added : removed)((resource.meta ?? {}) as Meta, sent);
      const changed = await updatable(context, { ...resource, meta: next as Resource['meta'] & {} }, { tx });
      return replace(context, tx, call, allow, kind, changed, place);
    });
    return metaOf(written.content);
  });
}
