/** What is typed is asked about when the typing pauses. */
import { useEffect, useState } from 'react';

/** A value that has not changed for so long, ms. */
export function useSettled<T>(value: T, wait: number): T {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), wait);
    return () => clearTimeout(timer);
  }, [value, wait]);
  return settled;
}
