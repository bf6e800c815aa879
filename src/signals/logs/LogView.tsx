import React from 'react';
import { css } from '@emotion/css';
import { type DataFrame, type GrafanaTheme2, LoadingState, type PanelData } from '@grafana/data';
import { t } from '@grafana/i18n';
import {
  type CustomTransformerDefinition,
  type SceneComponentProps,
  SceneDataTransformer,
  SceneObjectBase,
  type SceneObjectState,
  SceneQueryRunner,
  VizPanel,
  VizPanelMenu,
} from '@grafana/scenes';
import { Alert, Button, Text, useStyles2 } from '@grafana/ui';
import { map } from 'rxjs';

import { type Signal } from '../../api/types';
import { type ProviderQueries } from '../providers/types';
import { type SignalDialog, signalMenu } from '../scene/panelMenu';
import { vizSpec } from '../viz';
import { type Category } from './categories';
import { CategoryTable, categoryName } from './CategoryTable';
import { linkLogs } from './links';
import { type LogPlan } from './logPlan';
import { categoriesOfLines, linesOfCategory } from './patterns';
import { type TraceTarget } from './traceTarget';

interface LogViewState extends SceneObjectState {
  signal: Signal;
  plan: LogPlan;
  /** Lines, before those of other kinds are left out and before the links. */
  lines: SceneQueryRunner;
  /** Absent where the lines themselves are counted. */
  counts?: SceneQueryRunner;
  body: VizPanel;
  picked?: Category;
}

interface Options {
  signal: Signal;
  plan: LogPlan;
  trace: TraceTarget | undefined;
  open: (dialog: SignalDialog) => void;
}

/** A log from one store: kinds of lines above, the lines below. */
export class LogView extends SceneObjectBase<LogViewState> {
  static Component = LogViewRenderer;

  constructor({ signal, plan, trace, open }: Options) {
    const lines = runnerOf(plan.lines);
    const shown = new SceneDataTransformer({ $data: lines, transformations: [] });
    const body = new VizPanel({
      ...vizSpec(signal, { visualisation: 'logs' }),
      title: t('logs.lines', 'Lines'),
      $data: shown,
      menu: new VizPanelMenu({ $behaviors: [signalMenu(signal, open)] }),
    });
    const counts = plan.counts && runnerOf({ ...plan.lines, queries: plan.counts.queries });
    super({ signal, plan, lines, counts, body, $data: counts });
    shown.setState({ transformations: [this.readable(trace)] });
  }

  /** Shows the lines of one kind; undefined: all. */
  pick(picked: Category | undefined) {
    this.setState({ picked });
    const { plan, lines, body } = this.state;
    if (plan.counts) {
      lines.setState({ queries: (picked ? plan.counts.linesOf(picked) : plan.lines).queries });
      lines.runQueries();
    } else if (body.state.$data instanceof SceneDataTransformer) {
      body.state.$data.reprocessTransformations();
    }
  }

  private readable(trace: TraceTarget | undefined): CustomTransformerDefinition {
    return () => (source) =>
      source.pipe(
        map((frames: DataFrame[]) => {
          const { picked, plan } = this.state;
          const own = picked && !plan.counts ? linesOfCategory(frames, picked) : frames;
          return linkLogs(own, trace);
        })
      );
  }
}

function runnerOf({ datasource, queries }: ProviderQueries): SceneQueryRunner {
  return new SceneQueryRunner({ datasource, queries });
}

function LogViewRenderer({ model }: SceneComponentProps<LogView>) {
  const { plan, lines, counts, body, picked } = model.useState();
  const styles = useStyles2(getStyles);
  const { data } = (counts ?? lines).useState();
  const categories = data ? (plan.counts?.read(data.series) ?? categoriesOfLines(data.series)) : undefined;
  return (
    <div className={styles.view}>
      <Failure data={data} />
      {categories && (
        <CategoryTable categories={categories} picked={picked} onPick={(category) => model.pick(category)} />
      )}
      {categories && !plan.counts && categories.length > 0 && (
        <Text color="secondary" variant="bodySmall">
          {t('logs.of-loaded', 'Counted over the lines that are loaded: this log store cannot count them by kind.')}
        </Text>
      )}
      {picked && (
        <div className={styles.picked} role="status">
          <span>
            {t('logs.only', 'Only {{kind}}', { kind: categoryName(picked), interpolation: { escapeValue: false } })}
          </span>
          <Button size="sm" variant="secondary" icon="times" onClick={() => model.pick(undefined)}>
            {t('logs.all', 'Show all lines')}
          </Button>
        </div>
      )}
      {(picked !== undefined || categories === undefined || categories.length > 0) && (
        <div className={styles.lines}>
          <body.Component model={body} />
        </div>
      )}
    </div>
  );
}

function Failure({ data }: { data: PanelData | undefined }) {
  if (data?.state !== LoadingState.Error) {
    return null;
  }
  const text = data.errors?.[0]?.message ?? t('logs.no-reason', 'The data source gave no reason.');
  return (
    <Alert severity="warning" title={t('logs.counts-failed', 'Lines could not be counted by kind')}>
      {text}
    </Alert>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), minWidth: 0 }),
  picked: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), overflowWrap: 'anywhere' }),
  lines: css({ display: 'flex', position: 'relative', height: theme.spacing(50), minWidth: 0 }),
});
