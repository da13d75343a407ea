/** Why medical events say no, in words that say what to do. */
import { Refusal, type RefusalKind } from '#core/refusal/refusal.ts';

type Words = (...parts: (string | undefined)[]) => string;

const refusals = {
  'number-taken': [
    'conflict',
    (number, place) =>
      `The number ${number} has been given to ${place ?? 'another event'}. If this is the same event sent again, it is done: read it there. Another event needs a number of its own.`,
  ],
  'event-differs': [
    'conflict',
    (number, place) =>
      `Event ${number} was registered with other content as ${place}. To correct it, PUT /api/medical-events/events/… ; another event needs a number of its own.`,
  ],
  'number-changed': [
    'rule-broken',
    (number) => `The number of an event stays: this one is ${number}. Cancel it and register another.`,
  ],
  'profile-dropped': [
    'rule-broken',
    (number) => `Event ${number} stays a medical event: keep its profile in meta.profile, or cancel it (DELETE).`,
  ],
  'event-cancelled': ['conflict', (number) => `Event ${number} was cancelled. Register it anew under another number.`],
  'no-such-event': ['not-found', () => 'There is no such event, or it is not shown to you.'],
  'not-your-event': [
    'forbidden',
    () =>
      'Only the provider that registered an event corrects or cancels it. Ask them, or record what you know as an event of yours.',
  ],
  'no-provider-node': [
    'rule-broken',
    (facility) =>
      `${facility} has no node for its numbers (an identifier urn:ietf:rfc:3986 with urn:oid:…). CeZ assigns it; write it into the Organization.`,
  ],
  'no-right-to-practise': [
    'forbidden',
    () => 'The register (CWPM) knows of no right to practise of yours that holds now. Check it with your chamber.',
  ],
  'one-main-diagnosis': ['invalid', () => 'Mark exactly one diagnosis as the main one.'],
  'no-measured-value': ['invalid', (name) => `Give ${name} a value with its unit, or parts that have them.`],
  'visit-over': ['conflict', () => 'This visit was recorded before or did not take place. Begin another one.'],
  'another-patients-visit': ['rule-broken', () => 'This visit is planned for another patient. Open that patient.'],
  'signature-targets': [
    'rule-broken',
    (target) =>
      `${target} is not the present version of a resource here. Sign what is, and name it as Type/id/_history/version.`,
  ],
} as const satisfies Record<string, readonly [RefusalKind, Words]>;

export type RefusalCode = keyof typeof refusals;

export function refuse(code: RefusalCode, ...parts: (string | undefined)[]): Refusal {
  const [kind, words] = refusals[code] as readonly [RefusalKind, Words];
  return new Refusal(kind, code, words(...parts));
}
