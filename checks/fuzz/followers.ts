/** What follows the record or feeds it: topics, Subscriptions, closure tables, manifests of imports. */
import type { Chance } from './chance.ts';
import { aQuery } from './queries.ts';
import type { Json, Resources } from './resources.ts';
import { anId, scraps } from './values.ts';

const xver = (version: string, name: string): string =>
  `http://hl7.org/fhir/${version}/StructureDefinition/extension-SubscriptionTopic.${name}`;
const backport = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-';
const addresses = ['http://x.example/topics/1', 'http://x.example/topics/2', 'http://x.example/topics/3'];
const own = ['resource-changed', 'patient-data', 'encounter-start', 'admission', 'nonsense'];

const expressions = [
  "%current.status = 'finished'",
  '%previous.exists().not() or %current.id = %previous.id',
  '%current.descendants().count() > 3',
  '(1 | 2 | 3).select($this * 1000000).aggregate($this + $total)',
  "%current.name.given.matches('(a+)+$')",
  '%resource.nowhere',
  '%current.(',
];

/** A text of the kind meant, or something that breaks careless servers. */
const or = (chance: Chance, text: string): string => (chance.slip(5) ? chance.pick(scraps) : text);

/** A Basic that holds a topic, or nearly does. */
export function aTopic(chance: Chance, resources: Resources): Json {
  const type = resources.aType(chance);
  const version = chance.pick(['4.3', '5.0', chance.once(9) ? '6.0' : '5.0']);
  const part = (url: string, value: object) => ({ url, ...value });
  const criteria = () => ({
    url: 'queryCriteria',
    extension: [
      part('previous', { valueString: or(chance, aQuery(chance, type)) }),
      part('current', { valueString: or(chance, `${type}?${aQuery(chance, type)}`) }),
      part('resultForCreate', { valueCode: chance.pick(['test-passes', 'test-fails', 'x']) }),
      part('requireBoth', { valueBoolean: chance.once(2) }),
    ].filter(() => !chance.once(3)),
  });
  const trigger = () => ({
    url: xver(version, 'resourceTrigger'),
    extension: [
      part('resource', {
        valueUri: or(chance, chance.pick([type, `http://hl7.org/fhir/StructureDefinition/${type}`])),
      }),
      ...chance.some(2, () =>
        part('supportedInteraction', { valueCode: chance.pick(['create', 'update', 'delete', 'x']) }),
      ),
      ...chance.some(1, criteria),
      ...chance.some(1, () => part('fhirPathCriteria', { valueString: chance.pick(expressions) })),
    ],
  });
  const filter = () => ({
    url: xver(version, 'canFilterBy'),
    extension: [
      part('resource', { valueUri: type }),
      part('filterParameter', { valueString: or(chance, chance.pick(['patient', '_id', 'status', 'x'])) }),
    ],
  });
  const shape = () => ({
    url: xver(version, 'notificationShape'),
    extension: [
      part('resource', { valueUri: type }),
      part('include', { valueString: or(chance, `${type}:subject&iterate=Patient.link`) }),
      part('revInclude', { valueString: or(chance, 'Observation:subject') }),
    ],
  });
  const extension = [
    { url: xver(version, 'url'), valueUri: or(chance, chance.pick(addresses)) },
    trigger(),
    ...[trigger, filter, shape].flatMap((make) => chance.some(2, make)),
  ];
  const coding = [{ system: 'http://hl7.org/fhir/fhir-types', code: 'SubscriptionTopic' }];
  return { resourceType: 'Basic', id: `t${chance.below(6)}`, code: { coding }, extension };
}

