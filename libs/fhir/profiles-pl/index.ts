/** The Polish profile set. See README.md. */
import { choices } from './choices.ts';
import { diagnosisRoles, eventClasses, events } from './events.ts';
import { orders } from './orders.ts';
import { people } from './people.ts';
import { settled } from './settled.ts';

export const polishProfiles = [...people, ...events, ...orders, ...choices, ...settled];
export const polishValueSets = [eventClasses, diagnosisRoles];
