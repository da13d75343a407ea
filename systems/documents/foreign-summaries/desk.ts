/** Files, compares, decides: gathers facts, asks the rules, writes. The record decides who may, and keeps the trail. */
import { type Call, decidedBy } from '#core/access/actor.ts';
import type { Resource } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { compared, type Translations } from './comparing.ts';
import { type Opened, openDocument } from './document.ts';
import {
  bytesSystem,
  contentOf,
  decisionsOf,
  decisionsResource,
  documentResource,
  factSystem,
  profiles,
  provenanceResource,
  storedOf,
  takenOver,
} from './fhir.ts';
import { matchOf, ourPerson } from './identity.ts';
import {
  type CheckReply,
  type ComparedSection,
  type Decision,
  type DecisionKind,
  type Fact,
  type IdentityMatch,
  isCompared,
  type Reconciliation,
  type Stored,
  system,
} from './model.ts';
import type { ForeignNeeds } from './needs.ts';
import { ourFacts } from './ours.ts';
import { type Json, sha256, systemName } from './reading.ts';
import { refuse } from './refusals.ts';

/** More documents than anybody brings along. */
const mostDocuments = 100;
const tries = 3;
const mostCodes = 1000;

export interface Deciding {
  readonly key: string;
  readonly decision: DecisionKind;
  readonly reason?: string;
}

export class Desk {
  private readonly record: ForeignNeeds['record'];
  private readonly terminology: ForeignNeeds['terminology'];

  constructor({ record, terminology }: ForeignNeeds) {
    this.record = record;
    this.terminology = terminology;
  }

  /** What a file is, and whether it is about this patient; nothing is kept. */
  async check(call: Call, patient: string, content: string, now: Date): Promise<CheckReply> {
    const { document } = openDocument(content, now);
    const identity = await this.identity(call, patient, document.person);
    const already = await this.sameBytes(call, patient, content);
    return { document, identity, ...(already ? { already } : {}) };
  }

  /** Files a document as it came; the same bytes are filed once. */
  async file(call: Call, patient: string, sent: { document: string; confirmed: boolean; reason?: string }, now: Date) {
    const { document, identity, already } = await this.check(call, patient, sent.document, now);
    if (identity.verdict === 'different') throw refuse('different-person');
    const reason = sent.reason?.trim();
    if (!sent.confirmed || (identity.verdict === 'unsure' && !reason)) throw refuse('identity-not-confirmed');
    if (already) return { id: already, isNew: false };
    const parts = { patient, content: sent.document, document, by: byOf(call), now, ...(reason ? { reason } : {}) };
    const ifNoneExist = `subject=Patient/${patient}&identifier=${bytesSystem}|${sha256(sent.document)}`;
    const { id, outcome } = await this.record.create(call, documentResource(parts), { ifNoneExist });
    return { id, isNew: outcome === 'created' };
  }

  async list(call: Call, patient: string): Promise<Stored[]> {
    const found = await this.find(
      call,
      'DocumentReference',
      `patient=${patient}&_profile=${profiles.document}&_sort=-date`,
    );
    return found.map(storedOf);
  }

  /** @throws Refusal `not-foreign` */
  async original(call: Call, id: string): Promise<{ stored: Stored; content: string }> {
    const resource = JSON.parse((await this.record.read(call, 'DocumentReference', id)).content) as Json;
    const content = contentOf(resource);
    if (content === undefined) throw refuse('not-foreign');
    return { stored: storedOf(resource), content };
  }

  async reconciliation(call: Call, id: string, now: Date): Promise<Reconciliation> {
    const { stored, content } = await this.original(call, id);
    const opened = openDocument(content, now);
    const facts = factsOf(opened);
    const [identity, { ours, cut }, { all: decisions }] = await Promise.all([
      this.identity(call, stored.patient, opened.document.person),
      ourFacts(this.record, call, stored.patient, facts, now),
      this.decisions(call, stored),
    ]);
    const translations = await this.translations([...facts, ...ours]);
    const byKey = latest(decisions, stored.id);
    const sections = opened.document.sections.map((section) => ({
      ...section,
      facts: section.facts.map((fact) => compared(fact, ours, byKey.get(fact.key), translations)),
    }));
    const { sections: _, ...document } = opened.document;
    return {
      ...{ stored, document, identity, ours, cut, mayDecide: call.actor.role === 'physician' },
      sections: withOnlyHere(sections, ours),
      undecided: sections.flatMap((one) => one.facts).filter((one) => one.acceptable && isOpen(one)).length,
    };
  }

