/** The compartments written by hand name parameters that exist and may refer to what the compartment is of. */
import { expect, it } from 'vitest';
import { compartmentTypes, memberParameters } from './compartments.ts';
import { resourceTypes } from './resource-types.ts';
import { searchParameter } from './search/parameters.ts';

it.each(compartmentTypes)('every parameter of the compartment %s is a reference that may lead there', (compartment) => {
  const wrong = resourceTypes.flatMap((type) =>
    memberParameters(compartment, type).filter((code) => {
      const parameter = searchParameter(type, code);
      return parameter?.type !== 'reference' || (parameter.targets && !parameter.targets.includes(compartment));
    }),
  );
  expect(wrong).toEqual([]);
});

it('knows what belongs to whom', () => {
  expect(memberParameters('Patient', 'Observation')).toEqual(['subject', 'performer']);
  expect(memberParameters('Encounter', 'Observation')).toEqual(['encounter']);
  expect(memberParameters('Device', 'Patient')).toEqual([]);
});
