/** The SOAP services of systems of providers. See README.md. */
import type { SoapService } from '#core/soap/model.ts';
import { pharmacyOperations } from './dispensings.ts';
import type { ProviderServicesNeeds } from './needs.ts';
import { prescriberOperations } from './prescriptions.ts';
import { referralService } from './referrals.ts';

export type { ProviderServicesNeeds, Worker } from './needs.ts';

export const providerServices = (needs: ProviderServicesNeeds): SoapService[] => [
  {
    name: 'ObslugaReceptyWS',
    summary: 'e-Recepta: zapis, odczyt, realizacja, anulowanie i blokowanie recept',
    namespace: 'http://csioz.gov.pl/p1/erecepta/ws/v20170510',
    operations: [...prescriberOperations(needs), ...pharmacyOperations(needs)],
  },
  referralService(needs),
];
