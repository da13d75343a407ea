/** Links and ids of a narrative. https://hl7.org/fhir/R4/narrative.html#html */

export interface Narrative {
  readonly ids: readonly string[];
  readonly links: readonly string[];
}

/** One pass over text that narrative.ts has found well-formed. */
export function narrativeOf(xhtml: string): Narrative {
  const [ids, links]: [string[], string[]] = [[], []];
  const attribute = /\s(id|name|href|src)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;
  for (const [, name, double, single] of xhtml.matchAll(attribute)) {
    const value = (double ?? single ?? '').replaceAll('&amp;', '&');
    if (name === 'href' || (name === 'src' && value.startsWith('#'))) links.push(value);
    else ids.push(value);
  }
  return { ids, links };
}

/** What a reader of the narrative can follow. */
const schemes = new Set(['http', 'https', 'mailto', 'tel', 'ftp', 'sftp', 'cid', 'data']);
const most = 20;

/** What is wrong with links: targets that are not here, and addresses that nobody can follow. */
export function linkProblems({ links }: Narrative, targets: ReadonlySet<string>): string[] {
  const problems = links.flatMap((link) => {
    const shown = link.slice(0, 100);
    if (link.startsWith('#') && link.length > 1) {
      return targets.has(link.slice(1)) ? [] : [`The link "${shown}" leads to nothing in this resource.`];
    }
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(link)?.[1];
    if (scheme === undefined || schemes.has(scheme.toLowerCase())) return [];
    return [`The link "${shown}" cannot be followed: ${scheme} is no scheme of links.`];
  });
  return problems.slice(0, most);
}
