/** A place within a screen that another system fills. What breaks there, breaks there alone. */
import { Component, type ComponentType, type ReactNode, Suspense } from 'react';
import { usePortal } from '../portal/portal.tsx';
import type { SlotName, SlotProps } from './slots.ts';

interface SlotAsks<Name extends SlotName> {
  name: Name;
  props: SlotProps[Name];
  /** Told that it could not be loaded or broke. */
  onBroken?: () => void;
}

export function Slot<Name extends SlotName>({ name, props, onBroken }: SlotAsks<Name>) {
  const Filled = usePortal().slots?.[name] as ComponentType<SlotProps[Name]> | undefined;
  if (!Filled) return null;
  return (
    <Bounds onBroken={onBroken}>
      <Suspense>
        <Filled {...props} />
      </Suspense>
    </Bounds>
  );
}

class Bounds extends Component<{ onBroken: (() => void) | undefined; children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError = () => ({ broken: true });

  override componentDidCatch(): void {
    this.props.onBroken?.();
  }

  override render() {
    return this.state.broken ? null : this.props.children;
  }
}
