/** Changes for whom one acts. The portal opens anew, so that nothing of the other person stays on the page. */
import type { Api } from '#libs/ui/session/api.ts';

export async function switchPerson(api: Api, home: string, patient: string | undefined): Promise<void> {
  await api.send('POST', '/api/accounts/person', patient === undefined ? {} : { patient });
  location.assign(home);
}
