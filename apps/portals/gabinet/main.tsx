/** /gabinet: the clinician's portal. */
import { openPortal } from '../frame/open-portal.tsx';
import { gabinet } from '../places.ts';

openPortal(gabinet);
