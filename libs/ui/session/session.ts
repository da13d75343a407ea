/** Who is signed in, as the portals know it, and the port through which a portal asks for it. */

/** Roles as core/access/actor.ts names them; a browser session has only these. */
export type SessionRole = 'patient' | 'proxy' | 'physician' | 'pharmacist' | 'operator';

export interface Workplace {
  readonly facility: string;
  readonly facilityName: string;
}

export interface Session {
  /** The name shown to people: `lek. Anna Nowak`. */
  readonly name: string;
  readonly login: string;
  readonly role: SessionRole;
  /** Logical id of the person's Patient resource; while they act for somebody, of that person's. */
  readonly patient?: string;
  /** For whom the person acts (role `proxy`). */
  readonly actingFor?: { readonly patient: string; readonly name: string; readonly kind: string };
  readonly practitioner?: string;
  /** The place they now work for. */
  readonly facility?: string;
  readonly facilityName?: string;
  /** Where they may work; more than one means that they choose after sign-in. */
  readonly facilities?: readonly Workplace[];
  /** Sent back as `X-CSRF-Token` with every change. */
  readonly csrf: string;
  /** Seconds without a request after which the session ends. */
  readonly idleSeconds: number;
  /** The instant at which the session ends whatever happens. */
  readonly expires: string;
  /** What must be done before the session is good for anything else. */
  readonly lacks?: 'password' | 'passkey';
  /** How much happened to the account that the person has not seen. */
  readonly notices?: number;
}
