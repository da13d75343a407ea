/** The Polish profile set. See README.md. */
import { diagnosisRoles, eventClasses, events } from './events.ts';
import { orders } from './orders.ts';
import { people } from './people.ts';

export const polishProfiles = [...people, ...events, ...orders];
export const polishValueSets = [eventClasses, diagnosisRoles];
