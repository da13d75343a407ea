/** Classifications in ClaML (EN ISO 13120), as WHO publishes ICD-10. */
import { Refusal } from '../../refusal/refusal.ts';
import { XmlRefused, type XmlEvent, xmlEvents } from '#libs/xml-stream/xml-events.ts';
import type { NewConcept, Property } from '../model.ts';
import { type SourceFiles, textOf } from './source-files.ts';

interface Rubric {
  readonly kind: string;
  readonly id: string;
  text: string;
}

interface Draft {
  readonly code: string;
  readonly kind: string;
  readonly parents: string[];
  readonly rubrics: Rubric[];
  readonly meta: Property[];
}

/** What the file says of itself: `<Title name="ICD-10" version="2019">`. */
export interface ClamlTitle {
  name?: string;
  version?: string;
}

/** Events of an XML file of a publisher. @throws Refusal with the line for what is not read. */
export async function* eventsOf(files: SourceFiles, name: string, encoding?: string): AsyncIterable<XmlEvent> {
  try {
    yield* xmlEvents(textOf(files, name, encoding));
  } catch (error) {
    if (!(error instanceof XmlRefused)) throw error;
    throw new Refusal('invalid', 'bad-xml', `'${name}', line ${error.line}: ${error.message}`);
  }
}

export async function titleOf(files: SourceFiles, name: string, encoding?: string): Promise<ClamlTitle> {
  for await (const event of eventsOf(files, name, encoding)) {
    if (event.kind === 'open' && event.name === 'Title') {
      const { name: title, version } = event.attributes;
      return { ...(title ? { name: title } : {}), ...(version ? { version } : {}) };
    }
    if (event.kind === 'open' && event.name === 'Class') break;
  }
  return {};
}

/** The order of the file; SuperClass gives the hierarchy. */
export async function* clamlConcepts(files: SourceFiles, name: string, encoding?: string): AsyncIterable<NewConcept> {
  let draft: Draft | undefined;
  let rubric: Rubric | undefined;
  // Labels hold references to other codes, fragments and the like: their texts belong to the label.
  let labelDepth = 0;
  for await (const event of eventsOf(files, name, encoding)) {
    if (event.kind === 'text') {
      if (rubric && labelDepth > 0) rubric.text += event.text;
      continue;
    }
    if (event.kind === 'close') {
      if (labelDepth > 0) labelDepth--;
      else if (event.name === 'Rubric') rubric = undefined;
      else if (event.name === 'Class' && draft) {
        yield finished(draft);
        draft = undefined;
      }
      continue;
    }
    const { attributes: a } = event;
    if (labelDepth > 0) {
      labelDepth++;
      if (rubric && event.name === 'Reference') rubric.text += ' ';
    } else if (event.name === 'Class' && a.code) {
      draft = { code: a.code, kind: a.kind ?? '', parents: [], rubrics: [], meta: [] };
    } else if (draft && event.name === 'SuperClass' && a.code) draft.parents.push(a.code);
    else if (draft && event.name === 'Meta' && a.name && a.value) {
      draft.meta.push({ code: a.name, valueString: a.value });
    } else if (draft && event.name === 'Rubric') {
      rubric = { kind: a.kind ?? '', id: a.id ?? '', text: '' };
      draft.rubrics.push(rubric);
    } else if (rubric && event.name === 'Label') {
      if (rubric.text !== '') rubric.text += ' ';
      labelDepth = 1;
    }
  }
}

const even = (text: string): string => text.replace(/\s+/g, ' ').trim();
const asProperties = new Set(['inclusion', 'exclusion', 'note', 'coding-hint', 'introduction', 'text']);

function finished({ code, kind, parents, rubrics, meta }: Draft): NewConcept {
  const of = (wanted: string) =>
    rubrics
      .filter((one) => one.kind === wanted)
      .map(({ text }) => even(text))
      .filter(Boolean);
  const [preferred] = of('preferred');
  const [definition] = of('definition');
  const long = of('preferredLong').filter((text) => text !== preferred);
  return {
    code,
    display: preferred ?? code,
    ...(definition ? { definition } : {}),
    parents,
    designations: long.map((value) => ({ use: { code: 'preferredLong' }, value })),
    properties: [
      ...(kind ? [{ code: 'kind', valueCode: kind }] : []),
      ...rubrics
        .filter((one) => asProperties.has(one.kind) && even(one.text) !== '')
        .map((one) => ({ code: one.kind, valueString: even(one.text) })),
      ...meta,
    ],
  };
}
