/**
 * Acting for somebody: a parent, guardian or trusted person says in the header of the portal whose record they now look
 * at. The session remembers it; whether the delegation still holds is asked again by every statement (core/access).
 */
import { delegationOf } from '#core/access/proxies.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { type Acting, personRoles, type Session, schemas } from './model.ts';
import { refuse } from './refusals.ts';
import type { BrowserSessions } from './sessions.ts';
import { accountStore } from './store.ts';

export interface ActingNeeds {
  sessions: BrowserSessions;
  demonstration: boolean;
  /** The name of a patient, as people know it; undefined when there is no such patient. */
  nameOfPatient(id: string): Promise<string | undefined>;
}

export function actingOperations({ sessions, demonstration, nameOfPatient }: ActingNeeds): Operation[] {
  return [
    operation({
      name: 'switch-person',
      method: 'POST',
      path: '/accounts/person',
      summary: 'Says for whom I now act: a patient who lets me, or myself',
      access: { roles: [...personRoles.filter((role) => role === 'patient'), 'proxy'], purpose: 'PATRQT' },
      audit: { action: 'E' },
      body: schemas.person,
      reply: schemas.nothing,
      async handle({ body, http }, { tx }) {
        const session = await sessions.find(http.request);
        if (!session) throw refuse('session-ended');
        const { patient } = body as { patient?: string };
        const acting = patient === undefined ? null : await actingFor(session, patient);
        await accountStore(tx, { demonstration }).actFor(session.id, acting);
        sessions.forget(session.id);
        return null;

        async function actingFor({ account }: Session, asked: string): Promise<Acting> {
          const held = account.patient ? await delegationOf(tx, account.patient, asked) : undefined;
          const name = held && (await nameOfPatient(asked));
          if (!held || name === undefined) throw notLet();
          return { grant: held.id, patient: asked, name, kind: held.kind };
        }
      },
    }),
  ];
}

const notLet = (): Refusal =>
  new Refusal('forbidden', 'no-delegation', 'This person does not let you act for them, or no longer does.');
