import { t } from '@grafana/i18n';

import { type ServiceTier } from '../../api/types';

export function tierName(tier: ServiceTier['tier']): string {
  switch (tier) {
    case 'critical':
      return t('rules.tier.critical', 'critical');
    case 'standard':
      return t('rules.tier.standard', 'standard');
    case 'low':
      return t('rules.tier.low', 'low');
  }
}
