/** /sign-in: the way in for everybody. */
import { openPortal } from '../frame/open-portal.tsx';
import { signIn } from '../places.ts';

openPortal(signIn);
