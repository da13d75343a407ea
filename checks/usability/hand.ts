/**
 * A doctor's hand at the page: every click, key and typed word goes through it and is counted. Seconds are what the
 * machine took, and beside it what a practised person takes by the keystroke-level model (Card, Moran, Newell 1980:
 * pointing 1.1 s, button 0.2 s, key 0.2 s, change of hand 0.4 s, making up one's mind 1.35 s before each act and before
 * each reading).
 */
import type { Locator, Page } from 'playwright-core';

const model = { point: 1.1, button: 0.2, key: 0.2, home: 0.4, mind: 1.35 } as const;

export interface Hand {
  readonly page: Page;
  click(what: Locator): Promise<void>;
  key(name: string): Promise<void>;
  type(text: string): Promise<void>;
  /** Chooses from a list. */
  choose(list: Locator, label: string): Promise<void>;
  /** Reads: costs no act, but a moment. */
  read(what: Locator): Promise<string>;
  readonly acts: () => number;
  /** By the model, without the machine's own time. */
  readonly seconds: () => number;
}

export function handOn(page: Page): Hand {
  let acts = 0;
  let seconds = 0;
  const act = (cost: number) => {
    acts++;
    seconds += model.mind + cost;
  };
  return {
    page,
    async click(what) {
      act(model.home + model.point + model.button);
      await what.click();
    },
    async key(name) {
      act(model.key);
      await page.keyboard.press(name);
    },
    async type(text) {
      act(model.home + model.key * text.length);
      await page.keyboard.insertText(text);
    },
    async choose(list, label) {
      act(model.home + 2 * (model.point + model.button));
      await list.selectOption({ label });
    },
    async read(what) {
      seconds += model.mind;
      return (await what.count()) === 0 ? '' : (await what.first().innerText()).replace(/\s+/g, ' ');
    },
    acts: () => acts,
    seconds: () => seconds,
  };
}
