/** The facts of one level in Gabinet: why each is shown, by the way and as of the day that the page stands at. */
import type { ReactNode } from 'react';
import type { Dispute } from '../../disputes/model.ts';
import type { Level } from '../../provenance/keys.ts';
import { ShownFacts } from '../why/facts.tsx';
import { useDay } from './known-then.tsx';
import { useEntryAddress } from './levels.ts';

interface ProfileFactsProps {
  patient: string;
  level: Level;
  /** Which problem, event or document is open. */
  of?: string;
  disputes?: readonly Dispute[];
  children: ReactNode;
}

export function ProfileFacts({ patient, ...given }: ProfileFactsProps) {
  return <ShownFacts patient={patient} asOf={useDay()} addressOf={useEntryAddress(patient)} {...given} />;
}
