import React from 'react';
import { act, render, screen } from '@testing-library/react';

import { HostRouter } from '../test/render';
import { reloadUnattended } from '../ui/unattended';
import { UnattendedBoundary } from './UnattendedBoundary';

jest.mock('../ui/unattended', () => ({ reloadUnattended: jest.fn(async () => false) }));

function show(Page: () => React.ReactNode) {
  jest.useFakeTimers();
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  render(
    <HostRouter>
      <UnattendedBoundary>
        <Page />
      </UnattendedBoundary>
    </HostRouter>
  );
}

afterEach(() => jest.restoreAllMocks());

describe('UnattendedBoundary', () => {
  it('draws what failed again by itself', async () => {
    let broken = true;
    show(() => {
      if (broken) {
        throw new Error('it broke');
      }
      return <p>mended</p>;
    });
    expect(screen.getByText('it broke')).toBeInTheDocument();

    broken = false;
    await act(() => jest.advanceTimersByTimeAsync(30_000));

    expect(screen.getByText('mended')).toBeInTheDocument();
    expect(reloadUnattended).not.toHaveBeenCalled();
  });

  it('loads the page anew after an upgrade, and tries that again while it may not', async () => {
    show(() => {
      throw Object.assign(new Error('Loading chunk 42 failed.'), { name: 'ChunkLoadError' });
    });

    await act(() => jest.advanceTimersByTimeAsync(61_000));

    expect(reloadUnattended).toHaveBeenCalledTimes(3);
  });
});
