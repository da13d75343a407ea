/** A line that opens its entry, at the level where it lies. */
import type { ReactNode } from 'react';
import { Link } from '#libs/ui/link/link.tsx';
import type { EventLink } from '../../model.ts';
import { useEntryAddress } from './levels.ts';

interface EventAnchorProps {
  link: EventLink;
  patient: string;
  /** As one entry, although it is a problem. */
  asEvent?: boolean;
  children: ReactNode;
}

export function EventAnchor({ link, patient, asEvent, children }: EventAnchorProps) {
  const address = useEntryAddress(patient)(link, asEvent);
  return address ? <Link href={address}>{children}</Link> : children;
}
