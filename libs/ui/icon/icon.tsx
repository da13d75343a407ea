/** The few signs of the kit, drawn on a 20 × 20 field. Never alone: a word stands beside each. */

const shapes = {
  alert: 'M10 1.8 19.2 18H.8L10 1.8Zm-1 5.7v5h2v-5H9Zm0 6.6v2h2v-2H9Z',
  stop: 'M6.2 1h7.6L19 6.2v7.6L13.8 19H6.2L1 13.8V6.2L6.2 1ZM9 5v6.5h2V5H9Zm0 8v2h2v-2H9Z',
  done: 'M10 1a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm-1.3 12.7 6-6-1.4-1.4-4.6 4.6-2-2-1.4 1.4 3.4 3.4Z',
  info: 'M10 1a9 9 0 1 1 0 18 9 9 0 0 1 0-18ZM9 5v2h2V5H9Zm0 3.7V15h2V8.7H9Z',
  active: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14Z',
  past: 'M10 2a8 8 0 1 1 0 16 8 8 0 0 1 0-16Zm0 2.2a5.8 5.8 0 1 0 0 11.6 5.8 5.8 0 0 0 0-11.6Z',
  wait: 'M10 1a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm0 2.2a6.8 6.8 0 1 0 0 13.6 6.8 6.8 0 0 0 0-13.6ZM9 5h2v4.6l3.2 1.8-1 1.7L9 10.8V5Z',
  spark: 'M10 1l2 7 7 2-7 2-2 7-2-7-7-2 7-2 2-7Z',
  up: 'M10 2l6.5 7h-5v9h-3V9h-5L10 2Z',
  down: 'M10 18l-6.5-7h5V2h3v9h5L10 18Z',
  level: 'M18 10l-7 6.5v-5H2v-3h9v-5L18 10Z',
  source: 'M4 1h8l4 4v14H4V1Zm7 2H6v14h8V6h-3V3Zm-4 6h6v1.8H7V9Zm0 3.5h6v1.8H7v-1.8Z',
  why: 'M10 1a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm0 2a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM9 13.2h2v2H9v-2Zm-2.6-5C6.4 6.1 7.9 5 10 5s3.6 1.2 3.6 3c0 1.3-.8 2-1.6 2.6-.6.5-1 .8-1 1.6H9c0-1.7.9-2.5 1.7-3.1.6-.5.9-.7.9-1.2 0-.6-.6-1-1.6-1s-1.6.5-1.6 1.3h-2Z',
  print: 'M5 1h10v5h2.5A1.5 1.5 0 0 1 19 7.5V15h-4v4H5v-4H1V7.5A1.5 1.5 0 0 1 2.5 6H5V1Zm2 2v3h6V3H7Zm0 9v5h6v-5H7Z',
  search:
    'M8.5 1.5a7 7 0 0 1 5.6 11.2l4.6 4.6-1.8 1.8-4.6-4.6A7 7 0 1 1 8.5 1.5Zm0 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z',
} as const satisfies Record<string, string>;

export type IconName = keyof typeof shapes;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className="ez-icon"
      viewBox="0 0 20 20"
      width="1em"
      height="1em"
      fill="currentColor"
      fillRule="evenodd"
      aria-hidden="true"
    >
      <path d={shapes[name]} />
    </svg>
  );
}
