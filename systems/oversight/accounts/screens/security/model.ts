/** What the screens of account security are told by /api/accounts. */

export interface PasskeyShown {
  readonly id: string;
  readonly name: string;
  readonly deviceBound: boolean;
  readonly created: string;
  readonly lastUsed?: string;
}

export interface Security {
  readonly passkeys: readonly PasskeyShown[];
  readonly recoveryCodes: number;
  readonly password: boolean;
  readonly shortest: number;
  readonly passwordDays?: number;
}

export interface AccountNotice {
  readonly id: string;
  readonly kind: string;
  readonly at: string;
  readonly source?: string;
  readonly device?: string;
  readonly read: boolean;
}

export interface OpenSession {
  readonly id: string;
  readonly current: boolean;
  readonly started: string;
  readonly lastUsed: string;
  readonly source: string;
  readonly device: string;
  readonly factors: readonly string[];
}

export type Act = 'confirm' | 'passkey-add' | 'passkey-remove' | 'recovery-codes' | 'authenticator' | 'password';
