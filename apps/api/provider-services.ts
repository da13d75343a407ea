/** The SOAP services of systems of providers, over the operations that this server has. */
import type { FastifyInstance } from 'fastify';
import { askInside } from '#core/http/inside.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { signingService } from '#core/signatures/index.ts';
import { serveSoap } from '#core/soap/serve.ts';
import { providerServices } from '#systems/exchange/provider-services/index.ts';
import { patientIndex } from '#systems/registers/patient-index/index.ts';
import type { Platform } from '../platform.ts';
import { bringing } from '../prescription-documents.ts';

/** ZUS certificates: until when they count is a matter of law (domain/poland.md); no day is known today. */
const zusLastDate = new Date('2099-12-31T00:00:00Z');

export function serveProviders(server: FastifyInstance, platform: Platform): void {
  const { accounts, identities, signing, record, database, settings } = platform;
  const runtime = systemRuntime;
  const index = patientIndex(record);
  const judge = signingService({
    runtime,
    trust: signing.trust,
    revocation: signing.revocation,
    policy: { zusLastDate },
  });
  serveSoap(server, {
    ...{ runtime, baseUrl: settings.baseUrl, shownCertificate: accounts.shownCertificate },
    onFault: (error, request) => request.log.error({ err: error }, 'A SOAP call failed'),
    services: providerServices({
      ...{ database, runtime, bringing, ask: askInside(() => server) },
      machineOf: accounts.machineOfCertificate,
      workerOf: identities.workers.holderOf,
      patientOf: (pesel) => index.patientOf(pesel),
      verify: (signed, document) => judge.verify(signed, { format: 'XAdES', document }),
    }),
  });
}
