/** The jobs of this folder: their names, for those who add them. */
import { defineJob } from '../jobs/index.ts';

export const handshakeJob = defineJob<{ subscription: string }>('subscription-handshake');
export const sendJob = defineJob<{ subscription: string }>('subscription-notify');
