/** Where a signed-in person goes: to the page they came from, or to their portal. */
import type { SessionRole } from '#libs/ui/session/session.ts';

const portalOfRole: Readonly<Record<SessionRole, string>> = {
  patient: '/ikp',
  proxy: '/ikp',
  physician: '/gabinet',
  pharmacist: '/gabinet',
  operator: '/operacje',
};

/** Only addresses of the role's own portal: an address from outside could lead a person anywhere. */
export function safeReturn(address: string | undefined, role: SessionRole): string {
  const home = portalOfRole[role];
  const own = address === home || address?.startsWith(`${home}/`) || address?.startsWith(`${home}?`);
  return own && address && !/[\\\s]|\/\//.test(address) ? address : home;
}