  /** Decides about one fact. The same decision again changes nothing. */
  async decide(call: Call, id: string, asked: Deciding, now: Date): Promise<Decision> {
    const { stored, content } = await this.original(call, id);
    const opened = openDocument(content, now);
    const fact = factsOf(opened).find(({ key }) => key === asked.key);
    if (!fact) throw refuse('no-such-fact');
    const reason = asked.reason?.trim();
    if (asked.decision === 'not-applicable' && !reason) throw refuse('reason-needed');
    for (let time = 1; ; time++) {
      try {
        return await this.decideOnce(call, { stored, opened, fact, asked, reason, now });
      } catch (error) {
        const isRace = error instanceof Refusal && (error.kind === 'conflict' || error.kind === 'condition-failed');
        if (!isRace || error.code === 'decided-already') throw error;
        if (time >= tries) throw refuse('changed-meanwhile');
      }
    }
  }

  private async decideOnce(call: Call, { stored, opened, fact, asked, reason, now }: Once): Promise<Decision> {
    const { own, list } = await this.decisions(call, stored);
    const before = own.find(({ key }) => key === fact.key);
    const isSame = before?.kind === asked.decision && (before.reason ?? '') === (reason ?? '');
    if (before && (isSame || before.kind === 'accepted')) {
      if (isSame) return before;
      throw refuse('decided-already');
    }
    const by = byOf(call);
    const resource = asked.decision === 'accepted' ? await this.takeOver(call, { stored, opened, fact }) : undefined;
    const decision: Decision = {
      ...{ key: fact.key, kind: asked.decision, at: now.toISOString(), by: by.name, document: stored.id },
      ...(reason ? { reason } : {}),
      ...(resource ? { resource } : {}),
    };
    const decisions = [...own.filter(({ key }) => key !== fact.key), decision];
    await this.keep(call, decisionsResource(stored, decisions, list?.id), list?.version, [
      ...(resource ? [provenanceResource({ target: resource, document: stored, by, now })] : []),
    ]);
    return decision;
  }

  /** Our resource of a foreign fact, written in the name and by the right of whoever decides. */
  private async takeOver(
    call: Call,
    { stored, opened, fact }: Pick<Once, 'stored' | 'opened' | 'fact'>,
  ): Promise<string> {
    const isGood = compared(fact, [], undefined).acceptable;
    const { language } = opened.document;
    const from = { fact, resource: opened.resources.get(fact.key) ?? {}, inside: opened.inside, document: stored };
    const resource = isGood ? takenOver({ ...from, ...(language ? { language } : {}) }) : undefined;
    if (!resource) throw refuse('not-acceptable');
    const whom = `patient=Patient/${stored.patient}`;
    const ifNoneExist = `${whom}&identifier=${factSystem}|${stored.id}.${fact.key}`;
    try {
      const { type, id } = await this.record.create(call, resource, { ifNoneExist });
      return `${type}/${id}`;
    } catch (error) {
      if (error instanceof Refusal && (error.kind === 'invalid' || error.kind === 'rule-broken'))
        throw refuse('not-acceptable', error.message);
      throw error;
    }
  }

