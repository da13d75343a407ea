/** The face of the vaccination calendar (part of SGP): `vaccinationCalendar({ record }) → System`. See README.md. */
import type { System } from '#core/http/operation.ts';
import { type CalendarNeeds, operations } from './operations.ts';

/** Reads vaccinations from the record and computes; it owns no table. */
export const vaccinationCalendar = (needs: CalendarNeeds): System => ({
  name: 'vaccination-calendar',
  operations: operations(needs),
});
