/** Requests to e-prescription and what is answered, for OpenAPI; they are sent to a real server in tests. */
import type { Example } from '#core/http/operation.ts';

const medicine = {
  ...{ kind: 'G', category: 'Rp', name: 'Howanina, 5 mg, tabletki', gtin: '02000000000008', product: '990000000' },
  ...{ package: '14 szt.', atc: ['C09AA05'], substance: 'Ramiprilum', strength: '5 mg', form: 'tabletki' },
};
const dosage = { amount: { value: 1, unit: 'tabl.' }, times: 1 };
const asked = {
  patient: 'p-1-1',
  prescriptions: [{ medicine: { kind: 'G', gtin: '02000000000008' }, quantity: 1, refundLevel: '100%', dosage }],
};
const days = { from: '2026-11-26', until: '2026-12-26' };
const inWords = { dosageWords: '1 tabl. raz dziennie', supplyDays: 14 };
const issued = '2026-11-26T20:17:24.368Z';

/** By the name of the operation. */
export const examples: { readonly [name: string]: readonly Example[] } = {
  'check-prescriptions': [
    {
      ...{ summary: 'May be issued', body: asked },
      reply: { allowed: true, verdicts: [], prescriptions: [{ medicine, ...days, ...inWords }] },
    },
  ],
  'issue-prescriptions': [
    {
      ...{ summary: 'One medicine, fully paid', body: asked },
      reply: {
        ...{
          id: '01m8cr2xcfc51exvd8pcan000g',
          key: '17566091304977626543024692890794256328424348',
          kind: 'ZW',
          issued,
        },
        issuer: { practitioner: 'dr-1-0-family0-0', name: 'lek. Jan Nowak', npwz: '6896137' },
        patient: {
          ...{ id: 'p-1-1', name: 'Anna Wiśniowiecka-Brzęczyszczykiewicz', pesel: '59031200028' },
          birthDate: '1959-03-12',
        },
        ...{ signed: true, code: '5119', verdicts: [] },
        facility: { id: 'org-1-0-family0', name: 'Przychodnia „Polna” w Kielcach (przykład)' },
        prescriptions: [
          {
            ...{ id: '01m8cr2xe9c51exvd8pcan000h', packageId: '01m8cr2xcfc51exvd8pcan000g', status: 'WYSTAWIONA' },
            key: '28708321705973558156066515020227637854385141',
            number: { system: 'urn:oid:2.16.840.1.113883.3.4424.2.7.927654.2.1', value: '5507606150019628608940' },
            ...{ expired: false, issued, ...days, annual: false, medicine, quantity: 1, dispensed: 0, remaining: 1 },
            ...{ refundLevel: '100%', noSubstitution: false, dosage, ...inWords },
          },
        ],
      },
    },
  ],
};
