/** /operacje: the operators' console. */
import { openPortal } from '../frame/open-portal.tsx';
import { operacje } from '../places.ts';

openPortal(operacje);
