import { type IconName } from '@grafana/data';
import { t } from '@grafana/i18n';

import { type Layer } from '../api/types';

export function layerName(layer: Layer): string {
  switch (layer) {
    case 'application':
      return t('layer.application', 'Application');
    case 'network':
      return t('layer.network', 'Network');
    case 'cluster':
      return t('layer.cluster', 'Cluster');
    case 'ebpf':
      return t('layer.ebpf', 'eBPF');
  }
}

export function layerQuestion(layer: Layer): string {
  switch (layer) {
    case 'application':
      return t('layer.question.application', 'Are users served? Errors, slow requests, saturation.');
    case 'network':
      return t('layer.question.network', 'Do services reach each other? Round trips, loss, connections, DNS.');
    case 'cluster':
      return t('layer.question.cluster', 'Is the platform healthy? Nodes, pods, workloads.');
    case 'ebpf':
      return t('layer.question.ebpf', 'Where in the kernel is time lost? System calls, TCP, queues.');
  }
}

export const LAYER_ICONS: Record<Layer, IconName> = {
  application: 'apps',
  network: 'sitemap',
  cluster: 'kubernetes',
  ebpf: 'process',
};
