/**
 * Every reference inside a resource, for rewriting. In a transaction, besides Reference.reference, any element of type
 * uri, url, oid or uuid may hold the urn:uuid of another entry. https://hl7.org/fhir/R4/http.html#trules
 */

/** Where a reference stands. `reference` can be read and replaced. */
export interface ReferenceHolder {
  reference?: string;
  [element: string]: unknown;
}

/** Elements of other types than Reference that may point to a resource of the same transaction. */
const urn = /^urn:(uuid|oid):/;
/** Elements that are names of things, not pointers, although they may hold a urn. */
const names = new Set(['system', 'value', 'fullUrl', 'profile']);
const nothing: ReadonlySet<string> = new Set();

type Visit = (holder: ReferenceHolder, path: string) => void;

/**
 * Calls `visit` for every Reference (with its element's FHIRPath from `resource`), and for every other string that is a
 * urn:uuid or urn:oid standing alone, or one of `known` in an element named `url`, wrapped so that setting `reference`
 * changes it in place. Links and pictures of the narrative are visited when they hold such a text.
 */
export function forEachReference(resource: unknown, visit: Visit, known: ReadonlySet<string> = nothing): void {
  const type = (resource as { resourceType?: unknown } | null)?.resourceType;
  walk(resource, typeof type === 'string' ? type : '', visit, known);
}

function walk(value: unknown, path: string, visit: Visit, known: ReadonlySet<string>): void {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const item: unknown = value[i];
      if (typeof item === 'string' && urn.test(item)) visit(placeIn(value, i), `${path}[${i}]`);
      else walk(item, `${path}[${i}]`, visit, known);
    }
  } else if (typeof value === 'object' && value !== null) {
    const holder = value as ReferenceHolder;
    if (typeof holder.reference === 'string') visit(holder, path);
    for (const name in holder) {
      const item = holder[name];
      if (typeof item === 'object') walk(item, `${path}.${name}`, visit, known);
      else if (typeof item !== 'string' || name === 'reference') continue;
      else if (name === 'div') visitLinks(holder, `${path}.div`, visit, known);
      else if ((urn.test(item) && !names.has(name)) || (name === 'url' && known.has(item) && isAddress(holder, path))) {
        visit(placeIn(holder, name), `${path}.${name}`);
      }
    }
  }
}

/** The `url` of a resource or an extension is its name; elsewhere (Attachment.url) it says where something is. */
const isAddress = ({ resourceType }: ReferenceHolder, path: string): boolean =>
  resourceType === undefined && !/[eE]xtension\[\d+\]$/.test(path);

const link = /(?<=[\s"'](?:href|src)\s*=\s*(["']))([^"'<>]+)(?=\1)/g;

/** `<a href="urn:uuid:…">` and `<img src="…">` in XHTML. Several stand in one text: each is put in beside the others. */
function visitLinks(holder: ReferenceHolder, path: string, visit: Visit, known: ReadonlySet<string>): void {
  const text = holder.div as string;
  if (!text.includes('urn:') && known.size === 0) return;
  const parts: string[] = [];
  let end = 0;
  const found: number[] = [];
  for (const { index, 2: target = '' } of text.matchAll(link)) {
    if (!urn.test(target) && !known.has(target)) continue;
    parts.push(text.slice(end, index), target);
    found.push(parts.length - 1);
    end = index + target.length;
  }
  parts.push(text.slice(end));
  for (const place of found) {
    visit(
      {
        get reference() {
          return parts[place] as string;
        },
        set reference(next: string) {
          parts[place] = next;
          holder.div = parts.join('');
        },
      },
      path,
    );
  }
}

function placeIn<Key extends string | number>(holder: { [key in Key]?: unknown }, key: Key): ReferenceHolder {
  return {
    get reference() {
      return holder[key] as string;
    },
    set reference(text: string) {
      holder[key] = text;
    },
  };
}
