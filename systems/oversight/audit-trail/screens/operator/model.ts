/** What the operators' screens are told by /api/audit-trail. */

export interface EventShown {
  readonly sequence: string;
  readonly at: string;
  readonly action: 'C' | 'R' | 'U' | 'D' | 'E';
  readonly kind: string;
  readonly outcome: number;
  readonly reason: string | null;
  readonly rule: string | null;
  readonly actor: string;
  readonly actorName: string;
  readonly role: string;
  readonly purpose: string;
  readonly facility: string | null;
  readonly source: string;
  readonly trace: string;
  readonly patients: number;
  readonly resources: number;
}

export interface EventInFull extends EventShown {
  readonly types: readonly string[];
  readonly sealed: boolean;
}

export interface ChainShown {
  readonly seals: number;
  readonly sealed: number;
  readonly unsealed: number;
  readonly oldestUnsealed?: string;
  readonly lastSeal?: string;
  readonly keyId?: string;
}
