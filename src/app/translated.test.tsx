import { act, screen, waitFor } from '@testing-library/react';

import { route } from '../test/api';
import { fakePrometheus } from '../test/dataSources';
import { T0 } from '../test/fixtures';
import { speakPseudo, readable } from '../test/pseudo';
import { renderApp } from '../test/render';
import { server } from '../test/server';

/** The same in every language: names, and how moments are written. */
const everywhere =
  /^(strata|grafana|elasticsearch|loki|pixie|kubeshark|infinity|dynatrace|splunk|prometheus|utc|board|get)$/i;
/** What Grafana's own components write, and addresses. */
const foreign = /^(Data source picker select container|Select a data source|https?:.*)$/;

let data = '';
let back: () => Promise<void>;

beforeAll(async () => {
  back = await speakPseudo();
  server.events.on('response:mocked', ({ response }) => {
    void response
      .clone()
      .text()
      .then((text) => (data += text.toLowerCase()));
  });
});

beforeEach(() => {
  data = '';
});

afterAll(async () => {
  server.events.removeAllListeners();
  await back();
});

function isEnglish(text: string): boolean {
  const words = foreign.test(text) ? [] : (text.match(/[A-Za-z]{3,}/g) ?? []);
  return words.some((word) => !data.includes(word.toLowerCase()) && !everywhere.test(word));
}

describe('in another language', () => {
  it.each([
    'overview',
    'incidents',
    'incidents/7',
    'triage',
    'coverage',
    'alert-rules',
    'runbooks',
    'settings',
    'alert',
    'nowhere',
  ])('nothing of %s is left in English', async (path) => {
    fakePrometheus();
    server.use(route('GET /board', () => ({ body: { seq: 5, at: T0, incidents: [], gone: [], truncated: false } })));
    renderApp(path);
    await screen.findByRole('main');
    await waitFor(() => expect(readable(document.body).length).toBeGreaterThan(2));
    // What comes with the data is drawn as well; how long that takes is nobody's matter here.
    await act(() => new Promise((resolve) => setTimeout(resolve, 1000)));

    expect([...new Set(readable(document.body).filter(isEnglish))]).toEqual([]);
  });
});
