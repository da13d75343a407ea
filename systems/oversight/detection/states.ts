/** The life of an alert. README.md shows the same table; states.test.ts compares. */
export const alertStates = ['new', 'in-work', 'explained', 'false', 'confirmed'] as const;
export type AlertState = (typeof alertStates)[number];

interface Step {
  readonly from: readonly AlertState[];
  readonly to: AlertState;
}

export const alertLifecycle = {
  take: { from: ['new'], to: 'in-work' },
  giveBack: { from: ['in-work'], to: 'new' },
  explain: { from: ['in-work'], to: 'explained' },
  dismiss: { from: ['in-work'], to: 'false' },
  confirm: { from: ['in-work'], to: 'confirmed' },
} as const satisfies Record<string, Step>;
export type AlertStep = keyof typeof alertLifecycle;

/** How a verdict ends an alert. */
export const stepOfVerdict = { explained: 'explain', false: 'dismiss', confirmed: 'confirm' } as const;
export type Verdict = keyof typeof stepOfVerdict;
