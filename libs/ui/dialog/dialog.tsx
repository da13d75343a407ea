/** A decision that must be taken first. Never for reading, never one on another. Esc closes; the focus comes back. */
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import './dialog.css';

export interface DialogProps {
  title: ReactNode;
  /** Esc: must be the harmless way out. */
  onClose: () => void;
  actions: ReactNode;
  children?: ReactNode;
}

export function Dialog({ title, onClose, actions, children }: DialogProps) {
  return (
    <ModalOverlay isOpen onOpenChange={(open) => open || onClose()} className="ez-dialog-back">
      <Modal className="ez-dialog">
        <AriaDialog role="alertdialog">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
          <div className="ez-dialog-actions">{actions}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
