/** The CDS services that are offered, as discovery tells them. https://cds-hooks.hl7.org/2.0/#discovery */
import { inputs } from '../model.ts';
import { templateOf } from '../engine/inputs.ts';

export const hooks = ['patient-view', 'order-select', 'order-sign'] as const;
export type Hook = (typeof hooks)[number];

export interface CdsService {
  readonly id: string;
  readonly hook: Hook;
  readonly title: string;
  readonly description: string;
  readonly usageRequirements: string;
  readonly prefetch: { readonly [key: string]: string };
}

const prefetch = Object.fromEntries(
  inputs.filter((input) => input !== 'safety').map((input) => [input, templateOf(input)]),
);
const usageRequirements =
  'Not for clinical use: rules are not validated. What is not prefetched is asked of the platform’s own record, ' +
  'by the rights of the calling client; what neither has is named as not checked.';

const service = (id: string, hook: Hook, title: string, description: string): CdsService => ({
  ...{ id, hook, title, description, usageRequirements, prefetch },
});

export const services: readonly CdsService[] = [
  service(
    'ezdrowie-patient-view',
    'patient-view',
    'e-Zdrowie: alerty pacjenta',
    'What is overdue, missing, dangerous or getting worse: gaps in care, screening, vaccination, results, medicines.',
  ),
  service(
    'ezdrowie-order-select',
    'order-select',
    'e-Zdrowie: alerty przy wyborze leku',
    'What speaks against the selected medicines for this patient: interactions, kidneys, age, pregnancy, allergies.',
  ),
  service(
    'ezdrowie-order-sign',
    'order-sign',
    'e-Zdrowie: alerty przed podpisem',
    'What speaks against the orders that are about to be signed; alerts of tier 1 interrupt.',
  ),
];
