/**
 * Whole sets are not carried out by one client's wish: data of more than fifty patients go out only under a permit that
 * one operator asked for and another approved, with purpose, recipient and end. SEC-199, SEC-260, SEC-274;
 * security/requirements C-22
 */
import { Refusal } from '../../refusal/refusal.ts';

export interface ExportPermit {
  readonly id: string;
  readonly purpose: string;
  readonly recipient: string;
  /** Names of the two people. */
  readonly askedBy: string;
  readonly approvedBy: string;
  /** The last moment of a kick-off, ISO. */
  readonly until: string;
}

/** The permit of a client now; undefined when it has none. */
export type PermitOf = (client: string) => Promise<ExportPermit | undefined>;

export const mostWithoutPermit = 50;

/** @throws Refusal `export-permit-needed` */
export function demandPermit(permit: ExportPermit | undefined, patients: number): void {
  if (permit || patients <= mostWithoutPermit) return;
  const says =
    `Data of more than ${mostWithoutPermit} patients go out only under a permit: an operator asks for it ` +
    'with purpose and recipient, and another approves it.';
  throw new Refusal('forbidden', 'export-permit-needed', says);
}
