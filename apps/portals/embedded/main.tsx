/** /gabinet/osadzony: the e-Profil without the portal around it, in another system's page or opened by SMART launch. */
import { embedded } from '../places.ts';
import { openEmbedded } from './open-embedded.tsx';

void openEmbedded(embedded);
