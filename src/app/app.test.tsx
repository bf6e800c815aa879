import React from 'react';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { fakePrometheus } from '../test/dataSources';
import { here, HostRouter, renderApp } from '../test/render';
import { reloadOnce } from '../ui/chunkError';
import { ErrorBoundary } from './ErrorBoundary';
import { layerPath } from './nav';

describe('routes', () => {
  it('start at the overview', async () => {
    fakePrometheus();
    renderApp('');

    expect(await screen.findByRole('heading', { name: 'Overview' })).toBeInTheDocument();
    expect(here()).toBe('overview');
  });

  it('say that a page does not exist', async () => {
    renderApp('nowhere');

    expect(await screen.findByText('Page not found')).toBeInTheDocument();
  });
});

describe('breadcrumbs', () => {
  // Grafana leaves a page's crumb out only if its address is that of the navigation's entry.
  it.each([
    ['network', 'none'],
    ['incidents', '/a/strata-sre-app/incidents'],
    ['incidents/7', '/a/strata-sre-app/incidents/7'],
    ['settings', '/a/strata-sre-app/settings'],
  ])('of %s do not repeat the navigation', async (path, crumb) => {
    fakePrometheus();
    renderApp(path);

    expect(await screen.findByRole('main')).toHaveAttribute('data-crumb', crumb);
  });

  it('of the overview keep the app, whose address it has', async () => {
    fakePrometheus();
    renderApp('overview');

    expect(await screen.findByRole('main')).not.toHaveAttribute('data-crumb');
  });
});

describe('layerPath', () => {
  it('carries the filter and the time range', () => {
    expect(layerPath('network', { service: 'cart & pay', dataSource: 'prom', from: '1', to: 'now' })).toBe(
      '/a/strata-sre-app/network?var-ds_prometheus=prom&var-service=cart+%26+pay&from=1&to=now'
    );
    expect(layerPath('ebpf')).toBe('/a/strata-sre-app/ebpf');
  });
});

describe('ErrorBoundary', () => {
  it('shows the reason and draws the page again on demand', async () => {
    const log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    let broken = true;
    const Page = () => {
      if (broken) {
        throw new Error('it broke');
      }
      return <p>mended</p>;
    };
    render(
      <HostRouter>
        <ErrorBoundary retry="render">
          <Page />
        </ErrorBoundary>
      </HostRouter>
    );
    expect(screen.getByText('it broke')).toBeInTheDocument();

    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(screen.getByText('mended')).toBeInTheDocument();
    log.mockRestore();
  });
});

describe('reloadOnce', () => {
  const gone = Object.assign(new Error('Loading chunk 42 failed.'), { name: 'ChunkLoadError' });

  beforeEach(() => sessionStorage.clear());

  it('reloads after an upgrade, but not in a circle', () => {
    const reload = jest.fn();
    let now = 1_000_000;
    const clock = () => now;

    expect(reloadOnce(gone, reload, clock)).toBe(true);
    now += 10_000;
    expect(reloadOnce(gone, reload, clock)).toBe(false);
    now += 60_000;
    expect(reloadOnce(gone, reload, clock)).toBe(true);
    expect(reload).toHaveBeenCalledTimes(2);
  });

  it('leaves other errors alone', () => {
    const reload = jest.fn();

    expect(reloadOnce(new Error('x'), reload)).toBe(false);
    expect(reload).not.toHaveBeenCalled();
  });
});
