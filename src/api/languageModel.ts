import { config } from '@grafana/runtime';
import { useMutation, useQuery } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { grafanaRequest } from './client';

/**
 * Grafana's own LLM app, the only way to a language model. Its addresses and shapes are those of grafana/grafana-llm-app:
 * packages/grafana-llm-frontend/src/llm.ts and packages/grafana-llm-app/pkg/plugin/health.go.
 */
const ID = 'grafana-llm-app';
const APP = `/api/plugins/${ID}`;

/** Which model is asked: the app knows `base` and `large`, and what they stand for. */
const MODEL = 'base';

export type LanguageModelState = 'ready' | 'missing' | 'not-configured';

/** Whether there is a language model to ask. What cannot be found out counts as missing. */
export function useLanguageModel() {
  return useQuery<LanguageModelState, ApiError>({
    queryKey: ['language-model'],
    queryFn: stateOf,
    staleTime: 60_000,
    retry: false,
  });
}

async function stateOf(): Promise<LanguageModelState> {
  // Grafana lists the enabled apps with the page. Asking for one that is not there would only leave an error in the browser's console.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- what replaces it is not in Grafana 12.4; without the list the app is asked
  const listed: Record<string, unknown> | undefined = config.apps;
  if (listed && !Object.hasOwn(listed, ID)) {
    return 'missing';
  }
  try {
    const settings = await grafanaRequest<unknown>('GET', `${APP}/settings`);
    if (at(settings, 'enabled') !== true) {
      return 'missing';
    }
    const details = at(await grafanaRequest<unknown>('GET', `${APP}/health`), 'details');
    // Versions before 0.13 say openAI, some of them with true alone.
    const provider = at(details, 'llmProvider') ?? at(details, 'openAI');
    return provider === true || at(provider, 'ok') === true ? 'ready' : 'not-configured';
  } catch {
    return 'missing';
  }
}

export interface ModelAnswer {
  text: string;
  /** Its name, as the app gives it. */
  model: string;
}

export interface ModelQuestion {
  system: string;
  user: string;
}

/** Asks once. What comes back is a stranger's text: it is cut, and taken for nothing but words. */
export function useAskModel(longest: number) {
  return useMutation<ModelAnswer, ApiError, ModelQuestion>({
    mutationFn: async ({ system, user }) => {
      const answer = await grafanaRequest<unknown>('POST', `${APP}/resources/llm/v1/chat/completions`, {
        model: MODEL,
        messages: [
          { role: 'system', content: system },
          { role: 'user', content: user },
        ],
      });
      const choices = at(answer, 'choices');
      const text = at(at(Array.isArray(choices) ? choices[0] : undefined, 'message'), 'content');
      const model = at(answer, 'model');
      return {
        text: tame(typeof text === 'string' ? text : '', longest),
        model: tame(typeof model === 'string' ? model : MODEL, 100).replaceAll('\n', ' '),
      };
    },
  });
}

/** Without control characters, without those that turn or hide text, and not longer than so many characters. */
export function tame(text: string, longest: number): string {
  const seen = text
    .replace(/[\t\r\u2028\u2029]/g, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cs}\ufffd]|(?!\n)\p{Cc}/gu, '')
    .trim();
  return [...seen].slice(0, longest).join('').trim();
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}
