/** F8 issues, also from within a field: it is no letter that somebody types. */
import { useEffect, useRef } from 'react';

export function useSignKey(sign: () => void): void {
  const current = useRef(sign);
  current.current = sign;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'F8' || event.repeat) return;
      event.preventDefault();
      current.current();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
