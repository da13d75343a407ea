/** The formats of the language that is on. */
import { useMemo } from 'react';
import { usePortal } from '../portal/portal.tsx';
import { type Format, formatOf } from './format.ts';

export function useFormat(): Format {
  const { language } = usePortal();
  return useMemo(() => formatOf(language), [language]);
}