  /** The list of decisions, and where what was taken over came from, in one change. */
  private async keep(
    call: Call,
    list: Resource,
    version: number | undefined,
    more: readonly Resource[],
  ): Promise<void> {
    const identifier = `${profiles.decisions}|${(list.identifier as { value: string }[])[0]?.value}`;
    const own = {
      resource: list,
      request: list.id
        ? { method: 'PUT', url: `List/${list.id}`, ifMatch: `W/"${version}"` }
        : { method: 'POST', url: 'List', ifNoneExist: `identifier=${identifier}` },
    };
    const others = more.map((resource) => ({ resource, request: { method: 'POST', url: resource.resourceType } }));
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry: [own, ...others] };
    const { entry } = await this.record.bundle(decidedBy(call, system), bundle);
    const [first] = entry as { response?: { status?: string } }[];
    // A list that somebody made in the same instant was found in place of ours: ours is to be added to it.
    if (!list.id && !first?.response?.status?.startsWith('201')) throw refuse('changed-meanwhile');
  }

  private async decisions(call: Call, stored: Stored) {
    const lists = await this.find(call, 'List', `patient=${stored.patient}&_profile=${profiles.decisions}`);
    const isOwn = (one: Json) => decisionsKey(one) === stored.id;
    const list = lists.find(isOwn);
    const version = Number((list?.meta as { versionId?: string } | undefined)?.versionId);
    return {
      all: lists.flatMap(decisionsOf),
      own: list ? decisionsOf(list) : [],
      list: list ? { id: String(list.id), version } : undefined,
    };
  }

  /** Of codes of both sides, but results: LOINC is the same everywhere. */
  private async translations(facts: readonly Pick<Fact, 'kind' | 'codes'>[]): Promise<Translations> {
    const codes = facts.filter(({ kind }) => kind !== 'results').flatMap((fact) => fact.codes);
    const coded = codes.flatMap(({ system: from, code }) => (from && code ? [{ system: systemName(from), code }] : []));
    const found = new Map<string, string[]>();
    for (const { from, to } of await this.terminology.same(coded.slice(0, mostCodes))) {
      const [token = '', same = ''] = [from, to].map(tokenIn);
      found.set(token, [...(found.get(token) ?? []), same]);
    }
    return found;
  }

  private async identity(call: Call, patient: string, person: Parameters<typeof matchOf>[0]): Promise<IdentityMatch> {
    const { content } = await this.record.read(call, 'Patient', patient);
    return matchOf(person, ourPerson(JSON.parse(content) as Json));
  }

  private async sameBytes(call: Call, patient: string, content: string): Promise<string | undefined> {
    const query = `patient=${patient}&identifier=${bytesSystem}|${sha256(content)}&_elements=id`;
    const [found] = (await this.record.search(call, 'DocumentReference', query)).entries;
    return found?.stored.id;
  }

  private async find(call: Call, type: string, query: string): Promise<Json[]> {
    const { entries } = await this.record.search(call, type, `${query}&_count=${mostDocuments}`);
    return entries.flatMap(({ mode, stored }) => (mode === 'match' ? [JSON.parse(stored.content) as Json] : []));
  }
}

interface Once {
  readonly stored: Stored;
  readonly opened: Opened;
  readonly fact: Fact;
  readonly asked: Deciding;
  readonly reason: string | undefined;
  readonly now: Date;
}

const tokenIn = ({ system: of, code }: { system: string; code: string }) => `${systemName(of)}|${code}`;

const decisionsKey = (list: Json): string | undefined =>
  (list.identifier as { system?: string; value?: string }[] | undefined)?.find(
    (one) => one.system === profiles.decisions,
  )?.value;

const factsOf = ({ document }: Opened): Fact[] => document.sections.flatMap(({ facts }) => facts);

const byOf = ({ actor }: Call) => ({
  name: actor.name,
  ...(actor.practitioner ? { practitioner: actor.practitioner } : {}),
  ...(actor.facility ? { facility: actor.facility } : {}),
});

/** What was decided about each fact: about this document before all, else last about another that said the same. */
function latest(decisions: readonly Decision[], document: string): Map<string, Decision> {
  const sorted = [...decisions].sort((a, b) => {
    const own = Number(a.document === document) - Number(b.document === document);
    return own || a.at.localeCompare(b.at);
  });
  return new Map(sorted.map((decision) => [decision.key, decision]));
}

const isOpen = ({ relation, decision }: ComparedSection['facts'][number]): boolean =>
  decision === undefined && relation !== 'same';

/** Ours of which the document says nothing, under the first section of their kind; results are not asked for whole. */
function withOnlyHere(
  sections: readonly Omit<ComparedSection, 'onlyHere'>[],
  ours: Reconciliation['ours'],
): ComparedSection[] {
  const all = sections.flatMap(({ facts }) => facts);
  const spoken = new Set(all.flatMap((fact) => [...fact.ours, fact.decision?.resource ?? '']));
  const shown = new Set<string>();
  return sections.map((section) => {
    const { kind } = section;
    const isFirst = isCompared(kind) && kind !== 'results' && !shown.has(kind);
    shown.add(kind);
    const left = isFirst ? ours.filter((one) => one.kind === kind && !spoken.has(one.reference)) : [];
    return { ...section, onlyHere: left.map(({ reference }) => reference) };
  });
}
