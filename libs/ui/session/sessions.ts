/** The port through which a portal learns who is signed in, and ends it. Offered by the system that keeps accounts. */
import type { Api } from './api.ts';
import type { Session } from './session.ts';

export interface Sessions {
  /** Who is signed in. @throws ApiProblem with status 401 when nobody is */
  current(api: Api): Promise<Session>;
  /** Ends the session; ended sessions end again without complaint. */
  end(api: Api): Promise<void>;
}
