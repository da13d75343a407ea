/** Which elements at the root of a resource its summary has, and which it may never lack: for _summary and _elements. */
import type { StructureDefinition } from './structure-definition.ts';

export interface RootElements {
  /** ElementDefinition.isSummary */
  summary: string[];
  /** ElementDefinition.min > 0 */
  mandatory: string[];
}

/** The names as in JSON (`deceasedBoolean`), of every resource type. */
export function rootElements(definitions: readonly StructureDefinition[]): { [type: string]: RootElements } {
  const found: { [type: string]: RootElements } = {};
  for (const { kind, abstract, type, snapshot } of definitions) {
    if (kind !== 'resource' || abstract) continue;
    const elements: RootElements = { summary: [], mandatory: [] };
    for (const { path, min, isSummary, type: types = [] } of snapshot.element) {
      const [, name, ...deeper] = path.split('.');
      if (name === undefined || deeper.length > 0) continue;
      const names = name.endsWith('[x]') ? types.map(({ code }) => name.slice(0, -3) + capital(code)) : [name];
      if (isSummary) elements.summary.push(...names);
      if (min > 0) elements.mandatory.push(...names);
    }
    found[type] = elements;
  }
  return found;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
