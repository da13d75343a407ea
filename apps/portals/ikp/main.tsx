/** /ikp: Internetowe Konto Pacjenta, the patient's portal. */
import { openPortal } from '../frame/open-portal.tsx';
import { ikp } from '../places.ts';

openPortal(ikp);
