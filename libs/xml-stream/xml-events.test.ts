/** Streaming, and what is refused. */
import { describe, expect, it } from 'vitest';
import { type XmlEvent, xmlEvents } from './xml-events.ts';

async function* pieces(text: string, size = 3): AsyncIterable<string> {
  for (let from = 0; from < text.length; from += size) yield text.slice(from, from + size);
}
const read = async (text: string): Promise<XmlEvent[]> => Array.fromAsync(xmlEvents(pieces(text)));

describe('xmlEvents', () => {
  it('gives elements, attributes and texts by local names, wherever the pieces end', async () => {
    const events = await read(
      '<?xml version="1.0"?>\n<r:a xmlns:r="urn:x" r:n="1 &amp; 2"><b>zażółć</b><![CDATA[<x>]]></r:a>',
    );
    expect(events.map((event) => (event.kind === 'text' ? event.text : `${event.kind} ${event.name}`))).toEqual([
      'open a',
      'open b',
      'zażółć',
      'close b',
      '<x>',
      'close a',
    ]);
    expect(events[0]).toMatchObject({ attributes: { n: '1 & 2' }, line: 2 });
  });

  it('passes over a DOCTYPE that only names a file', async () => {
    expect(await read('<!DOCTYPE ClaML SYSTEM "ClaML.dtd"><ClaML/>')).toHaveLength(2);
  });

  it.each([
    ['entities', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'DOCTYPE'],
    ['unknown entities', '<a>&x;</a>', 'entity'],
    ['what is cut off', '<a><b></a>', 'tag'],
    ['depth', '<a>'.repeat(100), 'deep'],
  ])('refuses %s', async (_, text, says) => {
    await expect(read(text)).rejects.toThrow(says);
  });
});
