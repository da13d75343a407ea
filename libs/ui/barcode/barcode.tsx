/** A bar code for scanners of pharmacies, drawn in the page; the digits stand under it for people. */
import { barsOf } from './code-128.ts';
import './barcode.css';

const quiet = 10;
const height = 56;

/** @param digits an even number of them */
export function Barcode({ digits, label }: { digits: string; label: string }) {
  const { bars, modules } = barsOf(digits);
  const path = bars.map(([place, width]) => `M${place + quiet} 0h${width}v${height}h-${width}z`).join('');
  return (
    <figure className="ez-barcode">
      <svg role="img" aria-label={label} viewBox={`0 0 ${modules + 2 * quiet} ${height}`} preserveAspectRatio="none">
        <rect width={modules + 2 * quiet} height={height} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
      <figcaption>
        <code>{digits.replace(/(\d{4})(?=\d)/g, '$1 ')}</code>
      </figcaption>
    </figure>
  );
}