/** A Subscription by a search or a topic, by either channel. */
export function aSubscription(chance: Chance, resources: Resources): Json {
  const type = resources.aType(chance);
  const filter = () => ({
    url: `${backport}filter-criteria`,
    valueString: or(chance, chance.pick([`${type}?${aQuery(chance, type)}`, 'patient=Patient/f1', 'Patient?_id=f1'])),
  });
  const topic = chance.pick([
    ...addresses,
    ...own.map((name) => `https://ezdrowie.gov.pl/fhir/SubscriptionTopic/${name}`),
  ]);
  const payload = {
    extension: [{ url: `${backport}payload-content`, valueCode: chance.pick(['empty', 'id-only', 'full-resource']) }],
  };
  const isHook = chance.once(3);
  return {
    ...{ resourceType: 'Subscription', id: `s${chance.below(8)}`, reason: 'fuzz' },
    status: chance.pick(['requested', 'requested', 'requested', 'off', 'active', 'error']),
    ...(chance.once(4) ? { criteria: or(chance, `${type}?${aQuery(chance, type)}`) } : { criteria: topic }),
    ...(chance.once(2) ? { _criteria: { extension: [filter(), ...chance.some(2, filter)] } } : {}),
    ...(chance.once(6) ? { end: chance.pick(['2020-01-01T00:00:00Z', '2099-01-01T00:00:00Z']) } : {}),
    channel: {
      type: isHook ? 'rest-hook' : chance.pick(['websocket', 'websocket', 'email']),
      ...(isHook ? { endpoint: chance.pick(['http://127.0.0.1:9/x', 'https://10.0.0.1/', 'https://x.example/']) } : {}),
      ...{ payload: 'application/fhir+json', _payload: payload },
      ...(chance.once(3)
        ? { extension: [{ url: `${backport}heartbeat-period`, valueUnsignedInt: chance.below(60) }] }
        : {}),
    },
  };
}

/** Parameters of $closure. */
export function aClosure(chance: Chance): Json {
  const system = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
  const concept = () => ({
    name: 'concept',
    valueCoding: {
      system: or(chance, system),
      code: or(chance, chance.pick(['IMP', 'ACUTE', 'AMB', '_ActEncounterCode'])),
    },
  });
  const name = { name: 'name', valueString: or(chance, chance.pick(['a', 'b', 'c'])) };
  const version = { name: 'version', valueString: or(chance, String(chance.below(4))) };
  return {
    resourceType: 'Parameters',
    parameter: [name, ...chance.some(3, concept), ...chance.some(1, () => version)],
  };
}

/** Parameters of CodeSystem/$find-matches. */
export function aFindMatches(chance: Chance): Json {
  const property = () => ({
    name: 'property',
    part: [
      { name: 'code', valueCode: or(chance, chance.pick(['parent', 'status', 'notSelectable'])) },
      {
        name: 'value',
        [chance.pick(['valueCode', 'valueString', 'valueQuantity'])]: or(chance, chance.pick(['true', 'IMP'])),
      },
      ...chance.some(1, () => ({ name: chance.pick(['subproperty', 'x']) })),
    ],
  });
  const system = chance.pick(['http://terminology.hl7.org/CodeSystem/v3-ActCode', 'http://loinc.org', 'x']);
  const exact = { name: 'exact', valueBoolean: chance.once(2) };
  return {
    resourceType: 'Parameters',
    parameter: [{ name: 'system', valueUri: system }, property(), ...chance.some(2, property), exact],
  };
}

/** A manifest of $import, as JSON or Parameters: right in form, but never of a file that is there. */
export function aManifest(chance: Chance, resources: Resources): Json {
  const url = () =>
    or(
      chance,
      chance.pick([
        ...[
          'http://127.0.0.1:9/x.ndjson',
          'https://169.254.169.254/latest',
          'https://[::1]/x',
          'file:../../etc/passwd',
        ],
        ...['file:%2e%2e%2f%00', 'ftp://x/y', `https://x.example/${'a'.repeat(chance.pick([5, 5_000]))}`],
      ]),
    );
  const input = () => ({ type: or(chance, resources.aType(chance)), url: url() });
  const manifest: Json = {
    inputFormat: or(chance, 'application/fhir+ndjson'),
    inputSource: or(chance, 'https://x.example'),
    ...(chance.once(3) ? { storageDetail: { type: chance.pick(['https', 'file', 'aws-s3']) } } : {}),
    input: chance.slip(8) ? chance.pick<unknown>([null, [], {}, [null], 'x']) : [input(), ...chance.some(2, input)],
    ...(chance.slip(6) ? { [chance.pick(['mode', '__proto__', 'extension'])]: anId(chance) } : {}),
  };
  if (chance.once(2)) return manifest;
  const parts = (object: object): object[] =>
    Object.entries(object).map(([name, value]) => ({ name, valueString: value }));
  const inputs = Array.isArray(manifest.input) ? (manifest.input as (object | null)[]) : [];
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'inputFormat', valueCode: manifest.inputFormat },
      { name: 'inputSource', valueUri: manifest.inputSource },
      ...inputs.map((one) => ({ name: 'input', part: parts(one ?? {}) })),
    ],
  };
}
