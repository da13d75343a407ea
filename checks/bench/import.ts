/** `$import` of one NDJSON file: how many resources a second, from the first byte sent until the status says done. */
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Instance } from '#apps/instance.ts';
import type { Result } from './closed-loop.ts';
import { usageOf } from './usage.ts';
import { personBundle } from './workload.ts';

export interface ImportOptions {
  readonly instance: Instance;
  readonly token: string;
  say(line: string): void;
}

/** Seed and number of people: others than those of the other phases. */
const people = { seed: 77, count: 2_000 };

export async function measureImport({ instance, token, say }: ImportOptions): Promise<Result[]> {
  const authorization = `Bearer ${token}`;
  const lines = [...linesOf()];
  const usage = usageOf([instance.pid]);
  usage.begin();
  const began = performance.now();
  const answer = await fetch(`${instance.baseUrl}/fhir/R4/$import`, {
    ...{ method: 'POST', headers: { authorization, 'content-type': 'application/fhir+ndjson' } },
    ...{ body: Readable.toWeb(Readable.from(lines)) as ReadableStream, duplex: 'half' },
  } as RequestInit);
  const place = answer.headers.get('content-location');
  if (!place) throw new Error(`$import: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
  let status = await fetch(place, { headers: { authorization } });
  while (status.status === 202) {
    await pause(200);
    status = await fetch(place, { headers: { authorization } });
  }
  const seconds = (performance.now() - began) / 1000;
  const { loaded = 0, refused = 0 } = (await status.json()) as { loaded?: number; refused?: number };
  const count = people.count * 43;
  const perSecond = loaded / seconds;
  say(
    `$import: ${loaded} of ${count} in ${seconds.toFixed(1)} s, ${perSecond.toFixed(0)} resources/s, ${refused} refused`,
  );
  const whole = seconds * 1000;
  return [
    {
      ...{
        phase: `$import, ${count} resources in one file`,
        workers: 1,
        perSecond,
        p50: whole,
        p95: whole,
        p99: whole,
      },
      ...{ failures: count - loaded, usage: usage.end(seconds) },
    },
  ];
}

/** A line for each resource, under ids of its own: what the file refers to is in the file. */
function* linesOf(): Iterable<string> {
  for (let number = 0; number < people.count; number++) {
    const { entry } = personBundle(people.seed, number) as unknown as Bundle;
    const ids = new Map(
      entry.map(({ fullUrl, resource }, at) => [fullUrl, `${resource.resourceType}/i-${number}-${at}`]),
    );
    for (const { fullUrl, resource } of entry) {
      const text = JSON.stringify({ ...resource, id: ids.get(fullUrl)?.split('/')[1] });
      yield `${text.replaceAll(/urn:uuid:[0-9a-f-]{36}/g, (one) => ids.get(one) ?? one)}\n`;
    }
  }
}

interface Bundle {
  readonly entry: readonly { readonly fullUrl: string; readonly resource: { readonly resourceType: string } }[];
}
