import React, { useState } from 'react';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { Confirm } from './Confirm';

function Asks() {
  const [isOpen, setIsOpen] = useState(false);
  const close = () => setIsOpen(false);
  return (
    <>
      <button onClick={() => setIsOpen(true)}>Delete</button>
      <Confirm
        isOpen={isOpen}
        title="Sure?"
        body="It is gone then."
        confirmText="Yes"
        onConfirm={close}
        onDismiss={close}
      />
    </>
  );
}

test.each(['{Escape}', '{Enter}'])('the focus goes back to what asked, after %s', async (key) => {
  render(<Asks />);
  screen.getByRole('button', { name: 'Delete' }).focus();
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Yes' })).toHaveFocus());
  await userEvent.keyboard(key);
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  await waitFor(() => expect(screen.getByRole('button', { name: 'Delete' })).toHaveFocus());
});
