/** The life of a medical event as a table. Everything else that happens to one leaves its state as it is. */

export const eventStates = ['open', 'registered', 'cancelled'] as const;
/**
 * `open`: the Encounter came alone, its diagnoses are to follow (P1 takes resource by resource); it is no event yet.
 * `cancelled`: by DELETE or `entered-in-error`; its number is never used again.
 */
export type EventState = (typeof eventStates)[number];

export const eventActs = ['diagnose', 'correct', 'cancel', 'sign'] as const;
export type EventAct = (typeof eventActs)[number];

const table: Readonly<Record<EventState, Partial<Record<EventAct, EventState>>>> = {
  open: { diagnose: 'registered', correct: 'open', cancel: 'cancelled' },
  registered: { diagnose: 'registered', correct: 'registered', cancel: 'cancelled', sign: 'registered' },
  cancelled: {},
};

/** The state after an act; undefined when the act is not possible then. */
export const after = (state: EventState, act: EventAct): EventState | undefined => table[state][act];
