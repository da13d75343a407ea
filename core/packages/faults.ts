/** Profiles that will not do what they say, told to who loads their package: libs/fhir/profiles/profile-problems.ts. */
import type { Definitions } from '#libs/fhir/profiles/definitions.ts';
import type { ProfileDefinition } from '#libs/fhir/profiles/profile.ts';

export interface ProfileFault {
  readonly url: string;
  /** Where in the definition: `differential.element[3]`. */
  readonly at: string;
  readonly says: string;
}

/** Errors of the profiles among some definitions; `known`: with what they build on. */
export function faultsIn(
  known: Definitions,
  resources: readonly { resourceType: string; [element: string]: unknown }[],
): ProfileFault[] {
  const profiles = resources.filter(
    ({ resourceType, derivation }) => resourceType === 'StructureDefinition' && derivation === 'constraint',
  ) as unknown as ProfileDefinition[];
  return profiles.flatMap((profile) =>
    known
      .problemsOf(profile)
      .filter(({ severity }) => severity === 'error')
      .map(({ at, says }) => ({ url: String(profile.url), at, says })),
  );
}
