import { type ProviderId } from '../../api/types';
import { dynatrace } from './dynatrace';
import { elasticsearch } from './elasticsearch';
import { kubeshark } from './kubeshark';
import { loki } from './loki';
import { pixie } from './pixie';
import { prometheus } from './prometheus';
import { splunk } from './splunk';
import { type ProviderAdapter } from './types';

export const ADAPTERS: Record<ProviderId, ProviderAdapter> = {
  prometheus,
  elasticsearch,
  loki,
  pixie,
  kubeshark,
  dynatrace,
  splunk,
};

/** In the order in which a signal prefers them. */
export const PROVIDER_IDS: readonly ProviderId[] = [
  'prometheus',
  'elasticsearch',
  'loki',
  'pixie',
  'kubeshark',
  'dynatrace',
  'splunk',
];
