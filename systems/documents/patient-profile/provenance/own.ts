/** Whose our own rules are: nobody clinical has answered for them yet, and every card says it. */

export const own = {
  owner: 'e-Zdrowie, patient-profile; clinical owner not appointed',
  date: '2026-11-26',
  notForClinicalUse: true,
} as const;
