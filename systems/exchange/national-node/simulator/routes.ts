/** SYMULATOR: where the browser's form comes from our sign-in page (saml-bindings 3.5), and goes on to the page. */
import type { FastifyInstance } from 'fastify';
import { refusalCode } from '#libs/saml/read.ts';
import type { Simulator } from './simulator.ts';

export const simulatorPath = '/symulator/wezel-krajowy/SingleSignOnService';
const formLimit = 64 * 1024;

export async function simulatorRoutes(server: FastifyInstance, simulator: Simulator): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: formLimit },
      (_request, body, done) => done(null, new URLSearchParams(String(body))),
    );
    scope.post(simulatorPath, async ({ body }, reply) => {
      const form = body instanceof URLSearchParams ? body : new URLSearchParams();
      const [request, relayState] = [form.get('SAMLRequest') ?? '', (form.get('RelayState') ?? '').slice(0, 80)];
      try {
        const id = await simulator.receive(request, relayState);
        return reply.redirect(`/sign-in/symulator?prosba=${id}`, 303);
      } catch (error) {
        if (refusalCode(error) === undefined) throw error;
        return reply.redirect('/sign-in/symulator', 303);
      }
    });
  });
}
