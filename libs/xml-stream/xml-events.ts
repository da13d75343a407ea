/** XML as a stream of events, with bounds. https://www.w3.org/TR/xml/ */
import { SaxesParser } from 'saxes';

export type XmlEvent =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: Attributes; readonly line: number }
  | { readonly kind: 'text'; readonly text: string; readonly line: number }
  | { readonly kind: 'close'; readonly name: string; readonly line: number };

/** By local name: prefixes are left out. */
export interface Attributes {
  readonly [name: string]: string | undefined;
}

export class XmlRefused extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.name = 'XmlRefused';
    this.line = line;
  }
}

export const xmlLimits = { depth: 64, piece: 4 * 1024 * 1024 } as const;

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** @throws XmlRefused as README.md says. */
export async function* xmlEvents(chunks: AsyncIterable<string>): AsyncIterable<XmlEvent> {
  const parser = new SaxesParser({ position: true });
  let ready: XmlEvent[] = [];
  let depth = 0;
  let last = 0;
  const refuse = (says: string): never => {
    throw new XmlRefused(says, parser.line);
  };
  const add = (event: XmlEvent): void => {
    last = parser.position;
    ready.push(event);
  };
  parser.on('error', (error) => refuse(error.message.replace(/^\d+:\d+: /, '')));
  parser.on('doctype', (text) => {
    if (text.includes('[')) refuse('A DOCTYPE with declarations of its own is not read.');
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > xmlLimits.depth) refuse(`Elements lie more than ${xmlLimits.depth} deep.`);
    const named: { [name: string]: string } = {};
    for (const [key, value] of Object.entries(attributes)) named[local(key)] = String(value);
    add({ kind: 'open', name: local(name), attributes: named, line: parser.line });
  });
  parser.on('text', (text) => {
    // Around the root there is nothing but white space.
    if (depth > 0) add({ kind: 'text', text, line: parser.line });
  });
  parser.on('cdata', (text) => add({ kind: 'text', text, line: parser.line }));
  parser.on('closetag', ({ name }) => {
    depth--;
    add({ kind: 'close', name: local(name), line: parser.line });
  });
  for await (const chunk of chunks) {
    parser.write(chunk);
    if (ready.length > 0) {
      yield* ready;
      ready = [];
    } else if (parser.position - last > xmlLimits.piece) refuse('A single tag or text is longer than 4 MiB.');
  }
  parser.close();
  yield* ready;
}
