/** What the operators' screens are told by /api/accounts. */

export type AccountState = 'active' | 'blocked' | 'closed';

export interface RightShown {
  readonly number: number;
  readonly role: string;
  readonly facility: string | null;
  readonly facilityName: string | null;
  readonly scope: string | null;
  readonly grantedAt: string | null;
  readonly endsAt: string | null;
  readonly endedAt: string | null;
  readonly reviewedAt: string | null;
}

export interface AccountShown {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly post: string | null;
  readonly state: AccountState;
  readonly blockedBecause: string | null;
  readonly lastSignedIn?: string;
  readonly positions: readonly {
    readonly number: number;
    readonly role: string;
    readonly facilityName: string | null;
    readonly scope: string | null;
    readonly ends: string | null;
  }[];
}

export interface RequestShown {
  readonly id: string;
  readonly kind: string;
  readonly account: string | null;
  readonly accountName?: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly post: string | null;
  readonly role: string | null;
  readonly facility: string | null;
  readonly facilityName: string | null;
  readonly practitioner: string | null;
  readonly scope: string | null;
  readonly endsAt: string | null;
  readonly reason: string;
  readonly requestedBy: string | null;
  readonly requestedByName: string | null;
  readonly requestedAt: string;
  readonly decidedByName: string | null;
  readonly decidedAt: string | null;
  readonly approved: boolean | null;
  readonly decisionReason: string | null;
  readonly login: string | null;
  readonly codeExpiresAt?: string | null;
  readonly codeUsedAt?: string | null;
  readonly admissions?: readonly string[];
}

export interface PersonShown {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly post: string | null;
  readonly state: AccountState;
  readonly blockedBecause: string | null;
  readonly blockedAt: string | null;
  readonly closedAt: string | null;
  readonly createdAt: string;
  readonly lastSignedInAt: string | null;
  readonly passwordSetAt: string | null;
  readonly password: boolean;
  readonly authenticator: boolean;
  readonly recoveryCodes: number;
  readonly passkeys: readonly {
    readonly id: string;
    readonly name: string;
    readonly deviceBound: boolean;
    readonly createdAt: string;
    readonly lastUsedAt: string | null;
  }[];
  readonly rights: readonly RightShown[];
  readonly sessions: readonly {
    readonly id: string;
    readonly startedAt: string;
    readonly lastUsedAt: string;
    readonly source: string;
    readonly device: string;
    readonly factors: readonly string[];
  }[];
  readonly requests: readonly RequestShown[];
}

export interface TemporaryRightShown extends Omit<RightShown, 'number' | 'endsAt'> {
  readonly account: string;
  readonly login: string;
  readonly name: string;
  readonly position: number;
  readonly endsAt: string;
}

export interface RightToReview {
  readonly account: string;
  readonly position: number;
  readonly login: string;
  readonly name: string;
  readonly role: string;
  readonly facilityName: string | null;
  readonly scope: string | null;
  readonly reviewed?: string;
  readonly granted?: string;
}

export interface RoleShown {
  readonly role: string;
  readonly holders: number;
  readonly temporary: number;
  readonly blocked: number;
  readonly idleMinutes: number;
  readonly absoluteHours: number;
  readonly deviceBoundPasskey: boolean;
}

export interface RegisterEntryShown {
  readonly number: number;
  readonly recordedAt: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly post: string | null;
  readonly grantedOn: string;
  readonly endedOn: string | null;
  readonly scope: string;
  readonly identifier: string;
}

export interface PolicyShown {
  readonly settings: readonly {
    readonly name: string;
    readonly says: string;
    readonly default: number;
    readonly value: number;
  }[];
  readonly exceptions: readonly {
    readonly setting: string;
    readonly value: number;
    readonly reason: string;
    readonly owner: string;
    readonly until: string;
  }[];
}

export interface ClientShown {
  readonly id: string;
  readonly name: string;
  readonly kind: 'system' | 'app';
  readonly provider: string | null;
  readonly providerName: string | null;
  readonly vendor: string | null;
  readonly product: string | null;
  readonly version: string | null;
  readonly scopes: readonly string[];
  readonly jwksUri: string | null;
  readonly certificates: readonly string[];
  readonly createdAt: string;
  readonly disabledAt: string | null;
  readonly stopReason: string | null;
}

export interface ClientInFull extends ClientShown {
  readonly proves: string;
  readonly bound: 'dpop' | 'mtls' | 'none';
  readonly keys: readonly { readonly kid: string; readonly algorithm: string; readonly thumbprint: string }[];
  readonly redirectUris: readonly string[];
  readonly launchUri: string | null;
}
