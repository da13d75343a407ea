/** SYMULATOR: what its page asks and answers. In the demonstration only. */
import { type Operation, operation, type Schema } from '#core/http/operation.ts';
import { dayText, listOf, oneOf, shape, text } from '#core/http/shapes.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { type Level, levels } from '#libs/saml/names.ts';
import type { SimulatedPerson, Simulator } from './simulator.ts';

const object = (properties: Record<string, Schema>): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const offered = shape({ pesel: text, givenName: text, familyName: text, birthDate: dayText });
const byId = object({ id: { type: 'string', pattern: '^[0-9a-f]{32}$' } });

/** Whom the simulator may play: all that its register knows; its page offers a few of them. */
export interface SimulatedPeople {
  offered(): Promise<readonly SimulatedPerson[]>;
  of(pesel: string): Promise<SimulatedPerson | undefined>;
}

export function simulatorOperations(simulator: Simulator, people: SimulatedPeople): Operation[] {
  const unknown = () =>
    new Refusal('not-found', 'no-such-request', 'This request is unknown or over. Begin at the sign-in page again.');
  return [
    operation({
      name: 'read-simulated-node-request',
      method: 'GET',
      path: '/national-node/simulator/requests/:id',
      summary: 'SIMULATOR of the national node: the level asked, and invented people to choose from',
      access: 'anyone',
      audit: 'own', // invented people, in the demonstration only
      params: byId,
      reply: shape({ level: oneOf(levels), people: listOf(offered) }),
      handle: async ({ params }) => {
        const level = simulator.level(String(params.id));
        if (!level) throw unknown();
        return { level, people: await people.offered() };
      },
    }),
    operation({
      name: 'answer-simulated-node-request',
      method: 'POST',
      path: '/national-node/simulator/requests/:id',
      summary: 'SIMULATOR of the national node: signs in as an invented person at a level',
      access: 'anyone',
      audit: 'own', // the sign-in that follows is audited by accounts
      params: byId,
      body: object({ pesel: { type: 'string', pattern: '^[0-9]{11}$' }, level: { enum: levels } }),
      reply: shape({ continue: { ...text, description: 'Where the browser goes on.' } }),
      handle: async ({ params, body }) => {
        const { pesel, level } = body as { pesel: string; level: Level };
        const person = await people.of(pesel);
        const onward = person && simulator.choose(String(params.id), person, level);
        if (!onward) throw unknown();
        return { continue: onward };
      },
    }),
  ];
}
