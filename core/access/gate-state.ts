/** Where software of providers stands at the compliance gate. security/requirements 2.4 */

export const gateStates = ['undeclared', 'declared', 'verified', 'expired', 'failed', 'suspended'] as const;
export type GateState = (typeof gateStates)[number];

/** Where a client stands now. */
export interface Gate {
  readonly state: GateState;
  /** `restricted`: the set below, and the lower rate. `closed`: nothing but the gate's own operations. */
  readonly limit: 'none' | 'restricted' | 'closed';
  /** restricted: when that ends too, ms since 1970. */
  readonly ends?: number;
}
