/**
 * What one system shows within a screen of another: named places inside screens, each with what is handed to whoever
 * fills it. The screen knows no system by name; a place that nobody fills stays empty.
 */
import type { ComponentType } from 'react';

/** A draft as FHIR R4, with an id of the screen that it is written on. */
export interface DraftOrder {
  readonly resourceType: string;
  readonly id: string;
  readonly [element: string]: unknown;
}

/** Somebody wants to sign. Whoever fills the place answers once; nothing that breaks there may keep them from it. */
export interface Signing {
  /** Sign. */
  readonly go: () => void;
  /** Not yet: something was changed, or is thought over. */
  readonly stay: () => void;
}

export interface SlotProps {
  /** Beside orders that are being written. */
  'clinician-portal/orders': {
    patient: string;
    drafts: readonly DraftOrder[];
    /** The screen shows itself what medication safety says of each medicine. */
    isSafetyShown: boolean;
    signing: Signing | undefined;
    /** Takes a draft off. */
    onRemove: (id: string) => void;
  };
  /** Beside a prescription that a pharmacy is about to dispense. */
  'pharmacy/dispensing': {
    prescription: string;
    /** Blocks it, because dispensing could harm. */
    onHold: () => Promise<unknown>;
  };
}

export type SlotName = keyof SlotProps;

/** `'pharmacy/dispensing': () => import('./dispensing.tsx')` */
export type Slots = {
  readonly [Name in SlotName]?: () => Promise<{ readonly default: ComponentType<SlotProps[Name]> }>;
};

/** The same, ready to be drawn. */
export type FilledSlots = { readonly [Name in SlotName]?: ComponentType<SlotProps[Name]> };
