/**
 * What a printed level carries on each page: whose it is, when it was printed, page x of y, and a QR code of its
 * address (opaque ids). In margin boxes of the page, so that no line of the sheet is covered.
 */
import { useLingui } from '@lingui/react';
import { useEffect } from 'react';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { encode } from 'uqr';
import type { Identity } from '../../model.ts';
import { useWording } from '../wording/use-wording.ts';
import './print-sheet.css';

export function PrintSheet({ patient, title }: { patient: Identity; title: string }) {
  const { i18n } = useLingui();
  const { now } = usePortal();
  const { shortDateTime } = useWording();
  const { name, pesel } = patient;
  useEffect(() => {
    const { style } = document.documentElement;
    const tell = () => {
      const who = [name, pesel && `PESEL ${pesel}`, title].filter(Boolean).join(' · ');
      const when = i18n._('wydrukowano {when}', { when: shortDateTime(now().toISOString()) ?? '' });
      style.setProperty('--sheet-who', quoted(who));
      style.setProperty('--sheet-when', quoted(when));
      style.setProperty('--sheet-page', quoted(i18n._('strona')));
      style.setProperty('--sheet-code', `url("${codeOf(location.origin + location.pathname)}")`);
    };
    tell();
    addEventListener('beforeprint', tell);
    return () => {
      removeEventListener('beforeprint', tell);
      for (const one of ['who', 'when', 'page', 'code']) style.removeProperty(`--sheet-${one}`);
    };
  }, [i18n, name, pesel, title, now, shortDateTime]);
  return null;
}

const quoted = (text: string): string => `"${text.replace(/["\\\n]/g, ' ')}"`;

/** A QR code as an image in an address: 13 mm wide, so that a margin holds it. */
function codeOf(text: string): string {
  const { data, size } = encode(text, { border: 1 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="50" height="50"><path d="${path}"/></svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}
