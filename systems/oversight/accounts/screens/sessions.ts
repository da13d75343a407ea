/** The session of the browser, over HTTP. */
import { ApiProblem } from '#libs/ui/session/api.ts';
import type { Session } from '#libs/ui/session/session.ts';
import type { Sessions } from '#libs/ui/session/sessions.ts';

export const sessions: Sessions = {
  current: (api) => api.get<Session>('/api/accounts/session'),
  end: async (api) => {
    try {
      await api.send('POST', '/api/accounts/sign-out');
    } catch (problem) {
      if (!(problem instanceof ApiProblem && problem.status === 401)) throw problem;
    }
  },
};
