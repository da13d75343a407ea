/** The Polish profile set. See README.md. */
import { choices } from './choices.ts';
import { diagnosisRoles, eventClasses, events } from './events.ts';
import { orders } from './orders.ts';
import { people } from './people.ts';

export const polishProfiles = [...people, ...events, ...orders, ...choices];
export const polishValueSets = [eventClasses, diagnosisRoles];
