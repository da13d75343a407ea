/**
 * Sections of a narrative by language, and what a profile says of them.
 * https://hl7.org/fhir/extensions/StructureDefinition-narrative-language-control.html
 */

const tag = /<(\/?)([A-Za-z][\w:.-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/g;
const language = /\s(?:xml:)?lang\s*=\s*(?:"([^"]*)"|'([^']*)')/;

/** Languages of the sections: the <div>s directly below the outermost one that name theirs. */
export function sectionLanguages(xhtml: string): string[] {
  const found: string[] = [];
  let depth = 0;
  for (const [, closing, name, rest = ''] of xhtml.replace(/<!--[\s\S]*?-->/g, '').matchAll(tag)) {
    if (closing) depth--;
    else {
      const said = depth === 1 && name === 'div' ? language.exec(rest) : null;
      if (said) found.push(said[1] ?? said[2] ?? '');
      if (!rest.endsWith('/')) depth++;
    }
  }
  return found;
}

/** What is wrong with the sections, by one of the profile's words: no, yes, resource, or a language. */
export function languageProblem(xhtml: string, control: string, ofResource: string | undefined): string | undefined {
  const sections = sectionLanguages(xhtml);
  const word = control.replace(/^[_#]/, '');
  if (word === 'no') {
    return sections.length > 0 ? `The profile allows no sections by language; there are ${list(sections)}.` : undefined;
  }
  if (sections.length === 0) return 'The profile demands that the narrative is divided into sections by language.';
  const wanted = word === 'resource' ? ofResource : word === 'yes' ? undefined : control;
  if (wanted === undefined || sections.includes(wanted)) return undefined;
  return `The profile demands a section in ${wanted.slice(0, 40)}; there are ${list(sections)}.`;
}

const list = (sections: readonly string[]): string => sections.slice(0, 10).join(', ').slice(0, 200);
