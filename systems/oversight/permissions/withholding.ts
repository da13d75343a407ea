/**
 * Withholding of chosen items: from trusted persons (no visible gap on their side), from all facilities or from one,
 * with or without the emergency exception. Doctors are told that something is withheld, never what (read-relation).
 */
import { unwithhold, type Withheld, withhold, withheldOf } from '#core/access/grants.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { keyOfId } from '#core/record/keys.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { ownPatient } from './codes.ts';
import { schemas } from './model.ts';
import type { Parts } from './needs.ts';
import { listedTypes } from './preview.ts';
import { refuse } from './refusals.ts';
import { replies } from './replies.ts';

const most = 1000;

export function withholdingOperations(parts: Parts): Operation[] {
  return [hide(parts), show()];
}

function hide({ record }: Parts): Operation {
  return operation({
    name: 'withhold-item',
    method: 'POST',
    path: '/permissions/withheld',
    summary: 'Hides an item of my record from trusted persons, from facilities, or from one facility',
    access: { roles: ['patient'], purpose: 'PATRQT' },
    audit: { action: 'C' },
    body: schemas.withheld,
    reply: replies.nothing,
    async handle({ body }, { actor, call, tx, now }) {
      const asked = body as Omit<Withheld, 'since'>;
      const patient = keyOfId('Patient', ownPatient(actor));
      if (!listedTypes.some((type) => type === asked.type)) throw refuse('never-withheld');
      await record.read(call, asked.type, asked.id).catch((error: unknown) => {
        if (error instanceof Refusal) throw refuse('not-yours');
        throw error;
      });
      if ((await withheldOf(tx, patient)).length >= most) throw refuse('too-many');
      await withhold(tx, patient, { ...asked, since: now() });
      return null;
    },
  });
}

function show(): Operation {
  return operation({
    name: 'show-item',
    method: 'DELETE',
    path: '/permissions/withheld/:type/:id/:readers',
    summary: 'Shows again what I had hidden',
    access: { roles: ['patient'], purpose: 'PATRQT' },
    audit: { action: 'D' },
    params: schemas.byItem,
    reply: replies.nothing,
    async handle({ params }, { actor, tx }) {
      const patient = keyOfId('Patient', ownPatient(actor));
      const { type = '', id = '', readers = '' } = params;
      if (!(await unwithhold(tx, patient, type, id, readers))) throw refuse('not-withheld');
      return null;
    },
  });
}
