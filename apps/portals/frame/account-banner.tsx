/** Something happened to the account that the person has not seen: one line on every page until they look. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Link } from '#libs/ui/link/link.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';

interface AccountBannerProps {
  notices: number;
  /** Where the notices are. */
  href: string;
  /** The person is there now. */
  isThere: boolean;
}

export function AccountBanner({ notices, href, isThere }: AccountBannerProps) {
  const { i18n } = useLingui();
  const [seen, setSeen] = useState(notices === 0);
  // React's way to remember something about former renders: https://react.dev/reference/react/useState
  if (isThere && !seen) setSeen(true);
  if (seen || isThere) return null;
  return (
    <Notice kind="info">
      <p>
        {i18n._('Coś zmieniło się na Twoim koncie.')} <Link href={href}>{i18n._('Zobacz, co')}</Link>
      </p>
    </Notice>
  );
}
