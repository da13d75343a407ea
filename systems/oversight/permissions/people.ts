/** Finding people and facilities in the record, on the platform's own behalf: it is audited like every look. */
import { platformActor } from '#core/access/actor.ts';
import type { Call } from '#core/access/actor.ts';
import type { Record as PatientRecord, Resource } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly birthDate?: string;
}

export type People = ReturnType<typeof people>;

interface HumanName {
  readonly use?: string;
  readonly family?: string;
  readonly given?: readonly string[];
}

function personOf(content: string): Person {
  const { id, name, birthDate } = JSON.parse(content) as Resource & { id: string };
  const names = (name ?? []) as HumanName[];
  const { family = '', given = [] } = names.find(({ use }) => use === 'official') ?? names[0] ?? {};
  return {
    ...{ id, family, name: [...given, family].join(' ').trim() },
    ...(typeof birthDate === 'string' ? { birthDate } : {}),
  };
}

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll(/[łŁ]/g, 'l')
    .toLowerCase()
    .replaceAll(/[^\p{L}]/gu, '');

/** Names differ in case, accents and hyphens when people type them. */
export const sameName = (one: string, other: string): boolean => folded(one) === folded(other);

export function people(record: Pick<PatientRecord, 'read' | 'search'>) {
  const asPlatform = (call: Call): Call => ({ ...call, actor: platformActor('permissions') });
  const nothing = (error: unknown): undefined => {
    if (error instanceof Refusal && (error.kind === 'not-found' || error.kind === 'gone')) return undefined;
    throw error;
  };
  return {
    async byPesel(call: Call, pesel: string): Promise<Person | undefined> {
      const query = `identifier=${identifierSystems.pesel}|${pesel}&_count=2`;
      const { entries } = await record.search(asPlatform(call), 'Patient', query);
      return entries.length === 1 && entries[0] ? personOf(entries[0].stored.content) : undefined;
    },
    async byId(call: Call, id: string): Promise<Person | undefined> {
      const found = await record.read(asPlatform(call), 'Patient', id).catch(nothing);
      return found && personOf(found.content);
    },
    /** Names by logical id, of those that there are. */
    async names(call: Call, ids: readonly string[]): Promise<Map<string, string>> {
      return namesOf(record, asPlatform(call), 'Patient', ids, (content) => personOf(content).name);
    },
    async facilities(call: Call, ids: readonly string[]): Promise<Map<string, string>> {
      return namesOf(record, asPlatform(call), 'Organization', ids, (content) => {
        const { name } = JSON.parse(content) as { name?: string };
        return name ?? '';
      });
    },
  };
}

async function namesOf(
  record: Pick<PatientRecord, 'search'>,
  call: Call,
  type: string,
  ids: readonly string[],
  nameOf: (content: string) => string,
): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)].slice(0, 200);
  if (wanted.length === 0) return new Map();
  const { entries } = await record.search(call, type, `_id=${wanted.join(',')}&_count=${wanted.length}`);
  return new Map(entries.map(({ stored }) => [stored.id, nameOf(stored.content)]));
}
