/**
 * The life of a prescription (StatusRecepty). The README shows the same table, a trigger of the database holds it
 * (migrations), tests compare all three. Expiry is no state: it follows from dates (`isExpired`).
 * domain/poland.md 4.3
 */
export const statuses = ['WYSTAWIONA', 'ZABLOKOWANA', 'CZESCIOWO_ZREALIZOWANA', 'ZREALIZOWANA', 'ANULOWANA'] as const;
export type Status = (typeof statuses)[number];

/** What may happen to a prescription: from which states, to which. */
export const lifecycle = {
  block: { from: ['WYSTAWIONA', 'CZESCIOWO_ZREALIZOWANA'], to: 'ZABLOKOWANA' },
  /** Nothing was dispensed yet. */
  unblock: { from: ['ZABLOKOWANA'], to: 'WYSTAWIONA' },
  /** Part was dispensed before. */
  resume: { from: ['ZABLOKOWANA'], to: 'CZESCIOWO_ZREALIZOWANA' },
  dispensePart: { from: ['WYSTAWIONA', 'CZESCIOWO_ZREALIZOWANA'], to: 'CZESCIOWO_ZREALIZOWANA' },
  dispenseRest: { from: ['WYSTAWIONA', 'CZESCIOWO_ZREALIZOWANA'], to: 'ZREALIZOWANA' },
  /** By the pharmacy that took it in hand (przyjęcie do realizacji) and holds it blocked. */
  handOverPart: { from: ['ZABLOKOWANA'], to: 'CZESCIOWO_ZREALIZOWANA' },
  handOverRest: { from: ['ZABLOKOWANA'], to: 'ZREALIZOWANA' },
  /** A dispense was withdrawn or corrected: something is left again, or nothing was dispensed after all. */
  reduce: { from: ['ZREALIZOWANA', 'CZESCIOWO_ZREALIZOWANA'], to: 'CZESCIOWO_ZREALIZOWANA' },
  reopen: { from: ['ZREALIZOWANA', 'CZESCIOWO_ZREALIZOWANA'], to: 'WYSTAWIONA' },
  /** Only before any dispensing. */
  cancel: { from: ['WYSTAWIONA', 'ZABLOKOWANA'], to: 'ANULOWANA' },
} as const satisfies Record<string, { readonly from: readonly Status[]; readonly to: Status }>;
export type Event = keyof typeof lifecycle;

/** Whether an event may happen in a state. */
export const may = (event: Event, status: Status): boolean =>
  (lifecycle[event].from as readonly Status[]).includes(status);

/** Pairs of states between which a prescription may go; staying where it is is no change. */
export const transitions = (): ReadonlySet<string> =>
  new Set(
    Object.values(lifecycle).flatMap(({ from, to }) =>
      (from as readonly Status[]).filter((status) => status !== to).map((status) => `${status} ${to}`),
    ),
  );

/** Reasons of blocking, spelled as in the schema of P1 (the last letters of the third too). domain/poland.md 4.3 */
export const blockReasons = [
  'W_REALIZACJI',
  'WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU',
  'PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM',
  'ZMIANA_SKLADU_LEKU_RECEPTUROWEGO',
  'PRZETERMINOWANIE_LEKU',
  'WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA',
] as const;
export type BlockReason = (typeof blockReasons)[number];

/** The status of the MedicationRequest that stands for a prescription. https://hl7.org/fhir/R4/valueset-medicationrequest-status.html */
export const fhirStatus = {
  WYSTAWIONA: 'active',
  ZABLOKOWANA: 'on-hold',
  CZESCIOWO_ZREALIZOWANA: 'active',
  ZREALIZOWANA: 'completed',
  ANULOWANA: 'cancelled',
} as const satisfies Record<Status, string>;
