import { config } from '@grafana/runtime';
import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';

import { tame } from '../api/languageModel';
import { type ReviewContent } from '../api/reviews';
import { route } from '../test/api';
import { fakePrometheus } from '../test/dataSources';
import { renderApp } from '../test/render';
import { aContent, anAction, aReview, aReviewSummary } from '../test/reviews';
import { server } from '../test/server';

/** As in pkg/review/export_test.go, which takes them through HTML, CSV and Markdown. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<a href=data:text/html,x>y</a>',
  '<a href="jAvAsCrIpT:x">z</a>',
  '[x](javascript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '![x](https://tracker.example/p.png)',
  '[x]: javascript:alert(1)\n\n[x][x]',
  '<div style="background:url(https://tracker.example/q.png)">s</div>',
  '<input type=image src=https://tracker.example/r.png>',
  '```\nopen',
  '# A heading\n===',
  "=cmd|' /C calc'!A0",
  '\t=1+1',
  'moc.live//:sptth\u202e',
  '</div></article><base href=//evil.example>',
];
const ALL = HOSTILE.join('\n\n');

/** Nothing runs, nothing is loaded, and no link leads to a program. */
function expectHarmless(place: HTMLElement) {
  const loading =
    'script, iframe, object, embed, base, form[action], img[src*="tracker"], input[src], [srcset], svg[onload]';
  expect(place.querySelectorAll(loading)).toHaveLength(0);
  place.querySelectorAll('*').forEach((element) => {
    for (const { name, value } of element.attributes) {
      expect(name).not.toMatch(/^on/i);
      expect(value).not.toMatch(/^\s*(javascript|data:text|vbscript):/i);
      expect(name === 'style' && /url\(/i.test(value)).toBe(false);
    }
  });
}

beforeEach(() => void fakePrometheus());

test('texts of a stranger are only read, wherever they stand in a review', async () => {
  const content: ReviewContent = aContent({
    summary: ALL,
    background: ALL,
    detection: ALL,
    response: ALL,
    surprise: ALL,
    lessons: { well: HOSTILE, poorly: HOSTILE, lucky: HOSTILE },
    trigger: { kind: 'config-push', text: ALL, evidence: 'javascript:alert(1)' },
    factors: HOSTILE.map((text) => ({ kind: 'capacity', text, evidence: text })),
    impact: [{ id: 'a', kind: 'other', title: ALL, unit: ALL, value: 1, method: 'estimated', note: ALL, by: ALL }],
    sections: [{ id: 's', title: ALL, text: ALL }],
    tags: HOSTILE,
    lines: [{ seq: 1, note: ALL, evidence: 'javascript:alert(1)', pinned: true }],
    model: { text: ALL, model: ALL, at: '2026-08-01T12:00:00Z', by: ALL, editedBy: ALL },
  });
  const { title, type, priority, must, state } = { ...anAction().action, title: ALL };
  const action = { title, type, priority, must, state, ticket: 'javascript:alert(1)', owner: ALL, verification: ALL };
  server.use(
    route('GET /reviews/:number', () => ({
      body: aReview({
        summary: aReviewSummary({
          header: { ...aReviewSummary().header, title: ALL, services: HOSTILE },
          tags: HOSTILE,
        }),
        content,
        actions: [anAction({ action })],
        comments: [{ id: 1, text: ALL, by: ALL, at: '2026-08-01T12:00:00Z' }],
      }),
    }))
  );
  renderApp('reviews/7');
  await screen.findByRole('region', { name: 'Back into practice' });
  expect(screen.getByRole('region', { name: 'Summary' })).toHaveTextContent('<script>alert(1)</script>');
  expectHarmless(document.body);
});

const MODEL = 'http://localhost/api/plugins/grafana-llm-app';

function model(answer: string) {
  const asked: unknown[] = [];
  Object.assign(config, { apps: { 'grafana-llm-app': {} } });
  server.use(
    http.get(`${MODEL}/settings`, () => HttpResponse.json({ enabled: true })),
    http.get(`${MODEL}/health`, () => HttpResponse.json({ details: { llmProvider: { ok: true, configured: true } } })),
    http.post(`${MODEL}/resources/llm/v1/chat/completions`, async ({ request }) => {
      asked.push(await request.json());
      return HttpResponse.json({
        model: 'gpt\u202e-x',
        choices: [{ message: { role: 'assistant', content: answer } }],
      });
    })
  );
  return asked;
}

const editSummary = async ({ user }: ReturnType<typeof renderApp>) =>
  user.click(await screen.findByRole('button', { name: 'Edit “Summary”' }));

test('a language model is asked on demand only, and its words are taken over by a person', async () => {
  localStorage.clear();
  const asked = model(`${ALL}\u0007`);
  const puts: Array<{ content: ReviewContent }> = [];
  server.use(
    route('PUT /reviews/:number', ({ body }) => {
      puts.push(body as { content: ReviewContent });
      return { body: aReview() };
    })
  );
  const page = renderApp('reviews/7');
  await editSummary(page);
  const ask = await screen.findByRole('button', { name: 'Ask the language model' });
  expect(asked).toHaveLength(0);
  await page.user.click(ask);
  const answer = await screen.findByRole('region', { name: 'Words of the language model' });
  expectHarmless(answer);
  const told = JSON.stringify(asked[0]);
  expect(told).toContain('HttpServerErrorsHigh');
  expect(told).not.toContain('commander');
  await page.user.click(within(answer).getByRole('button'));
  await page.user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(puts).toHaveLength(1));
  const taken = tame(ALL, 1000);
  expect(puts[0]?.content).toMatchObject({ summary: taken, model: { text: taken, model: 'gpt-x' } });
});

test('facts of a restricted review go to a model only when a person says so', async () => {
  localStorage.clear();
  model('Fine.');
  const summary = aReviewSummary({ restricted: true });
  server.use(route('GET /reviews/:number', () => ({ body: aReview({ summary }) })));
  const page = renderApp('reviews/7');
  await editSummary(page);
  expect(await screen.findByRole('button', { name: 'Ask the language model' })).toHaveAttribute(
    'aria-disabled',
    'true'
  );
  await page.user.click(screen.getByRole('checkbox', { name: /may go to the language model/ }));
  expect(screen.getByRole('button', { name: 'Ask the language model' })).not.toHaveAttribute('aria-disabled', 'true');
});

test('without the LLM app there is no button but one line that says how', async () => {
  localStorage.clear();
  Object.assign(config, { apps: {} });
  const page = renderApp('reviews/7');
  await editSummary(page);
  expect(await screen.findByText(/once Grafana’s LLM app is installed/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Ask the language model' })).not.toBeInTheDocument();
});

test('an answer is cut, and says its characters and nothing else', () => {
  expect(tame('a\u202eb\u200bc\u0007d\te\nf', 100)).toBe('abcd e\nf');
  expect([...tame('😀'.repeat(20), 5)]).toHaveLength(5);
});
