/**
 * The load of the crash test: callers who each own their resources, and the ledger of what the platform acknowledged to
 * them. A request that is cut off stays in doubt until the ledger is compared with what is there.
 */
import { httpClient } from '../bench/closed-loop.ts';

/** An acknowledged version, or the tombstone of a deletion. */
export interface Acknowledged {
  type: string;
  id: string;
  version: number;
  /** What the content was to say, for comparison; undefined for a deletion. */
  says: string | undefined;
  /** How: of each the trail must tell. */
  kind: 'transaction' | 'create' | 'update' | 'delete';
}

/** Sent and not answered: it must have happened whole or not at all. */
export interface Doubtful {
  says: string;
  kind: Acknowledged['kind'];
  /** Resources of a transaction; 1 otherwise. */
  size: number;
  /** What it would change. */
  target?: { type: string; id: string; version: number };
}

export interface Ledger {
  acknowledged: Acknowledged[];
  doubtful: Doubtful[];
  /** `Type/id/version` of acknowledged reads. */
  reads: string[];
  /** Answers that were neither a success nor a plain "not now": there may be none. */
  refused: string[];
}

export const newLedger = (): Ledger => ({ acknowledged: [], doubtful: [], reads: [], refused: [] });

export const markSystem = 'urn:oid:2.16.840.1.113883.3.4424.1.7.99';

interface Owned {
  id: string;
  version: number;
}

export interface Load {
  /** Resolves when every caller has met a failure or `halt` was called. */
  done: Promise<void>;
  halt(): void;
  count(): number;
}

/** Starts `callers` that go on until the platform fails them. */
export function startLoad(
  base: string,
  token: string,
  ledger: Ledger,
  { callers, run, draw }: { callers: number; run: string; draw: () => number },
): Load {
  const client = httpClient(`${base}/fhir/R4`, token, callers);
  let halted = false;
  const caller = async (number: number) => {
    const owner = new Caller(client.send, ledger, `${run}-${number}`, draw);
    while (!halted && (await owner.step()));
  };
  return {
    done: Promise.all(Array.from({ length: callers }, (_, number) => caller(number))).then(() => client.close()),
    halt() {
      halted = true;
    },
    count: () => ledger.acknowledged.length + ledger.reads.length,
  };
}

type Send = (method: string, path: string, body?: string) => Promise<{ status: number; text: string }>;

class Caller {
  private readonly send: Send;
  private readonly ledger: Ledger;
  private readonly name: string;
  private readonly draw: () => number;
  private patient = '';
  private owned: Owned[] = [];
  private count = 0;

  constructor(send: Send, ledger: Ledger, name: string, draw: () => number) {
    this.send = send;
    this.ledger = ledger;
    this.name = name;
    this.draw = draw;
  }

  /** One request. False when the platform is gone. */
  step(): Promise<boolean> {
    const one = this.owned[Math.floor(this.draw() * this.owned.length)];
    const chance = this.draw();
    if (!this.patient || chance < 0.3 || !one) return this.transaction();
    if (chance < 0.55) return this.create();
    if (chance < 0.75) return this.update(one);
    if (chance < 0.82) return this.remove(one);
    return this.read(one);
  }

  private transaction(): Promise<boolean> {
    const says = this.mark();
    const patient = { resourceType: 'Patient', identifier: marked(says), name: [{ family: says }] };
    const others = Array.from({ length: 7 }, () => observation('urn:uuid:7f0c8f0a-57b5-4b62-9f2c-3f7f0a1d0001', says));
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          fullUrl: 'urn:uuid:7f0c8f0a-57b5-4b62-9f2c-3f7f0a1d0001',
          resource: patient,
          request: { method: 'POST', url: 'Patient' },
        },
        ...others.map((resource) => ({ resource, request: { method: 'POST', url: 'Observation' } })),
      ],
    };
    return this.change({ says, kind: 'transaction', size: 8 }, 'POST', '', bundle, (text) => {
      const { entry } = JSON.parse(text) as { entry: { response: { location: string } }[] };
      const places = entry.map(({ response }) => placeOf(response.location));
      this.patient = places[0]?.id ?? '';
      this.owned = places.slice(1).map(({ id }) => ({ id, version: 1 }));
      return places.map((place) => ({ ...place, says, kind: 'transaction' as const }));
    });
  }

  private create(): Promise<boolean> {
    const says = this.mark();
    const body = observation(`Patient/${this.patient}`, says);
    return this.change({ says, kind: 'create', size: 1 }, 'POST', '/Observation', body, (text) => {
      const { id } = JSON.parse(text) as { id: string };
      this.owned.push({ id, version: 1 });
      return [{ type: 'Observation', id, version: 1, says, kind: 'create' }];
    });
  }

  private update(one: Owned): Promise<boolean> {
    const says = this.mark();
    const body = { ...observation(`Patient/${this.patient}`, says), id: one.id };
    const target = { type: 'Observation', ...one };
    return this.change({ says, kind: 'update', size: 1, target }, 'PUT', `/Observation/${one.id}`, body, (text) => {
      one.version = Number((JSON.parse(text) as { meta: { versionId: string } }).meta.versionId);
      return [{ type: 'Observation', id: one.id, version: one.version, says, kind: 'update' }];
    });
  }

  private remove(one: Owned): Promise<boolean> {
    const target = { type: 'Observation', ...one };
    this.owned = this.owned.filter((other) => other !== one);
    const doubt: Doubtful = { says: this.mark(), kind: 'delete', size: 1, target };
    return this.change(doubt, 'DELETE', `/Observation/${one.id}`, undefined, () => [
      { type: 'Observation', id: one.id, version: one.version + 1, says: undefined, kind: 'delete' },
    ]);
  }

  private async read(one: Owned): Promise<boolean> {
    try {
      await this.send('GET', `/Observation/${one.id}`);
      this.ledger.reads.push(`Observation/${one.id}/${one.version}`);
      return true;
    } catch (error) {
      return this.failed(error);
    }
  }

  private async change(
    doubt: Doubtful,
    method: string,
    path: string,
    body: unknown,
    acknowledged: (text: string) => Acknowledged[],
  ): Promise<boolean> {
    try {
      const { text } = await this.send(method, path, body === undefined ? undefined : JSON.stringify(body));
      this.ledger.acknowledged.push(...acknowledged(text));
      return true;
    } catch (error) {
      this.ledger.doubtful.push(doubt);
      return this.failed(error);
    }
  }

  /** Whoever was cut off stops: its resources are then exactly one request ahead of the ledger, or none. */
  private failed(error: unknown): boolean {
    const { message } = error as Error;
    const status = /: (\d{3}) /.exec(message)?.[1];
    if (status && status !== '503') this.ledger.refused.push(message);
    return false;
  }

  private mark(): string {
    return `${this.name}-${this.count++}`;
  }
}

const marked = (value: string) => [{ system: markSystem, value }];

const observation = (subject: string, says: string) => ({
  resourceType: 'Observation',
  status: 'final',
  identifier: marked(says),
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4', display: 'Tętno' }] },
  subject: { reference: subject },
  effectiveDateTime: '2026-01-15T08:30:00Z',
  valueQuantity: { value: 72, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
});

function placeOf(location: string): { type: string; id: string; version: number } {
  const [, type = '', id = '', version = '0'] = /([A-Za-z]+)\/([^/]+)\/_history\/(\d+)$/.exec(location) ?? [];
  return { type, id, version: Number(version) };
}
