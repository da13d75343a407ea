/** Every rule that is in force. */
import type { Rule } from '../rule.ts';
import { bruteForce } from './brute-force.ts';
import { credentialStuffing } from './credential-stuffing.ts';
import { growth } from './growth.ts';
import { impossibleTravel } from './impossible-travel.ts';
import { lowAndSlow } from './low-and-slow.ts';
import { massLookUp } from './mass-look-up.ts';
import { offHours } from './off-hours.ts';
import { passwordSpraying } from './password-spraying.ts';
import { privilegeChange } from './privilege-change.ts';
import { probing, probingByClient, probingBySource } from './probing.ts';
import { repeatedEmergency } from './repeated-emergency.ts';
import { withoutRelationship } from './without-relationship.ts';

export const rules = [
  ...[credentialStuffing, passwordSpraying, bruteForce, impossibleTravel, massLookUp, withoutRelationship, lowAndSlow],
  ...[offHours, growth, probing, probingByClient, probingBySource, privilegeChange, repeatedEmergency],
] as const as unknown as readonly Rule[];
