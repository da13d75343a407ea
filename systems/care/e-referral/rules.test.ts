/** The rules alone: the life as a table, how long kinds hold, numbers, the way of a spa referral. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromResource, toResource } from './fhir.ts';
import { complete } from './fixtures.ts';
import { isDetail } from './details.ts';
import { kinds, rules, validUntil } from './kinds.ts';
import type { Referral, SpaWay } from './model.ts';
import { codeOfKey, isKey, newKey, newNumber } from './numbers.ts';
import { isExpired, problemsOf } from './rules.ts';
import { specialities } from './specialities.ts';
import { decided } from './spa.ts';
import { moved, moves, type MoveName, type Party, type SpaMove, spaMoves, spaStages, states } from './states.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { draftOf } from './referrals.ts';

describe('the life of a referral', () => {
  const parties: Party[] = ['issuer', 'provider', 'patient', 'event'];

  it('goes only the ways of its table', () => {
    const ways = Object.keys(moves).flatMap((name) =>
      states.flatMap((state) =>
        parties.flatMap((by) => {
          const verdict = moved(name as MoveName, { state, expired: false }, { by, reason: 'bo tak' });
          return 'to' in verdict ? [`${by}: ${state} –${name}→ ${verdict.to}`] : [];
        }),
      ),
    );
    expect(ways).toEqual([
      'provider: issued –accept→ accepted',
      'event: issued –accept→ accepted',
      'provider: accepted –return→ issued',
      'patient: accepted –resign→ issued',
      'provider: accepted –realise→ realised',
      'event: issued –complete→ realised',
      'event: accepted –complete→ realised',
      'event: realised –reopen→ accepted',
      'event: accepted –release→ issued',
      'event: realised –release→ issued',
      'issuer: issued –cancel→ cancelled',
      'issuer: issued –correct→ issued',
    ]);
  });

  it('wants a reason where the table says so, and accepts nothing that has run out', () => {
    const at = { state: 'issued', expired: true } as const;
    expect(moved('accept', at, { by: 'provider' })).toEqual({ refused: 'expired' });
    expect(moved('cancel', at, { by: 'issuer', reason: ' ' })).toEqual({ refused: 'no-reason' });
    expect(moved('complete', at, { by: 'event' })).toEqual({ to: 'realised' });
  });
});

describe('kinds', () => {
  it('hold as long as the facts say', () => {
    expect([validUntil('rehabilitation', '2027-01-31'), validUntil('psychiatric-hospital', '2027-02-20')]).toEqual([
      '2027-03-02',
      '2027-03-06',
    ]);
    expect([validUntil('spa', '2026-08-31'), validUntil('clinic', '2026-08-31')]).toEqual(['2028-02-29', undefined]);
    const referral = { kind: 'rehabilitation', state: 'issued', issuedAt: '2027-01-31' } as const;
    expect([isExpired(referral, '2027-03-02'), isExpired(referral, '2027-03-03')]).toEqual([false, true]);
    expect(isExpired({ ...referral, state: 'accepted' }, '2029-01-01')).toBe(false);
  });

  it('name only details that exist, and every rule says where it is from', () => {
    for (const kind of kinds) {
      const { required, optional, validity } = rules[kind];
      expect([...required, ...optional].filter((name) => !isDetail(name))).toEqual([]);
      expect(validity.every(({ source, validFrom }) => source !== '' && /^\d{4}-/.test(validFrom))).toBe(true);
    }
    for (const [code, name] of specialities) expect([/^\d{4}$/.test(code), name.length > 5]).toEqual([true, true]);
    expect(specialities.get('1100')).toBe('Poradnia kardiologiczna');
  });

  it('are complete with what the fixtures say, and incomplete without any one part of it', () => {
    for (const draft of Object.values(complete)) {
      const facts = { profession: 'lekarz' };
      const whole = draftOf(draft as never);
      expect(problemsOf(whole, facts), draft.kind).toEqual([]);
      for (const name of rules[whole.kind].required) {
        const { [name as never]: _gone, ...details } = whole.details;
        expect(problemsOf({ ...whole, details }, facts).map(({ field }) => field)).toEqual([`details.${name}`]);
      }
      expect(problemsOf(whole, { ...facts, died: '2026-01-01' }).map(({ code }) => code)).toEqual(['patient-died']);
    }
  });
});

describe('numbers', () => {
  it('are as long as they must be, and a code follows from the key and the secret alone', () => {
    const secret = Buffer.alloc(32, 1);
    for (let n = 0; n < 200; n++) {
      const key = newKey(systemRuntime);
      expect([isKey(key), key[0] !== '0', newNumber(systemRuntime).length]).toEqual([true, true, 22]);
      expect(codeOfKey(secret, key)).toMatch(/^\d{4}$/);
      expect(codeOfKey(secret, key)).toBe(codeOfKey(secret, key));
    }
    const key = newKey(systemRuntime);
    const others = Array.from({ length: 50 }, (_, n) => codeOfKey(Buffer.alloc(32, n), key));
    expect(new Set(others).size).toBeGreaterThan(40);
  });
});

describe('the resource', () => {
  it('says everything that the referral says', () => {
    for (const draft of Object.values(complete)) {
      const referral: Omit<Referral, 'id' | 'version'> = {
        ...draftOf({ ...draft, purpose: 'Proszę o ocenę', attachments: ['Observation/o1'] } as never),
        ...{ patient: 'p1', patientName: 'Anna', number: '1', numberSystem: 'urn:oid:1', key: '2', state: 'accepted' },
        ...{
          issuedAt: '2027-01-01T10:00:00Z',
          validUntil: '2027-02-01',
          appointment: '2027-01-15',
          acceptedBy: 'event',
        },
        issuer: { person: { id: 'd', name: 'lek. D' }, facility: { id: 'f', name: 'F' } },
        provider: { id: 'g', name: 'G' },
        spa: {
          stage: 'placed',
          branch: '07',
          queue: 3,
          place: { id: 's', name: 'S', from: '2027-05-01', to: '2027-05-21' },
        },
        last: {
          name: 'accept',
          by: 'event',
          at: '2027-01-02T10:00:00.000Z',
          reason: 'r',
          facility: { id: 'g', name: 'G' },
          basis: 'Encounter/e',
        },
      };
      const back = fromResource({ ...toResource(referral), id: 'r1' }, 4);
      const { speciality, ...rest } = back ?? ({} as Referral);
      expect(speciality?.code).toBe(referral.speciality?.code);
      const { speciality: _one, ...said } = referral;
      expect(rest).toEqual({ ...said, id: 'r1', version: 4 });
    }
    expect(fromResource({ resourceType: 'ServiceRequest', id: 'x' }, 1)).toBeUndefined();
  });
});

describe('the way of a spa referral', () => {
  const today = '2027-01-01';
  const place = { id: 's', name: 'Zdrój' };

  it('leaves its table by no sequence of decisions, and has a number exactly from its confirmation on', () => {
    const names = Object.keys(spaMoves) as SpaMove[];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names), { maxLength: 30 }), (decisions) => {
        let way: SpaWay = { stage: 'submitted', branch: '07' };
        let numbers = 0;
        for (const decision of decisions) {
          const before = way;
          try {
            const queue = way.queue ?? ++numbers;
            way = decided(
              way,
              { decision, reason: 'powód', from: '2027-02-01', to: '2027-02-21' },
              { today, place, queue },
            );
          } catch {
            expect(way).toBe(before);
            continue;
          }
          expect(spaMoves[decision].from).toContain(before.stage);
          expect(spaStages).toContain(way.stage);
          expect(way.stage === 'placed').toBe(way.place !== undefined);
          if (way.stage === 'confirmed' || way.stage === 'placed') expect(way.queue).toBeDefined();
          if (before.queue !== undefined) expect(way.queue).toBe(before.queue);
        }
      }),
    );
  });

  it('tells the place at least 14 days before, and keeps the number of who gave it back with a reason', () => {
    const confirmed: SpaWay = { stage: 'confirmed', branch: '07', queue: 12 };
    const to = '2027-02-21';
    expect(() => decided(confirmed, { decision: 'place', from: '2027-01-14', to }, { today, place })).toThrow(
      '14 days',
    );
    const placed = decided(confirmed, { decision: 'place', from: '2027-01-15', to }, { today, place });
    expect(() => decided(placed, { decision: 'keep-in-queue' }, { today })).toThrow();
    const returned = decided(placed, { decision: 'give-back', reason: 'Operacja' }, { today });
    expect(returned).toMatchObject({ stage: 'placed', returned: 'Operacja' });
    expect(decided(returned, { decision: 'keep-in-queue' }, { today })).toEqual(confirmed);
    expect(decided(returned, { decision: 'close', reason: 'Bez powodu' }, { today }).stage).toBe('closed');
  });
});
