/** The roles that people have, and what goes with them: rules of accounts and their screens ask here. */

/** Machines are clients, the platform has no account. */
export const personRoles = ['patient', 'physician', 'pharmacist', 'operator'] as const;
export type PersonRole = (typeof personRoles)[number];

/** Roles that a person has at a place: with a right to practise, and a facility (a pharmacist's is a pharmacy). */
export const practisingRoles = ['physician', 'pharmacist'] as const satisfies readonly PersonRole[];

export const practises = (role: string | null | undefined): role is (typeof practisingRoles)[number] =>
  practisingRoles.some((each) => each === role);

/** Roles that somebody asks for and another gives. */
export const staffRoles = [...practisingRoles, 'operator'] as const;
export type StaffRole = (typeof staffRoles)[number];
