/** Where a signed-in person goes: back to the application that asked, to the page they came from, or to their portal. */
import type { Api } from '#libs/ui/session/api.ts';
import type { Session, SessionRole } from '#libs/ui/session/session.ts';

const portalOfRole: Readonly<Record<SessionRole, string>> = {
  patient: '/ikp',
  physician: '/gabinet',
  operator: '/operacje',
};

/** Only addresses of the role's own portal: an address from outside could lead a person anywhere. */
export function safeReturn(address: string | undefined, role: SessionRole): string {
  const home = portalOfRole[role];
  const own = address === home || address?.startsWith(`${home}/`) || address?.startsWith(`${home}?`);
  return own && address && !/[\\\s]|\/\//.test(address) ? address : home;
}

/**
 * The address to open after sign-in. An `interaction` is an OpenID Connect request waiting for its person.
 * @throws ApiProblem when that request has expired.
 */
export async function landing(api: Api, session: Session, search: Readonly<Record<string, string>>): Promise<string> {
  const { interaction } = search;
  if (!interaction) return safeReturn(search.return, session.role);
  const path = `/api/accounts/interactions/${encodeURIComponent(interaction)}`;
  const { redirect } = await api.send<{ redirect: string }>('POST', path, {}, { csrf: session.csrf });
  return redirect;
}
