/** Leaving for the national node by a form, and coming back: what the page knew waits in this window meanwhile. */

/** Where the browser goes, and with what. */
export interface Departure {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

const key = 'ezdrowie-away';

/** Sends the browser away by a form, as the binding wants it; `search` is there again after the return. */
export function leave({ action, fields }: Departure, search: Readonly<Record<string, string>>): void {
  sessionStorage.setItem(key, JSON.stringify(search));
  const form = document.createElement('form');
  form.method = 'post';
  form.action = action;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

/** The query of the page that was left, once. */
export function searchBefore(): Readonly<Record<string, string>> {
  const kept = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  try {
    return JSON.parse(kept ?? '{}') as Record<string, string>;
  } catch {
    return {};
  }
}
