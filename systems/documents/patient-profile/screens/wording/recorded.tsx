/** Words as somebody recorded them: never translated, and marked as Polish where the page is not. WCAG 3.1.2 */
import { usePortal } from '#libs/ui/portal/portal.tsx';

export function Recorded({ children }: { children: string }) {
  const { language } = usePortal();
  return language === 'pl' ? children : <span lang="pl">{children}</span>;
}
