/** Arrow keys on the time line: along a lane, or to the nearest item of the lane above or below. */

export type Direction = 'left' | 'right' | 'up' | 'down';

const leftOf = (element: Element) => element.getBoundingClientRect().left;
const itemsOf = (lane: Element) =>
  [...lane.querySelectorAll<HTMLElement>('[data-key]')].sort((a, b) => leftOf(a) - leftOf(b));

/** Moves the focus; false when there is nothing in that direction. */
export function moveFocus(frame: HTMLElement | null, direction: Direction): boolean {
  const lanes = frame
    ? [...frame.querySelectorAll<HTMLElement>('[data-lane]')].filter((lane) => itemsOf(lane).length)
    : [];
  const focused = document.activeElement;
  const at = lanes.findIndex((lane) => lane.contains(focused));
  const lane = lanes[at];
  if (!lane || !(focused instanceof HTMLElement)) return focusOn(lanes[0] && itemsOf(lanes[0]).at(-1));
  if (direction === 'left' || direction === 'right') {
    const items = itemsOf(lane);
    return focusOn(items[items.indexOf(focused) + (direction === 'left' ? -1 : 1)]);
  }
  const next = lanes[at + (direction === 'up' ? -1 : 1)];
  return focusOn(next && nearest(itemsOf(next), leftOf(focused)));
}

function focusOn(element: HTMLElement | undefined): boolean {
  element?.focus();
  return element !== undefined;
}

const nearest = (items: readonly HTMLElement[], left: number): HTMLElement | undefined =>
  items.reduce<HTMLElement | undefined>(
    (best, item) => (!best || Math.abs(leftOf(item) - left) < Math.abs(leftOf(best) - left) ? item : best),
    undefined,
  );
